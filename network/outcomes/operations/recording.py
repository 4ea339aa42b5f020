"""Somebody says what came of a referral."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlmodel import Session, col, select, update

from network.actors import Actor
from network.clock import day_of, now, today_in
from network.errors import Conflict, Invalid
from network.outcomes.operations.entries import write_entry
from network.outcomes.operations.following import follow_services
from network.outcomes.operations.locking import hold
from network.outcomes.places import time_zone_at
from network.outcomes.queries import standing_outcomes
from network.referrals.operations.making import make_move
from network.referrals.queries import sides_of
from network.rules import outcomes as rules
from network.rules.moves import ENDED, Party
from network.rules.outcome_details import detail_problem
from network.rules.permissions import Verdict, require
from network.tables import (
    Appointment,
    AppointmentStatus,
    Evidence,
    Outcome,
    OutcomeStep,
    Referral,
)
from network.words import Say, say

MOST_WORDS = 2000  # characters


def record_outcome(
    session: Session,
    actor: Actor,
    referral: Referral,
    *,
    step: OutcomeStep,
    happened_on: date,
    evidence: Evidence,
    detail: str | None = None,
    words: str = "",
    for_justice: bool = False,
) -> Outcome:
    """Write down one thing that came of it, and make the move of the referral that follows.

    Each further entry of `initiated` is a further service; two within 34 days of the first make the person
    `engaged`. Raises Invalid by field, NotAllowed, and Conflict when the referral has changed meanwhile or
    the same is written already.
    """
    hold(session, referral)
    parties = sides_of(session, actor, referral)
    entries = standing_outcomes(session, referral)
    days = rules.service_days(entries)
    time_zone = time_zone_at(session, referral, actor.time_zone)
    require(rules.may_say_on(parties, evidence))
    _require_new(actor, entries, step, happened_on, detail, evidence)
    _require_fitting(parties, referral, step, days)
    check_entry(referral, days, step, happened_on, detail, words, time_zone)
    move = rules.move_for(step, referral.status, has_service=bool(days))
    outcome = write_entry(
        session,
        actor,
        referral,
        step,
        happened_on,
        evidence,
        detail=detail,
        words=words,
        for_justice=for_justice,
    )
    if move is not None:
        make_move(session, actor, referral, move, outcome=str(outcome.id))
    if step is rules.SERVICE:
        _keep_appointment_of(session, referral, happened_on, time_zone)
        follow_services(session, referral)
    return outcome


def _require_new(
    actor: Actor,
    entries: Sequence[Outcome],
    step: OutcomeStep,
    day: date,
    detail: str | None,
    evidence: Evidence,
) -> None:
    """Raises Conflict when the same agency has just written the same."""
    said = (step, day, detail, evidence, actor.organization_id)
    for one in entries:
        if (one.step, one.happened_on, one.detail, one.evidence, one.organization_id) == said:
            raise Conflict(say("This is written down already. Nothing was added."))


def _require_fitting(
    parties: Collection[Party], referral: Referral, step: OutcomeStep, days: Sequence[date]
) -> None:
    """Raises Invalid for what comes with an appointment, Conflict when the referral's status leaves no room,
    NotAllowed when another side must say it."""
    if step not in rules.SAID_IN:
        raise Invalid(
            {"step": say("This is written down in another place: with the appointment, or at the end.")}
        )
    if referral.status not in rules.SAID_IN[step]:
        raise Conflict(_why_not(referral))
    if step in rules.AFTER_SERVICE and not days:
        raise Invalid({"step": say("First write down when the first service was.")})
    if step not in rules.sayable(parties, referral.status, has_service=bool(days)):
        require(Verdict(say("Only the provider, or a coordinator of the sending agency, can say this.")))


def _why_not(referral: Referral) -> Say:
    if referral.status in ENDED:
        return say("This referral has ended. A coordinator can reopen it; then write down what happened.")
    return say("This does not fit where the referral stands now. Look at it again before you go on.")


def check_entry(
    referral: Referral,
    days: Sequence[date],
    step: OutcomeStep,
    happened_on: date,
    detail: str | None,
    words: str,
    time_zone: str,
) -> None:
    """Raises Invalid by field. `days` are the services that are known."""
    problems = {
        "happened_on": rules.day_problem(
            step,
            happened_on,
            today=today_in(time_zone),
            sent_on=day_of(referral.sent_at or referral.created_at, time_zone),
            first_service=min(days) if days else None,
        ),
        "detail": detail_problem(referral.kind, step, detail),
        "words": say("Please write at most {count} characters.", count=MOST_WORDS)
        if len(words) > MOST_WORDS
        else None,
    }
    if found := {field: problem for field, problem in problems.items() if problem is not None}:
        raise Invalid(found)


def _keep_appointment_of(session: Session, referral: Referral, day: date, time_zone: str) -> None:
    """Whoever received a service on the day of the appointment has kept it."""
    booked = session.exec(
        select(Appointment).where(
            Appointment.referral_id == referral.id, Appointment.status == AppointmentStatus.BOOKED
        )
    ).all()
    for one in booked:
        if day_of(one.starts_at, time_zone) == day:
            session.exec(
                update(Appointment)
                .where(col(Appointment.id) == one.id)
                .values(status=AppointmentStatus.KEPT, status_since=now())
            )
            session.refresh(one)
