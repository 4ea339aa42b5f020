"""Nobody who searches waits for Meilisearch: down, slow, broken or behind, this process answers and says
so."""

import time
from threading import Thread

import pytest

from network.places.point import Point
from network.search.embedded import EmbeddedEngine
from network.search.engine import Search
from network.search.index import Index
from network.search.meilisearch import answering
from network.search.meilisearch.answering import CATCHING_UP, ON_SPARE, TOO_MANY, MeilisearchFinder
from network.search.meilisearch.asking import Asking
from network.search.meilisearch.standing import Standing
from network.search.records import MENTIONED, NAME
from tests.network.search.listings import listing
from tests.network.search.meilisearch.beside import Beside
from tests.network.search.meilisearch.standin.server import Standin, Trouble

DETOX, CLINIC = listing("Detox house"), listing("Methadone clinic")
IN_VAIN = 0.3  # seconds


@pytest.fixture
def finder(beside: Beside) -> MeilisearchFinder:
    return beside.finder(seconds=IN_VAIN)


@pytest.fixture
def engine(beside: Beside, finder: MeilisearchFinder) -> EmbeddedEngine:
    return beside.engine(DETOX, CLINIC, finder=finder)


@pytest.mark.parametrize("trouble", [each for each in Trouble if each])
def test_officer_gets_an_answer_whatever_is_wrong_with_meilisearch(
    standin: Standin, engine: EmbeddedEngine, trouble: Trouble
) -> None:
    standin.trouble = trouble

    found = engine.search(Search(q="methadone"))

    assert [result.name for result in found.results] == ["Methadone clinic"]
    assert (found.engine, found.note) == ("embedded", ON_SPARE)


def test_meilisearch_is_asked_again_when_it_is_well_again(standin: Standin, engine: EmbeddedEngine) -> None:
    standin.trouble = Trouble.BUSY
    engine.search(Search(q="methadone"))
    standin.trouble = Trouble.NONE

    found = engine.search(Search(q="methadone"))

    assert (found.engine, found.note) == ("meilisearch", None)


def test_nobody_waits_twice_for_a_server_that_is_silent(beside: Beside, standin: Standin) -> None:
    asking = Asking(beside.url, beside.key, seconds=IN_VAIN, rest_seconds=600)
    finder = MeilisearchFinder(asking)
    finder._follower.standing = Standing(beside.uid, frozenset())
    engine = beside.engine(DETOX, CLINIC, finder=finder)
    standin.trouble = Trouble.SILENT

    for _ in range(20):
        assert engine.search(Search(q="methadone")).note == ON_SPARE

    assert len(standin.searches()) == 1
    finder.close()


def test_only_one_of_many_searches_tries_whether_it_is_back(beside: Beside, standin: Standin) -> None:
    asking = Asking(beside.url, beside.key, seconds=IN_VAIN, rest_seconds=600)
    finder = MeilisearchFinder(asking)
    finder._follower.standing = Standing(beside.uid, frozenset())
    engine = beside.engine(DETOX, CLINIC, finder=finder)
    standin.trouble = Trouble.SILENT
    engine.search(Search(q="methadone"))
    asking._rests_until = time.monotonic()

    searches = [Thread(target=engine.search, args=(Search(q="methadone"),)) for _ in range(8)]
    for search in searches:
        search.start()
    for search in searches:
        search.join()

    assert len(standin.searches()) <= 3  # the first, the one that tries, and who came in the same moment
    finder.close()


def test_a_server_that_is_not_there_at_all_is_no_trouble() -> None:
    finder = MeilisearchFinder(Asking("http://127.0.0.1:9", "key", seconds=IN_VAIN))
    finder._follower.standing = Standing("trestle_services", frozenset())
    engine = EmbeddedEngine(finder=finder)
    engine._index = Index.build([DETOX, CLINIC]).prepare()

    assert engine.search(Search(q="detox")).total == 1
    finder.close()


def test_a_wrong_key_is_no_answer(beside: Beside) -> None:
    finder = MeilisearchFinder(Asking(beside.url, "another key"))
    finder._follower.standing = Standing(beside.uid, frozenset())

    assert beside.engine(DETOX, CLINIC, finder=finder).search(Search(q="detox")).note == ON_SPARE
    finder.close()


def test_what_meilisearch_does_not_know_yet_is_found_all_the_same(
    beside: Beside, finder: MeilisearchFinder
) -> None:
    other = listing("Methadone truck")
    engine = beside.engine(DETOX, other, finder=finder)
    engine._index = Index.build([DETOX, CLINIC, other]).prepare()
    assert engine.search(Search(q="methadnoe")).total == 1

    finder._follower.standing = Standing(beside.uid, frozenset({CLINIC[0].service_id}))

    found = engine.search(Search(q="methadnoe"))
    assert {result.name for result in found.results} == {"Methadone clinic", "Methadone truck"}
    assert found.engine == "meilisearch"


def test_what_is_called_otherwise_now_is_not_found_by_its_old_name(
    beside: Beside, finder: MeilisearchFinder
) -> None:
    engine = beside.engine(DETOX, CLINIC, finder=finder)
    renamed = listing("Recovery cafe", service_id=CLINIC[0].service_id, location_id=CLINIC[0].location_id)
    engine._index = Index.build([DETOX, renamed]).prepare()
    finder._follower.standing = Standing(beside.uid, frozenset({CLINIC[0].service_id}))

    assert engine.search(Search(q="methadone")).total == 0
    assert engine.search(Search(q="recovery cafe")).total == 1


def test_what_is_gone_from_the_directory_is_not_shown(beside: Beside, finder: MeilisearchFinder) -> None:
    engine = beside.engine(DETOX, CLINIC, finder=finder)
    engine._index = Index.build([DETOX]).prepare()

    assert engine.search(Search(q="methadone")).total == 0


def test_an_index_that_is_far_behind_is_not_asked(
    beside: Beside, standin: Standin, finder: MeilisearchFinder
) -> None:
    engine = beside.engine(DETOX, CLINIC, finder=finder)
    finder._follower.standing = Standing(beside.uid, None)

    found = engine.search(Search(q="methadone"))

    assert (found.total, found.engine, found.note) == (1, "embedded", CATCHING_UP)
    assert standin.searches() == []


def test_more_places_than_can_be_carried_are_counted_by_this_process(
    beside: Beside, finder: MeilisearchFinder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "MOST_HITS", 10)
    engine = beside.engine(*(listing(f"Bed {number}") for number in range(12)), finder=finder)

    found = engine.search(Search(q="bed"))

    assert (found.total, found.engine, found.note) == (12, "embedded", TOO_MANY)


def test_of_too_many_places_only_those_of_the_kind_are_asked_for(
    beside: Beside, standin: Standin, finder: MeilisearchFinder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "MOST_HITS", 10)
    work = frozenset({"kind:work"})
    known = [listing(f"Bed {number}", marks=work if number < 3 else frozenset()) for number in range(12)]
    engine = beside.engine(*known, finder=finder)

    found = engine.search(Search(q="bed", kinds=("work",)))

    assert (found.total, found.engine) == (3, "meilisearch")
    assert standin.searches()[1]["filter"] == 'kinds IN ["work"]'


def test_meilisearch_is_never_asked_to_sort_by_distance_and_gets_a_box_first(
    standin: Standin, engine: EmbeddedEngine
) -> None:
    engine.search(Search(q="methadone", point=Point(41.5, -83.6)))

    asked = standin.searches()
    assert all("sort" not in each for each in asked)
    assert all("_geoRadius" not in str(each) for each in asked)
    assert asked[0]["filter"].startswith("is_placed = false OR _geoBoundingBox([")


def test_where_meilisearch_finds_nothing_what_this_process_finds_stands(
    beside: Beside, finder: MeilisearchFinder
) -> None:
    engine = beside.engine(finder=finder)
    engine._index = Index.build([DETOX]).prepare()

    found = engine.search(Search(q="detox"))

    assert (found.total, found.engine, found.note) == (1, "meilisearch", None)


def test_nothing_is_asked_when_nothing_was_typed(standin: Standin, engine: EmbeddedEngine) -> None:
    found = engine.search(Search(q="I need"))

    assert (found.total, found.note, standin.searches()) == (2, None, [])


def test_what_only_meilisearch_finds_is_less_sure(beside: Beside, finder: MeilisearchFinder) -> None:
    named, mentions = listing("Detox"), listing("Oak", words={"detox": MENTIONED, "oak": NAME})
    engine = beside.engine(named, mentions, finder=finder)
    strange = listing("Elm", words={"elm": NAME}, service_id=named[0].service_id,
                      location_id=named[0].location_id)  # fmt: skip
    engine._index = Index.build([mentions, strange]).prepare()

    found = engine.search(Search(q="detox"))

    assert {result.name for result in found.results} == {"Oak", "Elm"}


def test_neither_the_key_nor_what_was_typed_stands_in_the_log(
    standin: Standin,
    engine: EmbeddedEngine,
    beside: Beside,
    caplog: pytest.LogCaptureFixture,
) -> None:
    for trouble in Trouble:
        standin.trouble = trouble
        engine.search(Search(q="methadone", point=Point(41.5, -83.6)))

    logged = "".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records
                     if record.name.startswith("trestle"))  # fmt: skip
    assert "does not answer" in logged
    for secret in ("methadone", "41.5", beside.key):
        assert secret not in logged
