"""What there is for those who need it: free places per need within reach, and how far the nearest is (0017).

Needs enter as they may be shown, so that nobody can work out from the answer what is withheld.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from network.gaps.areas import SOMEWHERE, Area, middle_of
from network.gaps.counting import Cell, Tallies, Tally
from network.gaps.observing import ALL_KINDS
from network.gaps.withholding import Withheld
from network.places.distance import Positions
from network.places.gazetteer import gazetteer
from network.places.point import Point
from network.rules.access import Bands, floating_catchment
from network.search.supply import Supply

Floats = NDArray[np.float64]

_PARTS = frozenset({"met", "unmet"})
_NOTHING = Tally()
PAIRS_AT_A_TIME = 4_000_000  # of an area and a place: 32 megabytes of distances


class Reach(NamedTuple):
    """How well somebody is served who needs a kind of service there; None where that cannot be said."""

    access: float | None = None  # free places per need
    nearest_open_m: float | None = None


def needs_as_shown(fips: str, tallies: Tallies, withheld: Withheld, least: int) -> dict[Cell, float]:
    """How many needs count around each ZIP code of one county, as far as a reader can know it.

    What is left of the county's number, or the threshold where that is withheld, counts evenly around the ZIP
    codes where something is withheld.
    """
    zips = {each.code for each in gazetteer().zip_codes_in(fips)} | {cell.zip for cell in tallies if cell.zip}
    needs: dict[Cell, float] = {}
    for kind in {cell.kind for cell in tallies}:
        whole = Cell(kind, fips)
        left = float(least if "needed" in withheld.of_county[kind] else tallies[whole].needed)
        untold: list[Cell] = []
        for cell in (Cell(kind, fips, zip_code) for zip_code in sorted(zips)):
            hidden = withheld.names(cell)
            numbers = tallies.get(cell, _NOTHING).numbers()
            needs[cell] = float(sum(numbers.get(name, 0) for name in _PARTS - hidden))
            left -= needs[cell]
            if _PARTS & hidden:
                untold.append(cell)
        around = untold or [Cell(kind, fips, zip_code) for zip_code in zips]
        for cell in around:
            needs[cell] += max(left, 0.0) / len(around)
    return needs


def without(supply: Supply, organization_ids: Collection[UUID]) -> Supply:
    """The supply as it is for people who cannot be sent there."""
    others = np.array([each not in organization_ids for each in supply.organization_ids], np.bool_)
    return replace(supply, places=supply.places * others, is_likely_free=supply.is_likely_free & others)


def reach_of(needs: Mapping[Cell, float], supply: Supply, bands: Bands) -> dict[Cell, Reach]:
    """How well every ZIP code and every county is served, for each kind that was needed in it."""
    areas = sorted({Area(cell.fips, cell.zip or SOMEWHERE) for cell in needs})
    placed = [(area, point) for area in areas if (point := middle_of(area)) is not None]
    rows = {area: row for row, (area, _) in enumerate(placed)}
    wanted: dict[str, Floats] = defaultdict(lambda: np.zeros(len(rows)))
    for cell, count in needs.items():
        wanted[cell.kind][rows[Area(cell.fips, cell.zip or SOMEWHERE)]] += count
    access, nearest = _served([point for _, point in placed], wanted, supply, bands)
    reach: dict[Cell, Reach] = {}
    for kind, counts in wanted.items():
        for fips in {cell.fips for cell in needs if cell.kind == kind}:
            own = np.array([row for area, row in rows.items() if area.fips == fips])
            for row in own:
                reach[Cell(kind, fips, placed[row][0].zip)] = _reach(access[kind][row], nearest[kind][row])
            there = own[counts[own] > 0]
            reach[Cell(kind, fips)] = _reach(
                np.average(access[kind][there], weights=counts[there]),
                np.average(nearest[kind][there], weights=counts[there]),
            )
    return reach


def _served(
    points: list[Point], wanted: Mapping[str, Floats], supply: Supply, bands: Bands
) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """Free places per need, and metres to the nearest that is likely free, of every point for each kind."""
    access = {kind: np.zeros(len(points)) for kind in wanted}
    nearest = {kind: np.full(len(points), np.inf) for kind in wanted}
    for columns, metres in _distances(points, supply):
        of_kind: dict[str, list[int]] = defaultdict(list)
        for place, column in enumerate(columns):
            for kind in (ALL_KINDS, *supply.kinds[column]):
                of_kind[kind].append(place)
        for kind in of_kind.keys() & wanted.keys():
            chosen = np.array(of_kind[kind])
            far = metres[:, chosen]
            # What a place has for all does not depend on the other places, so they may be added in pieces.
            access[kind] += floating_catchment(supply.places[columns[chosen]], wanted[kind], far, bands)
            likely = far[:, supply.is_likely_free[columns[chosen]]]
            nearest[kind] = np.minimum(nearest[kind], likely.min(axis=1, initial=np.inf))
    return access, nearest


def _distances(points: list[Point], supply: Supply) -> Iterator[tuple[NDArray[np.intp], Floats]]:
    """A piece of the supply at a time: its numbers, and metres from every point to each."""
    here = Positions.of([point.latitude for point in points], [point.longitude for point in points])
    free = np.flatnonzero(supply.places > 0)
    at_a_time = max(1, PAIRS_AT_A_TIME // max(len(points), 1))
    for start in range(0, len(free), at_a_time):
        columns = free[start : start + at_a_time]
        metres = np.empty((len(points), len(columns)))
        for place, column in enumerate(columns):
            at = Point(float(supply.latitudes[column]), float(supply.longitudes[column]))
            metres[:, place] = here.metres_from(at)
        yield columns, metres


def _reach(access: Any, nearest: Any) -> Reach:
    return Reach(round(float(access), 6), round(float(nearest), 1) if np.isfinite(nearest) else None)
