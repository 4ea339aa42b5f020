"""What can come of a referral: the ladder, what may be said of it by whom and on what evidence, and which
move of the referral it makes.

The steps follow linkage to care as the field counts it; the intervals are those of HEDIS "Initiation and
Engagement of SUD Treatment" (first service within 14 days, two further ones within 34 days of it) and of
NIATx (four services within 30 days). They are computed alike, and are no certified measure.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol
from uuid import UUID

from network.rules.moves import AGREED, COMPLETE, ENGAGE, IN_CARE, LINK, LOSE, WAITING, Move, Party
from network.rules.permissions import YES, Verdict
from network.tables.outcome import Evidence, OutcomeStep
from network.tables.referral import ReferralStatus as S
from network.words import Say, say

# From nothing to everything; a step's place is its height.
LADDER = (
    OutcomeStep.NO_CONTACT,
    OutcomeStep.CONTACTED,
    OutcomeStep.APPOINTMENT_MADE,
    OutcomeStep.ARRIVED_SCREENED,
    OutcomeStep.ADMITTED_ENROLLED,
    OutcomeStep.INITIATED,
    OutcomeStep.ENGAGED,
    OutcomeStep.CONTINUING,
    OutcomeStep.COMPLETED_SERVICE,
)
EVIDENCE = (
    Evidence.SELF_REPORT,
    Evidence.OFFICER_OBSERVED,
    Evidence.PROVIDER_ATTESTED,
    Evidence.DOCUMENT_OR_FEED,
)
INITIATED_WITHIN = timedelta(days=14)  # from the day the referral was sent
ENGAGED_WITHIN = timedelta(days=34)  # from the first service
FURTHER_TO_ENGAGE = 2  # services after the first
CONTINUING_WITHIN = timedelta(days=30)
SERVICES_TO_CONTINUE = 4  # the first among them

_CARE = AGREED | IN_CARE
# In which status of the referral each step can be written down by hand. Steps that are not here come from an
# appointment or a correction, or, when touch was lost, with the days on which it was tried to reach them.
SAID_IN: dict[OutcomeStep, frozenset[S]] = {
    OutcomeStep.NO_CONTACT: AGREED | WAITING,
    OutcomeStep.CONTACTED: AGREED | WAITING,
    OutcomeStep.ARRIVED_SCREENED: _CARE,
    OutcomeStep.ADMITTED_ENROLLED: _CARE,
    OutcomeStep.INITIATED: _CARE,
    OutcomeStep.ENGAGED: frozenset({S.LINKED}),
    OutcomeStep.CONTINUING: IN_CARE | {S.COMPLETED},
    OutcomeStep.COMPLETED_SERVICE: IN_CARE,
    OutcomeStep.LEFT_AGAINST_ADVICE: IN_CARE,
    OutcomeStep.TRANSFERRED: IN_CARE,
    OutcomeStep.RECONNECTED: _CARE,
}
# What makes a referral `linked`, and what only can follow it.
SERVICE = OutcomeStep.INITIATED
AFTER_SERVICE = frozenset(
    {
        OutcomeStep.ENGAGED,
        OutcomeStep.CONTINUING,
        OutcomeStep.COMPLETED_SERVICE,
        OutcomeStep.TRANSFERRED,
        OutcomeStep.RECONNECTED,
    }
)
ENDING = frozenset({OutcomeStep.COMPLETED_SERVICE, OutcomeStep.TRANSFERRED})  # what makes it `completed`
_EVIDENCE_OF: dict[Party, frozenset[Evidence]] = {
    Party.RECEIVER: frozenset({Evidence.SELF_REPORT, Evidence.PROVIDER_ATTESTED, Evidence.DOCUMENT_OR_FEED}),
    Party.SENDER: frozenset({Evidence.SELF_REPORT, Evidence.OFFICER_OBSERVED, Evidence.DOCUMENT_OR_FEED}),
    Party.COORDINATOR: frozenset(
        {Evidence.SELF_REPORT, Evidence.OFFICER_OBSERVED, Evidence.DOCUMENT_OR_FEED}
    ),
    Party.PERSON: frozenset({Evidence.SELF_REPORT}),
    Party.SYSTEM: frozenset(Evidence),  # what follows from service dates is as sure as they are
}


class Entry(Protocol):
    """An outcome as the rules read it."""

    @property
    def id(self) -> UUID: ...
    @property
    def step(self) -> OutcomeStep: ...
    @property
    def happened_on(self) -> date: ...
    @property
    def evidence(self) -> Evidence: ...
    @property
    def corrects_id(self) -> UUID | None: ...


@dataclass(frozen=True)
class Height:
    """How far up the ladder something came, and the best evidence for it."""

    step: OutcomeStep
    evidence: Evidence
    on: date


def rung(step: OutcomeStep) -> int | None:
    """The place of a step on the ladder, 0 to 8; None for what stands beside it."""
    return LADDER.index(step) if step in LADDER else None


def weight(evidence: Evidence) -> int:
    """How sure it is, 0 to 3."""
    return EVIDENCE.index(evidence)


def evidence_open_to(parties: Collection[Party]) -> tuple[Evidence, ...]:
    """On what somebody of these sides can say something, the surest last."""
    allowed = frozenset[Evidence]().union(*(_EVIDENCE_OF[party] for party in parties))
    return tuple(evidence for evidence in EVIDENCE if evidence in allowed)


def may_say_on(parties: Collection[Party], evidence: Evidence) -> Verdict:
    """Nobody attests in somebody else's name."""
    if evidence in evidence_open_to(parties):
        return YES
    if evidence is Evidence.PROVIDER_ATTESTED:
        return Verdict(say("Only the provider can confirm this. Say that you saw it or were told."))
    return Verdict(say("Only the sending agency can say what its officers saw."))


def may_take_part(parties: Collection[Party]) -> Verdict:
    """Both sides make appointments and say what came of them; others only read."""
    if Party.SENDER in parties or Party.RECEIVER in parties:
        return YES
    return Verdict(say("Only the provider and those who work with the person can do this."))


def move_for(step: OutcomeStep, status: S, *, has_service: bool) -> Move | None:
    """Which move an entry makes; None when it changes no status. `has_service`: a first service is known."""
    match step:
        case OutcomeStep.INITIATED if status in AGREED:
            return LINK
        case OutcomeStep.RECONNECTED if status in AGREED and has_service:
            return LINK
        case OutcomeStep.ENGAGED if status is S.LINKED:
            return ENGAGE
        case OutcomeStep.COMPLETED_SERVICE | OutcomeStep.TRANSFERRED if status in IN_CARE:
            return COMPLETE
        case OutcomeStep.LEFT_AGAINST_ADVICE if status in IN_CARE:
            return LOSE
    return None


def sayable(parties: Collection[Party], status: S, *, has_service: bool) -> tuple[OutcomeStep, ...]:
    """The steps that somebody of these sides can write down now, in the order of the form."""
    return tuple(
        step
        for step, statuses in SAID_IN.items()
        if status in statuses
        and (has_service or step not in AFTER_SERVICE)
        and _may_make(parties, move_for(step, status, has_service=has_service))
    )


def _may_make(parties: Collection[Party], move: Move | None) -> bool:
    return move is None or not move.parties.isdisjoint(parties)


def valid(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that still stand: not corrected, and not a mere taking back."""
    given = list(entries)
    corrected = {entry.corrects_id for entry in given}
    return [
        entry
        for entry in given
        if entry.id not in corrected and entry.step is not OutcomeStep.ENTERED_IN_ERROR
    ]


def height(entries: Iterable[Entry]) -> Height | None:
    """The highest step that was reached, on its best evidence, and when it was first reached so."""
    on_ladder = [(place, entry) for entry in valid(entries) if (place := rung(entry.step)) is not None]
    if not on_ladder:
        return None
    top = max(place for place, _ in on_ladder)
    reached = [entry for place, entry in on_ladder if place == top]
    best = max(reached, key=lambda entry: (weight(entry.evidence), -entry.happened_on.toordinal()))
    return Height(best.step, best.evidence, best.happened_on)


def service_days(entries: Iterable[Entry]) -> list[date]:
    """The days on which a service was given, first to last; two entries for one day are one service."""
    return sorted({entry.happened_on for entry in valid(entries) if entry.step is SERVICE})


def engaged_on(days: Collection[date]) -> date | None:
    """The day on which the second further service came within 34 days of the first."""
    return _nth_within(days, FURTHER_TO_ENGAGE, ENGAGED_WITHIN)


def continuing_on(days: Collection[date]) -> date | None:
    """The day of the fourth service within 30 days of the first."""
    return _nth_within(days, SERVICES_TO_CONTINUE - 1, CONTINUING_WITHIN)


def is_initiated_in_time(sent_on: date, days: Collection[date]) -> bool | None:
    """Whether the first service came within 14 days; None when none is known."""
    return min(days) - sent_on <= INITIATED_WITHIN if days else None


def _nth_within(days: Collection[date], further: int, limit: timedelta) -> date | None:
    after = sorted(set(days))
    if len(after) <= further or after[further] - after[0] > limit:
        return None
    return after[further]


def status_of(entries: Iterable[Entry], status: S) -> S:
    """The status that the valid ones of all entries carry, for one that is linked, engaged or completed.

    One that was completed without an entry stays so.
    """
    given = list(entries)
    steps = {entry.step for entry in valid(given)}
    was_said = any(entry.step in ENDING for entry in given)
    if status not in IN_CARE | {S.COMPLETED}:
        return status
    if SERVICE not in steps:
        return S.ACCEPTED
    if status is S.COMPLETED and not (was_said and steps.isdisjoint(ENDING)):
        return S.COMPLETED
    return S.ENGAGED if OutcomeStep.ENGAGED in steps else S.LINKED


def day_problem(
    step: OutcomeStep, day: date, *, today: date, sent_on: date, first_service: date | None
) -> Say | None:
    """Why something cannot have happened on that day."""
    if day > today:
        return say("This day is still to come. Write it down when it has happened.")
    if day < sent_on:
        return say("This was before the referral was sent. Check the date.")
    if step in AFTER_SERVICE and first_service is None:
        return say("First write down when the first service was.")
    if step in AFTER_SERVICE and first_service is not None and day < first_service:
        return say("This was before the first service that is written down. Check the date.")
    return None
