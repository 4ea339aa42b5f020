"""Whether anything may be sent to a service at all, whoever it is about."""

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from network.rules.permissions import Verdict
from network.rules.referral_permissions import may_refer_between, may_refer_to
from network.tables import Organization, Referral, Service, Source

_SENDER, _RECEIVER = aliased(Organization), aliased(Organization)


def may_go_out(session: Session, referral: Referral) -> Verdict:
    """Whether this referral's sender may send something to its service now."""
    sender, receiver, service, source = session.exec(
        select(_SENDER, _RECEIVER, Service, Source)
        .select_from(Service)
        .join(_SENDER, col(_SENDER.id) == referral.sender_organization_id)
        .join(_RECEIVER, col(_RECEIVER.id) == col(Service.organization_id))
        .join(Source, col(Source.id) == col(Service.source_id), isouter=True)
        .where(Service.id == referral.service_id)
    ).one()
    return may_refer_between(sender, receiver) and may_refer_to(service, source)


def may_send_to(session: Session, sender: Organization, service: Service) -> Verdict:
    """Whether this agency may send something about a person to this service."""
    receiver, source = session.exec(
        select(Organization, Source)
        .select_from(Organization)
        .join(Source, col(Source.id) == service.source_id, isouter=True)
        .where(Organization.id == service.organization_id)
    ).one()
    return may_refer_between(sender, receiver) and may_refer_to(service, source)
