"""What search counts, measures and orders is what a patient person with a ruler would say."""

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from network.clock import now
from network.places.distance import metres, metres_between
from network.places.point import Point
from network.rules.person_facts import Household
from network.rules.questions import Medication
from network.rules.taking import Answer, PersonFacts, Sex, takes
from network.search.areas import codes_of_zip
from network.search.engine import Filters, HoursWish, Relaxation, Search, Sort
from network.search.fact_masks import FactMasks, said_of
from network.search.index import Index
from network.search.opening import Timetable, make_weekly_line
from network.search.records import Record
from tests.network.search.listings import Gathered, engine_of, free, listing

MARKS = (
    "kind:housing", "kind:housing.transitional", "language:es", "fact:cost.free", "fact:serves.women",
    "fact:serves.men", "fact:excludes.methadone", "fact:moud.methadone.accepted",
    "fact:payer.private", "fact:accepts.pets", "fact:excludes.children", "fact:access.interpreter",
    "lives:said", "lives:county:06075", "language:en",
)  # fmt: skip
AT = now()
MONDAYS = Timetable((make_weekly_line(0, time(8), time(21)),), "America/Los_Angeles")
WEEKENDS = Timetable((make_weekly_line(5, time(8), time(12)),), "America/New_York")
# Also where boxes of latitude and longitude go wrong: at the poles and across the antimeridian.
points = some.one_of(
    some.builds(Point, some.floats(-90, 90), some.floats(-180, 180)),
    some.builds(Point, some.sampled_from([90.0, -90.0, 89.99, -89.99]), some.floats(-180, 180)),
    some.builds(Point, some.floats(-20, 20), some.sampled_from([180.0, -180.0, 179.99, -179.99])),
)
listings = some.builds(
    listing,
    some.sampled_from(["Bed", "Food", "Ride", "Bed and food"]),
    some.none() | points,
    marks=some.frozensets(some.sampled_from(MARKS)),
    capacity=some.none()
    | some.builds(free, some.integers(0, 2), hours_ago=some.sampled_from([1.0, 47.0, 49.0])),
    youngest=some.sampled_from([math.nan, 18.0]),
    oldest=some.sampled_from([math.nan, 25.0]),
    takes_referrals=some.booleans(),
    is_checked=some.booleans(),
    timetable=some.sampled_from([None, MONDAYS, WEEKENDS]),
)
wishes = some.builds(
    Filters,
    has_capacity=some.booleans(),
    hours=some.sampled_from([None, None, HoursWish.NOW, HoursWish.EVENING, HoursWish.WEEKEND]),
    takes_referrals=some.booleans(),
    languages=some.sampled_from([(), ("es",), ("es", "fr")]),
    costs=some.sampled_from([(), ("cost.free",)]),
    only_sure=some.booleans(),
)
people = some.builds(
    PersonFacts,
    age=some.sampled_from([None, 17, 20, 30]),
    sex=some.sampled_from([None, Sex.WOMEN, Sex.MEN]),
    languages=some.sampled_from([(), ("es",), ("so", "es")]),
    costs=some.sampled_from([(), ("cost.free",), ("payer.medicaid", "payer.none-needed")]),
    moud=some.sampled_from([(), (Medication.METHADONE,)]),
    household=some.sampled_from([(), (Household.CHILDREN, Household.PETS)]),
    lives_in=some.sampled_from(["", "94103", "00000"]),
)
searches = some.builds(
    Search,
    kinds=some.sampled_from([(), ("housing",), ("housing.transitional",)]),
    point=points,
    within_metres=some.sampled_from([None, 0.0, 1_000.0, 2_000_000.0, 20_100_000.0]),
    filters=wishes,
    facts=people,
    sort=some.sampled_from([Sort.FIT, Sort.DISTANCE]),
    limit=some.just(100),
    at=some.just(AT),
)


def fits(record: Record, search: Search) -> bool:
    """What must hold, written down a second time."""
    filters, said = search.filters, record.capacity
    near = (
        search.within_metres is None
        or math.isnan(record.latitude)
        or far(record, search) <= search.within_metres
    )
    return all(
        (
            near,
            not search.kinds or any(f"kind:{kind}" in record.marks for kind in search.kinds),
            not filters.has_capacity
            or (said is not None and said.available > 0 and now().timestamp() - said.said_at < 48 * 3600),
            not filters.hours or is_open_then(record, filters.hours),
            not filters.takes_referrals or record.takes_referrals,
            not filters.languages or any(f"language:{code}" in record.marks for code in filters.languages),
            not filters.costs or any(f"fact:{code}" in record.marks for code in filters.costs),
            all(
                answer is Answer.YES if filters.only_sure else answer is not Answer.NO
                for answer in takes(
                    search.facts, said_of(record), codes_of_zip(search.facts.lives_in)
                ).values()
            ),
        )
    )


def is_open_then(record: Record, wish: HoursWish) -> bool:
    """Both timetables are on another day or at other hours, so that the day of the week decides."""
    if record.timetable is None:
        return False
    local = AT.astimezone(ZoneInfo(record.timetable.time_zone))
    opens, closes, weekday = (8, 21, 0) if record.timetable is MONDAYS else (8, 12, 5)
    is_today = local.weekday() == weekday
    if wish is HoursWish.NOW:
        return is_today and opens <= local.hour < closes
    if wish is HoursWish.EVENING:  # within seven days from now
        return weekday == 0 and not (is_today and local.hour >= closes)
    return weekday == 5 and not (is_today and local.hour >= closes)


def far(record: Record, search: Search) -> float:
    assert search.point is not None
    return metres_between(search.point, Point(record.latitude, record.longitude))


@given(some.lists(listings, max_size=12), searches)
@settings(deadline=None, max_examples=100)
def test_everything_that_fits_is_found_and_counted_and_nothing_else(
    known: list[Gathered], search: Search
) -> None:
    expected = [record for record, _ in known if fits(record, search)]

    found = engine_of(*known).search(search)

    assert {result.service_id for result in found.results} == {record.service_id for record in expected}
    assert found.total == len(expected)


@given(some.lists(listings, min_size=1, max_size=12), searches, some.integers(1, 12))
@settings(deadline=None, max_examples=120)
def test_the_nearest_are_those_that_a_ruler_finds(known: list[Gathered], search: Search, count: int) -> None:
    search = replace(search, sort=Sort.DISTANCE, limit=count)
    fitting = [record for record, _ in known if fits(record, search)]
    measured = sorted(far(record, search) for record in fitting if not math.isnan(record.latitude))

    found = engine_of(*known).search(search).results

    told = [result.distance_m for result in found if result.distance_m is not None]
    assert told == pytest.approx(measured[:count], abs=0.06)  # told to 0.1 metre
    assert len(found) == min(count, len(fitting))
    assert [result.distance_m is None for result in found] == sorted(
        result.distance_m is None for result in found
    )


@given(some.lists(listings, min_size=1, max_size=12), people)
@settings(deadline=None, max_examples=80)
def test_columns_say_of_each_fact_what_the_table_says_of_each_place(
    known: list[Gathered], facts: PersonFacts
) -> None:
    index = Index.build(known)
    columns = FactMasks(index, facts).said
    for row, (record, _) in enumerate(known):
        answers = takes(facts, said_of(record), codes_of_zip(facts.lives_in))
        told = {
            name: Answer.YES if said.yes[row] else Answer.NO if said.no[row] else Answer.UNSAID
            for name, said in columns.items()
        }
        assert told == answers


@given(some.lists(listings, max_size=12), searches)
@settings(deadline=None, max_examples=80)
def test_a_count_beside_a_filter_is_what_choosing_it_leaves(known: list[Gathered], search: Search) -> None:
    engine = engine_of(*known)
    facets = engine.search(search).facets

    for count in facets["taxonomy"]:
        assert engine.search(replace(search, kinds=(count.value,))).total == count.count
    for count in facets["language"]:
        chosen = replace(search.filters, languages=(count.value,))
        assert engine.search(replace(search, filters=chosen)).total == count.count
    for count in facets["hours"]:
        chosen = replace(search.filters, hours=HoursWish(count.value))
        assert engine.search(replace(search, filters=chosen)).total == count.count
    for count in facets["has_capacity"]:
        chosen = replace(search.filters, has_capacity=True)
        assert engine.search(replace(search, filters=chosen)).total == count.count


@given(some.lists(listings, min_size=1, max_size=12), searches)
@settings(deadline=None, max_examples=80)
def test_what_we_say_to_give_up_really_finds_so_many(known: list[Gathered], search: Search) -> None:
    engine = engine_of(*known)
    found = engine.search(search)

    assert not (found.total and found.relaxations)
    for relaxation in found.relaxations:
        assert engine.search(RELAXED[relaxation.parameter](search, relaxation)).total == relaxation.count


def without(search: Search, **changed: Any) -> Search:
    return replace(search, filters=replace(search.filters, **changed))


RELAXED: dict[str, Callable[[Search, Relaxation], Search]] = {
    "taxonomy": lambda search, _: replace(search, kinds=()),
    "within_miles": lambda search, it: replace(search, within_metres=metres(it.within_miles or 0)),
    "has_capacity": lambda search, _: without(search, has_capacity=False),
    "takes_referrals": lambda search, _: without(search, takes_referrals=False),
    "language": lambda search, _: without(search, languages=()),
    "cost": lambda search, _: without(search, costs=()),
    "hours": lambda search, _: without(search, hours=None),
    "only_sure": lambda search, _: without(search, only_sure=False),
    "filters": lambda search, _: replace(search, within_metres=None, filters=Filters()),
}
