"""Why a place is not among the results, and what finds one after all."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from network.clock import now
from network.errors import NotFound
from network.ids import new_id
from network.places.distance import metres
from network.places.point import Point
from network.rules.person_facts import Offence
from network.rules.questions import Medication
from network.rules.taking import PersonFacts, Sex
from network.search.engine import Filters, HoursWish, Relaxation, Search
from network.search.opening import Timetable, make_weekly_line
from network.search.records import MENTIONED, NAME, Part
from network.words import speak
from tests.network.search.listings import Gathered, engine_of, free, listing
from tests.network.search.test_exactness import listings, searches

HERE, NEAR, FAR = Point(40.0, -82.4), Point(40.05, -82.45), Point(40.45, -82.4)
METHADONE = PersonFacts(moud=(Medication.METHADONE,))
SEARCH = Search(kinds=("detox",), point=HERE, within_metres=metres(25))
KIND = frozenset({"kind:detox"})
AT = now()


def detox(
    name: str = "Detox", at: Point | None = NEAR, marks: frozenset[str] = KIND, **said: Any
) -> Gathered:
    return listing(name, at, marks=marks | KIND, **said)


def reasons(search: Search, gathered: Gathered, language: str = "en") -> list[str]:
    record = gathered[0]
    asked = replace(search, language=language)
    missed = engine_of(gathered).explain(asked, record.service_id, record.location_id, at=AT)
    return [speak(each.sentence, language) for each in missed]


def with_filters(**chosen: Any) -> Search:
    return replace(SEARCH, filters=Filters(**chosen))


@pytest.mark.parametrize(
    ("search", "place", "sentence"),
    [
        (replace(SEARCH, facts=METHADONE), detox(marks=frozenset({"fact:excludes.methadone"})),
         "Does not take people who take methadone"),
        (replace(SEARCH, facts=PersonFacts(sex=Sex.MEN)), detox(marks=frozenset({"fact:serves.women"})),
         "Serves women only"),
        (replace(SEARCH, facts=PersonFacts(age=16)), detox(youngest=18.0), "Serves ages 18 and up"),
        (replace(SEARCH, facts=PersonFacts(offences=(Offence.REGISTRY,))),
         detox(marks=frozenset({"fact:excludes.registry"})),
         "Does not take people on a sex offense registry"),
        (replace(SEARCH, facts=PersonFacts(languages=("so",))), detox(marks=frozenset({"language:es"})),
         "Does not list Somali, nor an interpreter"),
        (replace(SEARCH, facts=METHADONE, filters=Filters(only_sure=True)), detox(),
         "Ask: does not say whether it takes people who take methadone"),
        (SEARCH, detox(at=FAR), "31 miles away, you asked for 25"),
        (with_filters(has_capacity=True), detox(capacity=free(0, hours_ago=3.1, at=AT)),
         "No place free, said 3 hours ago"),
        (with_filters(has_capacity=True), detox(), "Has never said how full it is"),
        (with_filters(has_capacity=True), detox(capacity=free(2, hours_ago=73, at=AT)),
         "Not known how full it is any more: last said 3 days ago"),
        (with_filters(hours=HoursWish.WEEKEND), detox(), "Does not say when it is open"),
        (with_filters(takes_referrals=True), detox(takes_referrals=False), "Takes no referrals here"),
        (with_filters(accessible=True), detox(), "Does not say that a wheelchair can get in"),
        (with_filters(languages=("es",)), detox(), "Does not list this language: Spanish"),
        (with_filters(costs=("cost.free",)), detox(), "Does not list this way to pay: Free"),
        (SEARCH, detox(verified_at=AT.timestamp() - 400 * 86400),
         "Nobody has confirmed the listing for a year"),
        (SEARCH, listing("Food", NEAR), "Does not offer: Withdrawal management"),
    ],
)  # fmt: skip
def test_each_thing_that_a_place_misses_has_its_sentence(
    search: Search, place: Gathered, sentence: str
) -> None:
    search = replace(search, kinds=("treatment.withdrawal-management",)) if "offer" in sentence else search
    assert reasons(search, place) == [sentence]
    assert reasons(search, place, "es") != [sentence]


def test_full_for_this_person_is_not_full_for_everybody() -> None:
    women = replace(free(2, hours_ago=3.1, at=AT), parts=(Part("serves.women", 2), Part("serves.men", 0)))
    search = replace(with_filters(has_capacity=True), facts=PersonFacts(sex=Sex.MEN))
    assert reasons(search, detox(capacity=women)) == ["No free place for this person, said 3 hours ago"]


def test_closed_until_monday_morning_on_the_places_own_clock() -> None:
    mondays = Timetable((make_weekly_line(0, time(8), time(17)),), "America/New_York")
    place = detox(timetable=mondays)
    saturday = AT - timedelta(days=(AT.weekday() - 5) % 7)
    record = place[0]
    for language, sentence in (
        ("en", "Closed until Monday 8:00 am"),
        ("es", "Cerrado hasta el lunes a las 8:00 a.m."),
    ):
        asked = replace(with_filters(hours=HoursWish.NOW), language=language)
        [missed] = engine_of(place).explain(asked, record.service_id, record.location_id, at=saturday)
        assert speak(missed.sentence, language).replace("\u00a0", "") == sentence.replace("\u00a0", "")


def test_open_but_takes_nobody_new_until_monday() -> None:
    always = Timetable(tuple(make_weekly_line(day, time(0), time(23, 59)) for day in range(7)), "UTC")
    mondays = Timetable((make_weekly_line(0, time(8), time(17)),), "UTC")
    place = detox(timetable=always, intake=mondays)
    saturday = AT - timedelta(days=(AT.weekday() - 5) % 7)
    [missed] = engine_of(place).explain(with_filters(hours=HoursWish.NOW), place[0].service_id, at=saturday)
    assert str(missed.sentence) == "Takes nobody new until Monday 8:00 am"


def test_a_place_that_nobody_knows_is_not_explained() -> None:
    with pytest.raises(NotFound):
        engine_of(detox()).explain(SEARCH, new_id())


def test_without_a_location_the_place_that_misses_least_is_told() -> None:
    service = new_id()
    here, there = (detox(at=at, service_id=service, capacity=free(0, at=AT)) for at in (NEAR, FAR))
    missed = engine_of(there, here).explain(with_filters(has_capacity=True), service, at=AT)
    assert [each.condition for each in missed] == ["has_capacity"]


@given(some.lists(listings, max_size=8), searches)
@settings(deadline=None, max_examples=60)
def test_nothing_is_missed_by_what_is_found_and_something_by_all_else(
    known: list[Gathered], search: Search
) -> None:
    engine = engine_of(*known)
    found = {result.service_id for result in engine.search(search).results}
    for record, _ in known:
        assert bool(engine.explain(search, record.service_id)) == (record.service_id not in found)


def test_almost_names_the_nearest_that_miss_one_thing_and_never_how_far_a_refuge_is() -> None:
    misses = (
        detox("Full", capacity=free(0, at=AT)),
        detox("For women", marks=frozenset({"fact:serves.women"}), capacity=free(1, at=AT)),
    )
    others = (
        detox("Both", marks=frozenset({"fact:serves.women"})),
        detox("Fits", capacity=free(1, at=AT)),
        listing("Food", NEAR),
    )
    refuge = detox("Refuge", None, organization_id=new_id(), capacity=free(1, at=AT))
    search = replace(with_filters(has_capacity=True), facts=PersonFacts(sex=Sex.MEN))

    told = engine_of(*misses, *others, refuge).almost(search, at=AT)
    assert {(one.name, one.missed.condition) for one in told} == {
        ("Full", "has_capacity"),
        ("For women", "sex"),
    }

    agency = new_id()
    office = listing("Office", Point(45.0, -82.4), organization_id=agency)
    far_refuge = detox("Refuge", None, organization_id=agency)
    assert engine_of(office, far_refuge).almost(SEARCH, at=AT) == ()


def test_almost_begins_with_what_the_words_mean_and_not_with_who_is_nearest() -> None:
    meant = listing("Methadone and counseling", Point(40.2, -82.4), words={"methadone": NAME})
    mentions = listing("Night shelter", NEAR, words={"methadone": MENTIONED})
    search = replace(with_filters(languages=("fr",)), q="methadone", kinds=())

    told = engine_of(mentions, meant).almost(search, at=AT)

    assert [one.name for one in told] == ["Methadone and counseling", "Night shelter"]


def test_to_ask_finds_those_that_do_not_say() -> None:
    search = replace(SEARCH, facts=METHADONE, filters=Filters(only_sure=True))
    silent, refuses = [detox() for _ in range(4)], detox(marks=frozenset({"fact:excludes.methadone"}))

    found = engine_of(*silent, refuses).search(search)
    assert found.total == 0
    assert found.relaxations == (Relaxation("only_sure", 4, asks=("moud",)),)


def test_a_fact_of_the_person_is_never_given_up() -> None:
    found = engine_of(detox(marks=frozenset({"fact:excludes.methadone"}))).search(
        replace(SEARCH, facts=METHADONE)
    )
    assert (found.total, found.relaxations) == (0, ())


def test_a_little_further_comes_first_then_the_hours() -> None:
    sundays = Timetable((make_weekly_line(6, time(8), time(12)),), "America/New_York")
    near = [detox(timetable=sundays) for _ in range(2)]
    found = engine_of(
        *near,
        detox(at=FAR, timetable=Timetable((make_weekly_line(2, time(18), time(22)),), "America/New_York")),
    ).search(with_filters(hours=HoursWish.EVENING))
    assert found.relaxations == (Relaxation("within_miles", 1, within_miles=40), Relaxation("hours", 2))
