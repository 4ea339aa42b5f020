"""A table of kinds and their parts in which every kind's whole is shown: which cells must not be.

The proof that a small cell cannot be worked out is an *exchange*: of one kind, one person more has this part,
one less has another; of a second kind, or of none, it is the other way round. All wholes stay what they are,
and so does all that both kinds are counted in; whatever changes is withheld. For every small cell that
exchange is taken by which readers lose least.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

IMPOSSIBLE = 1e9
UNLIKELY = (
    1e3  # what it costs to move a count out of what those think who know which withheld counts are small
)


@dataclass(frozen=True)
class Table:
    """`counts`: kinds × parts, each kind with all below it; `parents`: the kind above each, -1: none here."""

    counts: Counts
    parents: Sequence[int]
    worth: Floats  # of each kind: what readers lose with one of its cells
    least: int

    def hide(self) -> tuple[Mask, set[int]]:
        """The cells that must not be shown, and kinds with something small for which there is no exchange."""
        hidden: Mask = (self.counts > 0) & (self.counts < self.least)
        safe = np.zeros_like(hidden), np.zeros_like(hidden)
        stuck: set[int] = set()
        targets = [
            (int(counts[kind, part]), kind, part, is_rest)
            for is_rest, counts in enumerate((self.counts, self.rests))
            for kind, part in np.argwhere((counts > 0) & (counts < self.least)).tolist()
            if not is_rest or kind in self.parents
        ]
        for _, kind, part, is_rest in sorted(targets):
            if not safe[is_rest][kind, part] and not self._protect(kind, part, bool(is_rest), hidden, safe):
                stuck.add(int(kind))
        return hidden, stuck

    @cached_property
    def rests(self) -> Counts:
        """What each kind has beside the kinds below it: those people can be exchanged."""
        rests = self.counts.copy()
        for kind, above in enumerate(self.parents):
            if above >= 0:
                rests[above] -= self.counts[kind]
        return rests

    @cached_property
    def within(self) -> Mask:
        """Whether somebody of a kind's rest (row) is counted in a kind (column)."""
        within = np.eye(len(self.parents) + 1, len(self.parents), dtype=np.bool_)  # the last: nobody
        for kind in range(len(self.parents)):
            above = self.parents[kind]
            while above >= 0:
                within[kind, above] = True
                above = self.parents[above]
        return within

    def _protect(self, kind: int, part: int, is_rest: bool, hidden: Mask, safe: tuple[Mask, Mask]) -> bool:
        """Withhold what the cheapest exchange changes that changes this cell; whether there is one."""
        prices = np.where(hidden, 0.01, self.worth[:, None] * (1 + np.log2(self.counts + 1)))
        best: tuple[float, int, int, int] = (IMPOSSIBLE, 0, 0, 0)
        for one in [kind] if is_rest else np.flatnonzero(self.within[:, kind]).tolist():
            only_one, only_other = self._changed(one)
            # Both in the cell's kind: it would stay what it is.
            allowed = np.ones(len(self.within), np.bool_) if is_rest else ~self.within[:, kind]
            allowed[one] = False
            for more in (1, -1):
                costs = self._costs(one, part, more, prices, only_one, only_other)
                costs[~allowed] = IMPOSSIBLE
                other, there = divmod(int(costs.argmin()), costs.shape[1])
                best = min(best, (float(costs[other, there]), one, other, there))
        cost, first, second, with_part = best
        if cost >= IMPOSSIBLE:
            return False
        changed = np.flatnonzero(self.within[first] ^ self.within[second])
        for at in (part, with_part):
            hidden[changed, at] |= self.counts[changed, at] > 0
            safe[0][changed, at] = True
            for row in {first, second} - {len(self.counts)}:
                safe[1][row, at] = True
        return True

    def _changed(self, one: int) -> tuple[Mask, Mask]:
        """For every second kind (row): which kinds change with the first one only, and with the second."""
        return self.within[one] & ~self.within, ~self.within[one] & self.within

    def _costs(
        self, one: int, part: int, more: int, prices: Floats, only_one: Mask, only_other: Mask
    ) -> Floats:
        """What each exchange costs, by the second kind and the other part."""
        up, down = self._steps
        first, second = (up, down) if more > 0 else (down, up)
        # The first kind has `more` of `part` and as many less of the other part; the second the reverse.
        costs = (only_one | only_other) @ prices
        here = only_one @ first + only_other @ second
        there = only_one @ second + only_other @ first
        total = costs[:, [part]] + costs + here[:, [part]] + there
        gives = np.vstack([self.rests > 0, np.ones((1, self.rests.shape[1]), np.bool_)])
        possible = gives[one] & gives[:, [part]] if more > 0 else gives[one, part] & gives
        total[~possible] = IMPOSSIBLE
        total[:, part] = IMPOSSIBLE
        return total

    @cached_property
    def _steps(self) -> tuple[Floats, Floats]:
        """What it costs beside the price to have one more, and one less, in each cell."""
        small = self.counts < self.least
        up = np.where(small & (self.counts == self.least - 1), UNLIKELY, 0.0)
        up[self.counts == 0] = IMPOSSIBLE  # everybody sees that nobody is there
        down = np.where(self.counts == self.least, UNLIKELY, 0.0)
        down[self.counts <= 1] = IMPOSSIBLE
        return up, down


def table_of(
    counts: Mapping[tuple[str, str], int], parents: Mapping[str, str], kinds: Sequence[str],
    parts: Sequence[str], worth: Sequence[float], least: int,
) -> Table:  # fmt: skip
    """The table of these kinds and parts, in this order."""
    rows = {kind: row for row, kind in enumerate(kinds)}
    cells = [[counts.get((kind, part), 0) for part in parts] for kind in kinds]
    return Table(
        np.array(cells, np.int64).reshape(len(kinds), len(parts)),
        [rows.get(parents.get(kind, ""), -1) if kind in parents else -1 for kind in kinds],
        np.array(worth, np.float64),
        least,
    )
