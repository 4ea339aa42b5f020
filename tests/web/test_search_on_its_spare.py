"""While Meilisearch is away people search as always, and the page says that its spare answers."""

from collections.abc import Iterator

import pytest

from network.search.embedded import EmbeddedEngine
from network.search.meilisearch.answering import MeilisearchFinder
from network.search.meilisearch.asking import Asking
from network.search.meilisearch.standing import Standing
from tests.web.browser import TestBrowser
from web.world import World


@pytest.fixture
def finder(world: World) -> Iterator[MeilisearchFinder]:
    """Asks where nobody answers."""
    finder = MeilisearchFinder(Asking("http://127.0.0.1:9", "key"))
    assert isinstance(world.search, EmbeddedEngine)
    world.search._finder = finder
    yield finder
    finder.close()


def test_officer_is_told_that_the_spare_answers(finder: MeilisearchFinder, stranger: TestBrowser) -> None:
    stranger.get("/search?q=methadone")
    finder._follower.standing = Standing("trestle_services", frozenset())

    page = stranger.get("/search?q=methadone")

    assert "Methadone and buprenorphine" in page.text
    assert "The search for words runs on its spare." in page.text


def test_officer_is_told_that_the_index_is_catching_up(
    finder: MeilisearchFinder, stranger: TestBrowser
) -> None:
    assert finder.name == "meilisearch"

    page = stranger.get("/search?q=methadone")

    assert "is catching up with the directory" in page.text
    assert "1 service" in page.text


def test_who_looks_without_words_hears_nothing_of_it(
    finder: MeilisearchFinder, stranger: TestBrowser
) -> None:
    assert finder.name == "meilisearch"

    assert "The search for words" not in stranger.get("/search").text
