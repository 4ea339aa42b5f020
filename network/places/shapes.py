"""County and state shapes as shared border lines, so that neighbours meet without a gap however coarse.

The file is TopoJSON (us-atlas 3.0.1, counties of 2017, quantized to about 0.004° × 0.001°); `prepare` adds to
every county its full name, state, population, box, middle and radius.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

FILE = Path(__file__).parent / "data" / "counties.json.gz"

Line = NDArray[np.float64]  # n × 2: longitude, latitude
Polygon = list[Line]  # the outer ring, then holes
ArcNumbers = list[int]  # ~n: line n, backwards


@dataclass(frozen=True)
class Shape:
    """A county or state: its number (FIPS), what the file says of it, and the lines around it."""

    fips: str
    properties: dict[str, Any]
    polygons: tuple[tuple[ArcNumbers, ...], ...]


class Topology:
    """All border lines of a TopoJSON file and the shapes they enclose."""

    def __init__(self, file: dict[str, Any]) -> None:
        self._scale = np.array(file["transform"]["scale"])
        self._origin = np.array(file["transform"]["translate"])
        self._starts = np.cumsum([0, *map(len, file["arcs"])])
        self._steps = np.array([step for arc in file["arcs"] for step in arc], dtype=np.int32)
        self.counties = {shape.fips: shape for shape in _shapes(file, "counties")}
        self.states = {shape.fips: shape for shape in _shapes(file, "states")}

    def outline(self, shape: Shape, tolerance: float = 0.0) -> list[Polygon]:
        """Its polygons, lines simplified by up to `tolerance` degrees; islands that vanish are left out."""
        polygons = [[self._ring(ring, tolerance) for ring in rings] for rings in shape.polygons]
        kept = [[ring for ring in rings if len(ring) > 3] for rings in polygons if len(rings[0]) > 3]
        if kept or tolerance:
            return kept or self.outline(shape)
        return [[_widened(polygons[0][0])]]

    def _ring(self, arcs: ArcNumbers, tolerance: float) -> Line:
        lines = [self._line(arc, tolerance) for arc in arcs]
        return np.concatenate([lines[0], *(line[1:] for line in lines[1:])])

    def _line(self, arc: int, tolerance: float) -> Line:
        number = arc if arc >= 0 else ~arc
        steps = self._steps[self._starts[number] : self._starts[number + 1]]
        line: Line = np.cumsum(steps, axis=0) * self._scale + self._origin
        if tolerance and len(line) > 2:
            line = shapely.get_coordinates(
                shapely.LineString(line).simplify(tolerance, preserve_topology=False)
            )
        return line if arc >= 0 else line[::-1]


def _widened(there_and_back: Line) -> Line:
    """A city so small that one line of it is left (Falls Church, Virginia), as a square on that diagonal."""
    start, end = there_and_back[:2]
    aside = np.array([start[1] - end[1], end[0] - start[0]]) / 2
    middle = (start + end) / 2
    return np.array([start, middle - aside, end, middle + aside, start])


def _shapes(file: dict[str, Any], kind: str) -> Iterator[Shape]:
    for geometry in file["objects"][kind]["geometries"]:
        polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        yield Shape(geometry["id"], geometry["properties"], tuple(tuple(rings) for rings in polygons))


@cache
def topology() -> Topology:
    """The shapes that are shipped, read once."""
    with gzip.open(FILE, "rb") as file:
        return Topology(json.load(file))
