"""Did they come? What is said of an appointment once its time has come; a wrong tap can be turned round."""

from sqlmodel import Session

from network.actors import Actor
from network.clock import day_of, now, today_in
from network.errors import Conflict
from network.outcomes.operations.booking import change_status, record
from network.outcomes.operations.entries import write_entry
from network.outcomes.operations.locking import hold
from network.outcomes.places import time_zone_at
from network.outcomes.queries import current_appointment, evidence_of_seeing, standing_outcomes
from network.referrals.operations.making import make_move
from network.referrals.queries import sides_of
from network.rules import moves
from network.rules.moves import AGREED, IN_CARE
from network.rules.outcomes import may_take_part
from network.rules.permissions import require
from network.tables import (
    Appointment,
    AppointmentStatus,
    Evidence,
    Outcome,
    OutcomeStep,
    Referral,
    ReferralStatus,
)
from network.words import say


def keep_appointment(
    session: Session,
    actor: Actor,
    referral: Referral,
    appointment: Appointment,
    *,
    evidence: Evidence | None = None,
) -> Outcome:
    """They came. From its day on; `evidence` is what the actor's side sees itself unless it is given."""
    _open(session, actor, referral, appointment)
    time_zone = time_zone_at(session, referral, actor.time_zone)
    day = day_of(appointment.starts_at, time_zone)
    if day > today_in(time_zone):
        raise Conflict(say("This appointment is still to come. If the day has changed, move it first."))
    was_missed = appointment.status is AppointmentStatus.MISSED
    change_status(
        session, appointment, {AppointmentStatus.BOOKED, AppointmentStatus.MISSED}, AppointmentStatus.KEPT
    )
    outcome = _say(
        session, actor, referral, appointment, OutcomeStep.ARRIVED_SCREENED, OutcomeStep.NO_SHOW, evidence
    )
    if was_missed and referral.status is ReferralStatus.MISSED_APPT:
        make_move(session, actor, referral, moves.SCHEDULE, appointment=str(appointment.id))
    record(session, actor, "appointment.kept", referral, appointment)
    return outcome


def miss_appointment(
    session: Session,
    actor: Actor,
    referral: Referral,
    appointment: Appointment,
    *,
    evidence: Evidence | None = None,
) -> Outcome:
    """They did not come. Only once its time has passed."""
    _open(session, actor, referral, appointment)
    if appointment.starts_at > now():
        raise Conflict(say("This appointment is still to come. If it will not be, move it or call it off."))
    change_status(
        session, appointment, {AppointmentStatus.BOOKED, AppointmentStatus.KEPT}, AppointmentStatus.MISSED
    )
    outcome = _say(
        session, actor, referral, appointment, OutcomeStep.NO_SHOW, OutcomeStep.ARRIVED_SCREENED, evidence
    )
    if referral.status is ReferralStatus.SCHEDULED:
        make_move(session, actor, referral, moves.MISS, appointment=str(appointment.id))
    else:
        record(session, actor, "appointment.missed", referral, appointment)
    return outcome


def _open(session: Session, actor: Actor, referral: Referral, appointment: Appointment) -> None:
    """Raises NotAllowed; Conflict when the referral stands elsewhere or another appointment came after."""
    hold(session, referral)
    require(may_take_part(sides_of(session, actor, referral)))
    if referral.status not in AGREED | IN_CARE:
        raise Conflict(say("This referral has ended meanwhile. Look at it again before you go on."))
    session.refresh(appointment)
    current = current_appointment(session, referral)
    if appointment.status in {AppointmentStatus.KEPT, AppointmentStatus.MISSED} and (
        current is None or current.id != appointment.id
    ):
        raise Conflict(say("There has been another appointment since. Look at the new one."))


def _say(
    session: Session,
    actor: Actor,
    referral: Referral,
    appointment: Appointment,
    step: OutcomeStep,
    instead_of: OutcomeStep,
    evidence: Evidence | None,
) -> Outcome:
    """Write the entry; when the same appointment was said to have gone otherwise, correct that."""
    time_zone = time_zone_at(session, referral, actor.time_zone)
    entries = standing_outcomes(session, referral)
    before = [
        entry for entry in entries if entry.appointment_id == appointment.id and entry.step is instead_of
    ]
    return write_entry(
        session,
        actor,
        referral,
        step,
        day_of(appointment.starts_at, time_zone),
        evidence or evidence_of_seeing(sides_of(session, actor, referral)),
        appointment=appointment,
        corrects=before[-1] if before else None,
    )
