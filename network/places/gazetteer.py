"""The 41,000 ZIP codes and 36,000 towns that are shipped, read from two small files when first asked for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from network.places.distance import Positions
from network.places.point import Point
from network.places.spelling import plain

FOLDER = Path(__file__).parent / "data"
DEGREES = 10_000  # coordinates are whole numbers of 0.0001° (11 m)
FURTHEST_TOWN = 200_000.0  # metres: nobody in the United States lives further from a town whose clock we know

Numbers = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Town:
    """A city, town, village or neighbourhood; half or more of its people live within about `radius_m`."""

    name: str
    state: str
    point: Point
    radius_m: int
    county_fips: str | None
    time_zone: str
    population: int

    @property
    def label(self) -> str:
        return f"{self.name}, {self.state}"


@dataclass(frozen=True, slots=True)
class ZipCode:
    """A ZIP code and the middle of where its people live; its area reaches about `radius_m` around."""

    code: str
    town: str
    state: str
    point: Point
    radius_m: int
    county_fips: str | None
    time_zone: str

    @property
    def label(self) -> str:
        return f"{self.town}, {self.state} {self.code}"


class Gazetteer:
    """Both tables as columns; a row becomes an object only when somebody asks for it."""

    def __init__(self, folder: Path) -> None:
        with np.load(folder / "towns.npz", allow_pickle=False) as file:
            self._towns: dict[str, Numbers] = {name: file[name] for name in TOWN_COLUMNS}
            self._names = _lines(file["names"])
            self._states = _lines(file["states"])
            self._zones = _lines(file["zones"])
            self._keys = _lines(file["keys"])
            self._key_rows: Numbers = file["key_rows"]
        with np.load(folder / "zips.npz", allow_pickle=False) as file:
            self._zips: dict[str, Numbers] = {name: file[name] for name in ZIP_COLUMNS}

    def zip_code(self, code: str) -> ZipCode | None:
        """The ZIP code with these five digits, if the post office has it."""
        if len(code) != 5 or not (code.isascii() and code.isdecimal()):
            return None
        codes = self._zips["code"]
        row = int(np.searchsorted(codes, int(code)))
        return self._zip(row) if row < len(codes) and codes[row] == int(code) else None

    def zip_codes(self) -> Iterator[ZipCode]:
        """Every ZIP code in order."""
        return (self._zip(row) for row in range(len(self._zips["code"])))

    def zip_codes_in(self, county_fips: str) -> list[ZipCode]:
        """The ZIP codes of a county in order; empty when there is no such county."""
        number = int(county_fips) if county_fips.isascii() and county_fips.isdecimal() else 0
        return [self._zip(int(row)) for row in np.flatnonzero(self._zips["county"] == number) if number]

    def towns_called(self, key: str, state: str | None = None) -> list[Town]:
        """Towns whose name is `key` as `plain` spells it, most populous first."""
        found = []
        place = bisect_left(self._keys, key)
        while place < len(self._keys) and self._keys[place] == key:
            found.append(self._town(int(self._key_rows[place])))
            place += 1
        return [town for town in found if state in (None, town.state)]

    def town_keys(self) -> list[str]:
        """Every spelling there is, sorted; for finding one that is nearly what was typed."""
        return self._keys

    def nearest_zip_code(self, point: Point) -> tuple[ZipCode, float]:
        """The ZIP code whose middle is nearest, and its metres."""
        row, metres = self._zip_positions.nearest(point) or (0, 0.0)
        return self._zip(row), metres

    def towns_within(self, point: Point, metres: float) -> Iterator[tuple[Town, float]]:
        """Towns no further than so many metres, and how far each is."""
        rows, far = self._town_positions.within(point, metres)
        return ((self._town(int(row)), float(each)) for row, each in zip(rows, far, strict=True))

    def time_zone_at(self, point: Point) -> str | None:
        """The clock of the nearest town, e.g. "America/Chicago"; None far from the United States."""
        row, metres = self._town_positions.nearest(point) or (0, 0.0)
        return self._zones[self._towns["zone"][row]] if metres <= FURTHEST_TOWN else None

    @cached_property
    def _zip_positions(self) -> Positions:
        return Positions.of(self._zips["latitude"] / DEGREES, self._zips["longitude"] / DEGREES)

    @cached_property
    def _town_positions(self) -> Positions:
        return Positions.of(self._towns["latitude"] / DEGREES, self._towns["longitude"] / DEGREES)

    def _town(self, row: int) -> Town:
        told = {name: int(column[row]) for name, column in self._towns.items()}
        return Town(
            name=self._names[row],
            state=self._states[told["state"]],
            point=Point(told["latitude"] / DEGREES, told["longitude"] / DEGREES),
            radius_m=told["radius_m"],
            county_fips=_fips(told["county"]),
            time_zone=self._zones[told["zone"]],
            population=told["population"],
        )

    def _zip(self, row: int) -> ZipCode:
        told = {name: int(column[row]) for name, column in self._zips.items()}
        return ZipCode(
            code=f"{told['code']:05d}",
            town=self._names[told["town"]],
            state=self._states[self._towns["state"][told["town"]]],
            point=Point(told["latitude"] / DEGREES, told["longitude"] / DEGREES),
            radius_m=told["radius_m"],
            county_fips=_fips(told["county"]),
            time_zone=self._zones[told["zone"]],
        )


TOWN_COLUMNS = ("latitude", "longitude", "population", "radius_m", "state", "county", "zone")
ZIP_COLUMNS = ("code", "latitude", "longitude", "town", "radius_m", "county", "zone")


def _lines(letters: NDArray[np.uint8]) -> list[str]:
    return letters.tobytes().decode("utf-8").split("\n")


def _fips(number: int) -> str | None:
    return f"{number:05d}" if number else None


@cache
def gazetteer() -> Gazetteer:
    """The tables that are shipped, read once."""
    return Gazetteer(FOLDER)


def find_zip(code: str) -> ZipCode | None:
    """The ZIP code with these five digits ("43055"), if the post office has it."""
    return gazetteer().zip_code(code)


def find_towns(name: str, state: str | None = None) -> list[Town]:
    """Towns of this name in any spelling, most populous first; in one state if its postal code is given."""
    return gazetteer().towns_called(plain(name), state)


def time_zone_at(point: Point) -> str | None:
    """The time zone of the nearest town, e.g. "America/Chicago"; None far from the United States."""
    return gazetteer().time_zone_at(point)
