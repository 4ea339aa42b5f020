"""Which numbers of a county must not be shown, so that no small count of people can be worked out (0018).

First the county as a whole: kinds of service, and of each needed = met + unmet. What a kind has beside the
kinds below it is shown nowhere, but anybody can work it out, so it is protected like the rest. Then three
tables that part what the first one shows: unmet by cause, unmet by ZIP code, met by ZIP code. What was needed
around a ZIP code is told where both of its parts are; causes are told of the whole county only.

The later tables never weaken the first. A number that it withholds is not parted at all; and a table stands
only when it hides everything small while the first one stays as it is: else the rarest kinds are left out of
it. Nor do they weaken each other: a need with another cause has the same ZIP code, and none is both met and
unmet. Counties are never added up: each is a world of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from network.gaps.counting import Cell, Tallies, Tally, parent_of
from network.gaps.exchanging import table_of
from network.rules.causes import CAUSES
from network.rules.suppression import Line, withhold
from network.search.kindred import with_parents

CAUSE_NAMES = frozenset(cause.value for cause in CAUSES)
ALL_NAMES = CAUSE_NAMES | {"needed", "met", "unmet"}
MET_OR_UNMET = ("met", "unmet")
WORTH = (16.0, 8.0, 4.0, 1.0)  # of all kinds together, the widest kinds, those below, and below those
WHOLE = 4.0  # times as much of the whole county: without it nothing is told in parts
MOST_KINDS = 40  # told in parts: those needed most


@dataclass(frozen=True)
class Withheld:
    """What must not be shown of one county."""

    of_county: Mapping[str, frozenset[str]]  # names of numbers, by kind
    around: Mapping[str, frozenset[str]]  # the same around every ZIP code; of other kinds: all of it
    of_zip: Mapping[Cell, frozenset[str]]  # beside that

    def names(self, cell: Cell) -> frozenset[str]:
        """What must not be shown of a cell."""
        if cell.zip is None:
            return self.of_county.get(cell.kind, frozenset())
        return self.around.get(cell.kind, ALL_NAMES) | self.of_zip.get(cell, frozenset())


class _Number(NamedTuple):
    """One number: of a kind, or (`is_rest`) what it has beside the kinds below it.

    `part`: a ZIP code or a cause; None: the whole county.
    """

    kind: str
    part: str | None
    name: str = ""
    is_rest: bool = False


class _Parted(NamedTuple):
    """The kinds that are told in parts, and which of their parts not."""

    kinds: frozenset[str]
    hidden: frozenset[tuple[str, str | None]]


Counts = Mapping[tuple[str, str | None], int]  # of kinds and their parts, where not 0


def withheld_in(tallies: Tallies, least: int) -> Withheld:
    """What must not be shown of this county, of which these are all cells."""
    whole = {cell.kind: tally for cell, tally in tallies.items() if cell.zip is None}
    of_county = _of_county(whole, least)
    around: dict[str, set[str]] = defaultdict(lambda: {"needed", *MET_OR_UNMET, *CAUSE_NAMES})
    of_zip: dict[Cell, set[str]] = defaultdict(set)
    for name in MET_OR_UNMET:
        counts = {(cell.kind, cell.zip): tally.numbers().get(name, 0) for cell, tally in tallies.items()}
        parted = _part(counts, {kind for kind in whole if name not in of_county[kind]}, least)
        for kind in parted.kinds:
            around[kind].discard(name)
        for cell in tallies:
            if (cell.kind, cell.zip) in parted.hidden:
                of_zip[cell] |= {name, "needed"}
    for kind, names in around.items():
        # Where nobody is, nobody is around any ZIP code.
        names -= {name for name in MET_OR_UNMET if not whole[kind].numbers().get(name)} - of_county[kind]
        if names.isdisjoint(MET_OR_UNMET):
            names.discard("needed")
    causes = _causes(whole, of_county, least)
    return Withheld(
        {kind: names | causes[kind] for kind, names in of_county.items()},
        {kind: frozenset(names) for kind, names in around.items()},
        {cell: frozenset(names) for cell, names in of_zip.items()},
    )


def _of_county(whole: Mapping[str, Tally], least: int) -> dict[str, frozenset[str]]:
    """What must not be shown of needed, met and unmet."""
    numbers = {
        _Number(kind, None, name): number
        for kind, tally in whole.items()
        for name, number in tally.numbers().items()
        if name not in CAUSE_NAMES
    }
    numbers |= _rests(numbers, whole)
    hidden = _withhold(numbers, _parents(whole), least)
    return {
        kind: frozenset(each.name for each in hidden if each.kind == kind and not each.is_rest)
        for kind in whole
    }


def _causes(
    whole: Mapping[str, Tally], of_county: Mapping[str, frozenset[str]], least: int
) -> dict[str, frozenset[str]]:
    """Which causes must not be shown of each kind."""
    counts: dict[tuple[str, str | None], int] = {(kind, None): tally.unmet for kind, tally in whole.items()}
    counts |= {
        (kind, cause.value): count for kind, tally in whole.items() for cause, count in tally.causes.items()
    }
    shown = {kind for kind in whole if "unmet" not in of_county[kind]}
    parted = _part(counts, shown, least)
    told = parted.kinds | {kind for kind in shown if not whole[kind].unmet}
    return {
        kind: frozenset(name for name in CAUSE_NAMES if kind not in told or (kind, name) in parted.hidden)
        for kind in whole
    }


def _part(counts: Counts, shown: Iterable[str], least: int) -> _Parted:
    """Kinds in parts, as many kinds as can be told so; only those of which the whole is shown."""
    somewhere = {kind for (kind, part), count in counts.items() if part and count >= least}
    kinds = set(sorted(somewhere & set(shown), key=lambda kind: (-counts[kind, None], kind))[:MOST_KINDS])
    while kinds:
        order, parents = sorted(kinds), _parents(kinds)
        parts = sorted(
            {part for (kind, part), count in counts.items() if count and part is not None and kind in kinds}
        )
        worth = [_worth(_Number(kind, "part")) for kind in order]
        cells = {(kind, part): count for (kind, part), count in counts.items() if part is not None}
        hidden, stuck = table_of(cells, parents, order, parts, worth, least).hide()
        if not stuck:
            rows, columns = np.nonzero(hidden)
            return _Parted(
                frozenset(kinds),
                frozenset((order[row], parts[column]) for row, column in zip(rows, columns, strict=True)),
            )
        blamed = {order[row] for row in stuck}
        blamed |= {kind for kind, above in parents.items() if above in blamed}
        rarest = sorted(blamed, key=lambda kind: (counts[kind, None], kind))
        kinds.difference_update(rarest[: -(-len(rarest) // 3)])
    return _Parted(frozenset(), frozenset())


def _parents(kinds: Iterable[str]) -> dict[str, str]:
    """The nearest kind above each, among these."""
    among = set(kinds)
    parents: dict[str, str] = {}
    for kind in among:
        above = parent_of(kind)
        while above is not None and above not in among:
            above = parent_of(above)
        if above is not None:
            parents[kind] = above
    return parents


def _rests(numbers: Mapping[_Number, int], kinds: Iterable[str]) -> dict[_Number, int]:
    """What each kind that has others below it has beside them, where that is not 0."""
    parents = _parents(kinds)
    rests = {
        each._replace(is_rest=True): number
        for each, number in numbers.items()
        if each.kind in parents.values()
    }
    for each, number in numbers.items():
        if each.kind in parents:
            rests[each._replace(kind=parents[each.kind], is_rest=True)] -= number
    return {each: number for each, number in rests.items() if number}


def _worth(number: _Number) -> float:
    """How much is lost when a number is withheld: the wider, the more; what is shown nowhere is no loss."""
    return (
        0.0
        if number.is_rest
        else WORTH[min(len(with_parents(number.kind)), len(WORTH) - 1)] * (1 if number.part else WHOLE)
    )


def _withhold(numbers: Mapping[_Number, int], parents: Mapping[str, str], least: int) -> set[_Number]:
    """Those that must not be shown, by every sum that holds between them."""
    places = {number: place for place, number in enumerate(numbers)}
    sums: dict[tuple[_Number, str], list[int]] = defaultdict(list)
    for number, place in places.items():
        if number.name in MET_OR_UNMET:
            sums[number._replace(name="needed"), "made of"].append(place)
        if number.part is not None:
            sums[number._replace(part=None), "parts"].append(place)
        above = number.kind if number.is_rest else parents.get(number.kind)
        if above is not None:
            sums[number._replace(kind=above, is_rest=False), "kinds"].append(place)
    lines = [Line(places[total], tuple(parts)) for (total, _), parts in sums.items()]
    hidden = withhold(list(numbers.values()), lines, least, [_worth(number) for number in numbers])
    return {number for number, place in places.items() if place in hidden}
