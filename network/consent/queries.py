"""Reads consents and what they permit. Whoever asks has already seen the person: see
network.people.queries.get_person."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.orm import load_only
from sqlmodel import Session, col, select

from network.clock import now
from network.errors import NotFound
from network.rules.consent import Ending, has_ended, is_revocable
from network.rules.moves import ENDED
from network.rules.sharing import Permit
from network.tables import CaseFile, Consent, ConsentGrant, ConsentScan, Person, Referral
from network.tables.case import CaseRole
from network.tables.consent import ConsentStatus, EndEvent, InformationKind


def permits_of(session: Session, person_id: UUID) -> tuple[Permit, ...]:
    """Everything this person has ever permitted, with whether it has ended, oldest first. Check `is_live` at
    every use: a consent is never trusted from before. (2.31(c))"""
    return permits_of_many(session, [person_id])[person_id]


def permits_of_many(session: Session, person_ids: Collection[UUID]) -> dict[UUID, tuple[Permit, ...]]:
    """The same for several people at once, with as many questions to the database as for one. Nothing that is
    sealed is opened for it."""
    permits: dict[UUID, list[Permit]] = {person_id: [] for person_id in person_ids}
    of_these = col(ConsentGrant.person_id).in_(list(permits))
    grants = session.exec(
        select(ConsentGrant)
        .where(of_these)
        .order_by(col(ConsentGrant.starts_at), col(ConsentGrant.id))
        .execution_options(populate_existing=True)  # somebody may have taken it back since it was read
    ).all()
    if grants:
        what_ends_it = load_only(
            Consent.id,  # type: ignore[arg-type]
            Consent.case_id,  # type: ignore[arg-type]
            Consent.status,  # type: ignore[arg-type]
            Consent.expires_event,  # type: ignore[arg-type]
            Consent.revocable_event,  # type: ignore[arg-type]
        )
        consent_ids = {grant.consent_id for grant in grants}
        consents = session.exec(
            select(Consent).where(col(Consent.id).in_(consent_ids)).options(what_ends_it)
        ).all()
        endings = endings_of(session, consents)
        moment = now()
        for grant in grants:
            permits[grant.person_id].append(_permit(grant, endings[grant.consent_id], moment))
    return {person_id: tuple(found) for person_id, found in permits.items()}


def endings_of(session: Session, consents: Sequence[Consent]) -> dict[UUID, Ending]:
    """What has happened to each of these consents that can end it."""
    case_ids = {consent.case_id for consent in consents if consent.case_id is not None}
    of_these = select(CaseFile).where(col(CaseFile.id).in_(case_ids))
    cases = {case.id: case for case in session.exec(of_these)} if case_ids else {}
    by_referral = [
        consent.id
        for consent in consents
        if EndEvent.REFERRAL_CLOSED in (consent.expires_event, consent.revocable_event)
    ]
    referrals = _referrals_ended(session, by_referral) if by_referral else {}
    endings = {}
    for consent in consents:
        case = cases.get(consent.case_id) if consent.case_id else None
        endings[consent.id] = Ending(
            status=consent.status,
            expires_event=consent.expires_event,
            disposed_on=case.disposed_on if case else None,
            program_ended_at=case.closed_at if case else None,
            referrals_ended_at=referrals.get(consent.id),
        )
    return endings


def _referrals_ended(session: Session, consent_ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """When the last referral of each consent ended; nothing where none was sent or one is still open."""
    rows = session.exec(
        select(ConsentGrant.consent_id, Referral.status, func.max(col(Referral.status_since)))
        .join(Referral, col(Referral.grant_id) == col(ConsentGrant.id))
        .where(col(ConsentGrant.consent_id).in_(consent_ids))
        .group_by(col(ConsentGrant.consent_id), col(Referral.status))
    ).all()
    ended: dict[UUID, list[datetime | None]] = defaultdict(list)
    for consent_id, status, since in rows:
        ended[consent_id].append(since if status in ENDED else None)
    return {
        consent_id: max(moment for moment in moments if moment)
        for consent_id, moments in ended.items()
        if all(moments)
    }


def _permit(grant: ConsentGrant, ending: Ending, moment: datetime) -> Permit:
    return Permit(
        id=grant.id,
        consent_id=grant.consent_id,
        person_id=grant.person_id,
        discloser_organization_id=grant.discloser_organization_id,
        information=frozenset(InformationKind(kind) for kind in grant.information),
        purpose=grant.purpose,
        instrument=grant.instrument,
        starts_at=grant.starts_at,
        until=grant.until,
        revoked_at=grant.revoked_at,
        has_ended=has_ended(ending, grant.instrument, moment),
        recipient_organization_id=grant.recipient_organization_id,
        recipient_account_id=grant.recipient_account_id,
        recipient_case_role=CaseRole(grant.recipient_case_role) if grant.recipient_case_role else None,
        case_id=grant.case_id,
    )


def consents_of(session: Session, person: Person) -> Sequence[Consent]:
    """What the person has signed, newest first."""
    return session.exec(
        select(Consent)
        .where(Consent.person_id == person.id, Consent.status != ConsentStatus.DRAFT)
        .order_by(col(Consent.signed_at).desc(), col(Consent.id).desc())
    ).all()


def person_id_of(session: Session, consent_id: UUID) -> UUID:
    """Whose consent it is; ask next whether the viewer may see that person. Raises NotFound."""
    person_id = session.exec(select(Consent.person_id).where(Consent.id == consent_id)).one_or_none()
    if person_id is None:
        raise NotFound
    return person_id


def get_consent(session: Session, person: Person, consent_id: UUID) -> Consent:
    """One consent of a person whom the viewer may see. Raises NotFound."""
    consent = session.exec(
        select(Consent).where(
            Consent.id == consent_id,
            Consent.person_id == person.id,
            Consent.status != ConsentStatus.DRAFT,
        )
    ).one_or_none()
    if consent is None:
        raise NotFound
    return consent


def grants_of(session: Session, consent: Consent) -> Sequence[ConsentGrant]:
    """The permissions of one consent, in the order they were written."""
    return session.exec(
        select(ConsentGrant).where(ConsentGrant.consent_id == consent.id).order_by(col(ConsentGrant.id))
    ).all()


def get_scan(session: Session, consent: Consent) -> ConsentScan:
    """The scan of the signed paper. Raises NotFound."""
    scan = session.exec(select(ConsentScan).where(ConsentScan.consent_id == consent.id)).first()
    if scan is None:
        raise NotFound
    return scan


def can_be_revoked(consent: Consent, grant: ConsentGrant, ending: Ending, moment: datetime) -> bool:
    """Whether this grant can be taken back at this moment, or has to wait (2.35(c))."""
    return is_revocable(grant.instrument, grant.revocable_from, _has_come(consent, ending, moment), moment)


def _has_come(consent: Consent, ending: Ending, moment: datetime) -> bool:
    """Whether the event from which a consent under 2.35 can be taken back has happened; final disposition
    always is one."""
    if ending.is_disposed(moment):
        return True
    match consent.revocable_event:
        case EndEvent.PROGRAM_ENDED:
            return ending.program_ended_at is not None and ending.program_ended_at <= moment
        case EndEvent.REFERRAL_CLOSED:
            return ending.referrals_ended_at is not None and ending.referrals_ended_at <= moment
        case _:
            return False
