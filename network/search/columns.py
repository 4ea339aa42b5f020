"""All records as columns: one array for each field of a Record, so that they need little room and many rows
are taken, joined and compared at once. A Record is made when somebody asks for its row."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, SupportsIndex, overload
from uuid import UUID, SafeUUID

import numpy as np
from numpy.typing import NDArray

from network.search.records import Record

Values = tuple[Any, ...]  # one value for each field of a Record, in their order; ids as text
Rows = NDArray[np.intp]
Mask = NDArray[np.bool_]

NAMES = tuple(field.name for field in fields(Record))
IDS = ("service_id", "location_id", "organization_id")
KINDS: dict[str, Any] = dict.fromkeys(NAMES, np.object_)
KINDS |= dict.fromkeys(IDS, np.dtype("V16"))
KINDS |= dict.fromkeys(("latitude", "longitude", "youngest", "oldest", "verified_at"), np.float64)
KINDS |= dict.fromkeys(("takes_referrals", "has_notice", "is_checked"), np.bool_)
KINDS["wording"] = np.int64
NO_ID = "0" * 32
AT_A_TIME = 4096  # rows that are turned into columns
MOST_KEPT = 20_000  # records made once that are kept for the next time


@dataclass(frozen=True)
class Columns:
    """`columns[name][row]` is what the record of this row has in this field."""

    columns: dict[str, NDArray[Any]]

    @classmethod
    def of(cls, rows: Iterable[Values]) -> Columns:
        """From the values of each record."""
        turned = list(zip(*rows, strict=True)) or [()] * len(NAMES)
        return cls({name: _column(name, values) for name, values in zip(NAMES, turned, strict=True)})

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self.columns[name]

    def __len__(self) -> int:
        return len(self.columns["name"])

    def taken(self, rows: Rows | Mask) -> Columns:
        """These rows only, in this order."""
        return Columns({name: column[rows] for name, column in self.columns.items()})

    def joined(self, others: Columns) -> Columns:
        """These, and the others behind them."""
        return Columns(
            {name: np.concatenate([column, others.columns[name]]) for name, column in self.columns.items()}
        )

    def with_rows(self, names: Collection[str], records: dict[int, Record]) -> Columns:
        """The same, but for these fields of these rows. A field that is the same for all is not copied."""
        changed = dict(self.columns)
        for name in names:
            now = {row: getattr(record, name) for row, record in records.items()}
            if any(changed[name][row] != said for row, said in now.items()):
                changed[name] = changed[name].copy()
                for row, said in now.items():
                    changed[name][row] = said
        return Columns(changed)

    def record(self, row: int) -> Record:
        """Everything about one row."""
        return Record(*[read(row) for read in self._readers])

    @cached_property
    def _readers(self) -> list[Callable[[int], Any]]:
        return [_reader(name, self.columns[name]) for name in NAMES]


class Gathering:
    """Rows that come one after the other. Many at a time become columns, which need a fifth of their room."""

    def __init__(self) -> None:
        self._rows: list[Values] = []
        self._whole: list[Columns] = []

    def add(self, values: Values) -> None:
        """The next row."""
        self._rows.append(values)
        if len(self._rows) == AT_A_TIME:
            self._turn()

    def columns(self) -> Columns:
        """All rows until now."""
        if self._rows or not self._whole:
            self._turn()
        if len(self._whole) > 1:
            parts = [each.columns for each in self._whole]
            self._whole = [Columns({name: np.concatenate([each[name] for each in parts]) for name in NAMES})]
        return self._whole[0]

    def _turn(self) -> None:
        self._whole.append(Columns.of(self._rows))
        self._rows = []


class Records(Sequence[Record]):
    """The records of an index, each made when it is asked for."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._made: dict[int, Record] = {}

    def with_others(self, columns: Columns, rows: Collection[int]) -> Records:
        """Of other columns, which differ in these rows."""
        others = Records(columns)
        others._made = self._made.copy()  # in one step: other threads may be putting records into it
        for row in rows:
            others._made.pop(row, None)
        return others

    def __len__(self) -> int:
        return len(self._columns)

    @overload
    def __getitem__(self, row: SupportsIndex) -> Record: ...
    @overload
    def __getitem__(self, row: slice) -> list[Record]: ...
    def __getitem__(self, row: SupportsIndex | slice) -> Record | list[Record]:
        if isinstance(row, slice):
            return [self[one] for one in range(*row.indices(len(self)))]
        number = row.__index__()
        record = self._made.get(number)
        if record is None:
            if len(self._made) > MOST_KEPT:
                self._made = {}
            record = self._made[number] = self._columns.record(number)
        return record

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Records) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __iter__(self) -> Iterator[Record]:
        return (self._columns.record(row) for row in range(len(self)))


class RowsOfServices:
    """The rows of each service, by its id."""

    def __init__(self, service_ids: NDArray[np.void]) -> None:
        self._parts = service_ids.view(">u8").reshape(-1, 2)
        # The end of an id is different for almost every service, its beginning is the time.
        self._order = np.argsort(self._parts[:, 1], kind="stable")
        self._sorted = self._parts[self._order, 1]

    def __getitem__(self, service_id: UUID) -> list[int]:
        rows = self.get(service_id)
        if not rows:
            raise KeyError(service_id)
        return rows

    def get(self, service_id: UUID, default: Sequence[int] = ()) -> list[int]:
        """In their order; the default when there are none."""
        end, beginning = service_id.int & 0xFFFFFFFFFFFFFFFF, service_id.int >> 64
        first, last = (
            np.searchsorted(self._sorted, np.uint64(end), "left"),
            np.searchsorted(self._sorted, np.uint64(end), "right"),
        )
        rows = self._order[first:last]
        return [int(row) for row in rows if self._parts[row, 0] == beginning] or list(default)


def values_of(record: Record) -> Values:
    """The values of a record, as `Columns.of` takes them."""
    values = [getattr(record, name) for name in NAMES]
    for place, name in enumerate(NAMES[: len(IDS)]):
        values[place] = None if getattr(record, name) is None else getattr(record, name).hex
    return tuple(values)


def _column(name: str, values: Sequence[Any]) -> NDArray[Any]:
    if name in IDS:
        text = "".join([each or NO_ID for each in values]).replace("-", "")
        return np.frombuffer(bytes.fromhex(text), KINDS[name])
    return np.fromiter(values, KINDS[name], len(values))


def _reader(name: str, column: NDArray[Any]) -> Callable[[int], Any]:
    if name in IDS:
        return _reading_id(column)
    return _reading_number(column) if KINDS[name] is np.float64 else column.item


def _reading_number(column: NDArray[Any]) -> Callable[[int], float]:
    """Every NaN is the same one, so that equal records are equal."""
    item = column.item

    def read(row: int) -> float:
        number: float = item(row)
        return number if number == number else math.nan

    return read


def _reading_id(column: NDArray[Any]) -> Callable[[int], UUID | None]:
    """Makes a UUID three times as fast as its own class would."""
    item, new, say = column.item, UUID.__new__, object.__setattr__

    def read(row: int) -> UUID | None:
        number = int.from_bytes(item(row), "big")
        if not number:
            return None
        made = new(UUID)
        say(made, "int", number)
        say(made, "is_safe", SafeUUID.unknown)
        return made

    return read
