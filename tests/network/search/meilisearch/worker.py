"""A worker of the tests with a key like that of compose.yaml, and a site that searches with its own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from meilisearch._httprequests import HttpRequests
from sqlmodel import Session

from network.db import Store
from network.search.embedded import EmbeddedEngine
from network.search.engine import Search
from network.search.meilisearch.answering import MeilisearchFinder
from network.search.meilisearch.asking import Asking
from network.search.meilisearch.claiming import end_turn
from network.search.meilisearch.indexing import follow_words
from network.search.meilisearch.keys import KEYS
from network.search.meilisearch.names import INDEX
from network.settings import Settings
from tests.network.search.meilisearch.standin.server import Standin

MOST_PIECES = 100


class Killed(BaseException):
    """What a process feels that is killed: nothing it could do anything about."""


@dataclass
class Worker:
    """Tells the stand-in what changed, as `trestle worker` does."""

    store: Store
    standin: Standin
    settings: Settings

    @classmethod
    def beside(cls, standin: Standin, store: Store) -> "Worker":
        """With keys that may do what ours may, and no more."""
        keys = {
            which: standin.shelf.add_key(list(key["actions"]), list(key["indexes"]))
            for which, key in KEYS.items()
        }
        settings = Settings(
            meilisearch_url=standin.url,
            meilisearch_search_key=keys["search"],
            meilisearch_index_key=keys["index"],
        )
        return cls(store, standin, settings)

    def look(self) -> bool:
        """One piece of work."""
        return follow_words(self.store, self.settings)

    def work(self) -> None:
        """Until there is nothing more to do at once."""
        for _ in range(MOST_PIECES):
            if not self.look():
                return
        raise AssertionError("it never ends")

    def documents(self) -> dict[str, dict[str, Any]]:
        """What the index holds that answers."""
        return self.standin.shelf.indexes[INDEX].documents


@dataclass
class Site:
    """A process of the site that searches beside the worker."""

    engine: EmbeddedEngine
    finder: MeilisearchFinder

    @classmethod
    def of(cls, settings: Settings) -> "Site":
        asking = Asking(settings.meilisearch_url, settings.meilisearch_search_key, seconds=30, rest_seconds=0)
        finder = MeilisearchFinder(asking)
        return cls(EmbeddedEngine(finder=finder), finder)

    def find(self, session: Session, q: str) -> tuple[list[str], str]:
        """The names that are found, and by whom."""
        self.engine.refresh(session)
        found = self.engine.search(Search(q=q))
        return [result.name for result in found.results], found.engine


@contextmanager
def killed_at(
    monkeypatch: pytest.MonkeyPatch, request: int, *, is_sent: bool
) -> Iterator[Callable[[], bool]]:
    """The worker is killed at this request to Meilisearch, before it is sent or before its answer is read.

    Yields whether it came to that.
    """
    send = HttpRequests.send_request
    seen = 0

    def sending(*given: Any, **named: Any) -> Any:
        nonlocal seen
        seen += 1
        if seen == request and not is_sent:
            raise Killed
        answer = send(*given, **named)
        if seen == request:
            raise Killed
        return answer

    def ending(*given: Any, **named: Any) -> None:
        if seen < request:
            end_turn(*given, **named)

    with monkeypatch.context() as patched:
        patched.setattr(HttpRequests, "send_request", sending)
        patched.setattr("network.search.meilisearch.indexing.end_turn", ending)
        yield lambda: seen >= request
