"""What a referral does with a place that is held for it: it takes the hold along when it is sent, a yes makes
it the taken place, and whatever ends it gives the place back."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, update
from sqlmodel import Session, col, select

from network import events
from network.actors import SYSTEM
from network.clock import now
from network.providers.operations.capacity import read_capacity, tell_capacity
from network.providers.operations.held_places import end_holds, lock_places
from network.referrals.shown import ShownReferral
from network.rules.capacity_parts import Facts
from network.rules.moves import AGREED
from network.rules.need_facts import facts_of
from network.rules.telling import View
from network.tables import CapacityVoice, Hold, HoldStatus, Need, Referral, ServiceAtLocation


def give_hold(session: Session, referral: Referral) -> None:
    """The hold that waits for this referral at its place is its own from now on: the one for its need or its
    question, else the one that its sender placed without saying for whom."""
    waiting = session.exec(
        select(Hold)
        .where(
            Hold.service_at_location_id == referral.service_at_location_id,
            Hold.organization_id == referral.sender_organization_id,
            Hold.status == HoldStatus.OPEN,
            col(Hold.until) > now(),
            col(Hold.referral_id).is_(None),
            or_(
                col(Hold.need_id) == referral.need_id,
                and_(col(Hold.need_id).is_(None), col(Hold.held_by_account_id) == referral.sender_account_id),
            ),
        )
        .order_by(col(Hold.need_id).is_(None), col(Hold.placed_at))
    ).first()
    if waiting is None:
        return
    session.exec(
        update(Hold)
        .where(col(Hold.id) == waiting.id, col(Hold.status) == HoldStatus.OPEN)
        .values(referral_id=referral.id, need_id=referral.need_id)
        .execution_options(synchronize_session=False)
    )
    session.refresh(waiting)


def take_hold(session: Session, referral: Referral) -> bool:
    """The held place is the taken one now, and the person's other holds for the same need are given back;
    answers whether there was a hold. The number of free places stays as old as it was."""
    held = _places_held(session, referral.need_id)
    lock_places(session, {referral.service_at_location_id, *held})
    taken = _take(session, referral)
    for place_id in sorted(set(held)):
        end_holds(session, SYSTEM, place_id, HoldStatus.RELEASED, col(Hold.need_id) == referral.need_id)
    return taken


def release_holds(session: Session, referral: Referral) -> None:
    """The referral came to nothing, so the place that was held for it is free again."""
    place_id = referral.service_at_location_id
    lock_places(session, [place_id])
    end_holds(session, SYSTEM, place_id, HoldStatus.RELEASED, _its_own(referral))


def part_taken(session: Session, referral: Referral) -> str | None:
    """Of which part of the capacity the place was that this referral's hold became."""
    return session.exec(
        select(Hold.population)
        .where(Hold.referral_id == referral.id, Hold.status == HoldStatus.TAKEN)
        .order_by(col(Hold.ended_at).desc())
        .limit(1)
    ).first()


def knows_held_place(session: Session, referral: Referral, shown: ShownReferral) -> bool:
    """Whether the place that was held is the taken one, for the two sides as far as they know of the yes."""
    if shown.view not in {View.SENDER, View.RECEIVER} or shown.status not in AGREED:
        return False
    return took_hold(session, referral)


def took_hold(session: Session, referral: Referral) -> bool:
    """Whether the place that it takes now is the one that was held for it."""
    held = select(Hold.id).where(Hold.referral_id == referral.id, Hold.status == HoldStatus.TAKEN)
    return referral.takes_place and session.exec(held.limit(1)).first() is not None


def facts_of_need(session: Session, referral: Referral) -> Facts:
    """What decides from which part of a capacity a place is taken."""
    return facts_of(session.get_one(Need, referral.need_id))


def _take(session: Session, referral: Referral) -> bool:
    place_id = referral.service_at_location_id
    taken = end_holds(session, SYSTEM, place_id, HoldStatus.TAKEN, _its_own(referral), gives_back=False)
    if taken:
        events.record(session, SYSTEM, "referral.place_taken", "referral", referral.id)
    for hold in taken:
        hold.referral_id = referral.id
        session.add(hold)
    row = read_capacity(session, place_id) if taken else None
    if row is not None:
        row.sqlmodel_update({"said_by": CapacityVoice.INFERRED, "said_by_account_id": None})
        session.add(row)
        session.flush()
        tell_capacity(session, SYSTEM, session.get_one(ServiceAtLocation, place_id), row)
    return bool(taken)


def _its_own(referral: Referral) -> ColumnElement[bool]:
    """The hold of this referral, also one that was placed for its need after it was sent."""
    for_need = and_(
        col(Hold.referral_id).is_(None),
        col(Hold.need_id) == referral.need_id,
        col(Hold.organization_id) == referral.sender_organization_id,
    )
    return or_(col(Hold.referral_id) == referral.id, for_need)


def _places_held(session: Session, need_id: UUID) -> Sequence[UUID]:
    return session.exec(
        select(Hold.service_at_location_id).where(Hold.need_id == need_id, Hold.status == HoldStatus.OPEN)
    ).all()
