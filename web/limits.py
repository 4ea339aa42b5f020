"""How often one browser may do something that needs no account; counted in memory, by each process."""

import hashlib
import secrets
import threading
import time
from collections import deque
from typing import Any

from litestar import Request

from network.actors import Actor
from network.errors import TooMany
from network.words import Say

_SALT = secrets.token_bytes(16)  # addresses are kept only as hashes of this process
MOST_KEYS = 10_000


class Limit:
    """At most so many times in so many seconds for each key."""

    def __init__(self, times: int, seconds: float) -> None:
        self.times, self.seconds = times, seconds
        self._tried: dict[bytes, deque[float]] = {}
        self._lock = threading.Lock()

    def count(self, key: bytes, sentence: Say) -> None:
        """Count one time. Raises TooMany with the sentence."""
        moment = time.monotonic()
        with self._lock:
            if len(self._tried) > MOST_KEYS:
                self._forget(moment)
            tried = self._tried.setdefault(key, deque())
            while tried and tried[0] <= moment - self.seconds:
                tried.popleft()
            if len(tried) >= self.times:
                raise TooMany(sentence)
            tried.append(moment)

    def _forget(self, moment: float) -> None:
        self._tried = {
            key: tried for key, tried in self._tried.items() if tried and tried[-1] > moment - self.seconds
        }


def limit_of(request: Request[Any, Any, Any], name: str, times: int, seconds: float) -> Limit:
    """The application's limit of this name."""
    limits: dict[str, Limit] = request.app.state.setdefault("limits", {})
    return limits.setdefault(name, Limit(times, seconds))


def key_of(request: Request[Any, Any, Any], actor: Actor) -> bytes:
    """Who is counted: the account, or the address of a visitor."""
    who = str(actor.id) if actor.is_signed_in else request.client.host if request.client else ""
    return hashlib.blake2b(who.encode(), key=_SALT).digest()
