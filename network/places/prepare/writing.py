"""The two tables as columns of whole numbers and lines of names."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from network.places.gazetteer import DEGREES, FOLDER, TOWN_COLUMNS, ZIP_COLUMNS
from network.places.prepare.reading import TownRow, ZipRow
from network.places.spelling import plain

NICKNAMES = (
    ("New York City", "New York", "NY"),
    ("NYC", "New York", "NY"),
    ("Nueva York", "New York", "NY"),
    ("Ciudad de Nueva York", "New York", "NY"),
    ("LA", "Los Angeles", "CA"),
    ("SF", "San Francisco", "CA"),
    ("Philly", "Philadelphia", "PA"),
    ("Nueva Orleans", "New Orleans", "LA"),
    ("Filadelfia", "Philadelphia", "PA"),
)


def write_tables(zips: list[ZipRow], towns: list[TownRow]) -> None:
    number = {id(town): row for row, town in enumerate(towns)}
    states = sorted({town.state for town in towns})
    zones = sorted({row.zone for row in zips} | {town.zone for town in towns})
    spelled = sorted((plain(town.name), row) for row, town in enumerate(towns))
    for nickname, name, state in NICKNAMES:
        spelled.append(
            (plain(nickname), next(r for r, t in enumerate(towns) if (t.name, t.state) == (name, state)))
        )
    spelled.sort()
    columns = {
        "latitude": [_whole(town.point.latitude) for town in towns],
        "longitude": [_whole(town.point.longitude) for town in towns],
        "population": [town.population for town in towns],
        "radius_m": [town.radius_m for town in towns],
        "state": [states.index(town.state) for town in towns],
        "county": [int(town.county or 0) for town in towns],
        "zone": [zones.index(town.zone) for town in towns],
    }
    np.savez_compressed(
        FOLDER / "towns.npz",
        names=_letters([town.name for town in towns]),
        states=_letters(states),
        zones=_letters(zones),
        keys=_letters([key for key, _ in spelled]),
        allow_pickle=False,
        key_rows=np.array([row for _, row in spelled], dtype=np.int32),
        **{name: np.array(columns[name], dtype=np.int32) for name in TOWN_COLUMNS},
    )
    columns = {
        "code": [int(row.code) for row in zips],
        "latitude": [_whole(row.point.latitude) for row in zips],
        "longitude": [_whole(row.point.longitude) for row in zips],
        "town": [number[id(row.town)] for row in zips],
        "radius_m": [row.radius_m for row in zips],
        "county": [int(row.county or 0) for row in zips],
        "zone": [zones.index(row.zone) for row in zips],
    }
    np.savez_compressed(
        FOLDER / "zips.npz",
        allow_pickle=False,
        **{name: np.array(columns[name], dtype=np.int32) for name in ZIP_COLUMNS},
    )


def _whole(degrees: float) -> int:
    return round(degrees * DEGREES)


def _letters(lines: list[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(lines).encode(), dtype=np.uint8)
