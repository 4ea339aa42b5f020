"""Keys that may do no more than they must: one searches one index, one writes the indexes that are ours.

Meilisearch makes a key from its number and the master key (HMAC-SHA256), so that both can be known before
Meilisearch runs. The master key itself is for making keys only; neither the site nor the worker has it.
"""

import hashlib
import hmac
from typing import Any

from meilisearch import Client
from meilisearch.errors import MeilisearchApiError, MeilisearchError

from network.search.meilisearch.names import INDEX

KEYS: dict[str, dict[str, Any]] = {
    "search": {
        "uid": "5c1f6a0e-8a55-4b36-9d1c-3f2f0f1f7a01",
        "name": "Trestle: search",
        "description": "Of the site. May search the words of services.",
        "actions": ["search"],
        "indexes": [INDEX],
        "expiresAt": None,
    },
    "index": {
        "uid": "5c1f6a0e-8a55-4b36-9d1c-3f2f0f1f7a02",
        "name": "Trestle: keep the index",
        "description": "Of the worker. May write the indexes of services.",
        "actions": [
            "documents.add",
            "documents.delete",
            "indexes.create",
            "indexes.delete",
            "indexes.get",
            "indexes.swap",
            "settings.update",
            "tasks.get",
        ],
        "indexes": [f"{INDEX}*"],
        "expiresAt": None,
    },
}


class NoKeys(Exception):
    """Meilisearch made none; says what kind of fault it was."""


def key_of(master_key: str, which: str) -> str:
    """The key "search" or "index" of a server with this master key."""
    uid = str(KEYS[which]["uid"])
    return hmac.new(master_key.encode(), uid.encode(), hashlib.sha256).hexdigest()


def make_keys(url: str, master_key: str) -> dict[str, str]:
    """Both keys, made in Meilisearch unless they are there. Raises NoKeys."""
    client = Client(url, master_key, timeout=10)
    try:
        return {which: _made(client, wanted) for which, wanted in KEYS.items()}
    except MeilisearchError as error:
        raise NoKeys(getattr(error, "code", None) or type(error).__name__) from None


def _made(client: Client, wanted: dict[str, Any]) -> str:
    try:
        return str(client.create_key(wanted).key)
    except MeilisearchApiError as error:
        if error.code != "api_key_already_exists":
            raise
        return str(client.get_key(str(wanted["uid"])).key)
