"""An appointment is made, moved or called off."""

from datetime import UTC, datetime, timedelta

from sqlmodel import Session, col, select, update

from network import events
from network.actors import Actor, ActorKind
from network.clock import now, today_in
from network.errors import Conflict, Invalid
from network.outcomes.operations.entries import write_entry
from network.outcomes.operations.locking import hold
from network.outcomes.places import time_zone_at
from network.outcomes.queries import evidence_of_seeing, missed_count
from network.referrals.operations.making import make_move
from network.referrals.queries import sides_of
from network.rules import moves
from network.rules.moves import AGREED, ENDED, IN_CARE, MOST_MISSED, Party
from network.rules.outcomes import may_take_part
from network.rules.permissions import require
from network.tables import Appointment, AppointmentStatus, OutcomeStep, Referral, ReferralStatus
from network.words import Say, say, say_number

MOST_MINUTES = 24 * 60
MOST_WORDS = 1000  # characters
AHEAD = timedelta(days=730)
LATE = timedelta(minutes=10)  # "now" takes a while to type


def book_appointment(
    session: Session,
    actor: Actor,
    referral: Referral,
    *,
    starts_at: datetime,
    minutes: int | None = None,
    words: str = "",
    most_missed: int = MOST_MISSED,
) -> Appointment:
    """Somebody is expected at this moment (UTC). `words`: whom to ask for, what to bring.

    Raises Invalid by field (`at`, `minutes`, `words`), NotAllowed, Conflict when there is one already, too
    many were missed, or the referral stands elsewhere.
    """
    _check(starts_at, minutes, words)
    hold(session, referral)
    require(may_take_part(sides_of(session, actor, referral)))
    _require_room(session, actor, referral, most_missed)
    return _book(session, actor, referral, starts_at, minutes, words)


def move_appointment(
    session: Session,
    actor: Actor,
    referral: Referral,
    appointment: Appointment,
    *,
    starts_at: datetime,
    minutes: int | None = None,
    words: str = "",
) -> Appointment:
    """Another time takes its place; the old one stays in the history as moved. Raises as booking does."""
    _check(starts_at, minutes, words)
    hold(session, referral)
    sides = sides_of(session, actor, referral)
    require(may_take_part(sides))
    _require_care(referral)
    session.refresh(appointment)
    if appointment.status is AppointmentStatus.BOOKED and appointment.starts_at == starts_at:
        raise Conflict(say("It is at this time already. Nothing was changed."))
    change_status(session, appointment, {AppointmentStatus.BOOKED}, AppointmentStatus.MOVED)
    write_entry(
        session,
        actor,
        referral,
        OutcomeStep.RESCHEDULED,
        today_in(time_zone_at(session, referral, actor.time_zone)),
        evidence_of_seeing(sides),
        appointment=appointment,
    )
    return _book(session, actor, referral, starts_at, minutes, words, was=appointment)


def cancel_appointment(session: Session, actor: Actor, referral: Referral, appointment: Appointment) -> None:
    """It is called off and none takes its place yet. Raises NotAllowed, Conflict."""
    hold(session, referral)
    require(may_take_part(sides_of(session, actor, referral)))
    change_status(session, appointment, {AppointmentStatus.BOOKED}, AppointmentStatus.CANCELLED)
    if referral.status is ReferralStatus.SCHEDULED:
        make_move(session, actor, referral, moves.UNSCHEDULE, appointment=str(appointment.id))
    else:
        record(session, actor, "appointment.cancelled", referral, appointment)


def change_status(
    session: Session,
    appointment: Appointment,
    sources: set[AppointmentStatus],
    target: AppointmentStatus,
) -> None:
    """Ask the database to change it. Raises Conflict that says what somebody else did meanwhile."""
    changed = session.exec(
        update(Appointment)
        .where(col(Appointment.id) == appointment.id, col(Appointment.status).in_(sources))
        .values(status=target, status_since=now())
    )
    session.refresh(appointment)
    if changed.rowcount != 1:
        raise Conflict(_MEANWHILE[appointment.status])


def record(session: Session, actor: Actor, kind: str, referral: Referral, appointment: Appointment) -> None:
    """The event of something that changes no status of the referral."""
    events.record(session, actor, kind, "referral", referral.id, appointment=str(appointment.id))


_MEANWHILE: dict[AppointmentStatus, Say] = {
    AppointmentStatus.BOOKED: say("This appointment stands. Nothing was changed."),
    AppointmentStatus.KEPT: say("Somebody has already said that this appointment was kept."),
    AppointmentStatus.MISSED: say("Somebody has already said that this appointment was missed."),
    AppointmentStatus.MOVED: say("This appointment has been moved meanwhile. Look at the new time."),
    AppointmentStatus.CANCELLED: say("This appointment has been called off meanwhile."),
}


def _book(
    session: Session,
    actor: Actor,
    referral: Referral,
    starts_at: datetime,
    minutes: int | None,
    words: str,
    *,
    was: Appointment | None = None,
) -> Appointment:
    appointment = Appointment(
        referral_id=referral.id,
        starts_at=starts_at.astimezone(UTC),
        minutes=minutes,
        words=words.strip() or None,
        status_since=now(),
        made_at=now(),
        made_by_account_id=actor.id if actor.kind is ActorKind.STAFF else None,
    )
    session.add(appointment)
    session.flush()
    if referral.status in AGREED:
        old = str(was.id) if was else None
        make_move(session, actor, referral, moves.SCHEDULE, appointment=str(appointment.id), moved=old)
    else:
        kind = "appointment.moved" if was else "appointment.booked"
        record(session, actor, kind, referral, appointment)
    return appointment


def _require_room(session: Session, actor: Actor, referral: Referral, most_missed: int) -> None:
    """Raises Conflict when none can be booked now."""
    _require_care(referral)
    booked = session.exec(
        select(Appointment.id).where(
            Appointment.referral_id == referral.id, Appointment.status == AppointmentStatus.BOOKED
        )
    ).first()
    if booked is not None:
        raise Conflict(say("There is an appointment already. Move it, or call it off first."))
    missed = missed_count(session, referral)
    if missed >= most_missed and Party.COORDINATOR not in sides_of(session, actor, referral):
        raise Conflict(
            say_number(
                "{number} appointment was missed. Talk with the person first; then a coordinator of the "
                "sending agency can book another.",
                "{number} appointments were missed. Talk with the person first; then a coordinator of the "
                "sending agency can book another.",
                missed,
            )
        )


def _require_care(referral: Referral) -> None:
    if referral.status in AGREED | IN_CARE:
        return
    if referral.status in ENDED:
        raise Conflict(say("This referral has ended: no appointment can be made for it."))
    raise Conflict(say("No appointment can be made before the referral is accepted."))


def _check(starts_at: datetime, minutes: int | None, words: str) -> None:
    """Raises Invalid by field."""
    problems: dict[str, Say] = {}
    if starts_at < now() - LATE:
        problems["at"] = say("This time has passed. Choose one that is still to come.")
    elif starts_at > now() + AHEAD:
        problems["at"] = say("This is more than two years ahead. Check the year.")
    if minutes is not None and not 0 < minutes <= MOST_MINUTES:
        problems["minutes"] = say("Type how many minutes it takes, or leave it open.")
    if len(words) > MOST_WORDS:
        problems["words"] = say("Please write at most {count} characters.", count=MOST_WORDS)
    if problems:
        raise Invalid(problems)
