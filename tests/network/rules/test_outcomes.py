"""The ladder of outcomes: what makes which move, on whose word, and what follows from service dates."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.ids import new_id
from network.rules import outcomes as rules
from network.rules.moves import AGREED, ENDED, IN_CARE, OPEN, Party
from network.tables.outcome import Evidence, OutcomeStep
from network.tables.referral import ReferralStatus as S

DAY = date(2026, 3, 2)

# Drawn a second time: step, in which statuses it can be said, which move it makes there.
DRAWING = """
no_contact           accepted scheduled missed_appt waitlisted          -
contacted            accepted scheduled missed_appt waitlisted          -
arrived_screened     accepted scheduled missed_appt linked engaged      -
admitted_enrolled    accepted scheduled missed_appt linked engaged      -
initiated            accepted scheduled missed_appt                     link
initiated            linked engaged                                     -
engaged              linked                                             engage
continuing           linked engaged completed                           -
completed_service    linked engaged                                     complete
left_against_advice  linked engaged                                     lose
transferred          linked engaged                                     complete
reconnected          accepted scheduled missed_appt                     link
reconnected          linked engaged                                     -
"""
# Who says what on which evidence.
WORDS_OF = {
    Party.RECEIVER: "self_report provider_attested document_or_feed",
    Party.SENDER: "self_report officer_observed document_or_feed",
    Party.COORDINATOR: "self_report officer_observed document_or_feed",
    Party.PERSON: "self_report",
    Party.SYSTEM: "self_report officer_observed provider_attested document_or_feed",
}


@dataclass(frozen=True)
class Said:
    step: OutcomeStep
    happened_on: date = DAY
    evidence: Evidence = Evidence.PROVIDER_ATTESTED
    corrects_id: UUID | None = None
    id: UUID = field(default_factory=new_id)


def services(*days: int) -> list[Said]:
    return [Said(OutcomeStep.INITIATED, DAY + timedelta(days=day)) for day in days]


def test_each_step_makes_the_move_that_was_agreed() -> None:
    drawn = {
        (OutcomeStep(step), S(status)): "" if move == "-" else move
        for step, *statuses, move in map(str.split, DRAWING.strip().splitlines())
        for status in statuses
    }

    built = {
        (step, status): (move.name if (move := rules.move_for(step, status, has_service=True)) else "")
        for step, statuses in rules.SAID_IN.items()
        for status in statuses
    }

    assert drawn == built


def test_nobody_attests_in_the_name_of_another() -> None:
    built = {party: " ".join(rules.evidence_open_to({party})) for party in Party}

    assert built == WORDS_OF
    refused = rules.may_say_on({Party.SENDER, Party.COORDINATOR}, Evidence.PROVIDER_ATTESTED)
    assert "Only the provider" in str(refused.reason_against)
    assert "what its officers saw" in str(
        rules.may_say_on({Party.RECEIVER}, Evidence.OFFICER_OBSERVED).reason_against
    )


def test_evidence_grows_surer_in_this_order() -> None:
    assert [str(one) for one in sorted(Evidence, key=rules.weight)] == [
        "self_report",
        "officer_observed",
        "provider_attested",
        "document_or_feed",
    ]


@pytest.mark.parametrize("status", sorted(ENDED - {S.COMPLETED} | (OPEN - AGREED - IN_CARE - {S.WAITLISTED})))
def test_nothing_is_said_of_a_referral_that_nobody_accepted_or_that_has_ended(status: S) -> None:
    assert rules.sayable(frozenset(Party), status, has_service=True) == ()


def test_officer_is_offered_what_an_officer_can_know() -> None:
    offered = rules.sayable({Party.SENDER}, S.ACCEPTED, has_service=False)

    assert offered == (
        OutcomeStep.NO_CONTACT,
        OutcomeStep.CONTACTED,
        OutcomeStep.ARRIVED_SCREENED,
        OutcomeStep.ADMITTED_ENROLLED,
        OutcomeStep.INITIATED,
    )
    assert OutcomeStep.COMPLETED_SERVICE not in rules.sayable({Party.SENDER}, S.LINKED, has_service=True)
    assert OutcomeStep.COMPLETED_SERVICE in rules.sayable({Party.COORDINATOR}, S.LINKED, has_service=True)


def test_height_is_the_highest_step_on_its_best_evidence() -> None:
    entries = [
        Said(OutcomeStep.INITIATED, DAY, Evidence.OFFICER_OBSERVED),
        Said(OutcomeStep.INITIATED, DAY + timedelta(days=1), Evidence.PROVIDER_ATTESTED),
        Said(OutcomeStep.CONTACTED, DAY, Evidence.DOCUMENT_OR_FEED),
        Said(OutcomeStep.LOST_CONTACT, DAY + timedelta(days=9)),
    ]

    reached = rules.height(entries)

    assert reached == rules.Height(OutcomeStep.INITIATED, Evidence.PROVIDER_ATTESTED, DAY + timedelta(days=1))
    assert rules.height([]) is None


def test_a_corrected_entry_no_longer_counts() -> None:
    wrong = Said(OutcomeStep.COMPLETED_SERVICE)
    taken_back = Said(OutcomeStep.ENTERED_IN_ERROR, corrects_id=wrong.id)
    right = Said(OutcomeStep.CONTACTED)

    assert rules.valid([wrong, taken_back, right]) == [right]
    moved = Said(OutcomeStep.CONTACTED, DAY + timedelta(days=1), corrects_id=right.id)
    assert rules.valid([right, moved, replace(moved, id=new_id(), corrects_id=moved.id)])[0].id != moved.id


@pytest.mark.parametrize(
    ("days", "engaged", "continuing"),
    [
        ((0,), None, None),
        ((0, 3), None, None),
        ((0, 3, 3), None, None),  # one day is one service
        ((0, 3, 34), 34, None),
        ((0, 3, 35), None, None),
        ((0, 3, 9, 30), 9, 30),
        ((0, 3, 9, 31), 9, None),
        ((0, 40, 41, 42), None, None),
    ],
)
def test_engaged_and_continuing_follow_from_service_days(
    days: tuple[int, ...], engaged: int | None, continuing: int | None
) -> None:
    found = rules.service_days(services(*days))

    assert rules.engaged_on(found) == (None if engaged is None else DAY + timedelta(days=engaged))
    assert rules.continuing_on(found) == (None if continuing is None else DAY + timedelta(days=continuing))


@pytest.mark.parametrize(("days", "in_time"), [((14, 20), True), ((15,), False), ((), None)])
def test_first_service_within_fourteen_days_is_in_time(days: tuple[int, ...], in_time: bool | None) -> None:
    assert rules.is_initiated_in_time(DAY, rules.service_days(services(*days))) is in_time


@given(st.lists(st.integers(0, 80), max_size=12), st.integers(0, 80))
def test_a_further_service_never_makes_somebody_less_engaged(days: list[int], more: int) -> None:
    before = rules.engaged_on(rules.service_days(services(0, *days)))
    after = rules.engaged_on(rules.service_days(services(0, *days, more)))

    assert before is None or (after is not None and after <= before)


@pytest.mark.parametrize(
    ("step", "day", "sentence"),
    [
        (OutcomeStep.CONTACTED, 11, "still to come"),
        (OutcomeStep.CONTACTED, -1, "before the referral was sent"),
        (OutcomeStep.COMPLETED_SERVICE, 3, "before the first service"),
        (OutcomeStep.CONTACTED, 3, ""),
        (OutcomeStep.COMPLETED_SERVICE, 5, ""),
    ],
)
def test_days_that_cannot_be_are_refused(step: OutcomeStep, day: int, sentence: str) -> None:
    problem = rules.day_problem(
        step,
        DAY + timedelta(days=day),
        today=DAY + timedelta(days=10),
        sent_on=DAY,
        first_service=DAY + timedelta(days=5),
    )

    assert sentence in str(problem) if sentence else problem is None


def test_completion_needs_a_first_service() -> None:
    problem = rules.day_problem(
        OutcomeStep.COMPLETED_SERVICE, DAY, today=DAY, sent_on=DAY, first_service=None
    )

    assert "First write down" in str(problem)


@pytest.mark.parametrize(
    ("steps", "status", "carried"),
    [
        ((), S.LINKED, S.ACCEPTED),
        ((OutcomeStep.INITIATED,), S.ENGAGED, S.LINKED),
        ((OutcomeStep.INITIATED, OutcomeStep.ENGAGED), S.LINKED, S.ENGAGED),
        ((OutcomeStep.INITIATED,), S.COMPLETED, S.COMPLETED),  # completed without an entry
        ((OutcomeStep.INITIATED, OutcomeStep.TRANSFERRED), S.COMPLETED, S.COMPLETED),
        ((), S.LOST_CONTACT, S.LOST_CONTACT),
    ],
)
def test_the_status_is_what_the_entries_carry(steps: tuple[OutcomeStep, ...], status: S, carried: S) -> None:
    assert rules.status_of([Said(step) for step in steps], status) is carried


def test_a_completion_that_was_taken_back_no_longer_carries_the_status() -> None:
    wrong = Said(OutcomeStep.COMPLETED_SERVICE)
    entries = [*services(0), wrong, Said(OutcomeStep.ENTERED_IN_ERROR, corrects_id=wrong.id)]

    assert rules.status_of(entries, S.COMPLETED) is S.LINKED
