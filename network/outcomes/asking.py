"""What somebody can say of a referral now, as far as they may know where it stands.

A button that is there or not says something too: so this is derived from what is shown to them, never from
what is so.
"""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from network.actors import Actor
from network.clock import today_in
from network.errors import Conflict
from network.outcomes.places import time_zone_at
from network.referrals.queries import sides_of
from network.referrals.shown import ShownAppointment, ShownOutcome, ShownReferral
from network.rules.moves import AGREED, IN_CARE, Party
from network.rules.outcome_details import Detail, details_for
from network.rules.outcomes import evidence_open_to, may_take_part, sayable, service_days
from network.rules.permissions import Verdict, require
from network.tables import AppointmentStatus, Evidence, OutcomeStep, Referral
from network.words import say


@dataclass(frozen=True)
class Askable:
    """What one person can say of one referral. `time_zone` is that of the place, `today` the day there."""

    sides: frozenset[Party]
    time_zone: str
    today: date
    appointment: ShownAppointment | None  # the one that stands, as far as it may be known
    may_book: bool
    may_attend: bool  # may move it and say whether it was kept
    steps: tuple[OutcomeStep, ...]
    evidence: tuple[Evidence, ...]
    seen: Evidence  # what this side sees itself
    details: tuple[Detail, ...]
    service_days: tuple[date, ...]
    is_justice_case: bool  # something may be marked for those who monitor the case


def askable(session: Session, actor: Actor, referral: Referral, shown: ShownReferral) -> Askable:
    """For the forms and buttons of a page that shows this referral so."""
    sides = sides_of(session, actor, referral)
    time_zone = time_zone_at(session, referral, actor.time_zone)
    days = tuple(service_days(shown.outcomes))
    is_in_care = shown.status in IN_CARE
    is_open = shown.status in AGREED | IN_CARE
    appointment = shown.appointment
    is_booked = appointment is not None and appointment.status in {AppointmentStatus.BOOKED, None}
    keeps = is_open and bool(may_take_part(sides))
    evidence = evidence_open_to(sides)
    return Askable(
        sides=sides,
        time_zone=time_zone,
        today=today_in(time_zone),
        appointment=appointment,
        may_book=keeps and not is_booked,
        may_attend=keeps and appointment is not None and appointment.status is not None,
        steps=sayable(sides, shown.status, has_service=bool(days) or is_in_care) if shown.status else (),
        evidence=evidence,
        seen=Evidence.PROVIDER_ATTESTED if Party.RECEIVER in sides else Evidence.OFFICER_OBSERVED,
        details=details_for(referral.kind),
        service_days=days,
        is_justice_case=referral.case_id is not None,
    )


def require_told(shown: ShownReferral, can: Askable) -> None:
    """Whoever may not know what becomes of appointments changes none, and learns nothing by trying. Raises
    NotAllowed."""
    require(may_take_part(can.sides))
    one = can.appointment
    if shown.status is None or (one is not None and one.status is None):
        require(
            Verdict(say("What becomes of this referral is not shared with you. Ask the person's consent."))
        )


def require_offered(referral: Referral, shown: ShownReferral, can: Askable, step: OutcomeStep) -> None:
    """The same for what came of it: where somebody is told less than there is, only what their page offers.
    Raises Conflict."""
    if shown.status is not referral.status and step not in can.steps:
        raise Conflict(
            say("This does not fit where the referral stands now. Look at it again before you go on.")
        )


def own_outcome(shown: ShownReferral, sides: frozenset[Party], outcome: ShownOutcome) -> bool:
    """Whether it is this side's own word, and still stands: only then it can be corrected."""
    mine = Party.RECEIVER if Party.RECEIVER in sides else Party.SENDER
    return outcome in shown.outcomes and not outcome.is_corrected and outcome.side is mine
