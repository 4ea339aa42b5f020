"""Decides which cells of many tables are withheld together, so that subtraction brings none of them back.

A *cell* is one row in one period. The same sums hold between cells whatever is counted in them, so we can
look at each count by itself, and at a whole year of tables at once: tens of thousands of counts, which
`network.rules.suppression.withhold`, made for sums of any shape, would take minutes for.
"""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from network.rules.suppression import Line

Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]
Wholes = NDArray[np.intp]
Rows = dict[int, dict[int, int]]  # sums, each as factors of its hidden cells
Step = tuple[int, dict[int, int]]

_PRIME = 2_147_483_647
_SEED = 20_260_101  # the same answer for the same numbers


@dataclass(frozen=True)
class Lines:
    """Every sum that holds between cells, for every count, and where each cell stands in them."""

    lines: tuple[Line, ...]
    members: tuple[Wholes, ...]  # of each line: its total and its parts
    cells: Wholes  # the same of all lines, one behind the other
    numbers: Wholes  # which line each of them is in
    of_cell: tuple[tuple[int, ...], ...]  # the lines that each cell is in
    is_member: Flags  # of any line

    @classmethod
    def of(cls, lines: Iterable[Line], cell_count: int) -> "Lines":
        lines = tuple(lines)
        members = tuple(np.array([line.total, *line.parts], dtype=np.intp) for line in lines)
        of_cell: list[list[int]] = [[] for _ in range(cell_count)]
        for number, some in enumerate(members):
            for cell in some:
                of_cell[cell].append(number)
        return cls(
            lines,
            members,
            np.concatenate([np.zeros(0, dtype=np.intp), *members]),
            np.repeat(np.arange(len(lines), dtype=np.intp), [len(some) for some in members]),
            tuple(map(tuple, of_cell)),
            np.array([bool(some) for some in of_cell], dtype=bool),
        )

    def telling(self, hidden: Flags, stuck: Flags) -> list[int]:
        """The lines that tell what is hidden in them."""
        count = np.bincount(self.numbers, weights=hidden[self.cells], minlength=len(self.lines))
        free = np.bincount(self.numbers, weights=(hidden & ~stuck)[self.cells], minlength=len(self.lines))
        likely = np.flatnonzero((count == 1) | ((count > 0) & (free == 0)))
        return [line for line in map(int, likely) if self.tells(line, hidden, stuck)]

    def tells(self, line: int, hidden: Flags, stuck: Flags) -> bool:
        """Whether a single cell is hidden, or below a total that is shown only such as cannot be less."""
        members = self.members[line]
        some = members[hidden[members]]
        return len(some) == 1 or bool(len(some) and stuck[some].all() and not hidden[self.lines[line].total])


def show(count: Numbers, wholes: Sequence[tuple[Numbers, Flags]], lines: Lines, least: int) -> Flags:
    """In which cells a count is shown: neither it nor what is missing to any whole that is shown is small,
    and none that is small follows from the others.

    `wholes`: the counts that it is a part of, the smallest first, and where they are shown. Where more must
    be withheld, it is in the cell with the fewest. 0 is always shown.
    """
    shown: Flags = ~_is_small(count, least)
    for whole, is_shown in wholes:
        shown &= ~(is_shown & _is_small(whole - count, least) & (count > 0))
    everywhere = np.ones_like(shown)
    known = [(count, everywhere), *((whole - count, is_shown) for whole, is_shown in wholes)]
    while not all(_protect(some, count, is_known, shown, lines) for some, is_known in known):
        pass
    return shown


def _is_small(count: Numbers, least: int) -> Flags:
    return np.asarray((count > 0) & (count < least))


def _protect(some: Numbers, count: Numbers, is_known: Flags, shown: Flags, lines: Lines) -> bool:
    """Withhold more of a count until of `some`, which is known where that is shown and `is_known`, nothing
    that is hidden follows from the rest; whether nothing had to be.

    Everybody knows that what is hidden is not 0: a 1 can only be more.
    """
    was_safe = True
    while True:
        hidden = (some > 0) & ~(shown & is_known)
        stuck = hidden & (count <= 1) & is_known
        telling = lines.telling(hidden, stuck)
        for line in telling:
            if lines.tells(line, hidden, stuck):
                _withhold_fewest(lines.members[line], some, count, shown, hidden)
        if not telling:
            found = min(worked_out(hidden, stuck, lines), default=None)
            if found is None or not _withhold_near(found, some, count, shown, hidden, lines):
                return was_safe
        was_safe = False


def _withhold_near(
    cell: int, some: Numbers, count: Numbers, shown: Flags, hidden: Flags, lines: Lines
) -> bool:
    """In the nearest sum, through hidden cells, in which there is something to withhold. (If there is none,
    all that hangs together is hidden, and could be twice as much.)"""
    waiting, seen = [cell], {cell}
    for at in waiting:
        for line in lines.of_cell[at]:
            members = lines.members[line]
            if _withhold_fewest(members, some, count, shown, hidden):
                return True
            new = [int(other) for other in members[hidden[members]] if int(other) not in seen]
            seen.update(new)
            waiting.extend(new)
    return False


def _withhold_fewest(members: Wholes, some: Numbers, count: Numbers, shown: Flags, hidden: Flags) -> bool:
    """The cell of a sum with the fewest; 0 protects nothing."""
    candidates = members[~hidden[members] & (some[members] > 0) & shown[members]]
    if not len(candidates):
        return False
    cell = candidates[np.argmin(count[candidates])]
    shown[cell], hidden[cell] = False, True
    return True


def worked_out(hidden: Flags, stuck: Flags, lines: Lines) -> set[int]:
    """The hidden cells that follow from the others: those that are 0 in whatever else the sums allow.

    We eliminate one hidden cell from the sums after the other, give those that stay free any values, and look
    which of the others cannot move (modulo a prime, so that it is exact). Those that are `stuck` can only be
    more; they are told by a sum that is left of them alone in which none can be more but for another's less.
    """
    rows = _rows(hidden, lines)
    steps, left = _eliminate(rows, lambda row: [cell for cell in row if not stuck[cell]])
    told = {cell for row in left.values() if len(set(map(_is_part, row.values()))) == 1 for cell in row}
    if told:
        return told
    further, _ = _eliminate(left, list)
    return _still([*steps, *further], np.flatnonzero(hidden & lines.is_member))


def _is_part(factor: int) -> bool:
    return factor < _PRIME // 2


def _eliminate(rows: Rows, able: Callable[[Mapping[int, int]], list[int]]) -> tuple[list[Step], Rows]:
    """Cells that are eliminated, each with what it is by others, and the sums in which none is able."""
    of_cell: dict[int, set[int]] = {}
    for number, row in rows.items():
        for cell in row:
            of_cell.setdefault(cell, set()).add(number)
    steps: list[Step] = []
    left: Rows = {}
    while rows:
        number = min(rows, key=lambda one: len(rows[one]))
        row = rows.pop(number)
        for cell in row:
            of_cell[cell].discard(number)
        if not (cells := able(row)):
            left |= {number: row} if row else {}
            continue
        pivot = min(cells, key=lambda cell: len(of_cell[cell]))
        inverse = pow(row[pivot], -1, _PRIME)
        row = {cell: factor * inverse % _PRIME for cell, factor in row.items()}
        for other in list(of_cell[pivot]):
            _subtract(rows[other], row, pivot, other, of_cell)
        steps.append((pivot, row))
    return steps, left


def _still(steps: Sequence[Step], cells: Iterable[int]) -> set[int]:
    chance = random.Random(_SEED)
    pivots = {pivot for pivot, _ in steps}
    moves = {int(cell): chance.randrange(1, _PRIME) for cell in cells if int(cell) not in pivots}
    for pivot, row in reversed(steps):
        others = (factor * moves[cell] for cell, factor in row.items() if cell != pivot)
        moves[pivot] = -sum(others) % _PRIME
    return {cell for cell, move in moves.items() if not move}


def _rows(hidden: Flags, lines: Lines) -> Rows:
    """Each sum with hidden cells as those cells' factors: 1 for a part, -1 for the total."""
    rows: Rows = {}
    for number in np.unique(lines.numbers[hidden[lines.cells]]):
        line = lines.lines[number]
        row = {part: 1 for part in line.parts if hidden[part]}
        if hidden[line.total]:
            row[line.total] = _PRIME - 1
        rows[int(number)] = row
    return rows


def _subtract(
    row: dict[int, int], of: dict[int, int], pivot: int, number: int, of_cell: dict[int, set[int]]
) -> None:
    times = row[pivot]
    for cell, factor in of.items():
        left = (row.get(cell, 0) - times * factor) % _PRIME
        if left:
            row[cell] = left
            of_cell[cell].add(number)
        elif cell in row:
            del row[cell]
            of_cell[cell].discard(number)
