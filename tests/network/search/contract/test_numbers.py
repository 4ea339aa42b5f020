"""Filters, distances, counts, orders and what to give up are the same, whichever engine finds the words."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from network.places.distance import metres, metres_between
from network.places.point import Point
from network.search.engine import Filters, Results, Search, Sort
from network.search.records import NAME
from tests.network.search.contract.conftest import MakeEngine
from tests.network.search.listings import Gathered, engine_of, free, listing
from tests.network.search.meilisearch.beside import Beside

TOWN = Point(41.50, -83.60)
HOUSING = frozenset({"kind:housing", "kind:housing.emergency-shelter"})
WORK = frozenset({"kind:work"})


def bed(name: str, at: Point | None, **said: object) -> Gathered:
    marks = said.pop("marks", HOUSING)
    return listing(name, at, words={"bed": NAME, name.lower(): NAME}, marks=marks, **said)  # type: ignore[arg-type]


NEAR = bed("Near", Point(41.51, -83.61), capacity=free(2))
FULL = bed("Full", Point(41.52, -83.62), capacity=free(0), marks=HOUSING | {"language:es"})
FAR = bed("Far", Point(42.20, -83.60), capacity=free(1))  # 48 miles
JOB = bed("Job", Point(41.50, -83.59), marks=WORK)
HIDDEN = bed("Hidden", None, marks=HOUSING | {"language:es"})  # kept private
KNOWN = (NEAR, FULL, FAR, JOB, HIDDEN)
HERE = Search(q="bed", point=TOWN, limit=100)


def names(results: Results) -> list[str]:
    return [result.name for result in results.results]


def test_only_what_is_near_enough_is_found_and_a_private_place_stays(directory_of: MakeEngine) -> None:
    engine = directory_of(*KNOWN)

    assert set(names(engine.search(HERE))) == {"Near", "Full", "Job", "Hidden"}
    assert set(names(engine.search(replace(HERE, within_metres=metres(60))))) == {
        "Near", "Full", "Job", "Hidden", "Far",
    }  # fmt: skip
    assert set(names(engine.search(replace(HERE, within_metres=None)))) == {
        "Near", "Full", "Job", "Hidden", "Far",
    }  # fmt: skip


def test_distances_are_measured_by_us(directory_of: MakeEngine) -> None:
    found = directory_of(*KNOWN).search(replace(HERE, sort=Sort.DISTANCE))
    near = next(result for result in found.results if result.name == "Near")

    assert near.distance_m == pytest.approx(metres_between(TOWN, Point(41.51, -83.61)), abs=0.1)
    assert names(found)[:3] == ["Job", "Near", "Full"]


def test_all_filters_must_hold(directory_of: MakeEngine) -> None:
    engine = directory_of(*KNOWN)

    wish = replace(HERE, kinds=("housing",), filters=Filters(has_capacity=True))
    assert names(engine.search(wish)) == ["Near"]
    assert set(names(engine.search(replace(HERE, filters=Filters(languages=("es",)))))) == {"Full", "Hidden"}


def test_counts_beside_the_filters_are_exact(directory_of: MakeEngine) -> None:
    found = directory_of(*KNOWN).search(replace(HERE, kinds=("work",)))
    counts = {count.value: count.count for count in found.facets["taxonomy"]}

    assert found.total == 1
    assert counts["housing"] == 3
    assert counts["work"] == 1


def test_pages_follow_each_other_without_gap_or_repetition(directory_of: MakeEngine) -> None:
    engine = directory_of(*KNOWN)
    one = replace(HERE, limit=1, within_metres=None, sort=Sort.DISTANCE)

    page, seen = engine.search(one), []
    while True:
        seen += names(page)
        if not page.next:
            break
        page = engine.search(replace(one, cursor=page.next))

    assert sorted(seen) == ["Far", "Full", "Hidden", "Job", "Near"]


def test_who_finds_nothing_is_told_how_much_further_to_look_and_how_many_there_are(
    directory_of: MakeEngine,
) -> None:
    engine = directory_of(FAR, JOB)
    wish = replace(HERE, kinds=("housing",))

    found = engine.search(wish)
    further = next(each for each in found.relaxations if each.parameter == "within_miles")

    assert found.total == 0
    assert further.within_miles == 50
    assert further.count == engine.search(replace(wish, within_metres=metres(50))).total == 1


def test_who_names_the_wrong_kind_is_told_how_many_there_are_without_it(directory_of: MakeEngine) -> None:
    engine = directory_of(*KNOWN)
    wish = replace(HERE, kinds=("food",))

    without = next(each for each in engine.search(wish).relaxations if each.parameter == "taxonomy")

    assert without.count == engine.search(replace(wish, kinds=())).total


def test_a_private_place_has_no_coordinates_town_or_distance(directory_of: MakeEngine) -> None:
    found = directory_of(*KNOWN).search(replace(HERE, q="hidden"))

    assert [(each.latitude, each.longitude, each.distance_m, each.city) for each in found.results] == [
        (None, None, None, "")
    ]


CORNERS = some.one_of(
    some.builds(Point, some.floats(-90, 90), some.floats(-180, 180)),
    some.builds(Point, some.sampled_from([90.0, -90.0, 89.9, -89.9]), some.floats(-180, 180)),
    some.builds(Point, some.floats(-20, 20), some.sampled_from([180.0, -180.0, 179.9, -179.9])),
)


@settings(deadline=None, max_examples=30)
@given(
    points=some.lists(CORNERS | some.none(), min_size=1, max_size=8),
    here=CORNERS,
    within=some.sampled_from([0.0, 1_000.0, 100_000.0, 1_000_000.0, 5_000_000.0]),
)
def test_both_engines_find_the_same_places_wherever_on_earth(
    points: list[Point | None], here: Point, within: float
) -> None:
    known = [bed(f"B{number}", point) for number, point in enumerate(points)]
    search = Search(q="bed", point=here, within_metres=within, limit=100, sort=Sort.DISTANCE)
    with Beside(live=False) as beside:
        found = beside.engine(*known).search(search)

    assert found.engine == "meilisearch"
    assert names(found) == names(engine_of(*known).search(search))
