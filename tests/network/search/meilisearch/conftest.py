"""A word engine for each test of Meilisearch."""

from collections.abc import Iterator

import pytest

from tests.network.search.meilisearch.beside import Beside
from tests.network.search.meilisearch.standin.server import Standin
from tests.word_engine_plugin import LIVE_URL

# What only the program itself can answer is asked where TEST_MEILISEARCH_URL names one; every run says so.
collect_ignore = [] if LIVE_URL else ["live"]


@pytest.fixture
def beside() -> Iterator[Beside]:
    """The stand-in, whatever else there is, for what only it can be told to do."""
    with Beside(live=False) as engine:
        yield engine


@pytest.fixture
def standin(beside: Beside) -> Standin:
    """Its server."""
    assert beside.standin is not None
    return beside.standin
