"""Results stand in the order of the formula, worked out a second time, place by place, in plain Python."""

import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from network.clock import now
from network.places.distance import metres_between
from network.places.point import Point
from network.rules.person_facts import Household
from network.rules.questions import Medication
from network.rules.taking import Answer, PersonFacts, Sex, admits, takes
from network.search.engine import Filters, Result, Search, Sort
from network.search.fact_masks import said_of
from network.search.records import (
    KIND,
    MENTIONED,
    NAME,
    TITLED_KIND,
    WIDER_KIND,
    Answering,
    Part,
    Record,
    SaidCapacity,
)
from network.tables import CapacityUnit, CapacityVoice, Waitlist
from tests.network.search.listings import Gathered, engine_of, listing
from tests.network.search.test_exactness import points

AT = now()
MILE = 1609.344
WEIGHTS = {NAME: 1.0, TITLED_KIND: 1.0, KIND: 0.8, WIDER_KIND: 0.4, MENTIONED: 0.1}


def said(
    available: int, hours_ago: float, unit: CapacityUnit, waitlist: Waitlist, days: int | None, parts: Any
) -> SaidCapacity:
    at = AT.timestamp() - hours_ago * 3600
    available = sum(part.available for part in parts) if parts else available
    return SaidCapacity(available, None, unit, waitlist, CapacityVoice.PROVIDER, at, days, 0, True, parts)


PARTS = ((), (Part("serves.women", 2), Part("serves.men", 0)), (Part("serves.families", 1),))
capacities = some.builds(
    said,
    some.integers(0, 2),
    some.sampled_from([0.1, 5.0, 13.0, 47.0, 49.0, 400.0]),
    some.sampled_from(CapacityUnit),
    some.sampled_from(Waitlist),
    some.sampled_from([None, 0, 3]),
    some.sampled_from(PARTS),
)
answerings = some.builds(
    lambda answered, no, mean: Answering(answered, answered - min(no, answered), answered * mean),
    some.integers(0, 30),
    some.integers(0, 30),
    some.sampled_from([0.5, 3.0, 40.0]),
)
MARKS = ("fact:serves.women", "fact:serves.men", "fact:excludes.methadone", "fact:moud.methadone.accepted",
         "fact:accepts.children", "language:es")  # fmt: skip
places = some.builds(
    listing,
    some.sampled_from(["Bed", "Food", "Ride"]),
    some.none() | points,
    words=some.sampled_from([{"shelter": weight} for weight in WEIGHTS]),
    marks=some.frozensets(some.sampled_from(MARKS)),
    capacity=some.none() | capacities,
    answering=some.none() | answerings,
    is_checked=some.booleans(),
)
people = some.builds(
    PersonFacts,
    sex=some.none() | some.sampled_from(Sex),
    languages=some.sampled_from([(), ("es",), ("so",)]),
    moud=some.sampled_from([(), (Medication.METHADONE,)]),
    household=some.sampled_from([(), (Household.CHILDREN,)]),
)
searches = some.builds(
    Search,
    q=some.sampled_from(["", "shelter"]),
    point=some.none() | points,
    within_metres=some.none(),
    filters=some.builds(Filters, only_sure=some.booleans()),
    facts=people,
    sort=some.sampled_from(Sort),
    limit=some.just(100),
    at=some.just(AT),
)


class Plainly:
    """One place, and what the documents say about it."""

    def __init__(self, gathered: Gathered, search: Search, usual: tuple[float, float]) -> None:
        self.record, self.words = gathered
        self.search, self.usual = search, usual
        minute = AT.timestamp() // 60 * 60
        self.age = None if self.capacity is None else max(0.0, minute - self.capacity.said_at)

    @property
    def capacity(self) -> SaidCapacity | None:
        return self.record.capacity

    @property
    def metres(self) -> float | None:
        if self.search.point is None or math.isnan(self.record.latitude):
            return None
        return metres_between(self.search.point, Point(self.record.latitude, self.record.longitude))

    @property
    def free(self) -> int:
        assert self.capacity
        parts = [part.available for part in self.capacity.parts if admits(part.population, self.search.facts)]
        return sum(parts) if self.capacity.parts else self.capacity.available

    @property
    def fit(self) -> float:
        told = takes(self.search.facts, said_of(self.record)).values()
        facts = sum(1.0 if one is Answer.YES else 0.5 for one in told) / len(told) if told else 1.0
        words = WEIGHTS[self.words["shelter"]] if self.search.q else 1.0
        return facts * words * (1.0 if self.record.is_checked else 0.5)

    @property
    def near(self) -> float:
        if self.search.point is None:
            return 1.0
        return 0.0 if self.metres is None else 1 / (1 + self.metres / (8 * MILE))

    @property
    def room(self) -> float:
        if self.capacity is None or self.age is None:
            return 0.3
        half_life = 12 if self.capacity.unit is CapacityUnit.BED else 42
        sure = math.pow(0.5, self.age / 3600 / half_life)
        open_list = 0.15 if self.capacity.waitlist is Waitlist.OPEN else 0.0
        return sure * (1.0 if self.free else open_list) + (1 - sure) * 0.3

    @property
    def hours(self) -> float:
        answered, _, hours = self.record.answering or (0, 0, 0.0)
        return float(hours + 5 * self.usual[1]) / (answered + 5)

    @property
    def answers(self) -> float:
        answered, accepted, _ = self.record.answering or (0, 0, 0.0)
        return (accepted + 5 * self.usual[0]) / (answered + 5) / (1 + self.hours / 24)

    @property
    def score(self) -> float:
        return 40 * self.fit + 30 * self.near + 20 * self.room + 10 * self.answers

    @property
    def soonest(self) -> float:
        limit = 0.0 if self.capacity is None else 48 if self.capacity.unit is CapacityUnit.BED else 168
        if self.capacity is None or self.age is None or self.age >= limit * 3600:
            return math.inf  # none of these says when it is open
        if self.free:
            return self.hours
        days = self.capacity.wait_days if self.capacity.waitlist is Waitlist.OPEN else None
        return math.inf if days is None else days * 24 + self.hours

    def key(self) -> tuple[float, float]:
        unmeasured = math.inf if self.metres is None else self.metres
        match self.search.sort:
            case Sort.FIT:
                return -self.score, unmeasured
            case Sort.SOONEST:
                return self.soonest, unmeasured
            case Sort.DISTANCE if self.search.point:
                return unmeasured, 0.0
            case Sort.NAME:
                return 0.0, 0.0
            case Sort.RELEVANCE:
                return self.relevance, unmeasured if self.search.point else 0.0
        return -self.score, unmeasured

    @property
    def relevance(self) -> float:
        """Surely meant before perhaps meant, checked before unchecked, then by where the word stands."""
        weight = self.words["shelter"] if self.search.q else 0
        sure = {NAME: 2, TITLED_KIND: 2, KIND: 2, WIDER_KIND: 1, MENTIONED: 0}[weight] if weight else 2
        return 1000.0 * (2 * (2 - sure) + (not self.record.is_checked)) - weight


def usual(records: list[Record]) -> tuple[float, float]:
    told = [record.answering for record in records if record.answering]
    total = sum(one.answered for one in told)
    if not total:
        return 0.5, 24.0
    return sum(one.accepted for one in told) / total, sum(one.hours for one in told) / total


@given(some.lists(places, max_size=10), searches)
@settings(deadline=None, max_examples=150)
def test_each_order_is_what_the_documents_say(known: list[Gathered], search: Search) -> None:
    average = usual([record for record, _ in known])
    plainly = {gathered[0].service_id: Plainly(gathered, search, average) for gathered in known}

    found = engine_of(*known).search(search).results

    for result in found:
        parts, own = result.parts, plainly[result.service_id]
        assert parts is not None
        assert (parts.fit, parts.near, parts.room, parts.answers) == (
            close(own.fit), close(own.near), close(own.room), close(own.answers),
        )  # fmt: skip
        assert parts.score == close(own.score)
    keys = [plainly[result.service_id].key() for result in found]
    assert all(is_before(before, after) for before, after in zip(keys, keys[1:], strict=False))
    if search.sort is Sort.NAME:
        assert [result.name for result in found] == sorted(result.name for result in found)


def close(value: float) -> Any:
    return pytest.approx(value, abs=1e-9)


def is_before(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Sums of floats in another order may differ in the last digit."""
    if one[0] == other[0]:
        return one[1] <= other[1] + 1e-6
    return one[0] <= other[0] + 1e-9


@given(some.lists(places, min_size=4, max_size=10), searches, some.integers(1, 3))
@settings(deadline=None, max_examples=60)
def test_pages_never_overlap_although_time_goes_on(known: list[Gathered], search: Search, limit: int) -> None:
    engine = engine_of(*known)
    whole = [result.service_id for result in engine.search(search).results]

    seen, cursor, hours = list[Any](), "", 0
    while True:
        later = AT.replace(microsecond=0).timestamp() + hours * 3600
        page = engine.search(
            replace(search, limit=limit, cursor=cursor, at=AT.fromtimestamp(later, AT.tzinfo))
        )
        seen += [result.service_id for result in page.results]
        cursor, hours = page.next, hours + 7
        if not cursor:
            break

    assert seen == whole


def test_a_cursor_tells_nothing_of_the_person() -> None:
    engine = engine_of(*(listing("Shelter") for _ in range(4)))
    people = PersonFacts(), PersonFacts(languages=("en",))

    cursors = {engine.search(Search(limit=2, at=AT, facts=facts)).next for facts in people}

    assert len(cursors) == 1


def names(results: tuple[Result, ...]) -> list[str]:
    return [result.name for result in results]


def test_a_place_that_does_not_say_stands_below_one_that_says_yes_and_above_none_that_says_no() -> None:
    takes_her, silent, refuses = (
        listing("Says yes", marks=frozenset({"fact:moud.methadone.accepted"})),
        listing("Says nothing"),
        listing("Says no", marks=frozenset({"fact:excludes.methadone"})),
    )
    search = Search(facts=PersonFacts(moud=(Medication.METHADONE,)))

    found = engine_of(silent, refuses, takes_her).search(search)
    assert names(found.results) == ["Says yes", "Says nothing"]
    assert [result.unsaid for result in found.results] == [(), ("moud",)]
    assert [str(each) for each in found.results[0].why] == ["Takes people who take methadone"]
    assert [str(each) for each in found.results[1].asks] == [
        "Ask: does not say whether it takes people who take methadone"
    ]

    sure = engine_of(silent, refuses, takes_her).search(replace(search, filters=Filters(only_sure=True)))
    assert names(sure.results) == ["Says yes"]


def test_beds_for_women_are_not_free_for_a_man() -> None:
    women = said(
        0, 1, CapacityUnit.BED, Waitlist.NONE, None, (Part("serves.women", 2), Part("serves.men", 0))
    )
    engine = engine_of(listing("House", marks=frozenset({"fact:serves.any"}), capacity=women))

    for facts, count, free in (
        (PersonFacts(), 1, 2),
        (PersonFacts(sex=Sex.WOMEN), 1, 2),
        (PersonFacts(sex=Sex.MEN), 0, 0),
    ):
        assert engine.search(Search(filters=Filters(has_capacity=True), facts=facts)).total == count
        [result] = engine.search(Search(facts=facts)).results
        assert result.capacity.for_person == free
