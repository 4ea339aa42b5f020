"""The stand-in's HTTP side: routes, keys, and everything that can go wrong between two machines."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.network.search.meilisearch.standin.filters import WrongFilter, read_filter
from tests.network.search.meilisearch.standin.finding import find_documents
from tests.network.search.meilisearch.standin.shelf import Index, Json, Refused, Shelf

MASTER_KEY = "a master key that only this test has"
VERSION = "1.53.1"  # whose wire format this is


class Trouble(StrEnum):
    """How an answer may go wrong."""

    NONE = ""
    BUSY = "answers 503"
    BROKEN = "answers 500, as Meilisearch words it"
    NONSENSE = "answers what is no JSON"
    OTHER = "answers JSON of another shape"
    CUT = "hangs up in the middle"
    SILENT = "does not answer in time"
    DRIPS = "answers a letter at a time"


class _Quiet(ThreadingHTTPServer):
    """Says nothing of who hung up: they are told to by the tests."""

    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            raise


class Standin:
    """A server on this machine; `asked` is everything it was asked, `trouble` how it answers searches now."""

    def __init__(self, *, task_seconds: float = 0.0) -> None:
        self.shelf = Shelf(MASTER_KEY, task_seconds)
        self.asked: list[tuple[str, str, Json]] = []
        self.trouble = Trouble.NONE
        self.before: Callable[[str, str], None] = lambda _method, _path: None
        self._over = threading.Event()
        self._server = _Quiet(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def searches(self) -> list[Json]:
        """What it was asked to find."""
        return [body for _, path, body in self.asked if path.endswith("/search")]

    def close(self) -> None:
        """Hang up, also on whoever waits."""
        self._over.set()
        self._server.shutdown()
        self._server.server_close()
        self.shelf.close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        standin = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: Any) -> None:  # what is asked stands in no log
                return

            def _answer(self) -> None:
                with suppress(ConnectionError, ValueError):
                    standin._answer(self)

            do_GET = do_POST = do_PATCH = do_DELETE = _answer

        return Handler

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        length = int(handler.headers.get("Content-Length") or 0)
        body = json.loads(handler.rfile.read(length)) if length else None
        address = urlsplit(handler.path)
        self.before(handler.command, address.path)
        self.asked.append((handler.command, address.path, body))
        try:
            route = Route(self.shelf, handler.headers.get("Authorization", ""), parse_qs(address.query))
            status, answer = route.take(handler.command, address.path.strip("/").split("/"), body)
        except Refused as refused:
            status, answer = refused.status, refused.body
        except WrongFilter as wrong:
            status, answer = 400, Refused(400, "invalid_search_filter", str(wrong)).body
        self._send(handler, status, answer, is_search=address.path.endswith("/search"))

    def _send(self, handler: BaseHTTPRequestHandler, status: int, answer: Json, *, is_search: bool) -> None:
        trouble = self.trouble if is_search else Trouble.NONE
        if trouble is Trouble.SILENT:
            self._over.wait(30)
        if trouble is Trouble.BUSY:
            status, answer = 503, {"message": "later"}
        if trouble is Trouble.BROKEN:
            status, answer = 500, Refused(500, "internal", "no", "internal").body
        if trouble is Trouble.OTHER:
            answer = {"hits": [{"id": 7}], "degraded": True}
        sent = b"<html>" if trouble is Trouble.NONSENSE else json.dumps(answer).encode()
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(sent) + (50 if trouble is Trouble.CUT else 0)))
        handler.end_headers()
        if trouble is Trouble.DRIPS:
            for letter in sent:
                handler.wfile.write(bytes((letter,)))
                handler.wfile.flush()
                time.sleep(0.05)
        else:
            handler.wfile.write(sent)
        if trouble is Trouble.CUT:
            handler.close_connection = True


class Route:
    """One request of somebody with a key."""

    def __init__(self, shelf: Shelf, authorization: str, query: dict[str, list[str]]) -> None:
        self._shelf, self._authorization = shelf, authorization
        self._query = {name: values[0] for name, values in query.items()}

    def take(self, method: str, path: list[str], body: Json) -> tuple[int, Json]:
        """Status and answer. Raises Refused."""
        name = f"{method} {path[0]}"
        if name == "GET health":
            return 200, {"status": "available"}
        if name == "GET version":
            self._may("version")
            return 200, {"pkgVersion": VERSION, "commitSha": "0", "commitDate": "unknown"}
        if path[0] == "keys":
            return self._keys(method, path[1:], body)
        if name == "GET tasks":
            return self._tasks(path[1:])
        if name == "POST swap-indexes":
            return self._swap(body)
        if path[0] == "indexes":
            return self._indexes(method, path[1:], body)
        raise Refused(404, "not_found", "no such route")

    def _may(self, action: str, index: str | None = None) -> None:
        self._shelf.may(self._authorization, action, index)

    def _keys(self, method: str, path: list[str], body: Json) -> tuple[int, Json]:
        self._may("keys.get" if method == "GET" else "keys.create")
        if method == "POST":
            return 201, self._shelf.make_key(body)
        if path:
            return 200, self._shelf.made_key(path[0])
        return 200, {"results": [], "offset": 0, "limit": 20, "total": 0}

    def _tasks(self, path: list[str]) -> tuple[int, Json]:
        self._may("tasks.get")
        if path:
            if not path[0].isdecimal() or int(path[0]) >= len(self._shelf.tasks):
                raise Refused(404, "task_not_found", "no such task")
            task = dict(self._shelf.tasks[int(path[0])])
            if not self._shelf.sees(self._authorization, task):
                raise Refused(404, "task_not_found", "not for this key")
            return 200, task
        kinds, statuses = (self._query.get(name, "").split(",") for name in ("types", "statuses"))
        found = [dict(task) for task in reversed(self._shelf.tasks)
                 if (kinds == [""] or task["type"] in kinds)
                 and (statuses == [""] or task["status"] in statuses)
                 and self._shelf.sees(self._authorization, task)]  # fmt: skip
        limit = int(self._query.get("limit", "20"))
        return 200, {
            "results": found[:limit],
            "limit": limit,
            "total": len(found),
            "from": None,
            "next": None,
        }

    def _swap(self, body: Json) -> tuple[int, Json]:
        pairs = [tuple(each["indexes"]) for each in body]
        for pair in pairs:
            for uid in pair:
                self._may("indexes.swap", uid)
        details = {"swaps": [{"indexes": list(pair), "rename": False} for pair in pairs]}
        return 202, self._shelf.enqueue("indexSwap", None, lambda: self._shelf.swap(pairs), details)

    def _indexes(self, method: str, path: list[str], body: Json) -> tuple[int, Json]:
        if not path:
            return self._all(method, body)
        uid, what = path[0], "/".join(path[1:])
        shelf = self._shelf
        if (method, what) == ("GET", ""):
            self._may("indexes.get", uid)
            return 200, _shown(uid, shelf.index(uid))
        if (method, what) == ("POST", "search"):
            self._may("search", uid)
            return 200, self._search(uid, body)
        tasks: dict[tuple[str, str], tuple[str, str, Callable[[], None]]] = {
            ("DELETE", ""): ("indexes.delete", "indexDeletion", lambda: shelf.delete(uid)),
            ("PATCH", "settings"): ("settings.update", "settingsUpdate", lambda: shelf.set_up(uid, body)),
            ("POST", "documents"): (
                "documents.add", "documentAdditionOrUpdate", lambda: shelf.add(uid, body),
            ),
            ("DELETE", "documents"): ("documents.delete", "documentDeletion", lambda: shelf.clear(uid)),
            ("POST", "documents/delete"): (
                "documents.delete", "documentDeletion", lambda: shelf.remove(uid, body["filter"]),
            ),
        }  # fmt: skip
        if (method, what) not in tasks:
            raise Refused(405, "method_not_allowed", "no such route")
        action, kind, work = tasks[method, what]
        self._may(action, uid)
        return 202, shelf.enqueue(kind, uid, work)

    def _all(self, method: str, body: Json) -> tuple[int, Json]:
        if method == "GET":
            self._may("indexes.get")
            results = [_shown(uid, index) for uid, index in self._shelf.indexes.items()]
            return 200, {"results": results, "offset": 0, "limit": 20, "total": len(results)}
        uid = body["uid"]
        self._may("indexes.create", uid)
        work = lambda: self._shelf.create(uid, body.get("primaryKey"))  # noqa: E731
        return 202, self._shelf.enqueue("indexCreation", uid, work)

    def _search(self, uid: str, body: Json) -> Json:
        index = self._shelf.index(uid)
        wanted = body.get("filter")
        holds = read_filter(wanted, index.settings.get("filterableAttributes", ())) if wanted else bool
        documents = [document for document in index.documents.values() if holds(document)]
        settings = index.settings
        found = find_documents(
            documents, body["q"], settings.get("searchableAttributes", ()), settings.get("synonyms", {})
        )
        most = min(body.get("limit", 20), settings.get("pagination", {}).get("maxTotalHits", 1000))
        return {
            "hits": found[:most], "query": body["q"], "processingTimeMs": 0, "limit": body.get("limit", 20),
            "offset": 0, "estimatedTotalHits": len(found), "requestUid": "0",
        }  # fmt: skip


def _shown(uid: str, index: Index) -> Json:
    return {"uid": uid, "createdAt": index.made_at, "updatedAt": index.made_at,
            "primaryKey": index.primary_key}  # fmt: skip
