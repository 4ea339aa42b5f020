"""Moving people between counts so that every sum stays what it was: proof that a count can be another one.

All that one person adds to the counts, from the smallest one up to the grand total, is a *path*. Adding one
path and taking away another leaves every sum right, and cancels what they share; so the search adds and takes
away paths until what remains is cheap: little that is not withheld already, and nothing out of bounds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

Move = Mapping[int, int]  # place of a value → how much more or less it is
Floats = NDArray[np.float64]
Wholes = NDArray[np.intp]

STARTS = 4  # paths that a search begins with, in both directions
CHEAP = 1.0  # a move that costs less takes nothing that is not withheld already
STEPS = 24  # paths that it adds or takes away, at most
FORBIDDEN = 1e4  # what a move out of bounds costs: more than any that is not


@dataclass(frozen=True)
class Sums:
    """Sums among values that are not 0: the total and the parts of each, and the sums of each value."""

    totals: tuple[int, ...]
    parts: tuple[tuple[int, ...], ...]
    as_total: tuple[tuple[int, ...], ...]
    as_part: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, values: int, sums: Sequence[tuple[int, tuple[int, ...]]]) -> Sums:
        as_total: list[list[int]] = [[] for _ in range(values)]
        as_part: list[list[int]] = [[] for _ in range(values)]
        for number, (total, parts) in enumerate(sums):
            as_total[total].append(number)
            for part in parts:
                as_part[part].append(number)
        totals, parts_of = tuple(total for total, _ in sums), tuple(parts for _, parts in sums)
        return cls(totals, parts_of, tuple(map(tuple, as_total)), tuple(map(tuple, as_part)))

    def path(self, leaf: int, values: Sequence[int]) -> list[int] | None:
        """All counts that one more person in this smallest one would add to; None: we find no such person."""
        path: dict[int, None] = {}
        self._climb(leaf, path)
        for at in (climbed := list(path)):  # grows: a total that was reached needs one of its parts
            for number in self.as_total[at]:
                if path.keys().isdisjoint(self.parts[number]):
                    before = set(path)
                    self._climb(max(self.parts[number], key=lambda part: values[part]), path)
                    climbed.extend(path.keys() - before)
        fits = all(
            sum(part in path for part in self.parts[number]) == (self.totals[number] in path)
            for at in path
            for number in (*self.as_total[at], *self.as_part[at])
        )
        return sorted(path) if fits else None

    def _climb(self, start: int, path: dict[int, None]) -> None:
        """Add a value and every total that it is counted in, up to the last."""
        waiting = [start]
        while waiting:
            at = waiting.pop()
            if at not in path:
                path[at] = None
                waiting.extend(self.totals[number] for number in self.as_part[at])


@dataclass(frozen=True)
class Paths:
    """Every path, one behind the other, as places of values."""

    places: Wholes
    starts: Wholes
    of_value: Mapping[int, Sequence[int]]

    @classmethod
    def of(cls, values: Sequence[int], sums: Sums) -> Paths:
        leaves = [at for at, totals in enumerate(sums.as_total) if not totals]
        paths = [path for leaf in leaves if (path := sums.path(leaf, values))]
        of_value: dict[int, list[int]] = {}
        for number, path in enumerate(paths):
            for at in path:
                of_value.setdefault(at, []).append(number)
        lengths = [len(path) for path in paths]
        return cls(
            np.array([at for path in paths for at in path], dtype=np.intp),
            np.cumsum([0, *lengths[:-1]], dtype=np.intp)[: len(paths)],
            of_value,
        )

    def __getitem__(self, number: int) -> Wholes:
        end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.places)
        return self.places[self.starts[number] : end]

    def summed(self, worth: Floats) -> Floats:
        """What the values on each path are worth together."""
        return np.add.reduceat(worth[self.places], self.starts)


class Moving:
    """One move in the making, and what one more or one less would cost at every value."""

    def __init__(self, values: Floats, low: Floats, high: Floats, prices: Floats, place: int) -> None:
        self.values, self.low, self.high, self.prices, self.place = values, low, high, prices, place
        self.by = np.zeros_like(values)
        everywhere = np.arange(len(values))
        self.now, self.more, self.less = (self._cost(everywhere, step) for step in (0, 1, -1))
        self.more -= self.now
        self.less -= self.now

    def move(self, path: Wholes, way: int) -> None:
        """One more (1) or one less (-1) along a path."""
        self.by[path] += way
        self.now[path] = self._cost(path, 0)
        self.more[path] = self._cost(path, 1) - self.now[path]
        self.less[path] = self._cost(path, -1) - self.now[path]

    def _cost(self, places: Wholes, step: int) -> Floats:
        by = self.by[places] + step
        to = self.values[places] + by
        out = np.maximum(np.maximum(self.low[places] - to, to - self.high[places]), 0)
        cost = np.where(by != 0, self.prices[places] + FORBIDDEN * out, 0.0)
        cost[(places == self.place) & (by == 0)] = FORBIDDEN * FORBIDDEN
        return cost


def find_move(
    place: int, values: Floats, paths: Paths, low: Floats, high: Floats, prices: Floats
) -> Move | None:
    """The cheapest move that we find of a value within the bounds; None: none found."""
    best: tuple[float, Floats] = (FORBIDDEN, values)
    mine = sorted(paths.of_value.get(place, ()), key=lambda number: float(prices[paths[number]].sum()))
    for number, way in product(mine[:STARTS], (1, -1)):
        moving = Moving(values, low, high, prices, place)
        best = min(best, _walk(moving, paths, number, way), key=lambda found: found[0])
        if best[0] < CHEAP:
            break
    if best[0] >= FORBIDDEN:
        return None
    return {int(at): int(best[1][at]) for at in np.flatnonzero(best[1])}


def _walk(moving: Moving, paths: Paths, number: int, way: int) -> tuple[float, Floats]:
    """Add or take away the best path again and again, never back; the cheapest move on the way."""
    moving.move(paths[number], way)
    taken = [(number, way)]
    best = (float(moving.now.sum()), moving.by.copy())
    for _ in range(STEPS):
        more, less = paths.summed(moving.more), paths.summed(moving.less)
        more[[at for at, way in taken if way < 0]] = np.inf
        less[[at for at, way in taken if way > 0]] = np.inf
        add, take = int(more.argmin()), int(less.argmin())
        step = (add, 1) if more[add] <= less[take] else (take, -1)
        moving.move(paths[step[0]], step[1])
        taken.append(step)
        if (total := float(moving.now.sum())) < best[0] - 1e-9:
            best = (total, moving.by.copy())
        if best[0] < CHEAP:
            break
    return best
