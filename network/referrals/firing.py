"""Fires what is due, each once: two workers ask the database for the same timer, and one gets it."""

import logging
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from network import events
from network.actors import SYSTEM
from network.clock import now
from network.db import Store
from network.referrals.operations.making import hold_need, make_move
from network.referrals.timers import clocks_wait, running_clock, wind_case_clocks
from network.rules.moves import EXPIRE, LOSE_TRACK, Move
from network.rules.timers import CLOCK_ESCALATES, CONFIRM_WAITLIST_EVERY
from network.tables import CaseFile, Referral, ReferralStatus, Timer, TimerKind

log = logging.getLogger("trestle.timers")

LATE = timedelta(minutes=10)
MOST_AT_ONCE = 200
K = TimerKind
MOVES_MADE: dict[TimerKind, Move] = {K.EXPIRE: EXPIRE, K.UNKNOWN: LOSE_TRACK}
TOLD: dict[TimerKind, str] = {
    K.NUDGE: "referral.nudged",
    K.ESCALATE: "referral.escalated",
    K.APPOINTMENT_NEEDED: "referral.appointment_needed",
    K.APPOINTMENT_LATE: "referral.appointment_late",
    K.APPOINTMENT_REMINDER: "referral.appointment_near",
    K.OUTCOME_PROMPT: "referral.outcome_asked",
    K.CHECK_IN: "referral.check_in_due",
    K.WAITLIST_CONFIRM: "referral.waitlist_confirm_due",
    K.CLOCK_BURNS: "referral.clock_burns",
    K.CLOCK_WARNING: "case.clock_warned",
    K.CLOCK_ENDED: "case.clock_ended",
}
ANSWER_TIMERS = (K.NUDGE, K.ESCALATE)


def fire_due(store: Store, limit: int = MOST_AT_ONCE) -> Counter[str]:
    """Fire what is due by now, the earliest first; counts what was fired by kind, and `failed` ones.

    One that cannot be fired does not keep the others waiting; it is tried again at the next look.
    """
    fired: Counter[str] = Counter()
    with store.reading() as session:
        clocks, due = clocks_wait(session), _due(session, limit)
    if clocks:
        with store.writing() as session:
            fired["clocks_wound"] = wind_case_clocks(session)
    for timer_id in due:
        try:
            with store.writing() as session:
                kind = fire_timer(session, timer_id)
        except Exception as fault:
            log.error("timer fault", extra={"timer": str(timer_id), "error": type(fault).__name__})
            fired["failed"] += 1
        else:
            if kind is not None:
                fired[kind.value] += 1
    return +fired


def _due(session: Session, limit: int) -> Sequence[UUID]:
    return session.exec(
        select(Timer.id)
        .where(col(Timer.settled_at).is_(None), Timer.due_at <= now())
        .order_by(col(Timer.due_at), col(Timer.id))
        .limit(limit)
    ).all()


def fire_timer(session: Session, timer_id: UUID) -> TimerKind | None:
    """Fire one timer in a unit of work of its own; None when somebody else did or nobody waits any more.

    The need is held first, as every move holds it, then the timer is asked of the database.
    """
    found = session.get(Timer, timer_id)
    if found is None:
        return None
    referral = session.get(Referral, found.referral_id) if found.referral_id else None
    if referral is not None:
        hold_need(session, referral)
        session.refresh(referral)
    claimed = session.scalars(
        update(Timer)
        .where(col(Timer.id) == timer_id, col(Timer.settled_at).is_(None), col(Timer.due_at) <= now())
        .values(settled_at=now(), has_fired=True)
        .returning(Timer)
        .execution_options(synchronize_session=False, populate_existing=True)
    ).one_or_none()
    if claimed is None:
        return None
    fired = _fire_for_referral(session, found, referral) if referral else _fire_for_case(session, found)
    if not fired:
        found.has_fired = False
        session.add(found)
    return found.kind if fired else None


def _fire_for_referral(session: Session, timer: Timer, referral: Referral) -> bool:
    move = MOVES_MADE.get(timer.kind)
    if move is not None:
        if referral.status not in move.sources:
            return False
        make_move(session, SYSTEM, referral, move, channel="timer", due_at=timer.due_at.isoformat())
        return True
    if timer.kind is K.CLOCK_BURNS and running_clock(session, referral) is None:
        return False
    awaited = "sender" if referral.status is ReferralStatus.INFO_REQUESTED else "receiver"
    events.record(
        session, SYSTEM, TOLD[timer.kind], "referral", referral.id,
        due_at=timer.due_at.isoformat(), status=referral.status.value, awaits=awaited,
    )  # fmt: skip
    if timer.kind is K.WAITLIST_CONFIRM:
        session.add(
            Timer(referral_id=referral.id, kind=timer.kind, due_at=timer.due_at + CONFIRM_WAITLIST_EVERY)
        )
    if timer.kind in ANSWER_TIMERS and now() - timer.due_at > LATE:
        _move_later(session, referral, now() - timer.due_at)
    return True


def _move_later(session: Session, referral: Referral, late: timedelta) -> None:
    """The worker was away: a reminder that comes late moves what follows it as much, so that nobody's time
    runs out before they were reminded."""
    waiting = select(Timer).where(
        Timer.referral_id == referral.id,
        col(Timer.settled_at).is_(None),
        col(Timer.kind).in_((*ANSWER_TIMERS, K.EXPIRE)),
    )
    for timer in session.exec(waiting):
        timer.due_at += late
        session.add(timer)
        if timer.kind is K.EXPIRE:
            referral.answer_by = timer.due_at
            session.add(referral)
    session.flush()


def _fire_for_case(session: Session, timer: Timer) -> bool:
    case = session.get(CaseFile, timer.case_id)
    if case is None or case.intake_done_at or case.closed_at or case.intake_by is None:
        return False
    days = (case.intake_by - timer.due_at).days
    if timer.kind is K.CLOCK_WARNING and case.intake_by <= now():
        return False  # its end is due as well, and says more
    events.record(
        session, SYSTEM, TOLD[timer.kind], "case_file", case.id,
        days=days, escalate=1 if days <= CLOCK_ESCALATES else 0,
    )  # fmt: skip
    return True
