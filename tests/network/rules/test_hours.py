"""When a service is open."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from network.rules.hours import (
    DayHours,
    NextChange,
    Opening,
    coming_exceptions,
    day_hours,
    is_open,
    next_change,
    open_spans,
    regular_week,
    week,
)
from network.tables import Frequency, Schedule

CHICAGO = "America/Chicago"
SERVICE, LOCATION, THERE = (UUID(int=number) for number in (1, 2, 3))
MONDAY = date(2026, 11, 23)
NINE, FIVE = time(9), time(17)


def service_row(**words: Any) -> Schedule:
    return Schedule(**{"service_id": SERVICE, **words})


def weekly(byday: str, opens: time | None = NINE, closes: time | None = FIVE, **words: Any) -> Schedule:
    return service_row(freq=Frequency.WEEKLY, byday=byday, opens_at=opens, closes_at=closes, **words)


def closed(first: date, last: date | None = None, **words: Any) -> Schedule:
    return service_row(valid_from=first, valid_to=last or first, **words)


def local(day: date, hour: int, minute: int = 0, zone: str = CHICAGO) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=ZoneInfo(zone)).astimezone(UTC)


WEEKDAYS = weekly("MO,TU,WE,TH,FR")


def test_an_office_is_open_in_its_hours_and_closed_outside() -> None:
    moments = [(8, 59), (9, 0), (16, 59), (17, 0)]
    assert [is_open([WEEKDAYS], local(MONDAY, *at), CHICAGO) for at in moments] == [False, True, True, False]
    assert is_open([WEEKDAYS], local(MONDAY + timedelta(days=5), 10), CHICAGO) is False


def test_hours_are_those_of_the_place_not_of_the_reader() -> None:
    at_nine_in_new_york = local(MONDAY, 9, zone="America/New_York")
    assert is_open([WEEKDAYS], at_nine_in_new_york, "America/New_York") is True
    assert is_open([WEEKDAYS], at_nine_in_new_york, CHICAGO) is False


def test_nobody_knows_without_rows_or_when_they_ran_out_or_cannot_be_read() -> None:
    at_ten = local(MONDAY, 10)
    for rows in (
        [],
        [weekly("MO", valid_to=MONDAY - timedelta(days=1))],
        [weekly("MO", until=MONDAY - timedelta(days=1))],
        [weekly("MO", dtstart=MONDAY + timedelta(days=1))],
        [weekly("MO", opens=None, closes=None)],
        [weekly("someday")],
        [service_row(freq=Frequency.WEEKLY, opens_at=NINE, closes_at=FIVE)],
        [weekly("MO", interval=2)],
        [service_row(freq=Frequency.MONTHLY, bymonthday="first", opens_at=NINE, closes_at=FIVE)],
        [service_row(opens_at=NINE, closes_at=FIVE)],
    ):
        assert is_open(rows, at_ten, CHICAGO) is None, rows
        assert next_change(rows, at_ten, CHICAGO) is None


def test_hours_without_an_end_are_known_only_before_they_begin() -> None:
    rows = [weekly("MO", closes=None)]
    assert is_open(rows, local(MONDAY, 8), CHICAGO) is False
    assert is_open(rows, local(MONDAY, 10), CHICAGO) is None


def test_a_lunch_break_is_closed() -> None:
    rows = [weekly("MO", NINE, time(12)), weekly("MO", time(13), FIVE)]
    assert [is_open(rows, local(MONDAY, hour), CHICAGO) for hour in (11, 12, 13)] == [True, False, True]
    assert next_change(rows, local(MONDAY, 11), CHICAGO) == NextChange(local(MONDAY, 12), opens=False)
    assert next_change(rows, local(MONDAY, 12), CHICAGO) == NextChange(local(MONDAY, 13), opens=True)


def test_a_shelter_is_open_through_the_night() -> None:
    rows = [weekly("MO,TU", time(19), time(7))]
    assert is_open(rows, local(MONDAY, 20), CHICAGO) is True
    assert is_open(rows, local(MONDAY + timedelta(days=1), 6), CHICAGO) is True
    assert is_open(rows, local(MONDAY, 6), CHICAGO) is False
    assert is_open(rows, local(MONDAY + timedelta(days=2), 6, 59), CHICAGO) is True
    assert is_open(rows, local(MONDAY + timedelta(days=2), 7), CHICAGO) is False


def test_day_and_night_never_closes() -> None:
    for closes in (time(0), time(23, 59), time(23, 59, 59)):
        rows = [weekly("MO,TU,WE,TH,FR,SA,SU", time(0), closes)]
        assert is_open(rows, local(MONDAY, 0), CHICAGO) is True
        assert is_open(rows, local(MONDAY, 23, 59), CHICAGO) is True
        assert next_change(rows, local(MONDAY, 12), CHICAGO) is None
        assert day_hours(rows, MONDAY).is_around_the_clock


def test_a_holiday_is_closed_and_stands_before_the_week() -> None:
    thanksgiving = date(2026, 11, 26)
    rows = [WEEKDAYS, closed(thanksgiving, description="Thanksgiving Day")]
    assert is_open(rows, local(thanksgiving, 10), CHICAGO) is False
    assert week(rows, MONDAY)[3] == DayHours(
        thanksgiving, (), is_known=True, is_exception=True, notes=("Thanksgiving Day",)
    )
    assert regular_week(rows, MONDAY)[3].openings == (Opening(NINE, FIVE),)
    assert [day.day for day in coming_exceptions(rows, MONDAY)] == [thanksgiving]
    assert coming_exceptions([WEEKDAYS], MONDAY) == ()
    after_wednesday = next_change(rows, local(thanksgiving - timedelta(days=1), 18), CHICAGO)
    assert after_wednesday == NextChange(local(thanksgiving + timedelta(days=1), 9), opens=True)


def test_a_night_that_began_before_a_holiday_goes_on_until_morning() -> None:
    rows = [weekly("MO,TU,WE,TH,FR,SA,SU", time(19), time(7)), closed(MONDAY)]
    assert is_open(rows, local(MONDAY, 6), CHICAGO) is True
    assert is_open(rows, local(MONDAY, 20), CHICAGO) is False
    assert is_open(rows, local(MONDAY + timedelta(days=1), 6), CHICAGO) is False


def test_a_holiday_within_summer_hours_stands_before_them() -> None:
    summer = service_row(
        valid_from=date(2026, 6, 1), valid_to=date(2026, 8, 31), opens_at=time(8), closes_at=time(14)
    )
    rows = [WEEKDAYS, summer, closed(date(2026, 7, 3))]
    assert day_hours(rows, date(2026, 7, 2)).openings == (Opening(time(8), time(14)),)
    assert day_hours(rows, date(2026, 7, 3)).openings == ()


def test_special_hours_of_some_weekdays_leave_the_others_alone() -> None:
    rows = [WEEKDAYS, service_row(valid_from=MONDAY, valid_to=MONDAY + timedelta(days=6), byday="TU")]
    assert day_hours(rows, MONDAY).openings == (Opening(NINE, FIVE),)
    assert day_hours(rows, MONDAY + timedelta(days=1)).openings == ()


def test_hours_of_the_service_here_stand_before_the_service_and_that_before_the_place() -> None:
    place = Schedule(
        location_id=LOCATION, freq=Frequency.WEEKLY, byday="MO", opens_at=time(6), closes_at=time(22)
    )
    here = Schedule(service_at_location_id=THERE, freq=Frequency.WEEKLY, byday="MO", opens_at=time(13))
    here.closes_at = time(15)
    assert day_hours([place], MONDAY).openings == (Opening(time(6), time(22)),)
    assert day_hours([place, WEEKDAYS], MONDAY).openings == (Opening(NINE, FIVE),)
    assert day_hours([here, place, WEEKDAYS], MONDAY).openings == (Opening(time(13), time(15)),)
    assert day_hours([here, place, WEEKDAYS], MONDAY + timedelta(days=1)).openings == ()


def test_a_closed_building_closes_the_office_in_it_but_not_a_hotline() -> None:
    building = Schedule(location_id=LOCATION, valid_from=MONDAY, valid_to=MONDAY)
    hotline = weekly("MO,TU,WE,TH,FR,SA,SU", time(0), time(0))
    assert is_open([WEEKDAYS, building], local(MONDAY, 10), CHICAGO) is False
    assert is_open([hotline, building], local(MONDAY, 10), CHICAGO) is True
    assert is_open([hotline, building, closed(MONDAY)], local(MONDAY, 10), CHICAGO) is False


def test_every_second_week_and_twice_a_month() -> None:
    second = [weekly("MO", dtstart=MONDAY - timedelta(days=14), interval=2)]
    assert [is_open(second, local(MONDAY + timedelta(days=7 * n), 10), CHICAGO) for n in range(3)] == [
        True,
        False,
        True,
    ]
    first_and_last = [service_row(freq=Frequency.MONTHLY, byday="1MO,-1FR", opens_at=NINE, closes_at=FIVE)]
    open_days = [hours.day.day for hours in _month(first_and_last) if hours.openings]
    assert open_days == [2, 27]
    by_date = [service_row(freq=Frequency.MONTHLY, bymonthday="1,15", opens_at=NINE, closes_at=FIVE)]
    assert [hours.day.day for hours in _month(by_date) if hours.openings] == [1, 15]


def test_a_course_ends_after_its_last_evening() -> None:
    rows = [weekly("MO", dtstart=MONDAY, count=2)]
    assert [bool(day_hours(rows, MONDAY + timedelta(days=7 * n)).openings) for n in range(3)] == [
        True,
        True,
        False,
    ]


def test_weekdays_without_a_frequency_are_meant_weekly() -> None:
    rows = [service_row(byday="MO", opens_at=NINE, closes_at=FIVE)]
    assert is_open(rows, local(MONDAY, 10), CHICAGO) is True


def test_days_on_which_clocks_change_have_23_and_25_hours() -> None:
    rows = [weekly("SU", time(0), time(0))]
    for day, hours in ((date(2026, 3, 8), 23), (date(2026, 11, 1), 25)):
        [(starts, ends)] = open_spans(rows, day, 1, CHICAGO)
        assert ends - starts == timedelta(hours=hours)
    night = [weekly("SA", time(22), time(6))]
    [(starts, ends)] = open_spans(night, date(2026, 3, 7), 1, CHICAGO)
    assert ends - starts == timedelta(hours=7)


def test_next_change_says_nothing_beyond_what_is_known() -> None:
    rows = [weekly("MO", valid_to=MONDAY)]
    assert next_change(rows, local(MONDAY, 10), CHICAGO) == NextChange(local(MONDAY, 17), opens=False)
    assert next_change(rows, local(MONDAY, 18), CHICAGO) is None


def _month(rows: list[Schedule]) -> list[DayHours]:
    return [day_hours(rows, date(2026, 11, day)) for day in range(1, 31)]


TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0, tzinfo=None))
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
ROWS = st.lists(
    st.one_of(
        st.builds(
            weekly,
            st.sets(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), min_size=1).map(",".join),
            TIMES,
            TIMES,
        ),
        st.builds(closed, DAYS),
        st.builds(
            lambda day, opens, closes: closed(day, opens_at=opens, closes_at=closes), DAYS, TIMES, TIMES
        ),
    ),
    max_size=5,
)
ZONES = st.sampled_from(
    [CHICAGO, "America/New_York", "America/Phoenix", "America/Puerto_Rico", "Asia/Kolkata"]
)
MOMENTS = st.datetimes(datetime(2026, 1, 3), datetime(2027, 12, 20), timezones=st.just(UTC))  # noqa: DTZ001


@given(ROWS, MOMENTS, ZONES)
def test_open_now_agrees_with_the_spans(rows: list[Schedule], moment: datetime, zone: str) -> None:
    spans = open_spans(rows, moment.astimezone(ZoneInfo(zone)).date() - timedelta(days=1), 2, zone)
    within = any(starts <= moment < ends for starts, ends in spans)
    assert is_open(rows, moment, zone) in ({True} if within else {False, None})


@given(ROWS, MOMENTS, ZONES)
def test_spans_are_in_order_and_apart(rows: list[Schedule], moment: datetime, zone: str) -> None:
    spans = open_spans(rows, moment.date(), 10, zone)
    assert all(starts < ends for starts, ends in spans)
    assert all(before[1] < after[0] for before, after in zip(spans, spans[1:], strict=False))


@given(ROWS, MOMENTS, ZONES)
def test_the_door_moves_at_the_next_change_and_not_before(
    rows: list[Schedule], moment: datetime, zone: str
) -> None:
    change = next_change(rows, moment, zone)
    if change is not None and is_open(rows, moment, zone) is not None:
        assert change.at > moment
        assert is_open(rows, change.at, zone) is change.opens
        just_before = change.at - timedelta(seconds=1)
        if just_before >= moment:
            assert is_open(rows, just_before, zone) is not change.opens


@given(ROWS, DAYS)
def test_a_week_is_seven_days_in_order(rows: list[Schedule], day: date) -> None:
    assert [hours.day for hours in week(rows, day)] == [day + timedelta(days=n) for n in range(7)]
