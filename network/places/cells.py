"""ZIP codes as areas: the ground of a county, every piece with the ZIP code whose middle is nearest to it.

The post office draws no areas, and ours must not name real streets as borders: these are Voronoi cells around
the middles of the gazetteer, clipped to the county. They cover the county once and overlap nowhere.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import shapely
from shapely import MultiPolygon
from shapely.affinity import scale
from shapely.ops import nearest_points

from network.places.gazetteer import ZipCode, gazetteer
from network.places.point import Point
from network.places.shapes import Shape, topology
from network.places.states import BY_CODE

MOST_COUNTIES = 64  # whose cells are kept; those of the largest take 50 ms
DIGITS = 9  # of a degree, to which two middles are the same


@dataclass(frozen=True, slots=True)
class Cell:
    """The ground around one ZIP code, or several whose middle is the same (post office boxes).

    `shape` is in degrees, longitude first; `point` is the middle, moved to the shore when it lies beyond.
    """

    zips: tuple[str, ...]
    point: Point
    shape: MultiPolygon


@lru_cache(maxsize=MOST_COUNTIES)
def zip_cells(county_fips: str) -> tuple[Cell, ...]:
    """The county divided among its ZIP codes, in their order; empty where there are none."""
    ground = county_ground(county_fips)
    codes = gazetteer().zip_codes_in(county_fips)
    if ground is None or not codes:
        return ()
    narrow = math.cos(math.radians(ground.centroid.y))  # so that near means near on the ground
    flat = scale(ground, narrow, 1.0, origin=(0, 0))
    seeds = _seeds(flat, codes, narrow)
    around = shapely.voronoi_polygons(
        shapely.MultiPoint(list(seeds)), extend_to=shapely.box(*flat.bounds), ordered=True
    )
    return tuple(
        Cell(
            zips=tuple(code.code for code in shared),
            point=Point(seed[1], _around(seed[0] / narrow)),
            shape=scale(_polygons(shapely.intersection(area, flat)), 1 / narrow, 1.0, origin=(0, 0)),
        )
        for (seed, shared), area in zip(seeds.items(), shapely.get_parts(around), strict=True)
    )


def county_ground(fips: str, tolerance: float = 0.0) -> MultiPolygon | None:
    """The county in degrees, longitude first; None when there is no such county.

    Islands beyond the line where 180° meets -180° stand where they belong, west of -180°.
    """
    shape = topology().counties.get(fips)
    return _ground(shape, tolerance) if shape else None


def counties_of(state: str) -> list[str]:
    """Numbers of the counties of a state, by its postal code."""
    fips = BY_CODE[state].fips if state in BY_CODE else "-"
    return sorted(number for number in topology().counties if number.startswith(fips))


def _ground(shape: Shape, tolerance: float) -> MultiPolygon:
    polygons = []
    for rings in topology().outline(shape, tolerance):
        turn = -360.0 if float(rings[0][:, 0].mean()) > 0 and shape.properties["state"] == "AK" else 0.0
        moved = [ring + (turn, 0.0) for ring in rings]
        polygons.append(shapely.make_valid(shapely.Polygon(moved[0], moved[1:])))
    return _polygons(shapely.union_all(polygons))


def _seeds(
    flat: MultiPolygon, codes: list[ZipCode], narrow: float
) -> dict[tuple[float, float], list[ZipCode]]:
    """Where the cells grow from, and the ZIP codes of each."""
    seeds: dict[tuple[float, float], list[ZipCode]] = {}
    west = flat.bounds[0] / narrow
    for code in codes:
        turn = -360.0 if code.point.longitude - west > 180 else 0.0
        middle = shapely.Point((code.point.longitude + turn) * narrow, code.point.latitude)
        if not flat.covers(middle):
            middle = nearest_points(flat, middle)[0]
        seeds.setdefault((round(middle.x, DIGITS), round(middle.y, DIGITS)), []).append(code)
    return seeds


def _polygons(shape: shapely.Geometry) -> MultiPolygon:
    """What of a shape has an area."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    return MultiPolygon([part for part in parts if isinstance(part, shapely.Polygon) and part.area > 0])


def _around(longitude: float) -> float:
    return longitude + 360 if longitude < -180 else longitude
