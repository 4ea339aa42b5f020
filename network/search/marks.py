"""What filters and facets ask for ("kind:work", "language:es", …), one bit for each record.

Sixty-four records are a block; all marks of a block lie side by side, so that those of a few blocks are
counted without touching the others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Rows = NDArray[np.intp]
Bits = NDArray[np.uint64]
Counts = NDArray[np.int64]

AT_A_TIME = 1024  # blocks: what is worked on stays in the processor's cache
WHEELCHAIR, COURT_ORDERED = "fact:access.wheelchair", "fact:court-ordered.accepted"
COUNTED_FIRST = (  # marks that are counted beside filters
    *("kind:", "language:", "fact:cost.", "fact:payer."),
    *(WHEELCHAIR, COURT_ORDERED),
)
MOST_REMEMBERED = 256
BLOCK = 64


@dataclass(frozen=True)
class Offered:
    """The numbers of marks that are values of one filter, and these values, in their order."""

    numbers: Rows
    values: tuple[str, ...]


@dataclass(frozen=True)
class Marks:
    """`bits[block, numbers[mark]]` has one bit for each of the block's records, the lowest for the first.

    The first `counted` marks are those that are counted beside filters.
    """

    size: int
    numbers: dict[str, int]
    counted: int
    bits: Bits
    _together: dict[tuple[int, ...], Bits] = field(default_factory=dict, repr=False)

    @classmethod
    def build(cls, marked: Iterable[Iterable[str]]) -> Marks:
        """From the marks of each record."""
        sets: dict[frozenset[str], int] = {}
        which = np.array([sets.setdefault(frozenset(own), len(sets)) for own in marked], np.int32)
        numbers = _numbered({mark for own in sets for mark in own})
        counted = sum(mark.startswith(COUNTED_FIRST) for mark in numbers)
        table = np.zeros((len(sets), len(numbers)), np.bool_)
        for number, own in enumerate(sets):
            table[number, [numbers[mark] for mark in own]] = True
        return cls(len(which), numbers, counted, _packed_table(table, which))

    def any_of(self, marks: Iterable[str]) -> Mask:
        """The records that have at least one of the marks."""
        return unpacked(self.bits_of(marks), self.size)

    def any_of_at(self, marks: Iterable[str], rows: Rows) -> Mask:
        """Of these records, those that have at least one of the marks."""
        bits = self.bits_of(marks)[rows >> 6] >> (rows & 63).astype(np.uint64)
        found: Mask = (bits & np.uint64(1)).astype(np.bool_)
        return found

    def bits_of(self, marks: Iterable[str]) -> Bits:
        """The same for all records, one bit each."""
        known = tuple([self.numbers[mark] for mark in marks if mark in self.numbers])
        bits = self._together.get(known)
        if bits is None:
            if len(self._together) > MOST_REMEMBERED:
                self._together.clear()
            bits = np.bitwise_or.reduce(self.bits[:, list(known)], axis=1, initial=np.uint64(0))
            self._together[known] = bits
        return bits

    def offered_of(self, beginning: str, among: Collection[str] | None = None) -> Offered:
        """Of the marks that are counted beside filters, those of one sort; `among`: no others than these."""
        offered = self._offered.get(beginning)
        if offered is None:
            marks = [mark for mark in list(self.numbers)[: self.counted] if mark.startswith(beginning)]
            marks = sorted(mark for mark in marks if among is None or mark in among)
            numbers = np.array([self.numbers[mark] for mark in marks], np.intp)
            offered = Offered(numbers, tuple(mark.removeprefix(beginning) for mark in marks))
            self._offered[beginning] = offered
        return offered

    @cached_property
    def _offered(self) -> dict[str, Offered]:
        return {}

    def counts_of(self, records: Mask) -> Counts:
        """How many of these records have each of the marks that are counted."""
        return self._all_counted if records.all() else self.counts(None, packed(records))

    @cached_property
    def _all_counted(self) -> Counts:
        return self.counts(None, packed(np.ones(self.size, np.bool_)))

    def counts(self, blocks: Rows | None, bits: Bits) -> Counts:
        """How many of these records have each of the marks that are counted. `blocks`: where they are, None
        for everywhere; `bits`: which of each block."""
        counts = np.zeros(self.counted, np.int64)
        for start in range(0, len(bits), AT_A_TIME):
            piece = slice(start, start + AT_A_TIME)
            rows = self.bits[piece, : self.counted]
            if blocks is not None:
                rows = self.bits[blocks[piece], : self.counted]
            ones = np.bitwise_count(rows & bits[piece, np.newaxis])
            counts += ones.sum(axis=0, dtype=np.int64)
        return counts

    def starting(self, beginning: str) -> list[str]:
        """All marks of one sort, e.g. "kind:"."""
        return [mark for mark in self.numbers if mark.startswith(beginning)]


def packed(records: Mask) -> Bits:
    """One bit for each record."""
    small = np.packbits(records, bitorder="little")
    whole = np.zeros(-(-len(records) // BLOCK) * 8, np.uint8)
    whole[: len(small)] = small
    return whole.view(np.uint64)


def unpacked(bits: Bits, size: int) -> Mask:
    """One truth for each record."""
    return np.unpackbits(bits.view(np.uint8), count=size, bitorder="little").view(np.bool_)


def _numbered(marks: set[str]) -> dict[str, int]:
    ordered = sorted(marks, key=lambda mark: (not mark.startswith(COUNTED_FIRST), mark))
    return {mark: number for number, mark in enumerate(ordered)}


def _packed_table(table: Mask, which: NDArray[np.int32]) -> Bits:
    """The marks of each record, from the sets that there are and which of them each has."""
    blocks = -(-len(which) // BLOCK)
    bits = np.empty((blocks, table.shape[1]), np.uint64)
    for start in range(0, blocks, AT_A_TIME):
        rows = table[which[start * BLOCK : (start + AT_A_TIME) * BLOCK]]
        here, marks = -(-len(rows) // BLOCK), table.shape[1]
        whole = np.zeros((here * BLOCK, marks), np.bool_)
        whole[: len(rows)] = rows
        small = np.packbits(whole.reshape(here, BLOCK, marks), axis=1, bitorder="little").transpose(0, 2, 1)
        bits[start : start + AT_A_TIME] = np.ascontiguousarray(small).view(np.uint64)[..., 0]
    return bits
