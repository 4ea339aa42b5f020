"""Where something was needed: a ZIP code in a county, a county, or nobody knows."""

from functools import cache
from typing import NamedTuple

from network.places.counties import County, county_at, get_county
from network.places.gazetteer import find_zip
from network.places.point import Point

SOMEWHERE = ""  # in the county, but not known where


class Area(NamedTuple):
    """`fips` None: not known in which county, or not in the United States."""

    fips: str | None
    zip: str = SOMEWHERE


@cache
def area_of(zip_code: str | None, latitude: float | None, longitude: float | None) -> Area:
    """The county of the ZIP code, or else of the point (0.01°), so that a ZIP code is in one county only."""
    found = find_zip(zip_code) if zip_code else None
    if found is not None and found.county_fips is not None:
        return Area(found.county_fips, found.code)
    if latitude is None or longitude is None:
        return Area(None)
    county = county_at(Point(latitude, longitude).rounded())
    return Area(county.fips if county else None)


def middle_of(area: Area) -> Point | None:
    """The middle of the ZIP code, or of the county when more is not known."""
    if area.fips is None:
        return None
    if area.zip and (found := find_zip(area.zip)):
        return found.point
    county: County | None = get_county(area.fips)
    return county.middle if county else None
