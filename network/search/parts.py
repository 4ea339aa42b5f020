"""Free places by population, for the rows that say so: a small table beside the column of all free places."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from network.search.records import SaidCapacity

NO_SUCH_PART = -1


@dataclass(frozen=True)
class Parts:
    """`free[p, i]`: free places of `populations[p]` at the row `rows[i]`; NO_SUCH_PART where it has none."""

    populations: tuple[str, ...]  # codes of facts: serves.women, …
    rows: NDArray[np.int32]  # ascending
    free: NDArray[np.int32]

    @classmethod
    def build(cls, said: Iterable[tuple[int, SaidCapacity | None]]) -> Parts:
        """From rows, ascending, and what each said."""
        with_parts = [(row, each.parts) for row, each in said if each is not None and each.parts]
        populations = tuple(sorted({part.population for _, parts in with_parts for part in parts}))
        free = np.full((len(populations), len(with_parts)), NO_SUCH_PART, np.int32)
        for place, (_, parts) in enumerate(with_parts):
            for part in parts:
                free[populations.index(part.population), place] = part.available
        return cls(populations, np.array([row for row, _ in with_parts], np.int32), free)

    def changed(self, said: dict[int, SaidCapacity | None]) -> Parts:
        """With what these rows say now."""
        concerned = [row for row, each in said.items() if each is not None and each.parts]
        if not concerned and not np.isin(list(said), self.rows).any():
            return self
        kept = {int(row): place for place, row in enumerate(self.rows) if int(row) not in said}
        new = Parts.build(sorted((row, said[row]) for row in concerned))
        populations = tuple(sorted({*self.populations, *new.populations}))
        rows = np.array(sorted({*kept, *concerned}), np.int32)
        free = np.full((len(populations), len(rows)), NO_SUCH_PART, np.int32)
        for old, chosen in ((self, list(kept.values())), (new, list(range(len(new.rows))))):
            places = np.searchsorted(rows, old.rows[chosen])
            for number, population in enumerate(old.populations):
                free[populations.index(population), places] = old.free[number, chosen]
        return Parts(populations, rows, free)

    def for_any_of(self, populations: Collection[str]) -> NDArray[np.int32]:
        """For each of `rows`, the free places for one of these populations."""
        chosen = [number for number, name in enumerate(self.populations) if name in populations]
        summed: NDArray[np.int32] = np.maximum(self.free[chosen], 0).sum(axis=0, dtype=np.int32)
        return summed
