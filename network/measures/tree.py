"""Divides the referrals of a year in every way that a table does, and knows which sums hold between cells."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from network.measures.reading import Id, Sent
from network.rules.measures import By
from network.rules.suppression import Line

QUARTERS, MONTHS = 4, 12
YEAR = QUARTERS  # the place of the year, behind its quarters
STRETCHES = QUARTERS + 1
Key = tuple[By, str]
Value = TypeVar("Value", bound=Hashable)
Wholes = NDArray[np.intp]
WHOLE: Key = (By.ALL, "")
OWN = "."  # ends the key of what belongs to a branch of kinds, but to none of the kinds below it
_AGENCIES = frozenset({By.ORGANIZATION, By.SERVICE})


@dataclass(frozen=True)
class Tree:
    """Every row there is: the network first, then kinds, agencies and areas, each behind what it is a part
    of.

    A cell is a row in one stretch: its four quarters, then the year; behind them all the network's months.
    """

    keys: tuple[Key, ...]
    above: tuple[int, ...]  # of each row, the row that it is a part of; -1: the network is a part of nothing
    places: Mapping[Key, int]
    rows_of_each: tuple[Wholes, ...]  # the rows that each referral belongs to, one column for each way

    @property
    def size(self) -> int:
        """How many cells there are."""
        return STRETCHES * len(self.keys) + MONTHS

    def cells_of_each(self, months: Wholes) -> Iterator[Wholes]:
        """The cells that each referral belongs to; `months` (0 to 11) in which they were sent."""
        for rows in self.rows_of_each:
            yield STRETCHES * rows + months // 3
            yield STRETCHES * rows + YEAR
        yield STRETCHES * len(self.keys) + months

    def of_agencies(self) -> NDArray[np.bool_]:
        """Which cells are those of one organization or service."""
        rows = np.array([by in _AGENCIES for by, _ in self.keys], dtype=bool)
        return np.concatenate([np.repeat(rows, STRETCHES), np.zeros(MONTHS, dtype=bool)])

    def lines(self, *, with_agencies: bool) -> Iterator[Line]:
        """Every sum: a year of its quarters, the network's quarter of its months, a row of its parts."""
        parts: dict[tuple[int, By], list[int]] = {}
        for row, (by, _) in enumerate(self.keys):
            if by in _AGENCIES and not with_agencies:
                continue
            first = STRETCHES * row
            yield Line(first + YEAR, tuple(range(first, first + QUARTERS)))
            if row:
                parts.setdefault((self.above[row], by), []).append(row)
        months = STRETCHES * len(self.keys)
        for quarter in range(QUARTERS):
            yield Line(quarter, tuple(months + 3 * quarter + step for step in range(3)))
        for (row, _), below in parts.items():
            for stretch in range(STRETCHES):
                yield Line(STRETCHES * row + stretch, tuple(STRETCHES * one + stretch for one in below))


def grow_tree(sent: Sent) -> Tree:
    """The rows that a year's referrals have."""
    branches = [kind.partition(".")[0] for kind in sent.kinds]
    counties = [county for county, _ in sent.areas]
    growing = _Growing()
    columns = (
        np.zeros(len(sent), dtype=np.intp),
        growing.column(branches, lambda branch: ((By.KIND, branch), WHOLE)),
        growing.column(sent.kinds, lambda kind: (_kind(kind), (By.KIND, kind.partition(".")[0]))),
        growing.column(sent.organizations, lambda one: (_agency(one), WHOLE)),
        growing.column(
            list(zip(sent.services, sent.organizations, strict=True)),
            lambda pair: ((By.SERVICE, _text(pair[0])), _agency(pair[1])),
        ),
        growing.column(counties, lambda county: ((By.AREA, county), WHOLE)),
        growing.column(sent.areas, lambda area: ((By.AREA, "/".join(area)), (By.AREA, area[0]))),
    )
    return Tree(tuple(growing.places), tuple(growing.above), growing.places, columns)


class _Growing:
    """The rows of a tree while it grows."""

    def __init__(self) -> None:
        self.places: dict[Key, int] = {WHOLE: 0}
        self.above = [-1]

    def column(self, values: Sequence[Value], row: Callable[[Value], tuple[Key, Key]]) -> Wholes:
        """The row of each value; `row` says its key, and the key of what it is a part of."""
        rows: dict[Value, int] = {}
        for value in dict.fromkeys(values):
            key, parent = row(value)
            if key not in self.places:
                self.places[key] = len(self.above)
                self.above.append(self.places[parent])
            rows[value] = self.places[key]
        return np.array([rows[value] for value in values], dtype=np.intp)


def _kind(kind: str) -> Key:
    return By.KIND, kind if "." in kind else kind + OWN


def _agency(one: Id) -> Key:
    return By.ORGANIZATION, _text(one)


def _text(one: Id) -> str:
    """An id as addresses and files have it, whichever way the database gives it."""
    return str(one if isinstance(one, UUID) else UUID(str(one)))


def add_up(counts: NDArray[np.int64], cells_of_each: Iterable[Wholes], size: int) -> NDArray[np.int64]:
    """What each referral counts for, in each cell together."""
    together = np.zeros(size, dtype=np.int64)
    for cells in cells_of_each:
        together += np.bincount(cells, weights=counts, minlength=size).astype(np.int64)
    return together


def count_different(codes: Wholes, cells_of_each: Iterable[Wholes], size: int) -> NDArray[np.int64]:
    """How many different codes there are in each cell; -1 does not count."""
    different = np.zeros(size, dtype=np.int64)
    most = int(codes.max(initial=-1)) + 1
    for cells in cells_of_each:
        pairs = np.unique(cells[codes >= 0] * most + codes[codes >= 0])
        different += np.bincount(pairs // max(most, 1), minlength=size)
    return different


def sorted_by_cell(
    values: NDArray[np.float64], cells_of_each: Sequence[Wholes]
) -> dict[int, NDArray[np.float64]]:
    """The values in each cell, the smallest first, without NaN."""
    there = ~np.isnan(values)
    found: dict[int, NDArray[np.float64]] = {}
    for cells in cells_of_each:
        here, some = cells[there], values[there]
        if not some.size:
            continue
        order = np.lexsort((some, here))
        starts = np.flatnonzero(np.diff(here[order], prepend=-1))
        for start, part in zip(starts, np.split(some[order], starts[1:]), strict=True):
            found[int(here[order][start])] = part
    return found
