"""What a map shows beneath the results: counties, the one searched in, and names to find one's way by."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from network.places.counties import WIDEST_MAP, GeoJson, county_at, shapes_near
from network.places.distance import metres_between
from network.places.found import Found, Precision
from network.places.gazetteer import Town, gazetteer
from network.places.point import Point

MOST_TOWNS, MOST_COUNTIES = 80, 24  # named on a map
NEARBY = 15_000.0  # metres: a town counts for its people, less so the further it is
SAME_TOWN = 4_000.0  # metres from an own town: the town of the tables there is the same one
COUNTY_ZOOM, CLOSEST_ZOOM = 8, 14  # Leaflet's zooms; names of counties make no sense on wider maps
TILE = 256.0  # pixels that the whole Earth measures at zoom 0
LETTER, MARGIN, HEIGHT = 8.0, 20.0, 26.0  # pixels that a name takes


@dataclass(frozen=True, slots=True)
class _Name:
    """A name on the map; `least_zoom` is the widest map on which it may stand."""

    text: str
    point: Point
    kind: str  # county or town
    least_zoom: int = 5

    def hides(self, other: _Name, zoom: int) -> bool:
        scale = TILE * (1 << zoom)
        across: float = abs(self.point.longitude - other.point.longitude) / 360 * scale
        upright = abs(_upright(self.point) - _upright(other.point)) * scale
        return upright < HEIGHT and across < (len(self.text) + len(other.text)) * LETTER / 2 + MARGIN


def map_around(point: Point, radius_m: float, own: Collection[Found] = ()) -> GeoJson:
    """Counties as shapes and names as points, as a GeoJSON FeatureCollection for `map.js`.

    `own` are places of the operator's own: their names stand instead of those in the tables. A shape says
    with `is_here` whether the point is in it; a name says with `zoom` from which zoom of Leaflet it has room.
    """
    collection = shapes_near(point, radius_m)
    here = county_at(point)
    renamed = {each.county_fips: each.label for each in own if each.precision is Precision.COUNTY}
    counties = []
    for feature in collection["features"]:
        says = feature["properties"]
        says["name"] = renamed.get(says["fips"], says["name"])
        says["is_here"] = here is not None and says["fips"] == here.fips
        counties.append(_Name(says["name"], _middle(feature), "county", COUNTY_ZOOM))
    counties.sort(key=lambda name: metres_between(point, name.point))
    towns = [_Name(name, place, "town") for name, place in _towns(point, radius_m, own)]
    names = [*towns[:MOST_TOWNS], *counties[:MOST_COUNTIES]]
    collection["features"] += [_feature(name, zoom) for name, zoom in _with_room(names)]
    return collection


def _towns(point: Point, radius_m: float, own: Collection[Found]) -> Iterator[tuple[str, Point]]:
    """Own towns first, then those of the tables, who have most people near here first."""
    radius = min(radius_m, WIDEST_MAP)
    ours: dict[str, Point] = {}
    for each in own:
        if each.precision is not Precision.COUNTY and metres_between(point, each.point) <= radius:
            ours.setdefault(each.label.partition(",")[0], each.point)
    yield from ours.items()
    counties = {each.county_fips for each in own if each.precision is Precision.COUNTY}
    found = [(town, metres) for town, metres in gazetteer().towns_within(point, radius) if town.population]
    found.sort(key=lambda one: -one[0].population / (1 + (one[1] / NEARBY) ** 2))
    for town, _ in found[: 2 * MOST_TOWNS]:
        if town.county_fips not in counties and not _is_one_of(town, ours.values()):
            yield town.name, town.point


def _is_one_of(town: Town, ours: Iterable[Point]) -> bool:
    return any(metres_between(town.point, each) < SAME_TOWN for each in ours)


def _with_room(names: list[_Name]) -> list[tuple[_Name, int]]:
    """Each name with the widest map on which it hides none that came before it."""
    placed: list[tuple[_Name, int]] = []
    for name in names:
        for zoom in range(name.least_zoom, CLOSEST_ZOOM):
            if not any(least <= zoom and name.hides(other, zoom) for other, least in placed):
                placed.append((name, zoom))
                break
    return placed


def _feature(name: _Name, zoom: int) -> GeoJson:
    return {
        "type": "Feature",
        "properties": {"name": name.text, "kind": name.kind, "zoom": zoom},
        "geometry": {"type": "Point", "coordinates": [name.point.longitude, name.point.latitude]},
    }


def _middle(feature: GeoJson) -> Point:
    """The middle of the box around the largest part."""
    rings = (polygon[0] for polygon in feature["geometry"]["coordinates"])
    longitudes, latitudes = zip(*max(rings, key=len), strict=True)
    return Point(
        round((min(latitudes) + max(latitudes)) / 2, 4), round((min(longitudes) + max(longitudes)) / 2, 4)
    )


def _upright(point: Point) -> float:
    """How far down on Mercator's map, of 1."""
    latitude = math.radians(max(-85.0, min(85.0, point.latitude)))
    return 0.5 - math.asinh(math.tan(latitude)) / math.tau
