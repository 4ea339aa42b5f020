"""What a live Meilisearch refuses our keys, and that it answers without a gap while a new index takes its
place."""

from collections.abc import Callable
from threading import Event, Thread

import pytest
from meilisearch import Client
from meilisearch.errors import MeilisearchApiError
from sqlmodel import Session

from network.db import Store
from network.providers.changes import record_change
from network.search.meilisearch import building, indexing
from network.search.meilisearch.asking import Asking, NoAnswer
from network.search.meilisearch.indexing import follow_words, order_rebuild
from network.search.meilisearch.reporting import report_on
from network.search.meilisearch.tasks import TaskFailed, made_at, make_index, wait_for
from network.settings import Settings
from tests.cast import Cast
from tests.network.search.meilisearch.beside import PATIENT, Beside

Try = Callable[[Client, str], object]

FORBIDDEN_TO_THE_SITE: dict[str, Try] = {
    "add": lambda client, uid: client.index(uid).add_documents([{"id": "1"}]),
    "remove": lambda client, uid: client.index(uid).delete_all_documents(),
    "read all": lambda client, uid: client.index(uid).get_documents(),
    "set up": lambda client, uid: client.index(uid).update_settings({"synonyms": {}}),
    "make": lambda client, uid: client.create_index(f"{uid}_2"),
    "delete": lambda client, uid: client.delete_index(uid),
    "swap": lambda client, uid: client.swap_indexes([{"indexes": [uid, f"{uid}_2"]}]),
    "see tasks": lambda client, _uid: client.get_tasks(),
    "see keys": lambda client, _uid: client.get_keys(),
    "search elsewhere": lambda client, uid: client.index(f"other_{uid}").search("detox"),
}
FORBIDDEN_TO_THE_WORKER: dict[str, Try] = {
    "search": lambda client, uid: client.index(uid).search("detox"),
    "read all": lambda client, uid: client.index(uid).get_documents(),
    "see keys": lambda client, _uid: client.get_keys(),
    "make keys": lambda client, _uid: client.create_key(
        {"actions": ["*"], "indexes": ["*"], "expiresAt": None}
    ),
    "make another": lambda client, uid: client.create_index(f"other_{uid}"),
    "delete another": lambda client, uid: client.delete_index(f"other_{uid}"),
    "swap with another": lambda client, uid: client.swap_indexes([{"indexes": [uid, f"other_{uid}"]}]),
    "copy everything": lambda client, _uid: client.create_dump(),
}


@pytest.mark.parametrize("what", FORBIDDEN_TO_THE_SITE)
def test_the_key_of_the_site_searches_and_may_do_nothing_else(
    live: Beside, clients: dict[str, Client], what: str
) -> None:
    assert clients["search"].index(live.uid).search("detox")["hits"] == []
    with pytest.raises(MeilisearchApiError) as refused:
        FORBIDDEN_TO_THE_SITE[what](clients["search"], live.uid)

    assert refused.value.code == "invalid_api_key"


@pytest.mark.parametrize("what", FORBIDDEN_TO_THE_WORKER)
def test_the_key_of_the_worker_may_not_do_what_it_needs_not(
    live: Beside, clients: dict[str, Client], what: str
) -> None:
    with pytest.raises(MeilisearchApiError) as refused:
        FORBIDDEN_TO_THE_WORKER[what](clients["index"], live.uid)

    assert refused.value.code == "invalid_api_key"


def test_what_meilisearch_could_not_do_is_raised(live: Beside, clients: dict[str, Client]) -> None:
    told = clients["index"].index(live.uid).add_documents([{"name": "a document without an id"}])

    with pytest.raises(TaskFailed) as failed:
        wait_for(clients["index"], told)
    assert failed.value.code == "missing_document_id"


def test_an_index_that_is_swapped_takes_the_time_along_at_which_it_was_made(
    live: Beside, clients: dict[str, Client]
) -> None:
    client, built = clients["index"], f"{live.uid}_built"
    make_index(client, built)
    older, younger = made_at(client, live.uid), made_at(client, built)

    client.swap_indexes([{"indexes": [live.uid, built]}])
    make_index(client, live.uid)  # waits for what was ordered before

    assert older < younger
    assert (made_at(client, live.uid), made_at(client, built)) == (younger, older)
    wait_for(client, client.delete_index(built))


def test_officer_never_misses_a_place_while_a_new_index_takes_the_place_of_the_old_one(
    session: Session,
    store: Store,
    cast: Cast,
    live: Beside,
    keys: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(building, "INDEX", live.uid)
    monkeypatch.setattr(indexing, "INDEX", live.uid)
    record_change(session, None)
    session.commit()
    settings = Settings(meilisearch_url=live.url, meilisearch_index_key=keys["index"])
    assert cast.clinic_place

    def work() -> None:
        while follow_words(store, settings):
            pass
        assert report_on(session).fault is None

    work()
    with Officer(live, keys["search"]) as officer:
        for _ in range(3):
            assert order_rebuild(store)
            work()

    assert len(officer.found) > 3
    assert set(officer.found) == {1}


class Officer:
    """Looks for methadone all the time; `found`: how many places, or -1 where nothing answered."""

    def __init__(self, live: Beside, key: str) -> None:
        self.found: list[int] = []
        self._uid, self._asking = live.uid, Asking(live.url, key, seconds=PATIENT, rest_seconds=0)
        self._over, self._thread = Event(), Thread(target=self._look)

    def __enter__(self) -> "Officer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        self._asking.close()

    def _look(self) -> None:
        while not self._over.is_set():
            try:
                self.found.append(len(self._asking.ask(self._uid, "methadone", "", 10)))
            except NoAnswer:
                self.found.append(-1)
