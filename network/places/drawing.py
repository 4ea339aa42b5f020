"""Counties and ZIP codes as pictures: outlines in pixels, and where in each a word has room.

The projection is Albers' (equal area, so that a shade weighs as much as its ground), fitted to what is drawn.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray

from network.places.cells import counties_of, county_ground, zip_cells

WIDTH, HEIGHT, MARGIN = 800.0, 760.0, 6.0  # pixels
FINEST = 0.6  # of a pixel: no line is drawn finer
MOST_PICTURES = 24  # kept; that of the largest state takes half a second

Coordinates = NDArray[np.float64]
Grounds = dict[tuple[str, ...], shapely.MultiPolygon]


@dataclass(frozen=True, slots=True)
class Outline:
    """One county or ZIP cell: its line as SVG writes it, and the middle of the largest circle inside.

    `keys` are its number, or its ZIP codes.
    """

    keys: tuple[str, ...]
    path: str
    x: float
    y: float
    room: float  # radius of that circle


@dataclass(frozen=True, slots=True)
class Picture:
    """Areas beside each other, in pixels; `border` is the line around them all."""

    width: int
    height: int
    outlines: tuple[Outline, ...]
    border: str


@lru_cache(maxsize=MOST_PICTURES)
def picture_of_state(code: str) -> Picture | None:
    """The counties of a state, by number; None when there is no such state."""
    numbers = counties_of(code)
    if not numbers:
        return None
    whole = [found for number in numbers if (found := county_ground(number))]
    west, south, east, north = shapely.total_bounds(whole)
    tolerance = FINEST * max((east - west) / WIDTH, (north - south) / HEIGHT)
    grounds = {number: county_ground(number, tolerance) for number in numbers}
    return _picture({(number,): found for number, found in grounds.items() if found})


@lru_cache(maxsize=MOST_PICTURES)
def picture_of_county(fips: str) -> Picture | None:
    """The ZIP cells of a county; None when there is no such county."""
    ground = county_ground(fips)
    if ground is None:
        return None
    return _picture({cell.zips: cell.shape for cell in zip_cells(fips)} or {("",): ground})


def _picture(grounds: Grounds) -> Picture:
    project = _albers(*shapely.total_bounds(list(grounds.values())))
    flat = {keys: shapely.transform(ground, project) for keys, ground in grounds.items()}
    west, south, east, north = shapely.total_bounds(list(flat.values()))
    per_unit = min((WIDTH - 2 * MARGIN) / (east - west), (HEIGHT - 2 * MARGIN) / (north - south))

    def on_paper(points: Coordinates) -> Coordinates:
        moved: Coordinates = np.column_stack((points[:, 0] - west, north - points[:, 1])) * per_unit + MARGIN
        return moved

    drawn = {keys: shapely.transform(ground, on_paper) for keys, ground in flat.items()}
    border = shapely.simplify(shapely.union_all(list(drawn.values()), grid_size=0.01), FINEST / 2)
    return Picture(
        width=math.ceil((east - west) * per_unit + 2 * MARGIN),
        height=math.ceil((north - south) * per_unit + 2 * MARGIN),
        outlines=tuple(_outline(keys, ground) for keys, ground in drawn.items()),
        border=_path(border),
    )


def _outline(keys: tuple[str, ...], ground: shapely.MultiPolygon) -> Outline:
    largest = max(ground.geoms, key=lambda part: part.area)
    circle = shapely.maximum_inscribed_circle(largest, tolerance=1.0)
    x, y = circle.coords[0]
    return Outline(keys, _path(ground), round(x, 1), round(y, 1), round(circle.length, 1))


def _path(ground: shapely.Geometry) -> str:
    rings = [ring for polygon in shapely.get_parts(ground) for ring in (polygon.exterior, *polygon.interiors)]
    return "".join(_ring(shapely.get_coordinates(ring)) for ring in rings)


def _ring(points: Coordinates) -> str:
    corners = [f"{x:.1f} {y:.1f}" for x, y in points[:-1]]
    return f"M{'L'.join(dict.fromkeys(corners))}Z"


def _albers(west: float, south: float, east: float, north: float) -> Callable[[Coordinates], Coordinates]:
    """Degrees to a plane, around the middle of this box; true on two parallels a sixth within it."""
    inset = (north - south) / 6
    first, second, middle = (
        math.radians(each) for each in (south + inset, north - inset, (south + north) / 2)
    )
    cone = (math.sin(first) + math.sin(second)) / 2
    constant = math.cos(first) ** 2 + 2 * cone * math.sin(first)
    ground = math.sqrt(constant - 2 * cone * math.sin(middle)) / cone

    def project(points: Coordinates) -> Coordinates:
        turn = cone * np.radians(points[:, 0] - (west + east) / 2)
        reach = np.sqrt(constant - 2 * cone * np.sin(np.radians(points[:, 1]))) / cone
        return np.column_stack((reach * np.sin(turn), ground - reach * np.cos(turn)))

    return project
