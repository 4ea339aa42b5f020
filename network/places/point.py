"""A point on the map."""

from __future__ import annotations

import math
from dataclasses import dataclass

from network.errors import Invalid
from network.words import Say, say


@dataclass(frozen=True, slots=True)
class Point:
    """A latitude and a longitude in degrees (WGS 84). Raises Invalid for numbers that are nowhere."""

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        problems: dict[str, Say] = {}
        if not _within(self.latitude, 90):
            problems["latitude"] = say("Latitude is a number from -90 to 90.")
        if not _within(self.longitude, 180):
            problems["longitude"] = say("Longitude is a number from -180 to 180.")
        if problems:
            raise Invalid(problems)

    def rounded(self) -> Point:
        """The point to 0.01° (about a kilometre): all that may stand in a URL, where anyone can read it."""
        return Point(round(self.latitude, 2) + 0.0, round(self.longitude, 2) + 0.0)  # + 0.0: never "-0.0"


def _within(degrees: object, most: float) -> bool:
    return isinstance(degrees, int | float) and math.isfinite(degrees) and abs(degrees) <= most
