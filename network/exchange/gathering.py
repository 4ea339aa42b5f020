"""Gathers services with all that nested HSDS shows of them; more of them do not take more questions."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping
from sqlmodel import Session

from network.exchange.intake import Line
from network.exchange.shape import nested, parent_field, resources
from network.exchange.shared import Pointing, Shared, Texts, begin_shared, metadata_of, pointing, texts_of
from network.providers.queries.rows import Rows, attributes_of, rows_where, which_have_any

POINTED_TO = ("service_at_location", "program", "location", "contact", "phone")  # each by those before it
LEAVES = (
    "organization_identifier",
    "url",
    "funding",
    "schedule",
    "service_area",
    "required_document",
    "language",
    "accessibility",
    "address",
    "cost_option",
)


@dataclass
class Gathered:
    """Rows by kind and id, and how to find what belongs to what."""

    rows: dict[str, Rows]
    shared: Shared
    children: dict[tuple[str, str, UUID], list[RowMapping]] = field(
        default_factory=dict
    )  # kind, parent's, its id
    attributes: Pointing = field(default_factory=dict)
    metadata: Pointing = field(default_factory=dict)
    texts: Texts = field(default_factory=dict)
    capacities: dict[UUID, dict[str, Any]] = field(
        default_factory=dict
    )  # by service at location, with their `parts`; of places that are kept private none
    intake: dict[UUID, list[Line]] = field(default_factory=dict)  # the same


def gather(
    session: Session,
    service_ids: Collection[UUID],
    shared: Shared | None = None,
    *,
    with_owners: bool = False,
) -> Gathered:
    """These services with everything that stands in them; `with_owners` also whoever owns or stands above.

    `shared` is what others have read already, at the same moment of the directory.
    """
    connection = session.connection()
    shared = shared or begin_shared(session)
    rows = _services(connection, service_ids)
    for name in POINTED_TO:
        rows[name] = rows_where(connection, name, _wanted(rows, name))
    _add_leaves(connection, rows)
    private = _private(rows)
    _forget_addresses(rows, private)
    every: dict[str, Collection[UUID]] = {name: found.keys() for name, found in rows.items()}
    if with_owners:
        _add_owners(connection, rows)
    attributes = attributes_of(connection, every)
    shared.add_terms(connection, _ids(attributes.values(), "taxonomy_term_id"))
    every["attribute"] = attributes.keys()
    public = {**every, "location": rows["location"].keys() - private}
    places = _public_places(rows, private)
    return Gathered(
        rows=rows,
        shared=shared,
        children=_children(rows),
        attributes=pointing(attributes.values(), "attribute", every),
        metadata=metadata_of(connection, public),
        texts=texts_of(connection, {**every, "owner": rows.get("owner", {}).keys()}),
        capacities=_capacities(connection, places),
        intake=_intake(connection, places),
    )


def gather_summaries(
    session: Session, service_ids: Collection[UUID], shared: Shared | None = None
) -> Gathered:
    """These services with their organizations and programs only."""
    connection = session.connection()
    rows = _services(connection, service_ids)
    programs = _ids(rows["service"].values(), "program_id")
    rows["program"] = rows_where(connection, "program", [("id", programs)])
    return Gathered(rows=rows, shared=shared or begin_shared(session))


def _services(connection: Connection, service_ids: Collection[UUID]) -> dict[str, Rows]:
    services = rows_where(connection, "service", [("id", service_ids)])
    organizations = _ids(services.values(), "organization_id")
    return {
        "service": services,
        "organization": rows_where(connection, "organization", [("id", organizations)]),
    }


def _wanted(rows: dict[str, Rows], name: str) -> list[tuple[str, Collection[UUID]]]:
    """By which columns and ids rows of this kind belong to what is gathered already."""
    wanted: list[tuple[str, Collection[UUID]]] = [
        (link, rows[parent].keys()) for link, parent in _lists(name) if parent in rows
    ]
    if name == "program":
        wanted.append(("id", _ids(rows["service"].values(), "program_id")))
    if name == "location":
        wanted.append(("id", _ids(rows["service_at_location"].values(), "location_id")))
    return wanted


def _add_leaves(connection: Connection, rows: dict[str, Rows]) -> None:
    wanted = {name: _wanted(rows, name) for name in LEAVES}
    there = which_have_any(connection, wanted)
    for name in LEAVES:
        rows[name] = rows_where(connection, name, wanted[name]) if name in there else {}


@cache
def _lists(name: str) -> tuple[tuple[str, str], ...]:
    """What holds records of this kind in a list, and with which of their fields they point to it."""
    return tuple(
        (link, parent)
        for parent in resources()
        if (link := parent_field(parent, name))
        and any(child == name and is_list for child, is_list in nested()[parent].values())
    )


def _ids(rows: Iterable[RowMapping], column: str) -> set[UUID]:
    return {row[column] for row in rows} - {None}


def _forget_addresses(rows: dict[str, Rows], private: set[UUID]) -> None:
    rows["address"] = {
        identity: row for identity, row in rows["address"].items() if row["location_id"] not in private
    }


def _private(rows: dict[str, Rows]) -> set[UUID]:
    """Locations of which neither the address nor what was changed in it may be told."""
    return {row["id"] for row in rows["location"].values() if row["is_confidential"]}


def _add_owners(connection: Connection, rows: dict[str, Rows]) -> None:
    """Organizations that own a location or stand above others: nothing points to what is not there."""
    known = rows["organization"]
    rows["owner"] = owners = dict[UUID, RowMapping]()
    wanted = _ids(rows["location"].values(), "organization_id")
    wanted |= _ids(known.values(), "parent_organization_id")
    while missing := wanted - known.keys() - owners.keys():
        found = rows_where(connection, "organization", [("id", missing)])
        owners |= found
        wanted |= _ids(found.values(), "parent_organization_id")


def _children(rows: dict[str, Rows]) -> dict[tuple[str, str, UUID], list[RowMapping]]:
    children: dict[tuple[str, str, UUID], list[RowMapping]] = defaultdict(list)
    for name in (*POINTED_TO, *LEAVES):
        for _, row in sorted(rows[name].items()):
            for link, parent in _lists(name):
                if row[link] is not None:
                    children[name, parent, row[link]].append(row)
    return children


def _public_places(rows: dict[str, Rows], private: set[UUID]) -> set[UUID]:
    return {row["id"] for row in rows["service_at_location"].values() if row["location_id"] not in private}


def _capacities(connection: Connection, place_ids: set[UUID]) -> dict[UUID, dict[str, Any]]:
    of_places = [("service_at_location_id", place_ids)]
    found = rows_where(connection, "capacity", of_places)
    parts: dict[UUID, list[RowMapping]] = defaultdict(list)
    for part in rows_where(connection, "capacity_part", of_places if found else ()).values():
        parts[part["service_at_location_id"]].append(part)
    return {
        row["service_at_location_id"]: {**row, "parts": parts[row["service_at_location_id"]]}
        for row in found.values()
    }


def _intake(connection: Connection, place_ids: set[UUID]) -> dict[UUID, list[Line]]:
    found: dict[UUID, list[Line]] = defaultdict(list)
    rows = rows_where(connection, "intake_hours", [("service_at_location_id", place_ids)])
    for row in rows.values():
        found[row["service_at_location_id"]].append((row["weekday"], row["opens_at"], row["closes_at"]))
    return found


def rows_of(gathered: Gathered, name: str) -> list[Any]:
    """Rows of a kind in the order of their ids."""
    return [row for _, row in sorted(gathered.rows.get(name, {}).items())]
