"""A person takes a consent back: at once where it is free, from its day where it is a condition."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from network import events
from network.actors import SYSTEM, Actor
from network.clock import now
from network.consent.queries import can_be_revoked, endings_of, grants_of
from network.rules.consent_permissions import may_end_consent
from network.rules.permissions import require
from network.tables import Consent, ConsentGrant, Person
from network.tables.consent import ConsentStatus


def revoke_consent(
    session: Session, actor: Actor, consent: Consent, *, only: Collection[UUID] | None = None
) -> Consent:
    """Take back the consent, or only the grants in `only`.

    What is free ends at once. What stands under 2.35 and cannot be taken back yet is asked for and ends as
    soon as it can (2.35(c)). Doing it twice changes nothing. Raises NotAllowed.
    """
    person = session.exec(select(Person).where(Person.id == consent.person_id)).one()
    require(may_end_consent(actor, person))
    session.refresh(consent, with_for_update=True)  # of two who take it back at once, the second finds it so
    if consent.status is not ConsentStatus.SIGNED:
        return consent
    return _revoke(session, actor, consent, now(), only)


def _revoke(
    session: Session, actor: Actor, consent: Consent, moment: datetime, only: Collection[UUID] | None = None
) -> Consent:
    ending = endings_of(session, [consent])[consent.id]
    grants = grants_of(session, consent)
    asked = [g for g in grants if g.revoked_at is None and (only is None or g.id in only)]
    ready = [g for g in asked if can_be_revoked(consent, g, ending, moment)]
    for grant in ready:
        grant.revoked_at = moment
        session.add(grant)
    if waiting := [g for g in asked if g not in ready and g.revocation_asked_at is None]:
        consent.revocation_asked_at = consent.revocation_asked_at or moment
        for grant in waiting:
            grant.revocation_asked_at = moment
            session.add(grant)
        events.record(
            session, actor, "consent.revocation_asked", "consent", consent.id, person=str(consent.person_id)
        )
    if all(g.revoked_at is not None for g in grants):
        consent.status, consent.revoked_at = ConsentStatus.REVOKED, moment
        events.record(session, actor, "consent.revoked", "consent", consent.id, person=str(consent.person_id))
    elif ready:
        events.record(
            session, actor, "consent.narrowed", "consent", consent.id,
            person=str(consent.person_id), grants=len(ready),
        )  # fmt: skip
    session.add(consent)
    session.flush()
    return consent


def apply_queued_revocations(session: Session) -> int:
    """End what people asked to end and what can be taken back by now; how many consents changed."""
    queued = select(ConsentGrant.consent_id).where(
        col(ConsentGrant.revocation_asked_at).is_not(None), col(ConsentGrant.revoked_at).is_(None)
    )
    consents = session.exec(
        select(Consent)
        .where(col(Consent.id).in_(queued), Consent.status == ConsentStatus.SIGNED)
        .order_by(col(Consent.revocation_asked_at))
    ).all()
    endings, moment, changed = endings_of(session, consents), now(), 0
    for consent in consents:
        session.refresh(consent, with_for_update=True)
        ready = {
            grant.id
            for grant in grants_of(session, consent)
            if grant.revocation_asked_at is not None
            and grant.revoked_at is None
            and can_be_revoked(consent, grant, endings[consent.id], moment)
        }
        if ready:
            _revoke(session, SYSTEM, consent, moment, ready)
            changed += 1
    return changed
