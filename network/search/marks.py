"""What filters and facets ask for ("kind:work", "language:es", …), one bit for each record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Marks:
    """`bits[numbers[mark]]` has one bit for each of `size` records, 64 to a number."""

    size: int
    numbers: dict[str, int]
    bits: NDArray[np.uint64]

    @classmethod
    def build(cls, marked: Iterable[Iterable[str]]) -> Marks:
        """From the marks of each record."""
        marked = list(marked)
        size = len(marked)
        numbers: dict[str, int] = {}
        pairs = [
            (numbers.setdefault(mark, len(numbers)), row) for row, own in enumerate(marked) for mark in own
        ]
        table = np.zeros((len(numbers), size), np.bool_)
        if pairs:
            mark_numbers, rows = np.array(pairs, np.int64).T
            table[mark_numbers, rows] = True
        return cls(size, numbers, _packed(table))

    def any_of(self, marks: Iterable[str]) -> Mask:
        """The records that have at least one of the marks."""
        known = [self.numbers[mark] for mark in marks if mark in self.numbers]
        together = np.bitwise_or.reduce(self.bits[known], axis=0, initial=np.uint64(0))
        return np.unpackbits(together.view(np.uint8), count=self.size).view(np.bool_)

    def counts(self, records: Mask, marks: Sequence[str]) -> list[int]:
        """How many of these records have each of the marks."""
        known = [self.numbers[mark] for mark in marks]
        both = self.bits[known] & _packed(records[np.newaxis, :])
        return [int(count) for count in np.bitwise_count(both).sum(axis=1, dtype=np.int64)]

    def starting(self, beginning: str) -> list[str]:
        """All marks of one sort, e.g. "kind:"."""
        return [mark for mark in self.numbers if mark.startswith(beginning)]


def _packed(table: Mask) -> NDArray[np.uint64]:
    packed = np.packbits(table, axis=1)
    return np.pad(packed, ((0, 0), (0, -packed.shape[1] % 8))).view(np.uint64)
