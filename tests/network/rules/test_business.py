"""Hours and days of an agency's business, on the clock of its own wall."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from network.rules.business import after_days, after_hours, business_of
from network.tables import Frequency, Schedule

CHICAGO = "America/Chicago"


def weekly(days: str, opens: time, closes: time) -> Schedule:
    return Schedule(freq=Frequency.WEEKLY, byday=days, opens_at=opens, closes_at=closes)


def closed(day: date) -> Schedule:
    return Schedule(valid_from=day, valid_to=day)


WEEKDAYS = weekly("MO,TU,WE,TH,FR", time(8), time(16))
NIGHTS = weekly("MO,TU,WE,TH,FR,SA,SU", time(20), time(6))
ALWAYS = weekly("MO,TU,WE,TH,FR,SA,SU", time(0), time(0))
OUTSIDE_OF_ANY_YEAR = weekly("MO", time(9), time(9, 30))


def moment(text: str) -> datetime:
    """A time on the clock in Chicago: November 2026, before which the clocks were set back on the 1st."""

    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(CHICAGO)).astimezone(UTC)


@pytest.mark.parametrize(
    ("rows", "start", "hours", "expected"),
    [
        ([WEEKDAYS], "2026-11-23 09:00", 4, "2026-11-23 13:00"),
        ([WEEKDAYS], "2026-11-23 14:00", 4, "2026-11-24 10:00"),
        ([WEEKDAYS], "2026-11-20 15:30", 4, "2026-11-23 11:30"),  # over the weekend
        ([WEEKDAYS, closed(date(2026, 11, 26))], "2026-11-25 15:00", 2, "2026-11-27 09:00"),  # Thanksgiving
        ([], "2026-11-21 12:00", 4, "2026-11-23 13:00"),  # nobody knows: office hours
        ([weekly("MO", time(9), time(10))], "2026-11-20 15:00", 4, "2026-11-23 11:00"),  # from its office
        ([closed(date(2026, 11, 23))], "2026-11-21 12:00", 4, "2026-11-24 13:00"),
        ([NIGHTS], "2026-11-23 12:00", 4, "2026-11-24 00:00"),
        ([ALWAYS], "2026-11-22 03:00", 4, "2026-11-22 07:00"),
        ([ALWAYS], "2026-10-31 23:00", 4, "2026-11-01 02:00"),  # that night has an hour more
    ],
)
def test_hours_of_business(rows: list[Schedule], start: str, hours: float, expected: str) -> None:
    business = business_of(rows, CHICAGO, moment(start))

    assert after_hours(business, moment(start), hours) == moment(expected)


@pytest.mark.parametrize(
    ("rows", "start", "days", "expected"),
    [
        ([WEEKDAYS], "2026-11-23 09:15", 1, "2026-11-24 09:15"),
        ([WEEKDAYS], "2026-11-20 15:30", 1, "2026-11-23 15:30"),
        ([WEEKDAYS], "2026-11-21 12:00", 1, "2026-11-24 08:00"),  # counts from Monday's opening
        ([WEEKDAYS], "2026-11-23 19:00", 1, "2026-11-25 08:00"),  # after closing: from tomorrow
        ([WEEKDAYS], "2026-11-23 06:00", 3, "2026-11-26 08:00"),
        ([WEEKDAYS, closed(date(2026, 11, 26))], "2026-11-25 10:00", 1, "2026-11-27 10:00"),
        ([], "2026-11-20 18:00", 2, "2026-11-25 09:00"),
        ([ALWAYS], "2026-11-21 03:00", 1, "2026-11-22 03:00"),
        ([ALWAYS], "2026-10-31 10:00", 1, "2026-11-01 10:00"),  # 25 hours later
        ([WEEKDAYS, weekly("SA", time(9), time(12))], "2026-11-20 15:00", 1, "2026-11-21 12:00"),
    ],
)
def test_days_of_business(rows: list[Schedule], start: str, days: int, expected: str) -> None:
    business = business_of(rows, CHICAGO, moment(start))

    assert after_days(business, moment(start), days) == moment(expected)


def test_an_agency_that_never_opens_is_taken_to_keep_office_hours() -> None:
    year = Schedule(valid_from=date(2026, 1, 1), valid_to=date(2026, 12, 31))
    business = business_of([year], CHICAGO, moment("2026-12-30 09:00"))

    assert after_days(business, moment("2026-12-30 09:00"), 1) == moment("2027-01-04 09:00")


def test_a_wait_of_no_length_ends_where_it_begins_when_the_door_is_open() -> None:
    business = business_of([WEEKDAYS], CHICAGO, moment("2026-11-23 09:00"))

    assert after_hours(business, moment("2026-11-23 09:00"), 0) == moment("2026-11-23 09:00")


@pytest.mark.parametrize("rows", [[], [WEEKDAYS], [NIGHTS], [ALWAYS], [OUTSIDE_OF_ANY_YEAR]])
def test_a_longer_wait_never_ends_earlier(rows: list[Schedule]) -> None:
    for hour in range(0, 24 * 9, 5):
        start = datetime(2026, 11, 20, hour % 24, 7, tzinfo=UTC).replace(day=20 + hour // 24)
        business = business_of(rows, CHICAGO, start)
        hours = [after_hours(business, start, length) for length in (0.5, 1, 4, 8, 30)]
        days = [after_days(business, start, length) for length in (1, 2, 3, 10)]

        assert hours == sorted(hours)
        assert days == sorted(days)
        assert start < hours[0]
        assert start < days[0]
