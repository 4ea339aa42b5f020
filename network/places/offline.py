"""The geocoder that needs nobody: ZIP codes, towns and counties from the tables that are shipped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderUnavailable
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point as GeopyPoint
from rapidfuzz import fuzz
from rapidfuzz import process as closest

from network.places.found import Found, found_town, found_zip, to_location
from network.places.gazetteer import gazetteer
from network.places.point import Point
from network.places.spelling import plain
from network.places.typed import find_places, without_state

ALIKE = 82  # of 100: "san fransisco" is San Francisco, "asdf" is nothing


class OfflineGeocoder(Geocoder):  # type: ignore[misc]  # geopy says nothing about its types
    """A geopy geocoder that never asks anyone; `location.raw["precision"]` is zip, city, county or exact.

    `also` are places of the operator's own by their name, for example the county of the demonstration.
    """

    def __init__(self, also: Mapping[str, Found] | None = None) -> None:
        super().__init__(user_agent="trestle", adapter_factory=_NoNetwork)
        self._also = {plain(name): found for name, found in (also or {}).items()}
        self.own_places = tuple(dict.fromkeys((also or {}).values()))

    def find(self, text: str) -> list[Found]:
        """Every place the text may mean, likeliest first."""
        return find_places(text, self._also)

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        timeout: float | None = None,  # noqa: ARG002  # nothing here waits
        settled: bool = True,  # noqa: ARG002  # nothing here asks outside
    ) -> Location | list[Location] | None:
        """As every geopy geocoder: a location, or with `exactly_one=False` all of them, or None."""
        locations = [to_location(found) for found in self.find(query)]
        return (locations[0] if exactly_one else locations) if locations else None

    def reverse(
        self,
        query: GeopyPoint | tuple[float, float] | str,
        *,
        exactly_one: bool = True,
        timeout: float | None = None,  # noqa: ARG002
    ) -> Location | list[Location] | None:
        """The ZIP code whose middle is nearest. Raises ValueError for what is no point, as geopy does."""
        given = query if isinstance(query, GeopyPoint) else GeopyPoint(query)
        zip_code, _ = gazetteer().nearest_zip_code(Point(given.latitude, given.longitude))
        location = to_location(found_zip(zip_code))
        return location if exactly_one else [location]


def suggest_places(text: str, limit: int = 3) -> list[Found]:
    """Towns whose names are nearly what was typed, to ask "did you mean …?"; empty when none is."""
    parts = [part for part in map(plain, text[:80].split(",")) if part]
    state, rest = without_state(parts) if parts else (None, [])
    if not rest:
        return []
    tables = gazetteer()
    near = closest.extract(rest[-1], tables.town_keys(), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=40)
    spellings = dict.fromkeys(key for key, _, _ in near)
    towns = [
        town for key in spellings for town in tables.towns_called(key, state.code if state else None)[:1]
    ]
    return [found_town(town) for town in towns[:limit]]


class _NoNetwork(BaseSyncAdapter):  # type: ignore[misc]
    """Stands where other geocoders have their connection."""

    def get_json(self, url: str, **_: Any) -> NoReturn:  # noqa: ARG002
        raise GeocoderUnavailable

    def get_text(self, url: str, **_: Any) -> NoReturn:  # noqa: ARG002
        raise GeocoderUnavailable
