"""Reads Marlow County from its files; refuses what nobody could seed, naming the file and the record."""

import csv
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from network.actors import Role
from network.words import LANGUAGES
from seeds.marlow.agencies import read_agency
from seeds.marlow.shared import Shared
from seeds.marlow.strict import BadSeed, Table
from seeds.marlow.town import Agency, Bounds, Community, StaffMember, Town, record_id

HERE = Path(__file__).parent


@cache
def read_town() -> Town:
    """The whole county, checked. Raises BadSeed."""
    return read_town_from(HERE)


def read_town_from(folder: Path) -> Town:
    """The county in this folder. Raises BadSeed."""
    top = Table(_toml(folder / "town.toml"), "town.toml")
    spanish = top.table("es")
    bounds = top.table("bounds")
    box = Bounds(*(bounds.number(side) for side in ("south", "west", "north", "east")))
    bounds.finish()
    communities = tuple(_community(table) for table in top.tables("communities"))
    shared = Shared(
        words={group: _words(terms) for group, terms in _toml(folder / "vocabulary.toml").items()},
        communities={community.key: community for community in communities},
        holidays=_holidays(folder / "holidays.csv"),
        bounds=box,
        state_province=top.text("state_province"),
        country=top.text("country"),
        time_zone=top.text("time_zone"),
    )
    agencies = tuple(
        read_agency(path.stem, Table(_toml(path), f"organizations/{path.name}"), shared)
        for path in sorted((folder / "organizations").glob("*.toml"))
    )
    town = Town(
        name=top.text("name"),
        notice=top.text("notice"),
        notice_es=spanish.text("notice"),
        county_fips=top.text("county_fips"),
        state_province=shared.state_province,
        country=shared.country,
        time_zone=shared.time_zone,
        bounds=box,
        communities=communities,
        agencies=agencies,
        staff=_staff(folder / "staff.csv", agencies),
    )
    spanish.finish()
    top.finish()
    return town


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as problem:
        raise BadSeed(path.name, str(problem)) from None


def _words(terms: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    for key, term in terms.items():
        if not term.get("en") or not term.get("es"):
            raise BadSeed("vocabulary.toml", f"“{key}” is not said in both languages")
    return terms


def _community(table: Table) -> Community:
    community = Community(
        key=table.text("key"),
        city=table.text("city"),
        postal_code=table.text("postal_code"),
        latitude=table.number("latitude"),
        longitude=table.number("longitude"),
        side=table.text("side"),
    )
    table.finish()
    return community


def _holidays(path: Path) -> dict[str, dict[date, tuple[str, str]]]:
    kept: dict[str, dict[date, tuple[str, str]]] = {}
    for row in _rows(path):
        for group in row["kept_by"].split():
            kept.setdefault(group, {})[date.fromisoformat(row["date"])] = row["name_en"], row["name_es"]
    return kept


def _staff(path: Path, agencies: tuple[Agency, ...]) -> tuple[StaffMember, ...]:
    members = {agency.slug for agency in agencies if agency.words.is_member}
    found = []
    for row in _rows(path):
        if row["organization"] not in members:
            raise BadSeed(path.name, f"{row['email']}: “{row['organization']}” is no member agency")
        if row["role"] not in list(Role) or row["language"] not in LANGUAGES:
            raise BadSeed(path.name, f"{row['email']}: “{row['role']}” or “{row['language']}” is not known")
        found.append(
            StaffMember(
                email=row["email"],
                name=row["name"],
                role=Role(row["role"]),
                organization=row["organization"],
                organization_id=record_id("organization", row["organization"]),
                title=row["title"],
                language=row["language"],
                time_zone=row["time_zone"],
            )
        )
    return tuple(found)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))
