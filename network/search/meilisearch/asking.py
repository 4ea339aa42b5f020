"""Asks Meilisearch over one connection that is kept, and stops asking for a while when it does not answer."""

import json
import logging
import time
from dataclasses import dataclass
from typing import Any

import httpx

log = logging.getLogger("trestle.search")

SECONDS = 0.5  # somebody is waiting, and the process can answer by itself
REST_SECONDS = 5.0  # after a failure
MOST_BYTES = 16_000_000
MOST_CONNECTIONS = 16


class NoAnswer(Exception):
    """Meilisearch did not answer, too late, or nothing that can be used. Says of what kind, never what was
    asked."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One document that has the words. `typos`: letters that had to be changed; `standing`: from 1, it is
    called so, down to nearly 0, it only mentions it."""

    document: str
    typos: int
    standing: float


class Asking:
    """One Meilisearch server and the key that may search in it."""

    def __init__(
        self, url: str, key: str, *, seconds: float = SECONDS, rest_seconds: float = REST_SECONDS
    ) -> None:
        self._client = httpx.Client(
            base_url=url,
            headers={"Authorization": f"Bearer {key}"} if key else {},
            timeout=httpx.Timeout(seconds, pool=seconds / 4),
            limits=httpx.Limits(max_connections=MOST_CONNECTIONS, keepalive_expiry=60),
            follow_redirects=False,
            trust_env=False,
        )
        self._seconds, self._rest_seconds = seconds, rest_seconds
        self._rests_until = 0.0
        self._is_away = False

    def ask(self, index: str, q: str, wanted: str, most: int) -> list[Hit]:
        """The best documents that have all words and fit the filter, `most` at most. Raises NoAnswer."""
        if time.monotonic() < self._rests_until:
            raise NoAnswer("resting")
        if self._is_away:  # one search tries; the others do not wait with it
            self._rests_until = time.monotonic() + self._rest_seconds
        try:
            hits = _hits(self._send(index, q, wanted, most))
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError, NoAnswer) as error:
            self._rest(error)
            raise NoAnswer(type(error).__name__) from None
        if self._is_away:
            log.info("the word engine answers again")
        self._is_away, self._rests_until = False, 0.0
        return hits

    def close(self) -> None:
        """Hang up."""
        self._client.close()

    def _send(self, index: str, q: str, wanted: str, most: int) -> Any:
        until = time.monotonic() + self._seconds
        question: dict[str, Any] = {
            "q": q,
            "limit": most,
            "attributesToRetrieve": ["id"],
            "matchingStrategy": "all",
            "showRankingScoreDetails": True,
        }
        if wanted:
            question["filter"] = wanted
        body = bytearray()
        with self._client.stream("POST", f"/indexes/{index}/search", json=question) as response:
            if response.status_code != httpx.codes.OK:
                raise NoAnswer(f"status {response.status_code}")
            for piece in response.iter_bytes():
                body += piece
                if time.monotonic() > until or len(body) > MOST_BYTES:
                    raise NoAnswer("too slow")
        return json.loads(body)

    def _rest(self, error: Exception) -> None:
        self._rests_until = time.monotonic() + self._rest_seconds
        if not self._is_away:
            kind = str(error) if isinstance(error, NoAnswer) else type(error).__name__
            log.warning("the word engine does not answer", extra={"error": kind})
        self._is_away = True


def _hits(answer: Any) -> list[Hit]:
    """Raises KeyError, TypeError or ValueError for what is no answer, or one that was cut off."""
    return [
        Hit(
            str(hit["id"]),
            int(hit["_rankingScoreDetails"]["typo"]["typoCount"]),
            float(hit["_rankingScoreDetails"]["attribute"]["attributeRankingOrderScore"]),
        )
        for hit in answer["hits"]
    ]
