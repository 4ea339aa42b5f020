"""Holds of free places: somebody keeps one, gives it back, or the provider ends it; it ends by itself.

    place_hold(session, actor, place, *, need, question, population, facts, minutes) -> Hold
    hold_for_answer(session, place, question, *, facts, minutes) -> Hold | None
    end_hold_of_answer(session, place_id, question_id)
    release_hold(session, actor, hold) · release_as_provider(session, actor, hold, *, reason)
    allow_holds(session, actor, place, *, takes_holds, minutes)
    lapse_holds(store) -> int

What a referral does with its hold is in network/referrals/holding.py.
"""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, func, select

from network import events
from network.actors import SYSTEM, Actor
from network.clock import now
from network.db import Store, holds_all
from network.errors import Conflict, Invalid
from network.providers.changes import record_change
from network.providers.operations.capacity import read_capacity
from network.providers.operations.held_places import count_out, end_holds, lock_places, tell_hold
from network.rules.capacity_parts import Facts
from network.rules.holding import (
    FEWEST_MINUTES,
    HOLD_MINUTES,
    MOST_HOLDS,
    MOST_MINUTES,
    EndReason,
    can_be_held,
    may_end_as_provider,
    may_hold,
    may_release_hold,
    minutes_of,
)
from network.rules.permissions import require
from network.rules.referral_permissions import may_refer_between, may_refer_to
from network.tables import (
    Account,
    Capacity,
    Hold,
    HoldStatus,
    Need,
    Organization,
    Question,
    Service,
    ServiceAtLocation,
    Source,
)
from network.words import say

OVER = say("This hold is over already. Nothing was changed.")
AT_ONCE = 100  # places whose holds are ended in one look


def place_hold(
    session: Session,
    actor: Actor,
    place: ServiceAtLocation,
    *,
    need: Need | None = None,
    question: Question | None = None,
    population: str | None = None,
    facts: Facts | None = None,
    minutes: int = HOLD_MINUTES,
) -> Hold:
    """Keep one free place for somebody: for a need that the actor may know, or for nobody named.

    `population`: only of this part; `facts`: of no part that is surely not for this person. `minutes`: unless
    the provider has said how long. Pressing twice holds once. Raises NotAllowed, Conflict.
    """
    require(may_hold(actor))
    assert actor.id is not None
    assert actor.organization_id is not None
    _require_open(session, actor.organization_id, place)
    _lock_account(session, actor.id)
    lock_places(session, [place.id])
    end_holds(session, SYSTEM, place.id, HoldStatus.LAPSED, col(Hold.until) <= now())
    there = _same(session, place.id, actor.id, need.id if need else None)
    if there is not None and there.held_by_account_id == actor.id:
        return there
    if there is not None:
        raise Conflict(say("A colleague of yours holds a place here for the same need already."))
    if _open_of(session, actor.id) >= MOST_HOLDS:
        raise Conflict(
            say(
                "You hold {most} places now, which is the most at once. Give one back first.", most=MOST_HOLDS
            )
        )
    hold = _new(place, actor.organization_id, actor.id, need.id if need else None, question)
    return _place(session, actor, place, hold, minutes, population=population, facts=facts)


def hold_for_answer(
    session: Session,
    place: ServiceAtLocation,
    question: Question,
    *,
    facts: Facts | None = None,
    minutes: int = HOLD_MINUTES,
) -> Hold | None:
    """Keep a place for who asked a question that was answered with a yes; None where no number is believed,
    none is free or none may be held, and where they hold one already."""
    lock_places(session, [place.id])
    end_holds(session, SYSTEM, place.id, HoldStatus.LAPSED, col(Hold.until) <= now())
    held = select(Hold.id).where(Hold.question_id == question.id, Hold.status == HoldStatus.OPEN)
    there = _same(session, place.id, question.asked_by_account_id, question.need_id)
    if there is not None or session.exec(held).first() is not None:
        return None
    hold = _new(place, question.organization_id, question.asked_by_account_id, question.need_id, question)
    try:
        return _place(session, SYSTEM, place, hold, minutes, facts=facts)
    except Conflict:
        return None


def end_hold_of_answer(session: Session, place_id: UUID, question_id: UUID) -> None:
    """The place has taken its yes back, so what it held for who asked is free again."""
    lock_places(session, [place_id])
    of_answer = (col(Hold.question_id) == question_id) & col(Hold.referral_id).is_(None)
    end_holds(session, SYSTEM, place_id, HoldStatus.RELEASED, of_answer)


def release_hold(session: Session, actor: Actor, hold: Hold) -> None:
    """Give the place back. Raises NotAllowed, Conflict when the hold is over already."""
    require(may_release_hold(actor, hold))
    lock_places(session, [hold.service_at_location_id])
    place_id = hold.service_at_location_id
    if not end_holds(session, actor, place_id, HoldStatus.RELEASED, col(Hold.id) == hold.id):
        raise Conflict(OVER)


def release_as_provider(session: Session, actor: Actor, hold: Hold, *, reason: EndReason) -> None:
    """The agency ends a hold of its own place; who held it is told. Raises NotAllowed, Conflict."""
    place = session.get_one(ServiceAtLocation, hold.service_at_location_id)
    require(may_end_as_provider(actor, session.get_one(Service, place.service_id).organization_id))
    lock_places(session, [place.id])
    ended = end_holds(
        session, actor, place.id, HoldStatus.RELEASED, col(Hold.id) == hold.id,
        kind="hold.ended", gives_back=reason.gives_back, reason=reason.value,
    )  # fmt: skip
    if not ended:
        raise Conflict(OVER)


def allow_holds(
    session: Session, actor: Actor, place: ServiceAtLocation, *, takes_holds: bool, minutes: int | None
) -> None:
    """Whether places may be held here, and for how many minutes (None: as everywhere). Open holds stay.

    Raises NotAllowed, Invalid.
    """
    require(may_end_as_provider(actor, session.get_one(Service, place.service_id).organization_id))
    if minutes is not None and not FEWEST_MINUTES <= minutes <= MOST_MINUTES:
        raise Invalid(
            {
                "hold_minutes": say(
                    "A place is held for {fewest} to {most} minutes.",
                    fewest=FEWEST_MINUTES,
                    most=MOST_MINUTES,
                )
            }
        )
    kept = session.exec(
        update(Capacity)
        .where(col(Capacity.service_at_location_id) == place.id)
        .values(takes_holds=takes_holds, hold_minutes=minutes)
    )
    if kept.rowcount != 1:
        raise Invalid({"takes_holds": say("Type how many are free first.")})
    events.record(
        session, actor, "hold.rules_changed", "service_at_location", place.id,
        takes_holds=int(takes_holds), minutes=minutes,
    )  # fmt: skip
    record_change(session, [place.service_id])


def lapse_holds(store: Store) -> int:
    """End the holds whose time is over; answers how many. Several workers may do this at once."""
    with store.reading() as session:
        due = session.exec(
            select(Hold.service_at_location_id)
            .where(Hold.status == HoldStatus.OPEN, col(Hold.until) <= now())
            .distinct()
            .limit(AT_ONCE)
        ).all()
    return sum(_lapse(store, place_id) for place_id in due)


def _lapse(store: Store, place_id: UUID) -> int:
    with store.writing() as session:
        lock_places(session, [place_id])
        return len(end_holds(session, SYSTEM, place_id, HoldStatus.LAPSED, col(Hold.until) <= now()))


def _new(
    place: ServiceAtLocation,
    organization_id: UUID,
    account_id: UUID,
    need_id: UUID | None,
    question: Question | None,
) -> Hold:
    return Hold(
        service_at_location_id=place.id,
        organization_id=organization_id,
        held_by_account_id=account_id,
        need_id=need_id,
        question_id=question.id if question else None,
        placed_at=now(),
        until=now(),
    )


def _place(
    session: Session,
    actor: Actor,
    place: ServiceAtLocation,
    hold: Hold,
    minutes: int,
    *,
    population: str | None = None,
    facts: Facts | None = None,
) -> Hold:
    said = read_capacity(session, place.id)
    verdict = can_be_held(said, now())
    if verdict.reason_against is not None:
        raise Conflict(verdict.reason_against)
    assert said is not None
    hold.population = count_out(session, place.id, population=population, facts=facts)
    hold.until = hold.placed_at + timedelta(minutes=minutes_of(said, minutes))
    session.add(hold)
    session.flush()
    tell_hold(session, actor, "hold.placed", hold)
    record_change(session, [place.service_id])
    return hold


def _require_open(session: Session, organization_id: UUID, place: ServiceAtLocation) -> None:
    """A place is held only where somebody could be referred. Raises NotAllowed."""
    service = session.get_one(Service, place.service_id)
    source = session.get(Source, service.source_id) if service.source_id else None
    holder = session.get_one(Organization, organization_id)
    require(may_refer_between(holder, session.get_one(Organization, service.organization_id)))
    require(may_refer_to(service, source))


def _lock_account(session: Session, account_id: UUID) -> None:
    """Of two places that one person holds at once both are counted."""
    if not holds_all(session):
        session.exec(select(Account.id).where(Account.id == account_id).with_for_update(key_share=True)).one()


def _same(session: Session, place_id: UUID, account_id: UUID, need_id: UUID | None) -> Hold | None:
    """The open hold here for the same need; without a need, the account's own without one."""
    own = col(Hold.need_id).is_(None) & (col(Hold.held_by_account_id) == account_id)
    same = col(Hold.need_id) == need_id if need_id is not None else own
    return session.exec(
        select(Hold).where(Hold.service_at_location_id == place_id, Hold.status == HoldStatus.OPEN, same)
    ).first()


def _open_of(session: Session, account_id: UUID) -> int:
    return session.exec(
        select(func.count())
        .select_from(Hold)
        .where(Hold.held_by_account_id == account_id, Hold.status == HoldStatus.OPEN, col(Hold.until) > now())
    ).one()
