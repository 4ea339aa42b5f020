"""Reads what came of referrals. What is shown of it passes network/referrals/showing.py."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from network.actors import Actor
from network.errors import NotFound
from network.referrals.queries import get_referral
from network.rules.moves import Party
from network.rules.outcomes import Height, height, valid
from network.tables import (
    Account,
    Appointment,
    AppointmentStatus,
    Evidence,
    Outcome,
    OutcomeStep,
    Referral,
)

_HELD = (AppointmentStatus.BOOKED, AppointmentStatus.KEPT, AppointmentStatus.MISSED)


def outcomes_of(session: Session, referral: Referral) -> Sequence[Outcome]:
    """Every entry, corrected ones too, in the order in which they were said."""
    return session.exec(
        select(Outcome)
        .where(Outcome.referral_id == referral.id)
        .order_by(col(Outcome.said_at), col(Outcome.id))
    ).all()


def standing_outcomes(session: Session, referral: Referral) -> list[Outcome]:
    """The entries that were not corrected."""
    entries = {entry.id: entry for entry in outcomes_of(session, referral)}
    return [entries[entry.id] for entry in valid(entries.values())]


def get_outcome(session: Session, actor: Actor, outcome_id: UUID) -> tuple[Outcome, Referral]:
    """An entry and its referral, for whoever may know the referral. Raises NotFound."""
    outcome = session.get(Outcome, outcome_id)
    if outcome is None:
        raise NotFound
    return outcome, get_referral(session, actor, outcome.referral_id)


def appointments_of(session: Session, referral: Referral) -> Sequence[Appointment]:
    """Every appointment, the first that was made first."""
    return session.exec(
        select(Appointment)
        .where(Appointment.referral_id == referral.id)
        .order_by(col(Appointment.made_at), col(Appointment.id))
    ).all()


def current_appointment(session: Session, referral: Referral) -> Appointment | None:
    """The one that is booked, else the last that was kept or missed."""
    held = [one for one in appointments_of(session, referral) if one.status in _HELD]
    booked = [one for one in held if one.status is AppointmentStatus.BOOKED]
    return next(reversed(booked or held), None)


def get_appointment(session: Session, actor: Actor, appointment_id: UUID) -> tuple[Appointment, Referral]:
    """An appointment and its referral, for whoever may know the referral. Raises NotFound."""
    appointment = session.get(Appointment, appointment_id)
    if appointment is None:
        raise NotFound
    return appointment, get_referral(session, actor, appointment.referral_id)


def missed_count(session: Session, referral: Referral) -> int:
    """How many appointments were missed, since the last that was kept."""
    count = 0
    for one in appointments_of(session, referral):
        if one.status is AppointmentStatus.KEPT:
            count = 0
        elif one.status is AppointmentStatus.MISSED:
            count += 1
    return count


def height_of(session: Session, referral: Referral) -> Height | None:
    """How far up the ladder this referral came and the best evidence for it; an appointment counts as made by
    whoever made it."""
    reached = height(outcomes_of(session, referral))
    if reached is not None and reached.step not in {OutcomeStep.NO_CONTACT, OutcomeStep.CONTACTED}:
        return reached
    made = [
        one for one in appointments_of(session, referral) if one.status is not AppointmentStatus.CANCELLED
    ]
    if not made:
        return reached
    first = made[0]
    maker = session.get(Account, first.made_by_account_id) if first.made_by_account_id else None
    is_receiver = maker is None or maker.organization_id == referral.receiver_organization_id
    evidence = Evidence.PROVIDER_ATTESTED if is_receiver else Evidence.OFFICER_OBSERVED
    return Height(OutcomeStep.APPOINTMENT_MADE, evidence, first.made_at.date())


def evidence_of_seeing(sides: frozenset[Party]) -> Evidence:
    """The evidence of what somebody of these sides sees with their own eyes."""
    return Evidence.PROVIDER_ATTESTED if Party.RECEIVER in sides else Evidence.OFFICER_OBSERVED
