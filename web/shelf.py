"""Answers that are kept ready as bytes, so many and no more (docs/decisions/0028-what-is-kept-ready.md)."""

import math
import time
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock

MOST_BYTES = 64_000_000  # of each process
WEIGHT_OF_ONE = 500  # bytes that an answer takes besides its own


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer. `version`: of the directory, noted before what it is made of was read; `until`: seconds of
    the clock that never goes back."""

    body: bytes
    version: int
    until: float = math.inf
    headers: tuple[tuple[str, str], ...] = ()


class Shelf:
    """Answers by what was asked. The one that nobody asked for longest makes room."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._answers: OrderedDict[Hashable, Kept] = OrderedDict()
        self._lock = Lock()
        self.weight = 0  # bytes

    def __len__(self) -> int:
        return len(self._answers)

    def find(self, asked: Hashable) -> Kept | None:
        """The answer that is kept; None when there is none, or not any more."""
        with self._lock:
            kept = self._answers.get(asked)
            if kept is None:
                return None
            if kept.until < time.monotonic():
                self._take(asked)
                return None
            self._answers.move_to_end(asked)
            return kept

    def keep(self, asked: Hashable, kept: Kept) -> None:
        """Keep an answer in the place of the one before."""
        with self._lock:
            self._take(asked)
            self._answers[asked] = kept
            self.weight += len(kept.body) + WEIGHT_OF_ONE
            while self.weight > self._most:
                self._take(next(iter(self._answers)))

    def forget(self, asked: Hashable) -> None:
        """Keep it no longer."""
        with self._lock:
            self._take(asked)

    def _take(self, asked: Hashable) -> None:
        if (kept := self._answers.pop(asked, None)) is not None:
            self.weight -= len(kept.body) + WEIGHT_OF_ONE
