"""Why a search finds nothing, and which place would have fitted but for one condition."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from sqlmodel import Session

from network.clock import now
from network.ids import new_id
from network.places.distance import metres
from network.places.point import Point
from network.rules.taking import PersonFacts, Sex
from network.search.engine import Diagnosis, Filters, Search
from network.search.finding import WITHIN, Finding
from network.search.index import Index
from network.tables import Cause
from tests.network.search.listings import Gathered, engine_of, free, listing
from tests.network.search.test_exactness import listings, searches

HERE, NEAR, FAR = Point(40.0, -82.4), Point(40.05, -82.45), Point(41.5, -81.7)
DETOX = frozenset({"kind:detox"})
FOR_WOMEN = frozenset({"kind:detox", "fact:serves.women"})
ANYBODY, MAN = Filters(), PersonFacts(sex=Sex.MEN)


def search(asked: Filters | PersonFacts = ANYBODY, **said: Any) -> Search:
    plain: dict[str, Any] = {"kinds": ("detox",), "point": HERE, "within_metres": metres(25)}
    plain |= {"filters": asked} if isinstance(asked, Filters) else {"facts": asked}
    return Search(**plain | said)


def diagnosis(asked: Search, *listings: Gathered, **said: Any) -> Diagnosis:
    [told] = engine_of(*listings).diagnose([asked], at=now(), **said)
    return told


def open_to_all(at: Point = NEAR, **said: Any) -> Gathered:
    return listing("Detox", at, marks=DETOX, **said)


def for_women(at: Point = NEAR, **said: Any) -> Gathered:
    return listing("Women's detox", at, marks=FOR_WOMEN, **said)


FULL, ROOM = free(0), free(2)


@pytest.mark.parametrize(
    ("asked", "listings", "cause"),
    [
        (Filters(), [], Cause.NO_SERVICE),
        (Filters(), [listing("Food", NEAR, marks=frozenset({"kind:food"}))], Cause.NO_SERVICE),
        (Filters(), [open_to_all()], None),
        (Filters(has_capacity=True), [open_to_all()], Cause.NO_CAPACITY),
        (Filters(has_capacity=True), [open_to_all(capacity=ROOM)], None),
        (Filters(), [open_to_all(capacity=FULL)], Cause.NO_CAPACITY),
        (Filters(), [open_to_all(capacity=free(0, hours_ago=49))], None),
        (MAN, [for_women()], Cause.NOT_ELIGIBLE),
        (PersonFacts(age=17), [open_to_all(youngest=18.0)], Cause.NOT_ELIGIBLE),
        (Filters(), [open_to_all(FAR)], Cause.TOO_FAR),
        (Filters(takes_referrals=True), [open_to_all(takes_referrals=False)], Cause.NO_SERVICE),
        # A free place missing comes before what is for others, and that before what is far.
        (MAN, [open_to_all(FAR), for_women(), open_to_all(capacity=FULL)], Cause.NO_CAPACITY),
        (MAN, [open_to_all(FAR), for_women()], Cause.NOT_ELIGIBLE),
        # More than one condition: what is near is for others; if nothing is near, it is too far.
        (MAN, [for_women(capacity=FULL)], Cause.NOT_ELIGIBLE),
        (MAN, [for_women(FAR), for_women(capacity=FULL)], Cause.NOT_ELIGIBLE),
        (PersonFacts(sex=Sex.MEN, languages=("es",)), [for_women()], Cause.NOT_ELIGIBLE),
        (MAN, [for_women(FAR, capacity=FULL)], Cause.TOO_FAR),
    ],
)
def test_one_cause_by_what_would_have_to_be_given_up(
    asked: Filters | PersonFacts, listings: list[Gathered], cause: Cause | None
) -> None:
    assert diagnosis(search(asked), *listings).cause is cause


def test_a_private_place_is_near_if_it_is_anywhere() -> None:
    assert diagnosis(search(), listing("Detox", None, marks=DETOX)).cause is None


def test_without_a_place_nothing_is_too_far() -> None:
    assert diagnosis(search(point=None, within_metres=None), open_to_all(FAR)).cause is None
    assert diagnosis(search(within_metres=None), open_to_all(FAR)).cause is None


def test_the_words_of_a_search_are_what_was_needed() -> None:
    assert diagnosis(search(kinds=(), q="detox"), open_to_all(FAR)).cause is Cause.TOO_FAR
    assert diagnosis(search(kinds=(), q="dentist"), open_to_all()).cause is Cause.NO_SERVICE


def test_what_misses_one_condition_is_named_the_nearest_first() -> None:
    full = [open_to_all(Point(40.0, -82.4 - step / 100), capacity=FULL) for step in (9, 1, 5, 3)]
    others = [for_women(), for_women(capacity=FULL), open_to_all(FAR), open_to_all(Point(42, -81.7))]

    told = diagnosis(search(MAN), *full, *others).near_misses
    named = [(one.condition, one.service_id) for one in told]
    nearest = [full[place][0].service_id for place in (1, 3, 2)]
    assert named[:3] == [("has_capacity", service_id) for service_id in nearest]
    assert set(named[3:]) == {
        ("sex", others[0][0].service_id),
        ("within_miles", others[2][0].service_id),
        ("within_miles", others[3][0].service_id),
    }


def test_numbers_of_places_that_are_too_far_do_not_add_up_to_the_whole() -> None:
    """Of 25 needs, 13 nearest to one place and 11 to another, nobody may take 24 away."""
    far = [open_to_all(Point(latitude, -81.7)) for latitude in (42, 43)]
    for latitude in (42.5, 42.6):
        asked = search(point=Point(latitude, -81.7), within_metres=metres(5))
        named = {miss.service_id for miss in diagnosis(asked, *far).near_misses}
        assert named == {record.service_id for record, _ in far}


def test_a_refuge_is_there_and_never_named() -> None:
    refuge = new_id()
    sheltering = listing("Refuge", None, marks=DETOX, organization_id=refuge, takes_referrals=False)
    asked = search(Filters(takes_referrals=True))
    assert diagnosis(asked, sheltering).cause is Cause.NO_SERVICE
    assert diagnosis(asked, sheltering, by_telephone={refuge}) == Diagnosis(None)

    for_others = search(Filters(takes_referrals=True, languages=("fr",)))
    assert diagnosis(for_others, sheltering, by_telephone={refuge}) == Diagnosis(Cause.NOT_ELIGIBLE)


def test_a_search_that_finds_nothing_says_why_at_once() -> None:
    engine = engine_of(open_to_all(FAR))

    assert engine.search(search()).cause is Cause.TOO_FAR
    assert engine.search(search(within_metres=metres(500))).cause is None


def test_supply_is_what_takes_referrals_at_a_known_place() -> None:
    sure, half, old = free(4), free(4, hours_ago=20), free(4, hours_ago=49)
    engine = engine_of(
        open_to_all(capacity=sure),
        open_to_all(capacity=half),
        open_to_all(capacity=old),
        open_to_all(capacity=FULL),
        open_to_all(),
        listing("Detox", None, marks=DETOX, capacity=sure),
        open_to_all(capacity=sure, takes_referrals=False),
        open_to_all(capacity=sure, verified_at=now().timestamp() - 400 * 86_400),
    )
    supply = engine.supply(now())

    assert supply.places.tolist() == [4, 2, 0, 0, 0]
    assert supply.is_likely_free.tolist() == [True, False, False, False, False]
    assert set(supply.kinds) == {frozenset({"detox"})}


@given(some.lists(listings, max_size=12), searches)
@settings(deadline=None)
def test_there_is_a_cause_exactly_when_nothing_is_found(gathered: list[Gathered], asked: Search) -> None:
    engine = engine_of(*gathered)
    asked = replace(asked, filters=replace(asked.filters, has_capacity=True))
    found = engine.search(asked)

    assert (found.cause is None) == bool(found.total)
    [told] = engine.diagnose([asked], at=now())
    assert told.cause is found.cause
    search_facts = set(asked.facts.as_facts())
    for miss in told.near_misses:
        assert any(record.service_id == miss.service_id for record, _ in gathered)
        given_up = {each.parameter for each in found.relaxations} | search_facts
        assert miss.condition in given_up or len(found.relaxations) == 4


def test_an_index_that_takes_anothers_place_meanwhile_spoils_no_answer() -> None:
    engine = engine_of(listing("Oak House"))
    one, other = engine._index, engine_of(listing("Elm House"), listing("Pine House"))._index

    class Meanwhile:
        name = WITHIN.name

        def find(self, index: Index, search: Search) -> Finding:
            engine._index = other if index is one else one
            return WITHIN.find(index, search)

        def follow(self, session: Session) -> None:
            WITHIN.follow(session)

    engine._finder = Meanwhile()

    assert engine.search(Search(q="zzzz")).total == 0
