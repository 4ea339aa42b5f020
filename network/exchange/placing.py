"""Gives locations without coordinates those of their ZIP code or town, and every location its time zone."""

import re
from collections import defaultdict
from uuid import UUID

from network.exchange.draft import Draft, Record
from network.exchange.problems import Outcome, ProblemKind
from network.places.gazetteer import Town, ZipCode, find_towns, find_zip, time_zone_at
from network.places.point import Point
from network.tables import Precision
from network.words import say

UNITED_STATES = {"us", "usa", "u.s.", "u.s.a.", "united states", "united states of america"}
_SHORT_ZIP = re.compile(r"\d{3,4}(?:-?\d{4})?", re.ASCII)
_ZIP = re.compile(r"(\d{5})(?:-?\d{4})?", re.ASCII)


def place_locations(draft: Draft) -> int:
    """Check coordinates, warn of ZIP codes that lost a zero, place what has none; how many were placed."""
    addresses: dict[UUID, list[Record]] = defaultdict(list)
    for record in draft.of("address").values():
        if record.values["location_id"] is not None:
            addresses[record.values["location_id"]].append(record)
        if _is_american(record) and _SHORT_ZIP.fullmatch(record.values["postal_code"].strip()):
            reason = say("is too short for a ZIP code: a spreadsheet may have taken its zeros; left as it is")
            draft.note(record, "postal_code", ProblemKind.SHORT_ZIP, Outcome.NOTED, reason)
    placed = 0
    for record in draft.of("location").values():
        _check_coordinates(draft, record)
        if not record.is_whole and not record.own.get("is_confidential"):
            placed += _place(record, addresses[record.id])
    return placed


def _check_coordinates(draft: Draft, record: Record) -> None:
    latitude, longitude = record.values["latitude"], record.values["longitude"]
    if latitude is None and longitude is None:
        return
    if latitude is None or longitude is None:
        reason = say("only one of latitude and longitude is there; it was left out")
    elif abs(latitude) > 90 or abs(longitude) > 180:
        reason = say("these coordinates are nowhere on Earth; they were left out")
    elif latitude == 0 and longitude == 0:
        reason = say("these coordinates are 0, 0, in the sea; they were left out")
    else:
        return
    shown = f"{latitude}, {longitude}"
    draft.note(record, "latitude", ProblemKind.NOWHERE, Outcome.WITHOUT, reason, shown)
    record.values["latitude"] = record.values["longitude"] = None


def _place(record: Record, addresses: list[Record]) -> bool:
    """Sets what is missing of coordinates, precision and time zone; whether coordinates were found."""
    own = record.own
    addresses = sorted(addresses, key=lambda one: (one.values["address_type"] != "physical", one.id))
    zip_code = next((found for found in map(_zip_of, addresses) if found), None)
    if record.values["latitude"] is not None:
        point = Point(record.values["latitude"], record.values["longitude"])
        own.setdefault("precision", Precision.EXACT)
        own.setdefault("time_zone", zip_code.time_zone if zip_code else time_zone_at(point) or "")
        return False
    if record.values["location_type"] == "virtual":
        own["precision"] = Precision.UNKNOWN
        return False
    found = zip_code or next((town for town in map(_town_of, addresses) if town), None)
    if found is None:
        own["precision"] = Precision.UNKNOWN
        return False
    record.values["latitude"], record.values["longitude"] = found.point.latitude, found.point.longitude
    own["precision"] = Precision.ZIP if isinstance(found, ZipCode) else Precision.CITY
    own.setdefault("time_zone", found.time_zone)
    return True


def _zip_of(address: Record) -> ZipCode | None:
    match = _ZIP.fullmatch(address.values["postal_code"].strip()) if _is_american(address) else None
    return find_zip(match[1]) if match else None


def _town_of(address: Record) -> Town | None:
    """The town, when there is only one of that name in the state."""
    towns = find_towns(address.values["city"], address.values["state_province"].strip().upper())
    return towns[0] if _is_american(address) and len(towns) == 1 else None


def _is_american(address: Record) -> bool:
    return address.values["country"].strip().casefold() in UNITED_STATES
