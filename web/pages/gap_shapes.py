"""The areas of the map as GeoJSON, to move about on with a script; they say what the picture says."""

from collections.abc import Iterator
from typing import Any

import shapely

from network.places.cells import county_ground, zip_cells
from network.places.counties import GeoJson
from network.words import speak
from web.pages.gap_map import GapMap, MapArea

COARSE = 0.002  # degrees: counties of a whole state are drawn no finer
DIGITS = 4  # of a degree: 11 m


def gap_shapes(found: GapMap, county: str, language: str) -> GeoJson:
    """A FeatureCollection; each area with its fill, its numbers in words and where it leads."""
    cells = {cell.zips: cell.shape for cell in zip_cells(county)} if county else {}
    return {
        "type": "FeatureCollection",
        "features": list(_features(found, cells, language)),
    }


def _features(
    found: GapMap, cells: dict[tuple[str, ...], shapely.MultiPolygon], language: str
) -> Iterator[dict[str, Any]]:
    for area in found.areas:
        ground = cells.get(area.outline.keys) or county_ground(area.outline.keys[0], COARSE)
        if ground is not None:
            yield _feature(area, ground, language)


def _feature(area: MapArea, ground: shapely.MultiPolygon, language: str) -> dict[str, Any]:
    rounded = shapely.transform(ground, lambda points: points.round(DIGITS))
    return {
        "type": "Feature",
        "properties": {
            "name": area.name,
            "at": _middle(rounded),
            "words": speak(area.words, language),
            "value": speak(area.value, language) if area.value else "",
            "fill": area.fill,
            "is_dark": area.is_dark,
            "href": area.href,
        },
        "geometry": shapely.geometry.mapping(rounded),
    }


def _middle(ground: shapely.MultiPolygon) -> tuple[float, ...]:
    """Where a word has most room: longitude and latitude."""
    largest = max(ground.geoms, key=lambda part: part.area)
    return tuple(shapely.maximum_inscribed_circle(largest).coords[0])
