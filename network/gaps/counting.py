"""Adds up what was observed: every kind with all below it, every county with its ZIP codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from network.gaps.observing import ALL_KINDS, Sort
from network.rules.causes import CAUSES
from network.search.kindred import kinds_by_code, with_parents
from network.tables import Cause


class Cell(NamedTuple):
    """One figure of a survey. `zip` None: the whole county; empty: in it, but not known where."""

    kind: str
    fips: str | None
    zip: str | None = None


@dataclass
class Tally:
    """How many of a cell found a service (or only wait for an answer), and how many did not, by cause."""

    met: int = 0
    causes: Counter[Cause] = field(default_factory=Counter)

    @property
    def unmet(self) -> int:
        return self.causes.total()

    @property
    def needed(self) -> int:
        return self.met + self.unmet

    def add(self, cause: Cause | None, count: int) -> None:
        if cause is None:
            self.met += count
        else:
            self.causes[cause] += count

    def numbers(self) -> dict[str, int]:
        """Every number that is not 0, by its name in `GapFigure.withheld`."""
        named = {"needed": self.needed, "met": self.met, "unmet": self.unmet}
        named |= {cause.value: self.causes[cause] for cause in CAUSES}
        return {name: number for name, number in named.items() if number}


Tallies = dict[Cell, Tally]


def add_up(counts: Mapping[Sort, int]) -> Tallies:
    """Every cell in which something was needed."""
    tallies: Tallies = {}
    for (kind, area, cause), count in counts.items():
        for each in kinds_of(kind):
            for zip_code in (None,) if area.fips is None else (None, area.zip):
                tallies.setdefault(Cell(each, area.fips, zip_code), Tally()).add(cause, count)
    return tallies


def kinds_of(kind: str) -> tuple[str, ...]:
    """The kind, all above it, and all kinds together."""
    return (*with_parents(kind), ALL_KINDS) if kind else (ALL_KINDS,)


def parent_of(kind: str) -> str | None:
    """The kind above; all kinds together above the widest; None above those."""
    if kind == ALL_KINDS:
        return None
    return kinds_by_code()[kind].parent or ALL_KINDS


def by_county(tallies: Tallies) -> Iterator[tuple[str | None, Tallies]]:
    """The cells of each county, of each kind the county before its ZIP codes; last those of nowhere."""
    counties: dict[str | None, Tallies] = {}
    for cell in sorted(tallies, key=lambda cell: (cell.kind, cell.zip is not None, cell.zip or "")):
        counties.setdefault(cell.fips, {})[cell] = tallies[cell]
    for fips in sorted(counties, key=lambda fips: (fips is None, fips or "")):
        yield fips, counties[fips]
