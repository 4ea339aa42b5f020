"""Where records come from, and what readers must be told about it."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlmodel import SQLModel

from network.exchange.draft import Draft
from network.exchange.known import Known
from network.exchange.values import Odd, Refused, clean, read_date
from network.tables import SourceKind

LONGEST_NAME = 200
TEXTS = ("notice", "notice_es", "licence", "url")


@dataclass(frozen=True)
class Told:
    """What whoever imports says of the source."""

    kind: SourceKind
    notice: str
    notice_es: str
    licence: str
    url: str
    listed_on: date | None
    takes_referrals: bool | None

    def given(self) -> dict[str, Any]:
        """Only what was really said; a source that is here keeps the rest."""
        said = {name: getattr(self, name) for name in (*TEXTS, "listed_on")}
        found = {name: value for name, value in said.items() if value}
        if self.takes_referrals is not None:
            found["takes_referrals"] = self.takes_referrals
        return found


def describe_sources(draft: Draft, known: Known, told: Told, default: str) -> None:
    """Fill `draft.sources` with every source that a record names: as here, as the file tells, as `told`."""
    table = SQLModel.metadata.tables["source"]
    here = {row["name"]: dict(row) for row in known.connection.execute(select(table)).mappings()}
    used = {record.source for records in draft.records.values() for record in records.values()}
    for name in used - {None}:
        assert name is not None
        source = dict(here.get(name) or ()) or _told_by_file(
            draft.told_sources.get(name, {}), name, told.kind
        )
        if name == default:
            source |= told.given()
        if name in here and source["takes_referrals"] != here[name]["takes_referrals"]:
            draft.referrals_changed.add(name)
        draft.sources[name] = source
    if None in used or not used:
        draft.sources[None] = {"takes_referrals": True}


def write_sources(draft: Draft, known: Known) -> list[UUID]:
    """Insert new sources and change those that were described anew; the ids of all."""
    table = SQLModel.metadata.tables["source"]
    ids = []
    for name, source in draft.sources.items():
        if name is None:
            continue
        identity = known.source_id(name)
        assert identity is not None
        row = {key: value for key, value in source.items() if key != "id"}
        if name in known.source_ids:
            known.connection.execute(update(table).where(table.c.id == identity).values(**row))
        else:
            known.connection.execute(insert(table).values(id=identity, **row))
        ids.append(identity)
    return ids


def _told_by_file(said: dict[str, Any], name: str, kind: SourceKind) -> dict[str, Any]:
    try:
        listed_on = read_date(said.get("listed_on"))
    except (Refused, Odd):
        listed_on = None
    told_kind = said.get("kind")
    return {
        "name": name,
        "kind": SourceKind(told_kind) if told_kind in set(SourceKind) else kind,
        "listed_on": listed_on,
        "takes_referrals": said.get("takes_referrals") in (True, "true"),
        **{field: _text(said.get(field)) for field in TEXTS},
    }


def _text(value: object) -> str:
    return (clean(value) or "") if isinstance(value, str) else ""
