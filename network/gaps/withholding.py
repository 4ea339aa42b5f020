"""Which numbers of a county must not be shown, so that no small count of people can be worked out (0018).

Two tables for each county. Of the county as a whole: kinds, and of each needed = met + unmet, and unmet = its
causes; what a kind has beside the kinds below it is shown nowhere, but anybody can work it out, so it is
protected like the rest. Around ZIP codes: met and unmet of kinds that have enough of them somewhere, each a
table of its own, since nobody is both. Causes are not told there, and what was needed only where both are.

The second never weakens the first. A number that is withheld of a county is not told around its ZIP codes;
and a table around them stands only when it hides everything small while the county's numbers stay as they
are: else the rarest kinds are left out of it. Counties are never added up: each is a world of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from network.gaps.counting import Cell, Tallies, Tally, parent_of
from network.rules.causes import CAUSES
from network.rules.suppression import Line, withhold

CAUSE_NAMES = frozenset(cause.value for cause in CAUSES)
ALL_NAMES = CAUSE_NAMES | {"needed", "met", "unmet"}
MADE_OF = {"needed": ("met", "unmet"), "unmet": CAUSE_NAMES}
MOST_KINDS = 40  # told around ZIP codes: those needed most


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
    """One number; `is_rest`: what of a kind is of none of the kinds below it."""

    kind: str
    zip: str | None
    name: str
    is_rest: bool = False


def withheld_in(tallies: Tallies, least: int) -> Withheld:
    """What must not be shown of this county, of which these are all cells."""
    whole = {cell.kind: tally for cell, tally in tallies.items() if cell.zip is None}
    of_county = _of_county(whole, least)
    hidden: dict[Cell, set[str]] = defaultdict(set)
    told: dict[str, set[str]] = defaultdict(set)
    for name in MADE_OF["needed"]:
        counts = {
            (cell.kind, cell.zip): number
            for cell, tally in tallies.items()
            if (number := tally.numbers().get(name, 0))
        }
        shown = {kind for kind in whole if name not in of_county[kind]}
        around = _around(counts, shown, least)
        for kind in around.kinds:
            told[kind].add(name)
        for cell in tallies:
            if (cell.kind, cell.zip) in around.hidden:
                hidden[cell] |= {name, "needed"}
    both = frozenset(MADE_OF["needed"])
    return Withheld(
        of_county,
        {kind: _beside(both - names) | CAUSE_NAMES for kind, names in told.items()},
        {cell: frozenset(names) for cell, names in hidden.items()},
    )


def _beside(missing: frozenset[str]) -> frozenset[str]:
    """What was needed is told only where both of its parts are."""
    return missing | {"needed"} if missing else missing


def _of_county(whole: Mapping[str, Tally], least: int) -> dict[str, frozenset[str]]:
    numbers = {
        _Number(kind, None, name): number
        for kind, tally in whole.items()
        for name, number in tally.numbers().items()
    }
    numbers |= _rests(numbers, whole)
    hidden = _withhold(numbers, _parents(whole), least)
    return {
        kind: frozenset(each.name for each in hidden if each.kind == kind and not each.is_rest)
        for kind in whole
    }


class _Around(NamedTuple):
    """The kinds that are told around ZIP codes, and of which of these not."""

    kinds: frozenset[str]
    hidden: frozenset[tuple[str, str | None]]


def _around(counts: Mapping[tuple[str, str | None], int], shown: Iterable[str], least: int) -> _Around:
    """The table of one number of each kind and ZIP code, with as many kinds as can be told."""
    somewhere = {kind for (kind, zip_code), count in counts.items() if zip_code and count >= least}
    kinds = set(sorted(somewhere & set(shown), key=lambda kind: (-counts[kind, None], kind))[:MOST_KINDS])
    while kinds:
        numbers = {
            _Number(kind, zip_code, ""): count for (kind, zip_code), count in counts.items() if kind in kinds
        }
        numbers |= _rests(numbers, kinds)
        hidden = _withhold(numbers, _parents(kinds), least)
        blamed = {each for each in hidden if each.zip is None}
        if not blamed:
            return _Around(
                frozenset(kinds), frozenset((each.kind, each.zip) for each in hidden if not each.is_rest)
            )
        rarest = sorted(_to_blame(blamed, kinds), key=lambda kind: (counts[kind, None], kind))
        kinds.difference_update(rarest[: -(-len(rarest) // 2)])
    return _Around(frozenset(), frozenset())


def _to_blame(blamed: Iterable[_Number], kinds: set[str]) -> set[str]:
    """Without which kinds the county's own numbers might stay as they are."""
    parents = _parents(kinds)
    rests = {each.kind for each in blamed if each.is_rest}
    return {each.kind for each in blamed if not each.is_rest} | {
        kind for kind, above in parents.items() if above in rests
    }


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


def _withhold(numbers: Mapping[_Number, int], parents: Mapping[str, str], least: int) -> set[_Number]:
    """Those that must not be shown, by every sum that holds between them."""
    places = {number: place for place, number in enumerate(numbers)}
    sums: dict[tuple[_Number, str], list[int]] = defaultdict(list)
    for number, place in places.items():
        for total, parts in MADE_OF.items():
            if number.name in parts:
                sums[number._replace(name=total), "made of"].append(place)
        if number.zip is not None:
            sums[number._replace(zip=None), "where"].append(place)
        above = number.kind if number.is_rest else parents.get(number.kind)
        if above is not None:
            sums[number._replace(kind=above, is_rest=False), "what"].append(place)
    lines = [Line(places[total], tuple(parts)) for (total, _), parts in sums.items()]
    hidden = withhold(list(numbers.values()), lines, least)
    return {number for number, place in places.items() if place in hidden}
