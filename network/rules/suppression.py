"""Which counts of people must not be shown, so that none that is small can be worked out from the others.

For every small count there must be a second table of whole numbers that agrees with all that is shown and in
which that count is another one. We look for such a table by moving people from count to count, withhold what
has to move, and keep what we found as the proof. What is defended against, and what is not:
docs/decisions/0018-withheld-counts.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from network.rules.suppression_moves import Floats, Move, Paths, Sums, find_move

NO_LOSS = 0.01  # what it costs to move what is withheld already: a little, so that moves stay short


@dataclass(frozen=True)
class Line:
    """One sum that everybody knows: a total and its parts, as places in the list of values."""

    total: int
    parts: tuple[int, ...]


def withhold(
    values: Sequence[int], lines: Sequence[Line], least: int, worth: Sequence[float] = ()
) -> set[int]:
    """Places of the values that must not be shown: those under `least`, and what would give them away.

    0 is always shown. Give every value that is shown and every sum that holds between them, of all views
    that are published together; a difference that anyone can take (sent less answered) is a value too, shown
    or not. `worth` says how much readers lose with each beside those that are small: nothing (0) where it is
    shown nowhere; without it all are worth the same, and large counts a little more than others. Raises
    ValueError where a line does not add up or a count is below 0.
    """
    _check(values, lines)
    prices = np.array(worth or [1.0] * len(values)) * (1 + np.log2(np.array(values, dtype=np.float64) + 1))
    withheld: set[int] = set()
    for places, inside in _families(values, lines):
        found = _withhold([values[place] for place in places], inside, least, prices[places] + NO_LOSS)
        withheld.update(places[at] for at in found)
    return withheld


def _families(values: Sequence[int], lines: Sequence[Line]) -> Iterator[tuple[list[int], Sums]]:
    """What hangs together through sums, each with its own; what is 0 is shown, and cannot move."""
    some = [
        Line(line.total, tuple(part for part in line.parts if values[part]))
        for line in lines
        if values[line.total]
    ]
    touching: dict[int, list[Line]] = {at: [] for at, value in enumerate(values) if value}
    for line in some:
        for at in (line.total, *line.parts):
            touching[at].append(line)
    left = set(touching)
    while left:
        inside: dict[Line, None] = {}
        places = [left.pop()]
        for at in places:  # grows while we read it
            for line in touching[at]:
                inside[line] = None
                new = left & {line.total, *line.parts}
                left -= new
                places.extend(new)
        places.sort()
        number = {at: index for index, at in enumerate(places)}
        yield (
            places,
            Sums.of(
                len(places),
                [(number[line.total], tuple(number[at] for at in line.parts)) for line in inside],
            ),
        )


def _withhold(values: Sequence[int], sums: Sums, least: int, worth: Floats) -> set[int]:
    small = [at for at, value in enumerate(values) if value < least]
    if not small:
        return set()
    amounts = np.array(values, dtype=np.float64)
    paths = Paths.of(values, sums)
    moves: list[Move] = []
    hidden = set(small)
    moved: set[int] = set()
    for at in sorted(small, key=lambda at: (values[at], at)):
        if at not in moved:
            prices = worth.copy()
            prices[list(hidden)] = NO_LOSS
            move = _move_of(at, amounts, paths, prices, least)
            moves.append(move)
            hidden.update(move)
            moved.update(move)
    return set(small).union(*_needed(moves, set(small)))


def _move_of(at: int, values: Floats, paths: Paths, prices: Floats, least: int) -> Move:
    """A move of this small count that even those cannot rule out who know which withheld counts are small.

    Where there is none, one for those who do not know; all that hangs together could be twice as much.
    """
    low = np.where(values < least, 1.0, float(least))
    high = np.where(values < least, least - 1.0, np.inf)
    one, boundless = np.ones_like(values), np.full_like(values, np.inf)
    return (
        find_move(at, values, paths, low, high, prices)
        or find_move(at, values, paths, one, boundless, prices)
        or {other: int(value) for other, value in enumerate(values)}
    )


def _needed(moves: Sequence[Move], small: set[int]) -> list[Move]:
    """The moves without those that protect nothing which another does not."""
    protecting = dict.fromkeys(small, 0)
    for move in moves:
        for place in move.keys() & small:
            protecting[place] += 1
    kept: list[Move] = []
    for move in reversed(moves):
        mine = move.keys() & small
        if all(protecting[place] > 1 for place in mine):
            for place in mine:
                protecting[place] -= 1
        else:
            kept.append(move)
    return kept


def _check(values: Sequence[int], lines: Sequence[Line]) -> None:
    if any(value < 0 for value in values):
        raise ValueError("A count is below 0.")
    for line in lines:
        if len({line.total, *line.parts}) != 1 + len(line.parts):
            raise ValueError(f"{line} names a value twice.")
        if values[line.total] != sum(values[part] for part in line.parts):
            raise ValueError(f"{line} does not add up.")
