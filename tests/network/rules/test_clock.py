"""The diversion clock: how many days are left for the intake."""

from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from network.rules.clock import ClockState, diversion_clock, intake_deadline
from network.tables import CaseFile

ZONE = "America/Chicago"
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo(ZONE))


def case(**changed: object) -> CaseFile:
    known = {"person_id": uuid4(), "organization_id": uuid4(), "opened_on": date(2026, 11, 20)}
    return CaseFile(**known | changed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("deadline", "state", "days", "words"),
    [
        (NOON - timedelta(days=2), ClockState.PASSED, -2, "The intake deadline passed 2 days ago."),
        (NOON - timedelta(hours=1), ClockState.PASSED, 0, "The intake deadline passed today."),
        (NOON + timedelta(hours=1), ClockState.TODAY, 0, "Intake must be done today."),
        (NOON + timedelta(hours=13), ClockState.PRESSING, 1, "1 day left for intake."),
        (NOON + timedelta(days=3), ClockState.PRESSING, 3, "3 days left for intake."),
        (NOON + timedelta(days=7), ClockState.SOON, 7, "7 days left for intake."),
        (NOON + timedelta(days=20), ClockState.RUNNING, 20, "20 days left for intake."),
    ],
)
def test_days_are_counted_on_the_calendar(
    deadline: datetime, state: ClockState, days: int, words: str
) -> None:
    clock = diversion_clock(case(intake_by=deadline), NOON, ZONE)
    assert (clock.state, clock.days_left, str(clock.words)) == (state, days, words)


def test_a_clock_stops_with_the_intake_or_the_case() -> None:
    soon = NOON + timedelta(hours=1)
    assert diversion_clock(case(intake_by=soon, intake_done_at=NOON), NOON, ZONE).state is ClockState.DONE
    assert diversion_clock(case(intake_by=soon, closed_at=NOON), NOON, ZONE).state is ClockState.DONE
    assert diversion_clock(case(), NOON, ZONE).state is ClockState.NONE
    assert diversion_clock(None, NOON, ZONE).state is ClockState.NONE


def test_the_most_pressing_comes_first() -> None:
    late, today, far = (
        diversion_clock(case(intake_by=NOON + timedelta(days=days)), NOON, ZONE) for days in (-1, 0.1, 9)
    )
    nothing = diversion_clock(None, NOON, ZONE)
    assert sorted([nothing, far, late, today], key=lambda clock: clock.rank) == [late, today, far, nothing]


def test_the_deadline_is_the_end_of_the_last_day_there() -> None:
    deadline = intake_deadline(date(2026, 10, 25), 14, ZONE)
    assert deadline == datetime(2026, 11, 8, 23, 59, tzinfo=ZoneInfo(ZONE))
    assert intake_deadline(date(2026, 10, 25), None, ZONE) is None
