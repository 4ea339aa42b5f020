"""What somebody typed for a place, read against the tables that are shipped: no network, no guessing.

Understood are "43055", "43055-1234", "Newark, OH", "newark ohio", "Newark", "Harbor County", "40.06, -82.40",
and an address that ends in one of these, of which only the ZIP code or city is used; the answer says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from network.places.counties import County, county_at, find_counties, get_county
from network.places.found import Found, Precision, found_county, found_town, found_zip
from network.places.gazetteer import find_zip, gazetteer, time_zone_at
from network.places.point import Point
from network.places.spelling import LONGEST_TEXT, plain
from network.places.states import BY_NAME, State

MOST_ANSWERS = 9
NAMES_A_CITY = 500_000  # people; "New York" alone is the city, "Ohio" alone is no place to be near
NEAR_TOWN = 40_000.0  # metres: further from any, coordinates are called by their numbers
METRES_PER_DEGREE = 111_320.0

_PARTS = re.compile(r"[,;|\r\n]+")
_COORDINATES = re.compile(
    r"\(?([+-]?\d{1,3}(?:\.\d{1,15})?)\s*°?\s*([NS])?\s*(,|;|\s)\s*"
    r"([+-]?\d{1,3}(?:\.\d{1,15})?)\s*°?\s*([EW])?\)?",
    re.ASCII | re.IGNORECASE,
)
_ZIP_AT_END = re.compile(r"(?:^| )(\d{5})(?: ?\d{4})?$")
_ZIP_AT_START = re.compile(r"^(\d{5}) ")
_BEFORE_A_PLACE = re.compile(r"^(?:near|around|in|cerca de|en) ")
_BEFORE_A_NAME = re.compile(r"^(?:city and county|city|town|village|ciudad|pueblo|villa) (?:of|de) ")
_COUNTY = re.compile(
    r"(?:county|parish|condado|municipio) (?:of|de|del) (?P<of>.+)"
    r"|.+ (?:county|parish|borough|municipio|census area)"
)
_COUNTRY = frozenset(
    ("usa", "us", "united states", "united states of america", "estados unidos", "eeuu", "ee uu")
)

Known = Mapping[str, Found]  # places an operator named, by their plain name


def find_places(text: str, also: Known | None = None) -> list[Found]:
    """Every place the text may mean, likeliest first; empty when it means none we know."""
    cut = unicodedata.normalize("NFKC", text[:LONGEST_TEXT]).strip()[:LONGEST_TEXT]
    if numbers := _COORDINATES.fullmatch(cut.replace("\N{MINUS SIGN}", "-")):
        return _coordinates(numbers)
    parts = [part for part in map(plain, _PARTS.split(cut)) if part]
    while parts and parts[-1] in _COUNTRY:
        parts.pop()
    if not parts:
        return []
    parts[0] = _BEFORE_A_PLACE.sub("", parts[0])
    if named := (also or {}).get(" ".join(parts)):
        return [named]
    return _told_apart(_by_zip(parts) or _by_name(parts))[:MOST_ANSWERS]


def find_coordinates(text: str) -> Point | None:
    """The point, when coordinates were typed; None for everything else."""
    numbers = _COORDINATES.fullmatch(text[:LONGEST_TEXT].strip())
    return _point(numbers) if numbers else None


def _coordinates(numbers: re.Match[str]) -> list[Found]:
    point, (north, _, _, east, _) = _point(numbers), numbers.groups()
    if point is None:
        return []
    decimals = min(len(number.partition(".")[2]) for number in (north, east))
    return [found_point(point, max(10, round(METRES_PER_DEGREE * 0.7 / 10**decimals)))]


def _point(numbers: re.Match[str]) -> Point | None:
    north, south, between, east, west = numbers.groups()
    if between.isspace() and not ("." in north and "." in east):
        return None
    latitude = float(north) * (-1 if (south or "").upper() == "S" else 1)
    longitude = float(east) * (-1 if (west or "").upper() == "W" else 1)
    return None if abs(latitude) > 90 or abs(longitude) > 180 else Point(latitude, longitude)


@lru_cache(4096)
def found_point(point: Point, radius_m: int) -> Found:
    """Coordinates as an answer, called after the town they are in or near."""
    zip_code, metres = gazetteer().nearest_zip_code(point)
    near = metres <= NEAR_TOWN
    county = county_at(point)
    return Found(
        point=point,
        precision=Precision.EXACT,
        label=f"{zip_code.town}, {zip_code.state}"
        if near
        else f"{point.latitude:.2f}, {point.longitude:.2f}",
        radius_m=radius_m,
        county_fips=county.fips if county else None,
        time_zone=time_zone_at(point),
    )


def _by_zip(parts: list[str]) -> list[Found]:
    """The ZIP code at the end of an address, or before a town; a house number of five digits is neither."""
    if match := _ZIP_AT_END.search(parts[-1]):
        rest = [part for part in (*parts[:-1], parts[-1][: match.start()]) if part]
        zip_code = find_zip(match[1])
        if zip_code:
            whole = not rest or any(found.whole_text for found in _by_name(rest))
            return [replace(found_zip(zip_code), whole_text=whole)]
        return [replace(found, whole_text=False) for found in _by_name(rest)] if rest else []
    if match := _ZIP_AT_START.match(" ".join(parts)):
        zip_code = find_zip(match[1])
        rest = [part for part in (parts[0].removeprefix(match[1]).strip(), *parts[1:]) if part]
        towns = [found for found in _by_name(rest) if found.whole_text]
        if zip_code and any(found.label.endswith(f", {zip_code.state}") for found in towns):
            return [found_zip(zip_code)]
    return []


def _by_name(parts: list[str]) -> list[Found]:
    whole = " ".join(parts)
    if len(parts) == 1 and (found := _named(whole, None)):
        return found if whole not in BY_NAME else found[:1] if _is_great(whole) else []
    state, rest = without_state(parts)
    if not rest:
        return []
    if found := _named(rest[-1], state):
        return [replace(one, whole_text=len(rest) == 1) for one in found]
    return _at_end(rest[-1], state) if state else []


def _is_great(name: str) -> bool:
    return gazetteer().towns_called(name)[0].population >= NAMES_A_CITY


def without_state(parts: list[str]) -> tuple[State | None, list[str]]:
    """The state at the end of an address in plain words, and what stands before it."""
    words = parts[-1].split()
    for count in range(min(4, len(words)), 0, -1):
        state = BY_NAME.get(" ".join(words[-count:]))
        if state:
            left = " ".join(words[:-count])
            return state, [*parts[:-1], left] if left else parts[:-1]
    return None, parts


def _named(name: str, state: State | None) -> list[Found]:
    """Counties or towns that have exactly this name."""
    code = state.code if state else None
    if (match := _COUNTY.fullmatch(name)) and (found := _counties(match["of"] or name, code)):
        return found
    for spelled in (name, _BEFORE_A_NAME.sub("", name)):
        if towns := gazetteer().towns_called(spelled, code):
            return [found_town(town) for town in towns]
    return _counties(name, code) if code else []


def _counties(name: str, code: str | None) -> list[Found]:
    return [found_county(county, time_zone_at(county.middle)) for county in find_counties(name, code)]


def _at_end(name: str, state: State) -> list[Found]:
    """The longest town at the end of "12 main street newark", in a state: else half the streets are towns."""
    words = name.split()
    for start in range(1, len(words)):
        towns = gazetteer().towns_called(" ".join(words[start:]), state.code)
        if towns:
            return [replace(found_town(town), whole_text=False) for town in towns]
    return []


def _told_apart(found: list[Found]) -> list[Found]:
    """Two towns of one name in one state are told apart by their county."""
    labels = [one.label for one in found]
    return [
        replace(one, label=f"{one.label} ({county.name})")
        if labels.count(one.label) > 1 and (county := _county_of(one))
        else one
        for one in found
    ]


def _county_of(found: Found) -> County | None:
    return get_county(found.county_fips) if found.county_fips else None
