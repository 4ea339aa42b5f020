"""The same sentences for both word engines: the process itself, and Meilisearch or what stands in for it."""

from collections.abc import Callable, Iterator

import pytest

from network.search.embedded import EmbeddedEngine
from tests.network.search.listings import engine_of
from tests.network.search.meilisearch.beside import Beside

MakeEngine = Callable[..., EmbeddedEngine]


@pytest.fixture(params=["embedded", "meilisearch"])
def word_engine(request: pytest.FixtureRequest) -> str:
    """Every test here runs with each."""
    return str(request.param)


@pytest.fixture
def directory_of(word_engine: str) -> Iterator[MakeEngine]:
    """Makes a search that knows these listings and no others."""
    if word_engine == "embedded":
        yield engine_of
        return
    with Beside() as beside:
        yield beside.engine
