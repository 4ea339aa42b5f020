"""Gathers services with all that nested HSDS shows of them; more of them do not take more questions."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, Table, or_, select
from sqlmodel import Session, SQLModel

from network.exchange.shape import POINTERS, nested, parent_field, resources

AT_ONCE = 10_000  # ids in one question
GATHERED = (
    "service_at_location",
    "program",
    "location",
    "contact",
    "phone",
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

Rows = dict[UUID, RowMapping]


@dataclass
class Vocabulary:
    """Taxonomies and terms; loaded whole for an export, as needed for one service."""

    terms: Rows = field(default_factory=dict)
    taxonomies: Rows = field(default_factory=dict)
    is_whole: bool = False


Pointing = dict[tuple[str, UUID], list[RowMapping]]  # what is said of a record, by its kind and id


@dataclass
class Gathered:
    """Rows by kind and id, and how to find what belongs to what."""

    rows: dict[str, Rows]
    sources: Rows
    children: dict[tuple[str, str, UUID], list[RowMapping]] = field(
        default_factory=dict
    )  # kind, parent's, its id
    attributes: Pointing = field(default_factory=dict)
    metadata: Pointing = field(default_factory=dict)
    translations: dict[tuple[str, UUID], dict[tuple[str, str], str]] = field(default_factory=dict)
    capacities: dict[UUID, dict[str, Any]] = field(
        default_factory=dict
    )  # by service at location, with their `parts`; of places that are kept private none
    vocabulary: Vocabulary = field(default_factory=Vocabulary)


def load_vocabulary(session: Session) -> Vocabulary:
    """Every term there is."""
    connection = session.connection()
    terms, taxonomies = (
        {row["id"]: row for row in connection.execute(select(_table(name))).mappings()}
        for name in ("taxonomy_term", "taxonomy")
    )
    return Vocabulary(terms, taxonomies, is_whole=True)


def gather(
    session: Session,
    service_ids: Collection[UUID],
    vocabulary: Vocabulary | None = None,
    *,
    with_owners: bool = False,
) -> Gathered:
    """These services with everything that stands in them; `with_owners` also whoever owns or stands above."""
    connection = session.connection()
    rows = _services(connection, service_ids)
    for name in GATHERED:
        rows[name] = _where(connection, name, _wanted(rows, name))
    _forget_private_addresses(rows)
    if with_owners:
        _add_owners(connection, rows)
    every = {name: set(found) for name, found in rows.items()}
    attributes = _where(connection, "attribute", [("link_id", set().union(*every.values()))])
    vocabulary = vocabulary or Vocabulary()
    if not vocabulary.is_whole:
        _add_terms(connection, vocabulary, _ids(attributes.values(), "taxonomy_term_id"))
    every |= {
        "attribute": set(attributes),
        "taxonomy_term": set(vocabulary.terms),
        "taxonomy": set(vocabulary.taxonomies),
    }
    return Gathered(
        rows=rows,
        children=_children(rows),
        attributes=_pointing(attributes.values(), "attribute", every),
        metadata=_metadata(connection, {**every, "location": every["location"] - _private(rows)}),
        translations=_translations(connection, every),
        capacities=_capacities(connection, _public_places(rows)),
        sources=_sources(connection),
        vocabulary=vocabulary,
    )


def gather_summaries(session: Session, service_ids: Collection[UUID]) -> Gathered:
    """These services with their organizations and programs only."""
    connection = session.connection()
    rows = _services(connection, service_ids)
    programs = _ids(rows["service"].values(), "program_id")
    rows["program"] = _where(connection, "program", [("id", programs)])
    return Gathered(rows=rows, sources=_sources(connection))


def _services(connection: Connection, service_ids: Collection[UUID]) -> dict[str, Rows]:
    services = _where(connection, "service", [("id", service_ids)])
    organizations = _ids(services.values(), "organization_id")
    return {"service": services, "organization": _where(connection, "organization", [("id", organizations)])}


def _wanted(rows: dict[str, Rows], name: str) -> list[tuple[str, Collection[UUID]]]:
    """By which columns and ids rows of this kind belong to what is gathered already."""
    wanted: list[tuple[str, Collection[UUID]]] = [
        (link, rows[parent].keys())
        for parent in rows
        if (link := parent_field(parent, name)) and _is_listed(parent, name)
    ]
    if name == "program":
        wanted.append(("id", _ids(rows["service"].values(), "program_id")))
    if name == "location":
        wanted.append(("id", _ids(rows["service_at_location"].values(), "location_id")))
    return wanted


def _where(
    connection: Connection, name: str, wanted: Iterable[tuple[str, Collection[UUID]]]
) -> dict[UUID, RowMapping]:
    """Rows of which one of these columns is among these ids: one question, unless there are very many."""
    table = _table(name)
    told = [(table.c[column], list(ids)) for column, ids in wanted if ids]
    if not told:
        return {}
    if sum(len(ids) for _, ids in told) <= AT_ONCE:
        questions = [select(table).where(or_(*(column.in_(ids) for column, ids in told)))]
    else:
        questions = [
            select(table).where(column.in_(ids[start : start + AT_ONCE]))
            for column, ids in told
            for start in range(0, len(ids), AT_ONCE)
        ]
    return {row["id"]: row for question in questions for row in connection.execute(question).mappings()}


def _is_listed(parent: str, child: str) -> bool:
    return any(resource == child and is_list for resource, is_list in nested()[parent].values())


def _ids(rows: Iterable[RowMapping], column: str) -> set[UUID]:
    return {row[column] for row in rows} - {None}


def _forget_private_addresses(rows: dict[str, Rows]) -> None:
    private = _private(rows)
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
        found = _where(connection, "organization", [("id", missing)])
        owners |= found
        wanted |= _ids(found.values(), "parent_organization_id")


def _children(rows: dict[str, Rows]) -> dict[tuple[str, str, UUID], list[RowMapping]]:
    children: dict[tuple[str, str, UUID], list[RowMapping]] = defaultdict(list)
    for name in GATHERED:
        links = [
            (link, parent) for link, parent in resources()[name].links.items() if _is_listed(parent, name)
        ]
        for _, row in sorted(rows[name].items()):
            for link, parent in links:
                if row[link] is not None:
                    children[name, parent, row[link]].append(row)
    return children


def _pointing(rows: Iterable[RowMapping], name: str, every: dict[str, set[UUID]]) -> Pointing:
    entity, pointer = POINTERS[name]
    found: Pointing = defaultdict(list)
    for row in sorted(rows, key=lambda row: row["id"]):
        if row[pointer] in every.get(row[entity], ()):
            found[row[entity], row[pointer]].append(row)
    return found


def _add_terms(connection: Connection, vocabulary: Vocabulary, wanted: set[UUID]) -> None:
    vocabulary.terms |= _where(connection, "taxonomy_term", [("id", wanted)])
    taxonomies = _ids(vocabulary.terms.values(), "taxonomy_id")
    vocabulary.taxonomies |= _where(connection, "taxonomy", [("id", taxonomies)])


def _of_kinds_in_use(
    connection: Connection, table: str, column: str, every: dict[str, set[UUID]]
) -> set[UUID]:
    """Ids of those kinds of record of which the table says anything at all."""
    kinds = set(connection.execute(select(_table(table).c[column]).distinct()).scalars())
    if "organization" in kinds:
        kinds.add("owner")
    return set().union(*(every.get(kind, set()) for kind in kinds))


def _metadata(connection: Connection, every: dict[str, set[UUID]]) -> Pointing:
    ids = _of_kinds_in_use(connection, "metadata", "resource_type", every)
    return _pointing(_where(connection, "metadata", [("resource_id", ids)]).values(), "metadata", every)


def _translations(
    connection: Connection, every: dict[str, set[UUID]]
) -> dict[tuple[str, UUID], dict[tuple[str, str], str]]:
    ids = _of_kinds_in_use(connection, "translation", "entity", every)
    found: dict[tuple[str, UUID], dict[tuple[str, str], str]] = defaultdict(dict)
    for row in _where(connection, "translation", [("entity_id", ids)]).values():
        found[row["entity"], row["entity_id"]][row["field"], row["language"]] = row["text"]
    return found


def _public_places(rows: dict[str, Rows]) -> set[UUID]:
    private = _private(rows)
    return {row["id"] for row in rows["service_at_location"].values() if row["location_id"] not in private}


def _capacities(connection: Connection, place_ids: set[UUID]) -> dict[UUID, dict[str, Any]]:
    parts: dict[UUID, list[RowMapping]] = defaultdict(list)
    for part in _where(connection, "capacity_part", [("service_at_location_id", place_ids)]).values():
        parts[part["service_at_location_id"]].append(part)
    found = _where(connection, "capacity", [("service_at_location_id", place_ids)])
    return {
        row["service_at_location_id"]: {**row, "parts": parts[row["service_at_location_id"]]}
        for row in found.values()
    }


def _sources(connection: Connection) -> Rows:
    return {row["id"]: row for row in connection.execute(select(_table("source"))).mappings()}


def _table(name: str) -> Table:
    return SQLModel.metadata.tables[name]


def rows_of(gathered: Gathered, name: str) -> list[Any]:
    """Rows of a kind in the order of their ids."""
    return [row for _, row in sorted(gathered.rows.get(name, {}).items())]
