"""The word engine that tests ask: the stand-in, or the live Meilisearch of TEST_MEILISEARCH_URL."""

import secrets
from collections.abc import Sequence
from types import TracebackType

from meilisearch import Client
from meilisearch.errors import MeilisearchApiError

from network.search.embedded import EmbeddedEngine
from network.search.index import Index
from network.search.meilisearch.answering import MeilisearchFinder
from network.search.meilisearch.asking import Asking
from network.search.meilisearch.configuring import index_settings
from network.search.meilisearch.documents import documents_of
from network.search.meilisearch.names import INDEX
from network.search.meilisearch.standing import Standing
from network.search.meilisearch.synonyms import word_synonyms
from network.search.meilisearch.tasks import make_index, wait_for
from network.search.synonyms import shipped_synonyms
from tests.network.search.listings import Gathered
from tests.network.search.meilisearch.standin.server import MASTER_KEY, Standin
from tests.word_engine_plugin import LIVE_KEY, LIVE_URL

PATIENT = 30.0  # seconds: a machine that runs all other tests beside is slow


class Beside:
    """One word engine with an index of its own, gone afterwards."""

    def __init__(self, *, live: bool = bool(LIVE_URL)) -> None:
        self.standin = None if live else Standin()
        self.url = LIVE_URL if self.standin is None else self.standin.url
        self.key = LIVE_KEY if self.standin is None else MASTER_KEY
        self.client = Client(self.url, self.key or None, timeout=int(PATIENT))
        self._finders: list[MeilisearchFinder] = []
        self.uid = f"{INDEX}_test_{secrets.token_hex(4)}"

    def __enter__(self) -> "Beside":
        make_index(self.client, self.uid)
        settings = index_settings(word_synonyms(shipped_synonyms()))
        wait_for(self.client, self.client.index(self.uid).update_settings(settings))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        for finder in self._finders:
            finder.close()
        if self.standin is not None:
            self.standin.close()
            return
        try:
            wait_for(self.client, self.client.delete_index(self.uid))
        except MeilisearchApiError:
            return

    def finder(self, standing: Standing | None = None, *, seconds: float = PATIENT) -> MeilisearchFinder:
        """One that asks this engine, as if the database had said that it knows everything."""
        finder = MeilisearchFinder(Asking(self.url, self.key, seconds=seconds, rest_seconds=0.0))
        self._finders.append(finder)
        finder._follower.standing = standing or Standing(self.uid, frozenset())
        return finder

    def tell(self, gathered: Sequence[Gathered]) -> None:
        """Have these in the index and no others."""
        index = self.client.index(self.uid)
        wait_for(self.client, index.delete_all_documents())
        if documents := list(documents_of(gathered)):
            wait_for(self.client, index.add_documents(documents))

    def engine(self, *gathered: Gathered, finder: MeilisearchFinder | None = None) -> EmbeddedEngine:
        """An engine that knows these and nothing else, and has their words found here."""
        self.tell(gathered)
        engine = EmbeddedEngine(finder=finder or self.finder())
        engine._index = Index.build(gathered).prepare()
        return engine
