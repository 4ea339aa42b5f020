"""What the index works out ahead about opening hours is what the rule says of each moment."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as some

from network.rules.hours import is_open
from network.search.engine import Filters, HoursWish, Search
from network.search.opening import CLOSED, OPEN, SOMEBODY, UNKNOWN, Line, Timetable, state_at
from tests.network.search.listings import engine_of, listing

OWNERS = ("service_id", "location_id", "service_at_location_id")
STATES = {True: OPEN, False: CLOSED, None: UNKNOWN}
clocks = some.sampled_from([None, time(0), time(2, 30), time(9), time(17), time(22), time(23, 59)])
days = some.none() | some.dates(date(2026, 10, 20), date(2026, 11, 10))
lines = some.builds(
    lambda owner, **said: Line(**{owner: SOMEBODY, **said}),
    some.sampled_from(OWNERS),
    freq=some.sampled_from([None, "WEEKLY", "WEEKLY", "MONTHLY"]),
    byday=some.sampled_from([None, "MO,TU,WE,TH,FR", "SA,SU", "MO,TU,WE,TH,FR,SA,SU", "nonsense"]),
    valid_from=days,
    valid_to=days,
    opens_at=clocks,
    closes_at=clocks,
)
# Clocks change on 1 November 2026 in Chicago; Kiritimati is 14 hours ahead.
zones = some.sampled_from(["America/Chicago", "America/Los_Angeles", "Pacific/Kiritimati", "UTC"])
moments = some.integers(0, 20 * 24 * 60 - 1).map(
    lambda minute: datetime(2026, 10, 22, tzinfo=UTC) + timedelta(minutes=minute)
)


@given(some.lists(lines, max_size=4), zones, moments)
@settings(deadline=None, max_examples=300)
def test_the_index_and_the_rule_agree_at_every_moment(rows: list[Line], zone: str, moment: datetime) -> None:
    assert state_at(Timetable(tuple(rows), zone), moment) == STATES[is_open(rows, moment, zone)]


def test_an_officer_at_night_sees_only_what_is_open() -> None:
    night = Line(service_id=SOMEBODY, freq="WEEKLY", byday="MO", opens_at=time(20), closes_at=time(6))
    engine = engine_of(
        listing("Night shelter", timetable=Timetable((night,), "America/Chicago")), listing("Hours not known")
    )
    tuesday_2_am = datetime(2026, 11, 24, 8, tzinfo=UTC)

    found = engine.search(Search(filters=Filters(hours=HoursWish.NOW), at=tuesday_2_am))
    later = engine.search(Search(filters=Filters(hours=HoursWish.NOW), at=tuesday_2_am + timedelta(hours=5)))

    assert [result.name for result in found.results] == ["Night shelter"]
    assert later.total == 0
    assert [result.is_open for result in engine.search(Search(at=tuesday_2_am)).results] == [None, True]
