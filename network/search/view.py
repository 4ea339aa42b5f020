"""Some rows of an index, as if there were no others: what is asked of the index is asked of these."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from network.places.point import Point
from network.search.index import Index
from network.search.marks import Counts, Marks
from network.search.opening import Hours
from network.search.records import Record

Mask = NDArray[np.bool_]
Rows = NDArray[np.intp]
Floats = NDArray[np.float64]

COLUMNS = frozenset(
    (
        *("available", "said_at", "half_life", "wait_days", "has_waitlist", "hidden_from", "ranks"),
        *("answered", "accepted", "answer_hours", "youngest", "oldest", "verified_at"),
        *("is_checked", "takes_referrals", "is_placed"),
    )
)


class View:
    """Its columns are those of the index, taken when asked for. A row is a place in `rows` (sorted)."""

    def __init__(self, index: Index, rows: Rows) -> None:
        self.index, self.rows = index, rows
        self.parts, self.usual, self.rank_of = index.parts, index.usual, index.rank_of

    def __len__(self) -> int:
        return len(self.rows)

    def __getattr__(self, name: str) -> Any:
        if name not in COLUMNS:
            raise AttributeError(name)
        column = getattr(self.index, name).take(self.rows)
        self.__dict__[name] = column
        return column

    @cached_property
    def marks(self) -> MarksInView:
        """What filters and facets ask for."""
        return MarksInView(self.index.marks, self.rows)

    @cached_property
    def intake(self) -> HoursInView:
        """When each takes new people in."""
        return HoursInView(self.index.intake, self.rows)

    @cached_property
    def hours(self) -> HoursInView:
        """When each is open."""
        return HoursInView(self.index.hours, self.rows)

    @cached_property
    def records(self) -> RecordsInView:
        """Each row as an object."""
        return RecordsInView(self.index, self.rows)

    def available_to(self, populations: Collection[str]) -> NDArray[np.int32]:
        """Free places for people of these populations."""
        return self.index.available_to(populations)[self.rows]

    def metres_from(self, point: Point, rows: Rows) -> Floats:
        """Metres to these rows; NaN for those without a place that may be told."""
        return self.index.metres_from(point, self.rows[rows])


Searched = Index | View  # what can be searched


class MarksInView:
    """The marks of some records."""

    def __init__(self, marks: Marks, rows: Rows) -> None:
        self._marks, self._rows = marks, rows
        self.numbers, self.starting, self.offered_of = marks.numbers, marks.starting, marks.offered_of

    def any_of(self, marks: Iterable[str]) -> Mask:
        """The records that have at least one of the marks."""
        return self._marks.any_of_at(marks, self._rows)

    def counts_of(self, records: Mask) -> Counts:
        """How many of these records have each of the marks that are counted."""
        rows = self._rows[records]
        blocks = rows >> 6
        is_first = np.ones(len(rows), np.bool_)  # of its block: the rows are sorted
        np.not_equal(blocks[1:], blocks[:-1], out=is_first[1:])
        first = np.flatnonzero(is_first)
        bits = np.uint64(1) << (rows & 63).astype(np.uint64)
        return self._marks.counts(blocks[first], np.bitwise_or.reduceat(bits, first) if len(rows) else bits)


class HoursInView:
    """The hours of some records."""

    def __init__(self, hours: Hours, rows: Rows) -> None:
        self._hours, self._rows = hours, rows

    def wished(self, hours: str, moment: datetime) -> NDArray[np.int8]:
        """Whether each is open at the hours that somebody wishes."""
        return self._hours.wished(hours, moment).take(self._rows)

    def states(self, rows: Rows, moment: datetime) -> list[int]:
        """OPEN, CLOSED or UNKNOWN at each of some rows."""
        return self._hours.states(self._rows.take(rows), moment)

    def seconds_until_open(self, moment: datetime) -> Floats:
        """0 when it is open, else the seconds until it opens; NaN: not known."""
        return self._hours.seconds_until_open(moment)[self._rows]


class RecordsInView:
    """The records of some rows."""

    def __init__(self, index: Index, rows: Rows) -> None:
        self._records, self._rows = index.records, rows
        self._made: dict[int, Record] = {}  # a result asks for its own several times

    def __getitem__(self, row: int) -> Record:
        record = self._made.get(row)
        if record is None:
            record = self._made[row] = self._records[int(self._rows[row])]
        return record
