"""Counties: which one a point is in, what it is called, who its neighbours are, and its shape for a map."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from network.places.point import Point
from network.places.shapes import Polygon, Shape, topology
from network.places.spelling import plain
from network.places.states import BY_CODE

NEAR_SHORE = (
    5_000.0  # metres: a pier, or a town that the simplified outline left outside, is still in its county
)
WIDEST_MAP = 400_000.0  # metres: beyond this a map of counties says nothing
LARGEST_MAP = 150_000  # bytes of GeoJSON sent to a browser
METRES_PER_DEGREE = 111_320.0
PIXELS_ACROSS = 800  # of a map: no line is drawn finer than one of them

GeoJson = dict[str, Any]


@dataclass(frozen=True, slots=True)
class County:
    """A county, parish, borough, independent city or island; `name` as people say it ("Harbor County")."""

    fips: str
    name: str
    state: str
    middle: Point
    radius_m: int
    population: int

    @property
    def label(self) -> str:
        return f"{self.name}, {self.state}"


def get_county(fips: str) -> County | None:
    """The county with this five-digit number, if there is one."""
    shape = topology().counties.get(fips)
    return _county(shape) if shape else None


def county_at(point: Point) -> County | None:
    """The county a point is in, or on whose shore it is; None outside the United States."""
    boxed = _boxed(point, NEAR_SHORE)
    around = [shape for shape in boxed if _is_in(shape, point)]
    near = [
        # The smaller of two: simplified outlines overlap a little, and a city may stand within a county.
        (0.0 if around else _metres_to(shape, point), shape.properties["radius_m"], shape.fips)
        for shape in around or boxed
    ]
    metres, _, fips = min(near, default=(math.inf, 0, ""))
    return get_county(fips) if metres <= NEAR_SHORE else None


def find_counties(name: str, state: str | None = None) -> list[County]:
    """Counties of this name ("Harbor" or "Harbor County", any spelling), most populous first."""
    found = [_county(shape) for shape in _by_name().get(plain(name), ())]
    return sorted((c for c in found if state in (None, c.state)), key=lambda c: (-c.population, c.fips))


def neighbours(fips: str) -> list[County]:
    """Counties that share a stretch of border with this one, in order of their numbers."""
    borders = _borders()
    shape = topology().counties.get(fips)
    touching = {other for arc in _arcs(shape) for other in borders[arc]} - {fips} if shape else set()
    return [_county(topology().counties[other]) for other in sorted(touching)]


def outline(fips: str) -> GeoJson | None:
    """The county as a GeoJSON feature; None when there is no such county."""
    shape = topology().counties.get(fips)
    return _feature(shape) if shape else None


def state_outline(code: str) -> GeoJson | None:
    """The state as a GeoJSON feature, by postal code; None when there is no such state."""
    state = BY_CODE.get(code)
    shape = topology().states.get(state.fips) if state else None
    return _feature(shape, tolerance=0.01) if shape else None


def shapes_near(point: Point, radius_m: float) -> GeoJson:
    """Counties within so many metres as a GeoJSON FeatureCollection, as fine as a map that wide can show."""
    radius = min(max(radius_m, 1_000.0), WIDEST_MAP)
    shapes = [shape for shape in _boxed(point, radius) if _metres_to(shape, point) <= radius]
    tolerance = 2 * radius / METRES_PER_DEGREE / PIXELS_ACROSS
    while True:
        collection = {
            "type": "FeatureCollection",
            "features": [_feature(shape, tolerance) for shape in shapes],
        }
        if len(json.dumps(collection, separators=(",", ":"))) <= LARGEST_MAP:
            return collection
        tolerance *= 2


def _county(shape: Shape) -> County:
    says = shape.properties
    longitude, latitude = says["middle"]
    return County(
        fips=shape.fips,
        name=says["called"],
        state=says["state"],
        middle=Point(latitude, longitude),
        radius_m=says["radius_m"],
        population=says["population"],
    )


@cache
def _by_name() -> dict[str, list[Shape]]:
    named: dict[str, list[Shape]] = {}
    for shape in topology().counties.values():
        for name in {plain(shape.properties["name"]), plain(shape.properties["called"])}:
            named.setdefault(name, []).append(shape)
    return named


@cache
def _boxes() -> tuple[list[Shape], NDArray[np.float64]]:
    shapes = sorted(topology().counties.values(), key=lambda shape: shape.fips)
    return shapes, np.array([shape.properties["box"] for shape in shapes])


@cache
def _borders() -> dict[int, set[str]]:
    borders: dict[int, set[str]] = {}
    for shape in topology().counties.values():
        for arc in _arcs(shape):
            borders.setdefault(arc, set()).add(shape.fips)
    return borders


def _arcs(shape: Shape) -> Iterable[int]:
    return (arc if arc >= 0 else ~arc for rings in shape.polygons for ring in rings for arc in ring)


def _boxed(point: Point, metres: float) -> list[Shape]:
    """Shapes whose box comes within so many metres: all that could, and a few more."""
    shapes, boxes = _boxes()
    west, south, east, north = boxes.T
    up = metres / METRES_PER_DEGREE
    aside = up / max(math.cos(math.radians(min(89.0, abs(point.latitude) + up))), 0.01)
    # Either way around the Earth: a box may begin just beyond the line where 180° meets -180°.
    beyond = np.abs((west + east) / 2 - point.longitude)
    level = np.minimum(beyond, 360 - beyond) <= (east - west) / 2 + aside
    there = level & (south - up <= point.latitude) & (point.latitude <= north + up)
    return [shapes[row] for row in np.flatnonzero(there)]


def _is_in(shape: Shape, point: Point) -> bool:
    return bool(shapely.contains_xy(_flat(shape.fips), point.longitude, point.latitude))


def _metres_to(shape: Shape, point: Point) -> float:
    """Metres from a point to a shape, 0 inside; on a flat map around the point, so only to choose by."""
    if _is_in(shape, point):
        return 0.0
    narrow = math.cos(math.radians(point.latitude))
    flat = []
    for rings in topology().outline(shape):
        turn = 360 * round(float(rings[0][:, 0].mean() - point.longitude) / 360)
        moved = [(ring - (point.longitude + turn, point.latitude)) * (narrow, 1.0) for ring in rings]
        flat.append(shapely.Polygon(moved[0], moved[1:]))
    here = shapely.Point(0, 0)
    return float(min(shapely.distance(polygon, here) for polygon in flat)) * METRES_PER_DEGREE


@lru_cache(512)
def _flat(fips: str) -> shapely.MultiPolygon:
    """A county in degrees, ready to be asked what is in it; across the antimeridian nothing is."""
    rings = topology().outline(topology().counties[fips])
    flat = shapely.MultiPolygon([shapely.Polygon(ring[0], ring[1:]) for ring in rings])
    shapely.prepare(flat)
    return flat


def _feature(shape: Shape, tolerance: float = 0.0) -> GeoJson:
    polygons = topology().outline(shape, tolerance)
    says = shape.properties
    return {
        "type": "Feature",
        "properties": {"fips": shape.fips, "name": says["called"], "state": says["state"]},
        "geometry": {"type": "MultiPolygon", "coordinates": [_coordinates(rings) for rings in polygons]},
    }


def _coordinates(rings: Polygon) -> list[list[list[float]]]:
    """Outer ring against the clock, holes with it (RFC 7946), to 0.0001° (11 m: finer than the file is)."""
    turned = [
        ring if _against_clock(ring) == (number == 0) else ring[::-1] for number, ring in enumerate(rings)
    ]
    rounded: list[list[list[float]]] = [ring.round(4).tolist() for ring in turned]
    return rounded


def _against_clock(ring: NDArray[np.float64]) -> bool:
    x, y = ring.T
    return bool(np.dot(x[:-1], y[1:]) > np.dot(x[1:], y[:-1]))
