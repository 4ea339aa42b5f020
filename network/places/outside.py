"""A geocoder of somebody else, asked with care: an address may be a person's home.

Nothing that our own tables understand wholly is ever sent. The rest is sent at most once a second, under the
operator's name, never while somebody is still typing; answers are kept an hour in memory, never on disk, and
nothing typed is logged. Whoever asks waits three seconds at most, then gets the middle of the ZIP code or
city and is told why.
"""

from __future__ import annotations

import inspect
import time
from collections import OrderedDict
from dataclasses import replace
from threading import Lock
from typing import Any

from geopy.exc import GeocoderUnavailable
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from network.places.asking import Line
from network.places.foreign import read_location
from network.places.found import Found, to_location
from network.places.offline import OfflineGeocoder
from network.places.spelling import LONGEST_TEXT, plain
from network.words import Say, say

LONGEST_WAIT = 3.0  # seconds somebody waits for an answer
MOST_KEPT = 500  # answers
KEPT_SECONDS = 3600.0
PAUSE_SECONDS = 1.0  # between two questions, as the public Nominatim asks of everybody
MOST_ANSWERS = 5
OFFERED = {
    "country_codes": "us",
    "addressdetails": True,
    "limit": MOST_ANSWERS,
}  # to geocoders that know these


class CarefulGeocoder(Geocoder):  # type: ignore[misc]  # geopy says nothing about its types
    """Our own tables first, then the other geocoder, then our tables again with a note."""

    def __init__(
        self,
        other: Geocoder,
        offline: OfflineGeocoder,
        *,
        credit: str = "",
        timeout: float = LONGEST_WAIT,
        pause: float = PAUSE_SECONDS,
    ) -> None:
        super().__init__(user_agent="trestle", timeout=timeout, adapter_factory=type(offline.adapter))
        self._offline = offline
        self.own_places = offline.own_places
        self._credit = credit
        known = inspect.signature(other.geocode).parameters
        self._options: dict[str, Any] = {name: value for name, value in OFFERED.items() if name in known}
        self._line = Line(other.geocode, pause)
        self._kept: OrderedDict[str, tuple[float, list[Found]]] = OrderedDict()
        self._lock = Lock()

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        timeout: float | None = None,
        settled: bool = True,
    ) -> Location | list[Location] | None:
        """As every geopy geocoder; unless `settled` only what is known already is used.

        Raises GeocoderUnavailable when the other does not answer and our tables know nothing.
        """
        waits = min(timeout or self.timeout, self.timeout)
        locations = [to_location(found) for found in self._find(query[:LONGEST_TEXT], settled, waits)]
        return (locations[0] if exactly_one else locations) if locations else None

    def reverse(
        self, query: Any, *, exactly_one: bool = True, timeout: float | None = None
    ) -> Location | list[Location] | None:
        """By our own tables: where somebody stands is not told to anyone."""
        return self._offline.reverse(query, exactly_one=exactly_one, timeout=timeout)

    def asks(self, query: str) -> bool:
        """Whether the other would be asked for this text, who may take long: our tables do not know it."""
        text = query[:LONGEST_TEXT].strip()
        return bool(plain(text)) and not any(found.whole_text for found in self._offline.find(text))

    def _find(self, text: str, settled: bool, waits: float) -> list[Found]:
        near = self._offline.find(text)
        if any(found.whole_text for found in near) or not plain(text):
            return near
        kept = self._recall(plain(text))
        if kept is None and settled:
            try:
                kept = self._keep(plain(text), self._answers(text, waits))
            except GeocoderUnavailable:
                if not near:
                    raise
                return _noted(near, _NO_ANSWER)
        return kept or _noted(near, _NOT_FOUND if settled else None)

    def _answers(self, text: str, waits: float) -> list[Found]:
        locations = self._line.ask(text, waits, **self._options)
        read = (read_location(location, self._credit) for location in locations[:MOST_ANSWERS])
        return [found for found in read if found]

    def _recall(self, key: str) -> list[Found] | None:
        with self._lock:
            since, found = self._kept.get(key, (0.0, []))
            if time.monotonic() - since > KEPT_SECONDS or not since:
                self._kept.pop(key, None)
                return None
            self._kept.move_to_end(key)
            return found

    def _keep(self, key: str, found: list[Found]) -> list[Found]:
        with self._lock:
            self._kept[key] = (time.monotonic(), found)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return found


_NO_ANSWER = say("The address service did not answer, so this is measured from the middle of {place}.")
_NOT_FOUND = say("We could not find that address, so this is measured from the middle of {place}.")


def _noted(near: list[Found], note: Say | None) -> list[Found]:
    if note is None:
        return near
    return [replace(found, note=Say(note.text, {"place": found.label})) for found in near]
