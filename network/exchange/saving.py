"""Writes a draft in bulk: new records are inserted, changed ones updated, the rest left alone."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, Table, bindparam, delete, insert, select, update
from sqlmodel import SQLModel

from network.exchange.draft import Draft, Record
from network.exchange.known import Known, Rows, chunks
from network.exchange.shape import FORGOTTEN_LINKS, OWN_FIELDS, Resource, kept_resources
from network.ids import id_from, new_id
from network.tables import Precision

AT_ONCE = 2000  # rows in one statement
HERE_MEASURED_BETTER = {Precision.EXACT, Precision.STREET}
GUESSED = {Precision.ZIP, Precision.CITY, Precision.UNKNOWN}

Tell = Callable[[int, int | None], None]


@dataclass
class Counts:
    """What became of the records of one kind."""

    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    left_out: int = 0
    missing: int = 0  # here from the same source, but not in the file
    removed: int = 0


@dataclass
class Changes:
    """The rows of one table that must be written."""

    inserted: list[dict[str, Any]]
    updated: list[dict[str, Any]]
    unchanged: int = 0


def compare(draft: Draft, known: Known, existing: Rows) -> dict[str, Changes]:
    """What has to be written so that the database says what came in."""
    found: dict[str, Changes] = {}
    for name, shape in kept_resources().items():
        changes = found[name] = Changes([], [])
        for record in draft.of(name).values():
            before = existing[name].get(record.id)
            if before is not None and _is_shared(known, record, before):
                changes.unchanged += 1
                draft.shared.add((name, record.id))
                continue
            row = _row(record, shape, draft, known, before)
            if before is None:
                changes.inserted.append(row)
            elif any(before[key] != value for key, value in row.items()):
                changes.updated.append(row)
            else:
                changes.unchanged += 1
    return found


def write(known: Known, changes: dict[str, Changes], tell: Tell) -> None:
    """Insert and update, parents first."""
    total = sum(len(one.inserted) + len(one.updated) for one in changes.values())
    done = 0
    for name, shape in kept_resources().items():
        assert shape.table is not None
        later = _without_parents(name, changes[name].inserted)
        for rows in _portions(changes[name].inserted):
            known.connection.execute(insert(shape.table), rows)
            done += len(rows)
            tell(done, total)
        _update(known, shape.table, [*later, *changes[name].updated])
        done += len(changes[name].updated)
        tell(done, total)


def write_translations(draft: Draft, known: Known) -> int:
    """Insert or change texts in other languages; how many."""
    table = SQLModel.metadata.tables["translation"]
    told = {key: text for key, text in draft.translations.items() if key[:2] not in draft.shared}
    ids = {key[1] for key in told}
    before = {
        (row.entity, row.entity_id, row.field, row.language): row
        for chunk in chunks(ids)
        for row in known.connection.execute(select(table).where(table.c.entity_id.in_(chunk)))
    }
    new: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for key, text in told.items():
        entity, identity, field, language = key
        if key not in before:
            record = draft.of(entity)[identity]
            new.append(
                {
                    "id": id_from(identity, f"{field} {language}"),
                    "source_id": known.source_id(record.source),
                    "original_id": "",
                    "extra": {},
                    "entity": entity,
                    "entity_id": identity,
                    "field": field,
                    "language": language,
                    "text": text,
                }
            )
        elif before[key].text != text:
            changed.append({"id": before[key].id, "text": text})
    for rows in _portions(new):
        known.connection.execute(insert(table), rows)
    _update(known, table, changed)
    return len(new) + len(changed)


def write_capacities(draft: Draft, known: Known) -> int:
    """Say how full places are, where nobody has said it later and nobody holds a place; how many."""
    table = SQLModel.metadata.tables["capacity"]
    before = {
        row.service_at_location_id: row
        for chunk in chunks(draft.capacities)
        for row in known.connection.execute(select(table).where(table.c.service_at_location_id.in_(chunk)))
    }
    new, changed, parted = [], [], []
    for place_id, capacity in draft.capacities.items():
        if place_id in before and (before[place_id].held or capacity["said_at"] <= before[place_id].said_at):
            continue
        parted.append(place_id)
        if place_id not in before:
            new.append({"id": new_id(), "service_at_location_id": place_id, **capacity})
        else:
            changed.append({"id": before[place_id].id, "said_by_account_id": None, **capacity})
    for rows in _portions(new):
        known.connection.execute(insert(table), rows)
    _update(known, table, changed)
    _write_capacity_parts(draft, known, parted)
    return len(new) + len(changed)


def _write_capacity_parts(draft: Draft, known: Known, place_ids: list[UUID]) -> None:
    """For whom the free places of these places are, instead of what was said before."""
    table = SQLModel.metadata.tables["capacity_part"]
    for chunk in chunks(place_ids):
        known.connection.execute(delete(table).where(table.c.service_at_location_id.in_(chunk)))
    rows = [
        {"id": new_id(), "service_at_location_id": place_id, "held": 0, **part}
        for place_id in place_ids
        for part in draft.capacity_parts.get(place_id, ())
    ]
    for portion in _portions(rows):
        known.connection.execute(insert(table), portion)


def _is_shared(known: Known, record: Record, before: RowMapping) -> bool:
    """A term of somebody else's vocabulary is used as it is."""
    return known.source_name(before["source_id"]) != record.source or known.is_our_vocabulary(before)


def _row(
    record: Record,
    shape: Resource,
    draft: Draft,
    known: Known,
    before: RowMapping | None,
) -> dict[str, Any]:
    row: dict[str, Any] = {"id": record.id}
    row |= {"source_id": known.source_id(record.source), "original_id": record.original_id}
    row |= record.values
    row["extra"] = record.extra
    own = OWN_FIELDS.get(shape.name, {})
    for name, default in own.items():
        if name in record.own:
            row[name] = record.own[name]
        elif name == "takes_referrals" and (before is None or record.source in draft.referrals_changed):
            row[name] = bool(draft.sources[record.source]["takes_referrals"])
        else:
            row[name] = default if before is None else before[name]
    if shape.name == "location" and before is not None and not record.is_whole:
        _keep_better_coordinates(row, before)
    return row


def _keep_better_coordinates(row: dict[str, Any], before: RowMapping) -> None:
    """Somebody here placed it more exactly than the middle of a ZIP code."""
    if (
        row["precision"] in GUESSED
        and before["precision"] in HERE_MEASURED_BETTER
        and before["latitude"] is not None
        and not row["is_confidential"]
    ):
        row |= {name: before[name] for name in ("latitude", "longitude", "precision", "time_zone")}


def _without_parents(resource: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows that point to others of their kind get the pointer afterwards, whatever their order is."""
    later = []
    for field in FORGOTTEN_LINKS.get(resource, ()):
        for row in rows:
            if row[field] is not None:
                later.append({"id": row["id"], field: row[field]})
                row[field] = None
    return later


def _update(known: Known, table: Table, rows: list[dict[str, Any]]) -> None:
    by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        by_columns.setdefault(tuple(row), []).append(row)
    for columns, some in by_columns.items():
        statement = (
            update(table)
            .where(table.c.id == bindparam("id_"))
            .values({name: bindparam(f"{name}_") for name in columns if name != "id"})
        )
        for portion in _portions(some):
            known.connection.execute(
                statement, [{f"{name}_": value for name, value in row.items()} for row in portion]
            )


def _portions(rows: list[dict[str, Any]]) -> Iterable[list[dict[str, Any]]]:
    return (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))
