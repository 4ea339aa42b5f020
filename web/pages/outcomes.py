"""What came of a referral: how far, on what evidence, and the form for more."""

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct

from network.outcomes.asking import Askable, own_outcome
from network.referrals.shown import ShownOutcome, ShownReferral
from network.rules.likely import OUTCOME, is_likely
from network.rules.outcome_details import Detail, detail_words, details_for
from network.rules.outcome_words import EVIDENCE_WORDS, STEP_WORDS
from network.rules.outcomes import LADDER, SERVICE, Height, height
from network.tables import OutcomeStep
from network.words import Say, say
from web.pages.appointments import asks_now
from web.pages.filled import Choice, Filled

# What an appointment says is put right on the appointment; what follows from services, on the services.
_NOT_BY_HAND = frozenset(
    {
        OutcomeStep.APPOINTMENT_MADE,
        OutcomeStep.NO_SHOW,
        OutcomeStep.RESCHEDULED,
        OutcomeStep.ENTERED_IN_ERROR,
    }
)


class Rung(Struct, frozen=True):
    """One step of the ladder, for a picture of it that is also a list."""

    words: Say
    is_reached: bool
    is_top: bool


class OutcomeRow(Struct, frozen=True):
    """One entry that stands, or stood."""

    words: Say
    detail: Say | None
    on: date
    evidence: Say
    note: str
    is_corrected: bool
    for_justice: bool
    correct_href: str  # empty: not this person's to correct


class OutcomesPart(Struct, frozen=True):
    """The piece outcomes/_of_referral.html."""

    rungs: tuple[Rung, ...]  # empty: nothing of it may be known, or there is nothing yet
    top: Say | None
    rows: tuple[OutcomeRow, ...]
    new_href: str  # empty: nothing can be said now
    new_is_likely: bool  # it most likely comes next
    is_empty: bool


class OutcomePage(Struct, frozen=True):
    """The form for one entry, new or corrected."""

    heading: Say
    lead: Say | None
    crumb: str
    action: str
    form: Filled
    steps: tuple[Choice, ...]  # empty for a correction
    evidence: tuple[Choice, ...]
    details: tuple[Choice, ...]
    asks_justice: bool
    today: str
    take_back_action: str  # empty for a new entry


def outcomes_part(shown: ShownReferral, can: Askable) -> OutcomesPart:
    """What a page of this referral shows of what came of it."""
    reached = height(shown.outcomes)
    return OutcomesPart(
        rungs=_rungs(reached),
        top=say(
            "{step}. {evidence}.", step=STEP_WORDS[reached.step], evidence=EVIDENCE_WORDS[reached.evidence]
        )
        if reached
        else None,
        rows=tuple(_row(shown, can, one) for one in shown.outcomes),
        new_href=f"/referrals/{shown.id}/outcomes/new" if can.steps else "",
        new_is_likely=is_likely(OUTCOME, shown.status) and not asks_now(can),
        is_empty=not shown.outcomes and not can.steps,
    )


def outcome_page(shown: ShownReferral, can: Askable, form: Filled | None = None) -> OutcomePage:
    """The form for something new."""
    here = f"/referrals/{shown.id}"
    return OutcomePage(
        heading=say("What came of it?"),
        lead=None,
        crumb=here,
        action=f"{here}/outcomes",
        form=form or Filled({"happened_on": can.today.isoformat(), "evidence": can.seen}),
        steps=tuple(Choice(step, _step_words(step, can)) for step in can.steps),
        evidence=tuple(Choice(evidence, EVIDENCE_WORDS[evidence]) for evidence in can.evidence),
        details=_choices(detail for detail in can.details if not detail.steps.isdisjoint(can.steps)),
        asks_justice=can.is_justice_case,
        today=can.today.isoformat(),
        take_back_action="",
    )


def correction_page(
    shown: ShownReferral, can: Askable, outcome: ShownOutcome, kind: str, form: Filled | None = None
) -> OutcomePage:
    """The form that puts an entry right, filled with what it says."""
    here = f"/referrals/{shown.id}/outcomes/{outcome.id}/correction"
    return OutcomePage(
        heading=say("Correct what was written"),
        lead=STEP_WORDS[outcome.step],
        crumb=f"/referrals/{shown.id}",
        action=here,
        form=form or Filled(_values(outcome)),
        steps=(),
        evidence=tuple(Choice(evidence, EVIDENCE_WORDS[evidence]) for evidence in can.evidence),
        details=_choices(details_for(kind, outcome.step)),
        asks_justice=can.is_justice_case,
        today=can.today.isoformat(),
        take_back_action=f"{here}/taking-back",
    )


def _values(outcome: ShownOutcome) -> Mapping[str, str]:
    return {
        "happened_on": outcome.happened_on.isoformat(),
        "evidence": outcome.evidence,
        "detail": outcome.detail or "",
        "words": outcome.words or "",
        "for_justice": "yes" if outcome.for_justice else "",
    }


def _choices(details: Iterable[Detail]) -> tuple[Choice, ...]:
    return tuple(Choice(detail.code, detail.words) for detail in details)


def _step_words(step: OutcomeStep, can: Askable) -> Say:
    if step is SERVICE:
        return say("Received a further service") if can.service_days else say("Received the first service")
    return STEP_WORDS[step]


def _rungs(reached: Height | None) -> tuple[Rung, ...]:
    if reached is None:
        return ()
    top = LADDER.index(reached.step)
    return tuple(
        Rung(STEP_WORDS[step], place <= top, place == top) for place, step in enumerate(LADDER) if place
    )


def _row(shown: ShownReferral, can: Askable, one: ShownOutcome) -> OutcomeRow:
    may_correct = bool(can.sides) and one.step not in _NOT_BY_HAND and own_outcome(shown, can.sides, one)
    return OutcomeRow(
        words=STEP_WORDS[one.step],
        detail=detail_words(one.detail),
        on=one.happened_on,
        evidence=EVIDENCE_WORDS[one.evidence],
        note=one.words or "",
        is_corrected=one.is_corrected,
        for_justice=one.for_justice,
        correct_href=f"/referrals/{shown.id}/outcomes/{one.id}/correction" if may_correct else "",
    )
