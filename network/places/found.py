"""What a search for a place found, and how exactly we know it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from geopy.location import Location

from network.places.counties import County
from network.places.distance import miles
from network.places.gazetteer import Town, ZipCode
from network.places.point import Point
from network.words import Say, say, say_number

LONGEST_LABEL = 200
OURS = "trestle"  # marks the raw part of a Location that one of our own geocoders made


class Precision(StrEnum):
    """What the point of a place is the middle of."""

    EXACT = "exact"
    ZIP = "zip"
    CITY = "city"
    COUNTY = "county"


@dataclass(frozen=True)
class Found:
    """A place: its point, what that is the middle of, and how far around it reaches (metres).

    `label` is made of names only ("Newark, OH 43055") and is not translated. `whole_text` is false when words
    that were typed had to be left out, such as a street. `note` is a sentence the person should see, `credit`
    names the source where its licence asks for it.
    """

    point: Point
    precision: Precision
    label: str
    radius_m: int
    zip: str | None = None
    county_fips: str | None = None
    time_zone: str | None = None
    whole_text: bool = True
    note: Say | None = None
    credit: str = ""
    alternatives: tuple[Found, ...] = field(default=(), repr=False)


def found_zip(zip_code: ZipCode) -> Found:
    """A ZIP code as an answer."""
    return Found(
        zip_code.point,
        Precision.ZIP,
        zip_code.label,
        zip_code.radius_m,
        zip_code.code,
        zip_code.county_fips,
        zip_code.time_zone,
    )


def found_town(town: Town) -> Found:
    """A town as an answer."""
    return Found(
        town.point, Precision.CITY, town.label, town.radius_m, None, town.county_fips, town.time_zone
    )


def found_county(county: County, time_zone: str | None) -> Found:
    """A county as an answer."""
    return Found(county.middle, Precision.COUNTY, county.label, county.radius_m, None, county.fips, time_zone)


def how_precise(found: Found) -> Say:
    """The sentence beside a distance that says from where it was measured."""
    if found.precision is Precision.EXACT and found.radius_m < 200:
        return say("Measured from the exact point, in or near {place}.", place=found.label)
    if found.precision is Precision.EXACT and found.radius_m < 1_000:
        return say(
            "Measured from a point in or near {place}, rounded to about half a mile.", place=found.label
        )
    return say_number(
        "Measured from the middle of {place}. Real distances may differ by about {number} mile.",
        "Measured from the middle of {place}. Real distances may differ by about {number} miles.",
        max(1, round(miles(found.radius_m))),
        place=found.label,
    )


def to_location(found: Found) -> Location:
    """The answer as geopy hands it around; `raw` is a dictionary with precision and the rest."""
    raw: dict[str, Any] = {
        "source": OURS,
        "precision": str(found.precision),
        "radius_m": found.radius_m,
        "zip": found.zip,
        "county_fips": found.county_fips,
        "time_zone": found.time_zone,
        "whole_text": found.whole_text,
        "note": found.note,
        "credit": found.credit,
    }
    return Location(found.label, (found.point.latitude, found.point.longitude, 0.0), raw)


def from_location(location: Location) -> Found:
    """What `to_location` was given."""
    raw = location.raw
    return Found(
        point=Point(location.latitude, location.longitude),
        precision=Precision(raw["precision"]),
        label=str(location.address),
        radius_m=raw["radius_m"],
        zip=raw["zip"],
        county_fips=raw["county_fips"],
        time_zone=raw["time_zone"],
        whole_text=raw["whole_text"],
        note=raw["note"],
        credit=raw["credit"],
    )
