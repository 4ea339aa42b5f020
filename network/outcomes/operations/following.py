"""What follows from the entries by itself: who is engaged, who goes on, and the status that they carry."""

from datetime import date

from sqlmodel import Session

from network.actors import SYSTEM, Actor, ActorKind
from network.outcomes.operations.entries import write_entry
from network.outcomes.queries import current_appointment, outcomes_of, standing_outcomes
from network.referrals.operations.making import make_move
from network.rules import moves
from network.rules import outcomes as rules
from network.rules.moves import Move
from network.tables import AppointmentStatus, Evidence, Outcome, OutcomeStep, Referral, ReferralStatus

_BACK: dict[ReferralStatus, Move] = {
    ReferralStatus.COMPLETED: moves.UNCOMPLETE,
    ReferralStatus.ENGAGED: moves.DISENGAGE,
    ReferralStatus.LINKED: moves.UNLINK,
}
_ORDER = (ReferralStatus.ACCEPTED, ReferralStatus.LINKED, ReferralStatus.ENGAGED, ReferralStatus.COMPLETED)


def follow_services(session: Session, referral: Referral) -> None:
    """Write down, correct or take back what follows from the days of service, and move the referral on."""
    entries = standing_outcomes(session, referral)
    days = rules.service_days(entries)
    _derive(session, referral, entries, OutcomeStep.ENGAGED, rules.engaged_on(days))
    _derive(session, referral, entries, OutcomeStep.CONTINUING, rules.continuing_on(days))
    if referral.status is not ReferralStatus.LINKED:
        return
    if OutcomeStep.ENGAGED in {entry.step for entry in standing_outcomes(session, referral)}:
        make_move(session, SYSTEM, referral, moves.ENGAGE)


def step_back(session: Session, actor: Actor, referral: Referral) -> None:
    """After a correction: take the status back to what the entries that still stand carry."""
    wanted = rules.status_of(outcomes_of(session, referral), referral.status)
    while referral.status in _BACK and _ORDER.index(referral.status) > _ORDER.index(wanted):
        make_move(session, SYSTEM, referral, _BACK[referral.status])
    if wanted is ReferralStatus.ENGAGED and referral.status is ReferralStatus.LINKED:
        make_move(session, SYSTEM, referral, moves.ENGAGE)
    appointment = current_appointment(session, referral)
    if (
        referral.status is ReferralStatus.ACCEPTED
        and appointment is not None
        and appointment.status is AppointmentStatus.BOOKED
    ):
        make_move(session, actor, referral, moves.SCHEDULE, appointment=str(appointment.id))


def _derive(
    session: Session, referral: Referral, entries: list[Outcome], step: OutcomeStep, day: date | None
) -> None:
    """Keep the entry of the system in step with the services; what somebody attested themselves stays."""
    said = [entry for entry in entries if entry.step is step]
    ours = next((entry for entry in said if entry.said_by_kind is ActorKind.SYSTEM), None)
    services = [entry for entry in entries if entry.step is rules.SERVICE]
    if day is None:
        if ours is not None:
            _write(session, referral, OutcomeStep.ENTERED_IN_ERROR, ours.happened_on, services, ours)
    elif not said or (ours is not None and ours.happened_on != day):
        _write(session, referral, step, day, services, ours)


def _write(
    session: Session,
    referral: Referral,
    step: OutcomeStep,
    day: date,
    services: list[Outcome],
    corrects: Outcome | None,
) -> None:
    """As sure as the least sure of the services, and the word of the provider as soon as one of them is."""
    counted = [entry for entry in services if entry.happened_on <= day]
    receiver = referral.receiver_organization_id
    is_receivers = any(entry.organization_id == receiver for entry in counted)
    write_entry(
        session,
        SYSTEM,
        referral,
        step,
        day,
        min((entry.evidence for entry in counted), key=rules.weight, default=Evidence.SELF_REPORT),
        for_justice=bool(counted) and all(entry.for_justice for entry in counted),
        corrects=corrects,
        word_of=receiver if is_receivers else referral.sender_organization_id,
    )
