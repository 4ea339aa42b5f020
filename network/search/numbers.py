"""The numbers of a record that change often, free places and answers, each as a column."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from network.rules.capacity import HALF_LIFE, HIDDEN_AFTER
from network.search.records import Record
from network.tables import Waitlist


@dataclass(frozen=True)
class Number:
    """One such column: of which field of a record it is, what it is there, and where nothing was said."""

    source: str
    of: Callable[[Any], float]
    unsaid: float
    kind: Any

    def column(self, said: NDArray[np.object_]) -> NDArray[Any]:
        """For every row, from what was said there."""
        column = np.full(len(said), self.unsaid, self.kind)
        rows = np.flatnonzero(said)
        column[rows] = np.fromiter(map(self.of, said[rows]), self.kind, len(rows))
        return column

    def changed(self, column: NDArray[Any], rows: list[int], said: list[Any]) -> NDArray[Any]:
        """The column, with what these rows say now; the same one if that is what it says already."""
        now = np.array([self.unsaid if each is None else self.of(each) for each in said], self.kind)
        if np.array_equal(column[rows], now, equal_nan=self.kind is np.float64):
            return column
        column = column.copy()
        column[rows] = now
        return column


_SECONDS = {unit: half_life.total_seconds() for unit, half_life in HALF_LIFE.items()}


def _of_capacity(of: Callable[[Any], float], unsaid: float, kind: Any = np.float64) -> Number:
    return Number("capacity", of, unsaid, kind)


def _of_answering(of: Callable[[Any], float], kind: Any = np.int32) -> Number:
    return Number("answering", of, 0, kind)


NUMBERS = {
    "available": _of_capacity(lambda said: said.available, -1, np.int32),
    "hidden_from": _of_capacity(lambda said: said.said_at + _SECONDS[said.unit] * HIDDEN_AFTER, 0.0),
    "said_at": _of_capacity(lambda said: said.said_at, math.nan),
    "half_life": _of_capacity(lambda said: _SECONDS[said.unit], math.nan),
    "wait_days": _of_capacity(lambda said: math.nan if said.wait_days is None else said.wait_days, math.nan),
    "has_waitlist": _of_capacity(lambda said: said.waitlist is Waitlist.OPEN, False, np.bool_),
    "answered": _of_answering(lambda said: said.answered),
    "accepted": _of_answering(lambda said: said.accepted),
    "answer_hours": _of_answering(lambda said: said.hours, np.float64),
}
FIELDS = ("capacity", "answering")  # of a record, that these are of


def differs_otherwise(before: Record, now: Record) -> bool:
    """Whether something else than free places and answers is another."""
    return replace(before, capacity=now.capacity, answering=now.answering) != now
