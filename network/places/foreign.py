"""Reads the answers of other geocoders: what the point they give is the middle of, as far as they say."""

from __future__ import annotations

from typing import Any

from geopy.location import Location

from network.errors import Invalid
from network.places.counties import county_at
from network.places.distance import metres_between
from network.places.found import LONGEST_LABEL, OURS, Found, Precision, from_location
from network.places.gazetteer import find_zip, time_zone_at
from network.places.point import Point

EXACT_WITHIN = 2_000  # metres: a long street is still where somebody lives, a larger area is not

_KINDS = {
    Precision.EXACT: "house house_number building address street_address premise subpremise venue road "
    "street intersection amenity shop office pointaddress streetaddress rooftop",
    Precision.ZIP: "postcode postal_code postalcode postal zip",
    Precision.CITY: "city town village hamlet municipality borough suburb quarter neighbourhood neighborhood "
    "locality localadmin sublocality district city_district residential administrative_area_level_3",
    Precision.COUNTY: "county administrative_area_level_2",
}
_PRECISION = {word: precision for precision, words in _KINDS.items() for word in words.split()}
_TOO_WIDE = frozenset(("state", "region", "province", "country", "administrative_area_level_1", "continent"))
_USUAL_RADIUS = {Precision.EXACT: 100, Precision.ZIP: 5_000, Precision.CITY: 5_000, Precision.COUNTY: 30_000}


def read_location(location: Location, credit: str = "") -> Found | None:
    """The place another geocoder means; None when it is a whole state or no point on Earth."""
    raw = location.raw if isinstance(location.raw, dict) else {}
    if raw.get("source") == OURS:
        return from_location(location)
    try:
        point = Point(location.latitude, location.longitude)
    except Invalid:
        return None
    kinds = _kinds(raw)
    if kinds and all(kind in _TOO_WIDE for kind in kinds):
        return None
    reach = _reach(raw)
    precision = _precision(kinds, reach)
    zip_code = find_zip(_postcode(raw))
    county = county_at(point)
    return Found(
        point=point,
        precision=precision,
        label=str(location.address)[:LONGEST_LABEL],
        radius_m=reach or _USUAL_RADIUS[precision],
        zip=zip_code.code if zip_code else None,
        county_fips=county.fips if county else None,
        time_zone=time_zone_at(point),
        credit=credit,
    )


def _kinds(raw: dict[str, Any]) -> list[str]:
    """What was found, in the words of Nominatim, Photon, Pelias, ArcGIS and Google; most telling first."""
    inner = _part(raw, "properties")
    types = raw.get("types")
    said = [
        raw.get("addresstype"),
        inner.get("layer"),
        inner.get("type"),
        _part(raw, "attributes").get("Addr_type"),
        *(types if isinstance(types, list) else ()),
        raw.get("type"),
    ]
    return [word.lower() for word in said if isinstance(word, str)]


def _precision(kinds: list[str], reach: int | None) -> Precision:
    """What we do not understand counts as a city, unless its box is as small as a street."""
    told = next((_PRECISION[kind] for kind in kinds if kind in _PRECISION), None)
    small = reach is not None and reach <= EXACT_WITHIN
    if told is None:
        return Precision.EXACT if small else Precision.CITY
    return told if told is not Precision.EXACT or reach is None or small else Precision.CITY


def _reach(raw: dict[str, Any]) -> int | None:
    """Half the diagonal of Nominatim's box (south, north, west, east), in metres."""
    try:
        south, north, west, east = (float(edge) for edge in raw["boundingbox"])
        diagonal = metres_between(Point(south, west), Point(north, east))
    except (KeyError, TypeError, ValueError, Invalid):
        return None
    return max(10, round(diagonal / 2))


def _postcode(raw: dict[str, Any]) -> str:
    said = _part(raw, "address").get("postcode") or _part(raw, "properties").get("postcode")
    return str(said or "")[:5]


def _part(raw: dict[str, Any], name: str) -> dict[str, Any]:
    part = raw.get(name)
    return part if isinstance(part, dict) else {}
