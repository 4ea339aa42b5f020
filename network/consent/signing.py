"""A person signs: one signing makes a grant for each party that may tell another something."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from network import events
from network.actors import Actor
from network.clock import now
from network.consent.circumstances import circumstances_of
from network.errors import Conflict, Invalid
from network.ids import new_id
from network.rules.consent import (
    Circumstances,
    Policy,
    Scan,
    Signing,
    end_of_day,
    instrument_of,
    last_day,
    start_of_day,
)
from network.rules.consent_checks import missing
from network.rules.consent_permissions import may_take_consent
from network.rules.consent_text import keep_text
from network.rules.consent_words import TEXT_VERSION
from network.rules.permissions import require
from network.tables import (
    Consent,
    ConsentGrant,
    ConsentScan,
    Person,
)
from network.tables.case import CaseRole
from network.tables.consent import ConsentStatus, InformationKind, Instrument, Purpose
from network.words import say

__all__ = ["Scan", "Signing", "circumstances_of", "sign_consent"]


def sign_consent(
    session: Session,
    actor: Actor,
    person: Person,
    signing: Signing,
    *,
    replaces: Consent | None = None,
    policy: Policy | None = None,
) -> Consent:
    """The person permits what they were asked; a signing that is sent twice is kept once.

    `replaces` is a consent that this one takes the place of. Raises Invalid with every missing element in
    plain words, NotAllowed.
    """
    require(may_take_consent(actor, person))
    if (kept := _kept_before(session, person, signing)) is not None:
        return kept
    circumstances = circumstances_of(session, actor, person, signing)
    if problems := missing(signing, circumstances, policy):
        raise Invalid(problems)
    consent = _consent(actor, person, signing, circumstances, policy or Policy())
    try:
        with session.begin_nested():
            session.add(consent)
            session.flush()
    except IntegrityError:
        raise Conflict(say("This consent was signed a moment ago. Open the person to see it.")) from None
    session.add_all(_grants(consent, signing, actor.time_zone))
    if signing.scan is not None:
        session.add(_scan(consent, signing.scan))
    events.record(
        session, actor, "consent.signed", "consent", consent.id, person=str(person.id), by=consent.instrument
    )
    session.flush()
    if replaces is not None:
        replace_consent(session, actor, replaces, consent)
    return consent


def replace_consent(session: Session, actor: Actor, old: Consent, new: Consent) -> None:
    """The new consent takes the place of a free one, unless it only begins later; one under 2.35 stands until
    its own end, beside the new one."""
    session.refresh(old, with_for_update=True)
    if old.status is not ConsentStatus.SIGNED or old.person_id != new.person_id:
        return
    if old.instrument is Instrument.CRIMINAL_JUSTICE or _begins_later(new, actor):
        return
    old.status, old.replaced_by_id = ConsentStatus.REPLACED, new.id
    session.add(old)
    events.record(session, actor, "consent.replaced", "consent", old.id, person=str(old.person_id))
    session.flush()


def _begins_later(consent: Consent, actor: Actor) -> bool:
    return start_of_day(consent.effective_from, actor.time_zone) > now()


def _kept_before(session: Session, person: Person, signing: Signing) -> Consent | None:
    if signing.consent_id is None:
        return None
    kept = session.get(Consent, signing.consent_id)
    if kept is not None and kept.person_id != person.id:
        raise Conflict(say("This form was made for somebody else. Please open the consent page again."))
    return kept


def _consent(
    actor: Actor, person: Person, signing: Signing, circumstances: Circumstances, policy: Policy
) -> Consent:
    moment, mandated = now(), bool(signing.is_condition)
    return Consent(
        id=signing.consent_id or new_id(),
        person_id=person.id,
        case_id=circumstances.case_id,
        organization_id=person.organization_id,
        taken_by_account_id=actor.id if actor.is_signed_in else None,
        instrument=instrument_of(signing),
        status=ConsentStatus.SIGNED,
        language=signing.language,
        used_interpreter=signing.used_interpreter,
        purposes=sorted(signing.purposes),
        asked_by_person=signing.asked_by_person,
        effective_from=signing.effective_from or circumstances.today,
        expires_on=last_day(signing, circumstances.today, policy),
        expires_event=signing.expires_event,
        proceeding=signing.proceeding if mandated else None,
        condition_authority=(signing.condition_authority or None) if mandated else None,
        condition_reference=(signing.condition_reference or None) if mandated else None,
        condition_set_on=signing.condition_set_on if mandated else None,
        treatment_ends_on=signing.treatment_ends_on if mandated else None,
        final_disposition_on=signing.final_disposition_on if mandated else None,
        factors=(signing.factors or None) if mandated else None,
        revocable_on=signing.revocable_on if mandated else None,
        revocable_event=signing.revocable_event if mandated else None,
        signed_at=moment,
        signing_way=signing.way,
        signed_name=signing.signed_name or None,
        signature=signing.signature or None,
        witness_name=signing.witness_name or None,
        representative=signing.representative or None,
        representative_authority=signing.representative_authority or None,
        could_decide=signing.could_decide,
        text_version=TEXT_VERSION,
        text=keep_text(signing, circumstances, policy),
        copy_given_at=moment if signing.copy_given else None,
        created_at=moment,
    )


def _grants(consent: Consent, signing: Signing, time_zone: str) -> Iterable[ConsentGrant]:
    """For each agency: what it may be told, what it may tell back, and what it may tell those who monitor."""
    referral, coordination = (
        purpose if purpose in signing.purposes else Purpose.PATIENT_REQUEST
        for purpose in (Purpose.REFERRAL, Purpose.COORDINATION)
    )
    for agency in dict.fromkeys(signing.recipient_organization_ids):
        if signing.told:
            yield _grant(
                consent, time_zone, consent.organization_id, signing.told, referral,
                recipient_organization_id=agency,
            )  # fmt: skip
        if signing.told_back:
            yield _grant(
                consent, time_zone, agency, signing.told_back, coordination,
                recipient_organization_id=consent.organization_id,
            )  # fmt: skip
        if not signing.is_condition:
            continue
        for account in dict.fromkeys(signing.monitor_account_ids):
            yield _grant(
                consent, time_zone, agency, signing.monitored, Purpose.MONITORING,
                recipient_account_id=account,
            )  # fmt: skip
        for role in sorted(signing.monitor_roles):
            yield _grant(
                consent, time_zone, agency, signing.monitored, Purpose.MONITORING, recipient_case_role=role
            )


def _grant(
    consent: Consent,
    time_zone: str,
    discloser: UUID,
    information: Iterable[InformationKind],
    purpose: Purpose,
    *,
    recipient_organization_id: UUID | None = None,
    recipient_account_id: UUID | None = None,
    recipient_case_role: CaseRole | None = None,
) -> ConsentGrant:
    """One grant. What goes to those who monitor stands under 2.35, everything else stays free (2.31) even
    where it is signed on the same form."""
    monitoring = purpose is Purpose.MONITORING
    return ConsentGrant(
        consent_id=consent.id,
        person_id=consent.person_id,
        case_id=consent.case_id,
        discloser_organization_id=discloser,
        recipient_organization_id=recipient_organization_id,
        recipient_account_id=recipient_account_id,
        recipient_case_role=recipient_case_role,
        information=sorted(information),
        purpose=purpose,
        instrument=Instrument.CRIMINAL_JUSTICE if monitoring else Instrument.VOLUNTARY,
        starts_at=_start(consent, time_zone),
        until=end_of_day(consent.expires_on, time_zone) if consent.expires_on else None,
        revocable_from=(
            start_of_day(consent.revocable_on, time_zone) if monitoring and consent.revocable_on else None
        ),
    )


def _start(consent: Consent, time_zone: str) -> datetime:
    """From the moment of signing, or a later day; never before it was signed."""
    signed = consent.signed_at or consent.created_at
    return max(signed, start_of_day(consent.effective_from, time_zone))


def _scan(consent: Consent, scan: Scan) -> ConsentScan:
    return ConsentScan(
        consent_id=consent.id,
        media_type=scan.media_type,
        content=scan.content,
        sha256=hashlib.sha256(scan.content).hexdigest(),
        size=len(scan.content),
        kept_at=now(),
    )
