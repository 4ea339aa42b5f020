"""Records that a source no longer has: found, and removed when asked for and when nothing here needs them."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Table, delete, select
from sqlmodel import SQLModel

from network.exchange.draft import Draft
from network.exchange.known import Known, chunks
from network.exchange.shape import HIDDEN_FIELDS, POINTERS, kept_resources

# Go with the record they belong to.
GO_ALONG = {
    "capacity": "service_at_location_id",
    "capacity_part": "service_at_location_id",
    "intake_hours": "service_at_location_id",
    "answering_record": "service_at_location_id",
    "private_place": "location_id",
}

Missing = dict[str, dict[UUID, Any]]


def find_missing(draft: Draft, known: Known, source_ids: Iterable[UUID]) -> Missing:
    """Records of these sources that are here and did not come in this time."""
    found: Missing = {}
    for name, shape in kept_resources().items():
        table = _table(name)
        pointer = [table.c[column] for column in POINTERS.get(name, ())]
        columns = [table.c.id, *(table.c[field] for field in shape.links), *pointer]
        rows = known.connection.execute(select(*columns).where(table.c.source_id.in_(list(source_ids))))
        seen = draft.of(name).keys() | draft.left_out[name]
        found[name] = {row.id: row for row in rows if row.id not in seen}
    return found


def remove_missing(known: Known, missing: Missing) -> tuple[dict[str, int], dict[str, set[UUID]]]:
    """Delete them, children first. What is still in use here stays, with all that belongs to it.

    Returns how many of each kind were removed, and the ids of those that stay.
    """
    in_use = {name: _used_outside(known, name, ids.keys()) for name, ids in missing.items()}
    kept = _with_relatives(missing, in_use)
    removed = {}
    for name in reversed(kept_resources()):
        ids = missing[name].keys() - kept[name]
        ids -= _referred_to(known, name, ids)
        for chunk in chunks(ids):
            _delete_with_what_goes_along(known, name, chunk)
        removed[name] = len(ids)
        kept[name] = missing[name].keys() - ids
    return removed, kept


def forget_hidden_places(draft: Draft, known: Known) -> None:
    """A place that is confidential from now on loses the address that stood here, and what was said of it."""
    hidden = [one.id for one in draft.of("location").values() if one.own.get("is_confidential")]
    address, history = _table("address"), _table("metadata")
    translation = SQLModel.metadata.tables["translation"]
    for chunk in chunks(hidden):
        found = known.connection.execute(select(address.c.id).where(address.c.location_id.in_(chunk)))
        _delete_with_what_goes_along(known, "address", list(found.scalars()))
        known.connection.execute(
            delete(history).where(history.c.resource_type == "location", history.c.resource_id.in_(chunk))
        )
        known.connection.execute(
            delete(translation).where(
                translation.c.entity == "location",
                translation.c.entity_id.in_(chunk),
                translation.c.field.in_(HIDDEN_FIELDS),
            )
        )


def _used_outside(known: Known, name: str, ids: Iterable[UUID]) -> set[UUID]:
    """Those that something else than the directory points to: a reported problem, an account, a referral."""
    inside = {*kept_resources(), *GO_ALONG, "source"}
    return {
        found
        for table in SQLModel.metadata.tables.values()
        if table.name not in inside
        for found in _pointed_to(known, table, name, ids)
    }


def _referred_to(known: Known, name: str, ids: Iterable[UUID]) -> set[UUID]:
    """Those that records of the directory still point to, which were not removed."""
    ids = set(ids)
    needed = {
        found
        for other in kept_resources()
        if other != name
        for found in _pointed_to(known, _table(other), name, ids)
    }
    while more := _pointed_to(known, _table(name), name, ids - needed, but_not_from=ids - needed):
        needed |= more
    return needed


def _pointed_to(
    known: Known, table: Table, name: str, ids: Iterable[UUID], but_not_from: Iterable[UUID] = ()
) -> set[UUID]:
    """Those of the ids that the table's rows point to, leaving aside some of the rows."""
    found: set[UUID] = set()
    aside = set(but_not_from)
    for key in table.foreign_keys:
        if key.column.table.name == name:
            columns = [key.parent, table.c.id] if aside else [key.parent]
            for chunk in chunks(ids):
                rows = known.connection.execute(select(*columns).where(key.parent.in_(chunk)).distinct())
                found.update(row[0] for row in rows if not aside or row[1] not in aside)
    return found


def _with_relatives(missing: Missing, in_use: dict[str, set[UUID]]) -> dict[str, set[UUID]]:
    """What is in use, all that belongs to it, and all that those need."""
    kept: dict[str, set[UUID]] = defaultdict(set, {name: set(ids) for name, ids in in_use.items()})
    for name, rows in missing.items():  # parents come first, so children of children are found too
        kept[name] |= {
            identity
            for identity, row in rows.items()
            if any(one in kept[to] for to, one in _links(name, row))
        }
    for name in reversed(missing):
        for identity in list(kept[name]):
            for target, other in _links(name, missing[name][identity]) if identity in missing[name] else ():
                if other in missing.get(target, {}):
                    kept[target].add(other)
    return kept


def _links(name: str, row: Any) -> list[tuple[str, UUID]]:
    found = [(target, getattr(row, field)) for field, target in kept_resources()[name].links.items()]
    if name in POINTERS:
        entity, pointer = POINTERS[name]
        found.append((getattr(row, entity), getattr(row, pointer)))
    return [(target, identity) for target, identity in found if identity is not None]


def _delete_with_what_goes_along(known: Known, name: str, ids: list[UUID]) -> None:
    for other, column in GO_ALONG.items():
        table = SQLModel.metadata.tables[other]
        key = next(iter(table.c[column].foreign_keys))
        if key.column.table.name == name:
            known.connection.execute(delete(table).where(table.c[column].in_(ids)))
    translation = SQLModel.metadata.tables["translation"]
    known.connection.execute(
        delete(translation).where(translation.c.entity == name, translation.c.entity_id.in_(ids))
    )
    for other, (entity, pointer) in POINTERS.items():
        table = _table(other)
        known.connection.execute(delete(table).where(table.c[entity] == name, table.c[pointer].in_(ids)))
    table = _table(name)
    known.connection.execute(delete(table).where(table.c.id.in_(ids)))


def _table(name: str) -> Table:
    table = kept_resources()[name].table
    assert table is not None
    return table
