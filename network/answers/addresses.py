"""Where messages for an agency go when nobody there has an account."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from network import events
from network.actors import Actor
from network.clock import now
from network.errors import Conflict, Invalid, NotFound
from network.rules.addresses import is_email, plain_email
from network.rules.answer_permissions import may_keep_answer_address
from network.rules.answering import mobile_number
from network.rules.permissions import require
from network.tables import AnswerAddress, Organization, Service, Source, SourceKind
from network.words import Say, say


@dataclass(frozen=True)
class Reached:
    """An address to which a link can be sent, and by which other ways a code can reach the same people."""

    email: str
    second_email: str = ""
    mobile: str = ""


@dataclass(frozen=True)
class TypedAddress:
    """What somebody wants kept; an empty `email` takes the address away."""

    email: str
    second_email: str = ""
    mobile: str = ""


def address_for(session: Session, organization_id: UUID, service_id: UUID) -> Reached | None:
    """Where a message about this service goes: the address that was kept for it or for the whole agency, else
    the one of its listing. None when there is none, and for victim services (VAWA, 34 USC 12291(b)(2))."""
    organization = session.get(Organization, organization_id)
    if organization is None or organization.is_victim_service:
        return None
    kept = {row.service_id: row for row in kept_addresses(session, organization_id)}
    row = kept.get(service_id) or kept.get(None)
    if row is not None:
        return Reached(row.email, row.second_email or "", row.mobile or "")
    return _listed(session, organization, service_id)


def kept_addresses(session: Session, organization_id: UUID) -> Sequence[AnswerAddress]:
    """Every address that was kept for this agency: of the whole agency first, then of single services."""
    query = select(AnswerAddress).where(AnswerAddress.organization_id == organization_id)
    return session.exec(
        query.order_by(col(AnswerAddress.service_id).is_not(None), col(AnswerAddress.id))
    ).all()


def agency_of_addresses(session: Session, actor: Actor, organization_id: UUID) -> Organization:
    """The agency whose addresses this person may keep. Raises NotFound, NotAllowed."""
    organization = session.get(Organization, organization_id)
    if organization is None:
        raise NotFound
    require(may_keep_answer_address(actor, organization_id))
    return organization


def keep_address(
    session: Session, actor: Actor, organization: Organization, service_id: UUID | None, typed: TypedAddress
) -> None:
    """Keep where links go for this agency, or for one of its services; nothing typed takes it away.

    Raises NotAllowed; Conflict for a victim service; Invalid by field.
    """
    require(may_keep_answer_address(actor, organization.id))
    if organization.is_victim_service:
        raise Conflict(
            say("This agency serves victims of violence. Nothing is sent to it: handovers are by telephone.")
        )
    _check_service(session, organization, service_id)
    row = session.exec(
        select(AnswerAddress).where(
            AnswerAddress.organization_id == organization.id,
            col(AnswerAddress.service_id).is_not_distinct_from(service_id),
        )
    ).one_or_none()
    values = _checked(typed)
    if values is None:
        if row is not None:
            session.delete(row)
    else:
        row = row or AnswerAddress(
            organization_id=organization.id, service_id=service_id, email="", changed_at=now()
        )
        session.add(row.sqlmodel_update({**values, "changed_at": now()}))
    events.record(
        session,
        actor,
        "answer_address.kept",
        "organization",
        organization.id,
        service_id=str(service_id) if service_id else None,
        kept=int(values is not None),
    )


def _checked(typed: TypedAddress) -> dict[str, str | None] | None:
    """The columns; None when nothing was typed. Raises Invalid."""
    email, second = plain_email(typed.email), plain_email(typed.second_email)
    if not (email or second or typed.mobile.strip()):
        return None
    problems: dict[str, Say] = {}
    if not is_email(email):
        problems["email"] = say("Type an e-mail address, such as intake@agency.org.")
    if second and not is_email(second):
        problems["second_email"] = say("Type an e-mail address, such as intake@agency.org.")
    elif second and second == email:
        problems["second_email"] = say("Type another address: a code must come by another way than the link.")
    mobile = mobile_number(typed.mobile)
    if mobile is None:
        problems["mobile"] = say("Type a mobile number with ten digits, such as 312-555-0144.")
    if problems:
        raise Invalid(problems)
    return {"email": email, "second_email": second or None, "mobile": mobile or None}


def _check_service(session: Session, organization: Organization, service_id: UUID | None) -> None:
    service = session.get(Service, service_id) if service_id is not None else None
    if service_id is not None and (service is None or service.organization_id != organization.id):
        raise Invalid({"email": say("Choose one of this agency's services.")})


def _listed(session: Session, organization: Organization, service_id: UUID) -> Reached | None:
    """The address of the listing, for agencies that take part, or are invented, and take referrals."""
    service = session.get(Service, service_id)
    source = session.get(Source, organization.source_id) if organization.source_id else None
    if service is None or not service.takes_referrals or (source is not None and not source.takes_referrals):
        return None
    is_invented = source is not None and source.kind is SourceKind.FICTIONAL
    if not (organization.is_member or is_invented):
        return None
    address = plain_email(service.email or "") or plain_email(organization.email or "")
    return Reached(address) if is_email(address) else None
