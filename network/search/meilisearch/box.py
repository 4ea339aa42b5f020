"""The box around a circle on the Earth, as a filter: never smaller than the circle, also where boxes go
wrong."""

import math

from network.places.distance import SHORTEST_RADIUS
from network.places.point import Point

WIDEST = 2_000_000.0  # metres; a wider circle is no help, and is not boxed at all
MARGIN = 1.02  # the Earth is no sphere
SHORTEST_DEGREE = 110_500.0  # metres of one degree of latitude, at the equator


def box_filter(point: Point, metres: float) -> str:
    """Everything within so many metres and some more, in Meilisearch's filter language; empty: no filter.

    A circle around a pole has every longitude. One across the antimeridian becomes two boxes.
    """
    if metres > WIDEST:
        return ""
    tall = metres * MARGIN / SHORTEST_DEGREE + 0.01  # degrees
    south, north = point.latitude - tall, point.latitude + tall
    wide = _wide(point.latitude, metres, tall)
    if wide >= 180:
        return _box(south, north, -180.0, 180.0)
    west, east = point.longitude - wide, point.longitude + wide
    if west < -180:
        return f"{_box(south, north, west + 360, 180.0)} OR {_box(south, north, -180.0, east)}"
    if east > 180:
        return f"{_box(south, north, west, 180.0)} OR {_box(south, north, -180.0, east - 360)}"
    return _box(south, north, west, east)


def _wide(latitude: float, metres: float, tall: float) -> float:
    """Degrees of longitude to either side; 180: all of them."""
    if abs(latitude) + tall >= 90:
        return 180.0
    ratio = math.sin(metres * MARGIN / SHORTEST_RADIUS) / math.cos(math.radians(latitude))
    return 180.0 if ratio >= 1 else math.degrees(math.asin(ratio)) * MARGIN + 0.01


def _box(south: float, north: float, west: float, east: float) -> str:
    """Meilisearch wants the top right corner first, then the bottom left one."""
    top, bottom = min(north, 90.0), max(south, -90.0)
    return f"_geoBoundingBox([{top:.6f}, {east:.6f}], [{bottom:.6f}, {west:.6f}])"
