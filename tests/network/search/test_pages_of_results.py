"""Going from page to page: nothing twice, nothing missed, also when the directory changes in between."""

import random
from dataclasses import replace
from itertools import pairwise
from uuid import UUID

import pytest

from network.errors import Invalid
from network.places.point import Point
from network.search.embedded import EmbeddedEngine
from network.search.engine import Search, Sort
from network.search.index import Index
from tests.network.search.listings import Gathered, engine_of, free, ids, listing

HERE = Point(37.77, -122.42)


def some_listings(count: int) -> list[Gathered]:
    chance = random.Random(3)
    return [
        listing(
            chance.choice(["Bed", "Bed", "Food"]),
            None if chance.random() < 0.2 else Point(37.77, -122.42 + chance.choice([0, 0.01, 0.02])),
            is_checked=chance.random() < 0.7,
        )
        for _ in range(count)
    ]


def walk(engine: EmbeddedEngine, search: Search) -> list[UUID]:
    seen: list[UUID] = []
    while True:
        page = engine.search(search)
        assert page.before == len(seen)
        seen += [result.service_id for result in page.results]
        if not page.next:
            return seen
        search = replace(search, cursor=page.next)


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("point", [HERE, None])
def test_all_pages_together_are_the_whole_list(sort: Sort, point: Point | None) -> None:
    engine = engine_of(*some_listings(57))
    search = Search(q="b", point=point, sort=sort)

    whole = engine.search(replace(search, limit=100))
    in_pages = walk(engine, replace(search, limit=7))

    assert in_pages == [result.service_id for result in whole.results]
    assert len(in_pages) == whole.total


def test_the_next_page_goes_on_although_the_last_one_seen_was_taken_out() -> None:
    known = some_listings(40)
    engine = engine_of(*known)
    search = Search(point=HERE, limit=10)
    first = engine.search(search)
    taken_out = first.results[-1].service_id

    engine._index = Index.build([each for each in known if each[0].service_id != taken_out]).prepare()
    rest = walk_on(engine, replace(search, cursor=first.next))

    assert len(rest) == 30
    assert not set(rest) & {result.service_id for result in first.results}


def walk_on(engine: EmbeddedEngine, search: Search) -> list[UUID]:
    page = engine.search(search)
    found = [result.service_id for result in page.results]
    return found + (walk_on(engine, replace(search, cursor=page.next)) if page.next else [])


def test_a_new_index_is_what_building_anew_would_give() -> None:
    known = some_listings(30)
    fresh = [listing("Brand new bed", HERE), listing("Ride")]
    gone = set(ids(known[:10]))

    changed = Index.build(known).changed(gone, fresh)
    anew = Index.build([*known[10:], *fresh])

    assert changed.records == anew.records
    assert changed.words.vocabulary == anew.words.vocabulary
    for q in ("bed", "brand", "b", "ride", "fodo", "new bed"):
        assert [word.grades.tolist() for word in changed.words.find(q.split())] == [
            word.grades.tolist() for word in anew.words.find(q.split())
        ]


def test_another_number_of_free_places_changes_nothing_else() -> None:
    known = some_listings(20)
    record, words = known[7]
    updated = replace(record, capacity=free(4)), words
    index = Index.build(known).prepare()

    changed = index.changed({record.service_id}, [updated])
    anew = Index.build([*known[:7], updated, *known[8:]])

    assert changed.words is index.words
    assert changed.records == anew.records
    assert changed.available.tolist() == anew.available.tolist()
    assert changed.hidden_from.tolist() == anew.hidden_from.tolist()
    assert index.available[7] == -1
    renamed = index.changed({record.service_id}, [(replace(record, name="Other", wording=1), {"other": 9})])
    assert [found.name for found in engine_over(renamed).search(Search(q="other")).results] == ["Other"]


def engine_over(index: Index) -> EmbeddedEngine:
    engine = EmbeddedEngine()
    engine._index = index.prepare()
    return engine


@pytest.mark.parametrize("cursor", ["x", "AAAA", "🙂", "%00", "W10", "WzEsMl0", "e30", "bnVsbA", "A" * 5000])
def test_a_cursor_that_is_none_of_ours_gets_a_sentence(cursor: str) -> None:
    with pytest.raises(Invalid) as refused:
        engine_of(*some_listings(5)).search(Search(cursor=cursor))

    assert "first page" in str(refused.value.problems["cursor"])


def test_a_cursor_of_another_search_gets_a_sentence() -> None:
    engine = engine_of(*some_listings(30))
    cursor = engine.search(Search(limit=5)).next

    with pytest.raises(Invalid):
        engine.search(Search(q="bed", limit=5, cursor=cursor))


def test_listings_that_nobody_here_answers_for_stand_below_unless_only_distance_counts() -> None:
    engine = engine_of(
        listing("Old record next door", HERE, is_checked=False, listed_year=2017),
        listing("Ours further away", Point(37.9, -122.42)),
    )

    nearest = engine.search(Search(point=HERE)).results
    by_distance = engine.search(Search(point=HERE, sort=Sort.DISTANCE)).results

    assert [result.name for result in nearest] == ["Ours further away", "Old record next door"]
    assert [result.name for result in by_distance] == ["Old record next door", "Ours further away"]


def test_every_page_leads_back_to_the_one_before() -> None:
    engine, search = engine_of(*some_listings(23)), Search(limit=5)
    pages = [engine.search(search)]
    while pages[-1].next:
        pages.append(engine.search(replace(search, cursor=pages[-1].next)))
    assert len(pages) == 5

    for before, page in pairwise(pages):
        again = engine.search(replace(search, cursor=page.previous))
        assert again.results == before.results
        assert again.before == before.before
    assert pages[1].previous == ""
