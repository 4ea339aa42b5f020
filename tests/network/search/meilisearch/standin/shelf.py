"""What the stand-in keeps: indexes, keys, and tasks that a thread does one by one, each a little later."""

from __future__ import annotations

import fnmatch
import hashlib
import hmac
import queue
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.network.search.meilisearch.standin.filters import WrongFilter, read_filter

Json = Any
LINK = "https://docs.meilisearch.com/errors#"


class Refused(Exception):
    """An error as Meilisearch words it."""

    def __init__(self, status: int, code: str, message: str, kind: str = "invalid_request") -> None:
        super().__init__(code)
        self.status = status
        self.body = {"message": message, "code": code, "type": kind, "link": LINK + code}


@dataclass
class Index:
    """One index. Without being told, nothing is filterable."""

    primary_key: str | None
    made_at: str = field(default_factory=lambda: _now())
    documents: dict[str, dict[str, Any]] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Key:
    """What somebody may do, and with which indexes."""

    actions: frozenset[str]
    indexes: tuple[str, ...]


class Shelf:
    """Everything the stand-in knows. `seconds`: how long each task waits, and how long it takes."""

    def __init__(self, master_key: str, seconds: float = 0.0) -> None:
        self.indexes: dict[str, Index] = {}
        self.keys: dict[str, Key] = {}
        self.tasks: list[dict[str, Any]] = []
        self._made: dict[str, dict[str, Any]] = {}
        self.master_key = master_key
        self.seconds = seconds
        self.failing: dict[str, str] = {}  # kind of task → code with which the next one fails
        self._work: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._do, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """No more tasks."""
        self._work.put(None)
        self._thread.join()

    def may(self, authorization: str, action: str, index: str | None) -> None:
        """Raises Refused for a key that may not do this."""
        if not authorization.startswith("Bearer "):
            raise Refused(401, "missing_authorization_header", "The Authorization header is missing.", "auth")
        given = authorization.removeprefix("Bearer ")
        if given == self.master_key:
            return
        key = self.keys.get(given)
        if key is None or not self._covers(key, action, index):
            raise Refused(403, "invalid_api_key", "The provided API key is invalid.", "auth")

    def sees(self, authorization: str, task: dict[str, Any]) -> bool:
        """Whether Meilisearch would show this task to the owner of the key: to one that is for some indexes
        only, none of another index, and none that is of no single index (its issue 4103)."""
        key = self.keys.get(authorization.removeprefix("Bearer "))
        if key is None or "*" in key.indexes:
            return True
        uid = task["indexUid"]
        return uid is not None and any(fnmatch.fnmatchcase(uid, pattern) for pattern in key.indexes)

    @staticmethod
    def _covers(key: Key, action: str, index: str | None) -> bool:
        group = action.split(".")[0] + ".*"
        if key.actions.isdisjoint({action, group, "*"}):
            return False
        return index is None or any(fnmatch.fnmatchcase(index, pattern) for pattern in key.indexes)

    def make_key(self, wanted: dict[str, Any]) -> dict[str, Any]:
        """As its owner asks for it: Meilisearch makes it of the number and the master key."""
        uid = str(wanted["uid"])
        if uid in self._made:
            raise Refused(409, "api_key_already_exists", f"`uid` field value `{uid}` is already an API key.")
        key = hmac.new(self.master_key.encode(), uid.encode(), hashlib.sha256).hexdigest()
        self.keys[key] = Key(frozenset(wanted["actions"]), tuple(wanted["indexes"]))
        self._made[uid] = wanted | {"key": key, "createdAt": _now(), "updatedAt": _now()}
        return self._made[uid]

    def made_key(self, uid: str) -> dict[str, Any]:
        """One that was made so."""
        if uid not in self._made:
            raise Refused(404, "api_key_not_found", "no such key")
        return self._made[uid]

    def add_key(self, actions: list[str], indexes: list[str]) -> str:
        """A new key, as its owner has to send it."""
        made = secrets.token_hex(32)
        self.keys[made] = Key(frozenset(actions), tuple(indexes))
        return made

    def index(self, uid: str) -> Index:
        """Raises Refused when there is none."""
        if uid not in self.indexes:
            raise Refused(404, "index_not_found", f"Index `{uid}` not found.")
        return self.indexes[uid]

    def enqueue(
        self, kind: str, uid: str | None, work: Callable[[], None], details: Json = None
    ) -> dict[str, Any]:
        """Do it later; the summary that Meilisearch answers with."""
        task = {
            "uid": len(self.tasks), "batchUid": None, "indexUid": uid, "status": "enqueued", "type": kind,
            "canceledBy": None, "details": details, "error": None, "duration": None,
            "enqueuedAt": _now(), "startedAt": None, "finishedAt": None,
        }  # fmt: skip
        self.tasks.append(task)
        self._work.put(lambda: self._perform(task, work))
        return {"taskUid": task["uid"]} | {
            name: task[name] for name in ("indexUid", "status", "type", "enqueuedAt")
        }

    def _do(self) -> None:
        while work := self._work.get():
            work()

    def _perform(self, task: dict[str, Any], work: Callable[[], None]) -> None:
        time.sleep(self.seconds)
        task |= {"status": "processing", "startedAt": _now()}
        time.sleep(self.seconds)
        try:
            if code := self.failing.pop(str(task["type"]), ""):
                raise Refused(500, code, "It did not work.", "internal")
            work()
        except (Refused, WrongFilter) as fault:
            error = fault.body if isinstance(fault, Refused) else {"code": "invalid_document_filter"}
            task |= {"status": "failed", "error": error, "finishedAt": _now(), "duration": "PT0.01S"}
        else:
            task |= {"status": "succeeded", "finishedAt": _now(), "duration": "PT0.01S"}

    def create(self, uid: str, primary_key: str | None) -> None:
        if uid in self.indexes:
            raise Refused(409, "index_already_exists", f"Index `{uid}` already exists.")
        self.indexes[uid] = Index(primary_key)

    def delete(self, uid: str) -> None:
        self.index(uid)
        del self.indexes[uid]

    def add(self, uid: str, documents: list[dict[str, Any]]) -> None:
        index = self.indexes.setdefault(uid, Index(None))
        for document in documents:
            index.documents[str(document[index.primary_key or "id"])] = document

    def remove(self, uid: str, wanted: str) -> None:
        index = self.index(uid)
        holds = read_filter(wanted, index.settings.get("filterableAttributes", ()))
        gone = [name for name, document in index.documents.items() if holds(document)]
        for name in gone:
            del index.documents[name]

    def clear(self, uid: str) -> None:
        self.index(uid).documents.clear()

    def set_up(self, uid: str, settings: dict[str, Any]) -> None:
        self.indexes.setdefault(uid, Index(None)).settings |= settings

    def swap(self, pairs: list[tuple[str, str]]) -> None:
        for one, other in pairs:
            self.index(one), self.index(other)
            self.indexes[one], self.indexes[other] = self.indexes[other], self.indexes[one]


def _now() -> str:
    return datetime.now(UTC).isoformat().replace("+00:00", "Z")
