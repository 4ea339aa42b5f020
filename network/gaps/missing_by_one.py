"""Places that would have met needs but for one condition, as far as their numbers may be shown.

A number here says something of some of the unmet needs, and so of the rest, and of the rest of those with the
reason that goes with the condition: each must be none or enough, also where one kind is taken from the kind
above it. Where the reason is not told, neither is this.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from network.gaps.counting import Cell, Tallies, kinds_of, parent_of
from network.gaps.observing import Observed
from network.gaps.withholding import Withheld
from network.rules.causes import REASON_OF
from network.search.engine import Miss
from network.tables import Cause

MOST = 10  # of one kind in one county


class Help(NamedTuple):
    """So many needs of one cell would be met, if this place did not miss one condition."""

    cell: Cell
    miss: Miss
    needs: int


def helps(
    observed: Observed, tallies: Tallies, withheld: Mapping[str | None, Withheld], least: int
) -> list[Help]:
    """What would have helped, the most needs first, and only what may be shown."""
    found: list[Help] = []
    for (fips, miss), counts in _count(observed).items():
        found += _Tree(fips, miss, counts, tallies, withheld[fips], least).shown()
    kept: list[Help] = []
    of_cell: Counter[Cell] = Counter()
    for one in sorted(found, key=lambda one: (-one.needs, one.cell, str(one.miss))):
        of_cell[one.cell] += 1
        if of_cell[one.cell] <= MOST:
            kept.append(one)
    return kept


def _count(observed: Observed) -> dict[tuple[str | None, Miss], Counter[str]]:
    """How many needs of each kind, with all above it."""
    counts: dict[tuple[str | None, Miss], Counter[str]] = defaultdict(Counter)
    for (kind, fips, diagnosis), count in observed.misses.items():
        for miss in diagnosis.near_misses:
            for each in kinds_of(kind):
                counts[fips, miss][each] += count
    return counts


@dataclass
class _Tree:
    """What one change at one place would mean in one county, for each kind."""

    fips: str | None
    miss: Miss
    counts: Counter[str]
    tallies: Tallies
    withheld: Withheld
    least: int

    def shown(self) -> list[Help]:
        """Kinds from the widest down; a kind is shown while what remains above it is none or enough."""
        reason = REASON_OF.get(self.miss.condition, Cause.OTHER)
        rests: dict[str, tuple[int, ...]] = {}
        for kind in sorted(self.counts, key=lambda kind: (len(kinds_of(kind)), -self.counts[kind], kind)):
            helped, tally = self.counts[kind], self.tallies[Cell(kind, self.fips)]
            told = helped, tally.unmet - helped, tally.causes[reason] - helped
            is_withheld = not self.withheld.of_county[kind].isdisjoint({"unmet", reason.value})
            if helped < self.least or is_withheld or not all(map(self._may_tell, told)):
                continue
            above = self._shown_above(kind, rests)
            if above is not None:
                rest = tuple(more - less for more, less in zip(rests[above], told, strict=True))
                if not all(map(self._may_tell, rest)):
                    continue
                rests[above] = rest
            rests[kind] = told
        return [Help(Cell(kind, self.fips), self.miss, self.counts[kind]) for kind in rests]

    def _shown_above(self, kind: str, rests: Mapping[str, tuple[int, ...]]) -> str | None:
        above = parent_of(kind)
        while above is not None and above not in rests:
            above = parent_of(above)
        return above

    def _may_tell(self, number: int) -> bool:
        return number == 0 or abs(number) >= self.least
