"""A live Meilisearch with an index of its own for each test (see the conftest beside for when these run)."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from meilisearch import Client

from network.search.meilisearch.asking import Asking
from network.search.meilisearch.keys import KEYS
from tests.network.search.listings import listing
from tests.network.search.meilisearch.beside import PATIENT, Beside

Typos = Callable[[str], dict[str, int]]  # what is typed → names that are found, with the letters to change
Tell = Callable[..., Typos]


@pytest.fixture
def live() -> Iterator[Beside]:
    """The server of TEST_MEILISEARCH_URL."""
    with Beside(live=True) as beside:
        yield beside


@pytest.fixture
def told(live: Beside) -> Iterator[Tell]:
    """Tells Meilisearch of listings by their words, and asks it as we do, but for our own index."""
    asking = Asking(live.url, live.key, seconds=PATIENT)

    def tell(*said: str) -> Typos:
        gathered = [listing(words) for words in said]
        live.tell(gathered)
        names = {record.service_id.hex + record.location_id.hex: record.name for record, _ in gathered
                 if record.location_id is not None}  # fmt: skip

        def typos(q: str) -> dict[str, int]:
            return {names[hit.document]: hit.typos for hit in asking.ask(live.uid, q, "", 100)}

        return typos

    yield tell
    asking.close()


@pytest.fixture
def keys(live: Beside) -> Iterator[dict[str, str]]:
    """Keys with the rights of ours, for the indexes of this test alone."""
    made = {
        which: live.client.create_key(
            {"actions": key["actions"], "indexes": _of_test(key["indexes"], live.uid), "expiresAt": None}
        )
        for which, key in KEYS.items()
    }
    yield {which: str(key.key) for which, key in made.items()}
    for key in made.values():
        live.client.delete_key(str(key.uid))


@pytest.fixture
def clients(live: Beside, keys: dict[str, str]) -> dict[str, Client]:
    """The official client with either key."""
    return {which: Client(live.url, key, timeout=int(PATIENT)) for which, key in keys.items()}


def _of_test(indexes: Sequence[Any], uid: str) -> list[str]:
    return [f"{uid}*" if str(index).endswith("*") else uid for index in indexes]
