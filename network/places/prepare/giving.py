"""What a town or ZIP code has beside its name and point: its reach, its clock, its town, its county."""

from __future__ import annotations

import math
from collections import defaultdict

import numpy as np
import shapely

from network.places.counties import county_at, get_county
from network.places.distance import Positions, metres_between
from network.places.point import Point
from network.places.prepare.counties import level
from network.places.prepare.reading import TownRow, ZipRow
from network.places.shapes import topology
from network.places.spelling import plain
from network.places.states import BY_CODE

ANOTHER_TOWN = 50_000.0  # metres from a ZIP code to the nearest town of its name: it must be another
ISLAND_ZONES = {
    "60": "Pacific/Pago_Pago",
    "66": "Pacific/Guam",
    "69": "Pacific/Saipan",
    "78": "America/St_Thomas",
}


def give_radius(zips: list[ZipRow]) -> None:
    """A ZIP code reaches as far as a circle of its land: all that is nearer to it than to any other."""
    middles = {(row.point.longitude, row.point.latitude): row for row in zips if row.has_area}
    spots = shapely.MultiPoint(level(np.array(list(middles))))
    cells = shapely.get_parts(shapely.voronoi_polygons(spots, ordered=True))
    land = {
        code: shapely.transform(
            shapely.make_valid(
                shapely.MultiPolygon([shapely.Polygon(p[0], p[1:]) for p in topology().outline(shape)])
            ),
            level,
        )
        for code, shape in ((state.code, topology().states[state.fips]) for state in BY_CODE.values())
    }
    for row, cell in zip(middles.values(), cells, strict=True):
        area = shapely.area(shapely.intersection(cell, land[row.state])) or shapely.area(cell)
        row.radius_m = round(min(100_000.0, max(500.0, math.sqrt(area / math.pi))) / 10) * 10
    known = [row for row in zips if row.radius_m]
    positions = Positions.of([row.point.latitude for row in known], [row.point.longitude for row in known])
    for row in zips:
        row.radius_m = row.radius_m or known[(positions.nearest(row.point) or (0, 0.0))[0]].radius_m


def give_zones(zips: list[ZipRow], towns: list[TownRow]) -> None:
    """The clock of the nearest town of the same state."""
    by_state: dict[str, list[TownRow]] = defaultdict(list)
    for town in towns:
        by_state[town.state].append(town)
    positions = {
        state: Positions.of([t.point.latitude for t in there], [t.point.longitude for t in there])
        for state, there in by_state.items()
    }
    for row in zips:
        if row.state in positions:
            row.zone = by_state[row.state][(positions[row.state].nearest(row.point) or (0, 0.0))[0]].zone
        else:
            row.zone = ISLAND_ZONES[BY_CODE[row.state].fips]


def give_towns(zips: list[ZipRow], towns: list[TownRow]) -> None:
    """The town of a ZIP code is the nearest of its name; those that are in no list of towns become one."""
    new: dict[int, list[ZipRow]] = defaultdict(list)
    by_name: dict[tuple[str, str], list[TownRow]] = defaultdict(list)
    for town in towns:
        by_name[plain(town.name), town.state].append(town)
    for row in zips:
        row.city = row.city or _city_at(row, towns)
        same = by_name[plain(row.city), row.state]
        near = min(same, key=lambda town: metres_between(town.point, row.point), default=None)
        if near is None or metres_between(near.point, row.point) > ANOTHER_TOWN:
            near = TownRow(row.city, row.state, row.point, 0, row.zone)
            same.append(near)
            towns.append(near)
        row.town = near
        if not near.radius_m:
            new[id(near)].append(row)
    for rows in new.values():
        _gather(rows)


def _gather(rows: list[ZipRow]) -> None:
    """A town we know only by its ZIP codes lies in their middle and reaches around them."""
    town = rows[0].town
    if town:
        latitude = sum(row.point.latitude for row in rows) / len(rows)
        longitude = sum(row.point.longitude for row in rows) / len(rows)
        town.point = Point(round(latitude, 4), round(longitude, 4))
        town.radius_m = round(max(metres_between(town.point, row.point) + row.radius_m for row in rows))


def _city_at(row: ZipRow, towns: list[TownRow]) -> str:
    """The Census names no city: take the nearest town of the state, or the island."""
    here = [town for town in towns if town.state == row.state]
    if here and row.state == "PR":
        return min(here, key=lambda town: metres_between(town.point, row.point)).name
    county = get_county(row.listed_county)
    return county.name if county else BY_CODE[row.state].name


def county_of(row: ZipRow | TownRow) -> str:
    """By its shape; by the source's word when the shapes put it into another state, across a river."""
    county = county_at(row.point)
    if county and county.state == row.state:
        return county.fips
    told = get_county(row.listed_county) if isinstance(row, ZipRow) else None
    return told.fips if told else county.fips if county else ""
