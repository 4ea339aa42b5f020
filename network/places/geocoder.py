"""From what somebody typed to a place on the map, through whichever geocoder the operator chose."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from geopy.adapters import URLLibAdapter
from geopy.exc import GeocoderNotFound, GeopyError
from geopy.geocoders import get_geocoder_for_service
from geopy.geocoders.base import Geocoder

from network.errors import Unavailable
from network.places.foreign import read_location
from network.places.found import Found, Precision, how_precise
from network.places.offline import OfflineGeocoder, suggest_places
from network.places.outside import LONGEST_WAIT, CarefulGeocoder
from network.places.spelling import LONGEST_TEXT
from network.settings import Settings, WrongSetting
from network.words import say

__all__ = [
    "Found",
    "Precision",
    "how_precise",
    "locate",
    "may_take_long",
    "open_geocoder",
    "own_places",
    "suggest_places",
]

OPEN_STREET_MAP = "© OpenStreetMap contributors"
CREDITS = {"nominatim": OPEN_STREET_MAP, "photon": OPEN_STREET_MAP}


def locate(text: str, geocoder: Geocoder, *, settled: bool = True) -> Found | None:
    """The place somebody means, with others it might be; None when we know none.

    With `settled=False`, while they are typing, nothing leaves this machine. Raises Unavailable when only
    an outside service could have answered and it does not.
    """
    asked = text[:LONGEST_TEXT].strip()
    if not asked:
        return None
    options: dict[str, Any] = {} if settled else {"settled": False}
    try:
        locations = geocoder.geocode(asked, exactly_one=False, **options) or []
    except GeopyError:
        raise Unavailable(
            say("The address service does not answer now. Type a ZIP code, or a city and state.")
        ) from None
    found = [place for place in map(read_location, locations) if place]
    return replace(found[0], alternatives=tuple(found[1:])) if found else None


def open_geocoder(
    settings: Settings, *, timeout: float = LONGEST_WAIT, also: Mapping[str, Found] | None = None
) -> Geocoder:
    """The geocoder that is set: `offline`, or any of geopy's ("nominatim", "photon", "pelias", …).

    `also` are places with a name of the operator's own. Raises WrongSetting when it cannot be opened so.
    """
    name = settings.geocoder.strip().lower()
    offline = OfflineGeocoder(also)
    if name in {"", "offline"}:
        return offline
    try:
        kind = get_geocoder_for_service(name)
    except GeocoderNotFound:
        raise WrongSetting(
            f"TRESTLE_GEOCODER is {name!r}; say offline, nominatim or another of geopy."
        ) from None
    options = _options(kind, settings)
    try:
        other = kind(adapter_factory=URLLibAdapter, timeout=timeout, **options)
    except (GeopyError, TypeError) as error:
        raise WrongSetting(f"TRESTLE_GEOCODER={name} cannot be opened: {error}") from None
    return CarefulGeocoder(other, offline, credit=CREDITS.get(name, ""), timeout=timeout)


def may_take_long(text: str, geocoder: Geocoder) -> bool:
    """Whether somebody else is asked where this is, and must be waited for."""
    return isinstance(geocoder, CarefulGeocoder) and geocoder.asks(text)


def own_places(geocoder: Geocoder) -> tuple[Found, ...]:
    """The operator's own places that this geocoder knows, in their order."""
    return geocoder.own_places if isinstance(geocoder, OfflineGeocoder | CarefulGeocoder) else ()


def _options(kind: type, settings: Settings) -> dict[str, str]:
    if not settings.geocoder_agent:
        raise WrongSetting(
            "TRESTLE_GEOCODER_AGENT must say who you are and how to reach you, since TRESTLE_GEOCODER is set."
        )
    options = {"user_agent": settings.geocoder_agent}
    known = inspect.signature(kind).parameters
    if settings.geocoder_url:
        parts = urlsplit(settings.geocoder_url)
        if parts.scheme not in {"http", "https"} or not parts.netloc or "domain" not in known:
            raise WrongSetting(
                "TRESTLE_GEOCODER_URL must be like https://geocoder.example, for a geocoder of your own."
            )
        options |= {"domain": parts.netloc + parts.path.rstrip("/")}
        options |= {"scheme": parts.scheme} if "scheme" in known else {}
    if settings.geocoder_key:
        wanted = next(
            (option for option in ("api_key", "apikey", "subscription_key") if option in known), None
        )
        if wanted is None:
            raise WrongSetting("TRESTLE_GEOCODER_KEY is set, but this geocoder takes no key.")
        options[wanted] = settings.geocoder_key
    return options
