"""Counties and states: the published shapes, with what we need to know of each added to them."""

from __future__ import annotations

import csv
import gzip
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from network.places.shapes import FILE, Shape, Topology
from network.places.states import BY_FIPS

CENSUS_AREAS = frozenset(  # parts of Alaska that have no borough
    ("02016", "02050", "02070", "02105", "02158", "02180", "02198", "02240", "02261", "02290")
)


def write_counties(source: Path) -> None:
    file = json.loads((source / "counties-10m.json").read_text(encoding="utf-8"))
    with (source / "county_acs2018_min.csv").open(encoding="utf-8", newline="") as rows:
        people = {row["fips"]: int(row["total_pop"]) for row in csv.DictReader(rows)}
    del file["objects"]["nation"]
    shapes = Topology(file)
    for kind, known in (("counties", shapes.counties), ("states", shapes.states)):
        for geometry in file["objects"][kind]["geometries"]:
            shape = known[geometry["id"]]
            geometry["properties"] |= _facts(shapes, shape, people.get(shape.fips, 0))
    text = json.dumps(file, ensure_ascii=False, separators=(",", ":"))
    FILE.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))


def _facts(shapes: Topology, shape: Shape, people: int) -> dict[str, Any]:
    polygons = [shapely.Polygon(rings[0], rings[1:]) for rings in shapes.outline(shape)]
    whole = shapely.make_valid(shapely.MultiPolygon(polygons))
    largest = max(polygons, key=shapely.area)
    middle = largest.centroid if shapely.contains(largest, largest.centroid) else largest.point_on_surface()
    return {
        "called": _called(shape),
        "state": BY_FIPS[shape.fips[:2]].code,
        "population": people,
        "box": [round(edge, 4) for edge in whole.bounds],
        "middle": [round(middle.x, 4), round(middle.y, 4)],
        "radius_m": round(math.sqrt(_square_metres(whole) / math.pi)),
    }


def _called(shape: Shape) -> str:
    """The county's name as people there say it; us-atlas has only "Harbor", not "Harbor County"."""
    name: str = shape.properties["name"]
    state, number = shape.fips[:2], int(shape.fips[2:] or 0)
    if (
        len(shape.fips) == 2
        or state in {"11", "60", "66", "69", "78"}
        or name.endswith(" City")
        and number >= 500
    ):
        return name
    if number >= 500 and state != "72":  # independent cities, most of them in Virginia
        return f"{name} city"
    if state == "02":
        return f"{name} Census Area" if shape.fips in CENSUS_AREAS else f"{name} Borough"
    return f"{name} {'Parish' if state == '22' else 'Municipio' if state == '72' else 'County'}"


def _square_metres(degrees: shapely.Geometry) -> float:
    return float(shapely.area(shapely.transform(degrees, level)))


def level(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    """Longitude and sine of latitude in metres: every area is true."""
    longitude, latitude = np.radians(degrees).T
    flat: NDArray[np.float64] = 6_371_007.0 * np.column_stack([longitude, np.sin(latitude)])
    return flat
