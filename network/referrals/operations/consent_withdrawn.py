"""A person takes their consent back, and what stood on it stops."""

from collections.abc import Collection
from uuid import UUID

from sqlmodel import Session, col, select

from network.actors import SYSTEM, Actor
from network.consent.revoking import apply_queued_revocations, revoke_consent
from network.providers.changes import one_change
from network.referrals.consents import cover_of
from network.referrals.operations.making import hold_needs, make_move
from network.rules.moves import OPEN, REVOKE, UNSENT
from network.tables import Consent, ConsentGrant, Referral


def withdraw_consent(
    session: Session, actor: Actor, consent: Consent, *, only: Collection[UUID] | None = None
) -> Consent:
    """Revoke it, or only the grants in `only`, then end every referral that no live grant covers any more.

    What 42 CFR 2.35 keeps for now stays, and ends when it can (`end_uncovered`). Raises NotAllowed.
    """
    hold_needs(session, consent.person_id)
    consent = revoke_consent(session, actor, consent, only=only)
    end_uncovered(session, consent.person_id)
    return consent


def end_uncovered(session: Session, person_id: UUID) -> list[Referral]:
    """End the person's open referrals that were sent and that no live grant covers now; answers which.

    What was not sent yet stays a draft: sending asks for consent again.
    """
    hold_needs(session, person_id)
    referrals = session.exec(
        select(Referral)
        .where(Referral.person_id == person_id, col(Referral.status).in_(OPEN - UNSENT))
        .order_by(col(Referral.need_id), col(Referral.service_at_location_id), col(Referral.id))
    ).all()
    uncovered = [referral for referral in referrals if not cover_of(session, referral).is_whole]
    with one_change(session):
        for referral in uncovered:
            session.refresh(referral)
            if referral.status in REVOKE.sources:
                make_move(session, SYSTEM, referral, REVOKE, channel="system")
    return uncovered


def apply_withdrawals(session: Session) -> int:
    """End what people asked to end and what can end by now (42 CFR 2.35(c)), and the referrals that stood on
    it; answers how many consents changed."""
    queued = select(ConsentGrant.person_id).where(
        col(ConsentGrant.revocation_asked_at).is_not(None), col(ConsentGrant.revoked_at).is_(None)
    )
    people = sorted(set(session.exec(queued).all()))
    if not people:
        return 0
    for person_id in people:
        hold_needs(session, person_id)
    changed = apply_queued_revocations(session)
    for person_id in people if changed else ():
        end_uncovered(session, person_id)
    return changed
