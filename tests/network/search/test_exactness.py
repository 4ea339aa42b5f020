"""What search counts, measures and orders is what a patient person with a ruler would say."""

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some

from network.clock import now
from network.places.distance import metres, metres_between
from network.places.point import Point
from network.rules.questions import Medication
from network.rules.taking import Answer, PersonFacts, Sex, takes
from network.search.engine import Filters, Relaxation, Search, Sort
from network.search.fact_masks import said_of
from network.search.records import Record
from tests.network.search.listings import Gathered, engine_of, free, listing

MARKS = (
    "kind:housing", "kind:housing.transitional", "language:es", "fact:cost.free", "fact:serves.women",
    "fact:serves.men", "fact:excludes.methadone", "fact:moud.methadone.accepted",
)  # fmt: skip
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
)
wishes = some.builds(
    Filters,
    has_capacity=some.booleans(),
    takes_referrals=some.booleans(),
    languages=some.sampled_from([(), ("es",), ("es", "fr")]),
    costs=some.sampled_from([(), ("cost.free",)]),
    only_sure=some.booleans(),
)
people = some.builds(
    PersonFacts,
    age=some.sampled_from([None, 17, 20, 30]),
    sex=some.sampled_from([None, Sex.WOMEN, Sex.MEN]),
    moud=some.sampled_from([(), (Medication.METHADONE,)]),
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
            not filters.takes_referrals or record.takes_referrals,
            not filters.languages or any(f"language:{code}" in record.marks for code in filters.languages),
            not filters.costs or any(f"fact:{code}" in record.marks for code in filters.costs),
            all(
                answer is Answer.YES if filters.only_sure else answer is not Answer.NO
                for answer in takes(search.facts, said_of(record)).values()
            ),
        )
    )


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


@given(some.lists(listings, min_size=1, max_size=12), searches)
@settings(deadline=None, max_examples=80)
def test_what_is_found_stands_in_the_order_that_is_promised(known: list[Gathered], search: Search) -> None:
    records = {record.service_id: record for record, _ in known}

    found = [records[result.service_id] for result in engine_of(*known).search(search).results]

    def place(record: Record) -> tuple[float, ...]:
        unmeasured = math.isnan(record.latitude)
        metres = 0.0 if unmeasured else far(record, search)
        return (
            (unmeasured, metres)
            if search.sort is Sort.DISTANCE
            else (unmeasured, not record.is_checked, metres)
        )

    assert [place(record) for record in found] == sorted(place(record) for record in found)


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
    "only_sure": lambda search, _: without(search, only_sure=False),
    "filters": lambda search, _: replace(search, within_metres=None, filters=Filters()),
}
