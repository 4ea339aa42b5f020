"""Writes the directory that exists nowhere into a database, whole columns at a time."""

import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

from pydantic_core import PydanticUndefined
from sqlalchemy import insert
from sqlmodel import Session, SQLModel

from bench.synthetic import NOON, synthetic_directory
from network.clock import now
from network.ids import new_id
from network.providers.changes import record_change
from network.providers.kinds.reading import fact_term_id, kind_term_id
from network.search.kindred import Meaning
from network.search.reading import Directory
from network.tables import (
    Address,
    Attribute,
    Capacity,
    Language,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    Source,
    SourceKind,
)

AT_A_TIME = 5_000  # rows in one statement
Row = Mapping[str, Any]


def write_rows(session: Session, table: type[SQLModel], rows: Iterable[Row]) -> int:
    """Insert so many rows without an object for each; what a row leaves out stands at its default."""
    defaults = _defaults(table)
    whole = [{"id": new_id(), **defaults, **_with_ids(row)} for row in rows]
    for start in range(0, len(whole), AT_A_TIME):
        session.connection().execute(insert(table), whole[start : start + AT_A_TIME])
    return len(whole)


def write_directory(session: Session, services: int) -> list[tuple[UUID, UUID]]:
    """So many services over the United States; answers each with its location."""
    directory = synthetic_directory(services)
    source = Source(name="Synthetic", kind=SourceKind.CURATED, takes_referrals=True)
    session.add(source)
    session.flush()
    ours: Row = {"source_id": source.id}
    write_rows(session, Organization, _organizations(directory, ours))
    write_rows(session, Service, (vars(one) | ours for one in directory.services))
    write_rows(session, Location, _locations(directory, ours))
    write_rows(session, Address, _addresses(directory))
    write_rows(session, ServiceAtLocation, _places(directory))
    write_rows(
        session, Phone, ({"service_id": one.id, "number": "800-555-0100"} for one in directory.services)
    )
    write_rows(session, Attribute, _attributes(directory))
    write_rows(session, Language, _languages(directory))
    write_rows(session, Schedule, _hours(directory))
    write_rows(session, Capacity, _capacities(directory))
    record_change(session, None)
    return [(UUID(one), UUID(places[0].location_id)) for one, places in directory.places.items()]


def _organizations(directory: Directory, ours: Row) -> Iterator[Row]:
    for organization_id, name in directory.organizations.items():
        yield {"id": organization_id, "name": name, "description": name, "is_member": True, **ours}


def _locations(directory: Directory, ours: Row) -> Iterator[Row]:
    columns = set(Location.model_fields)
    owners = {one.id: one.organization_id for one in directory.services}
    for service_id, places in directory.places.items():
        for place in places:
            known = {name: value for name, value in vars(place).items() if name in columns}
            yield known | {"id": place.location_id, "organization_id": owners[service_id], **ours}


def _addresses(directory: Directory) -> Iterator[Row]:
    for location_id, (city, state) in directory.addresses.items():
        yield {
            "location_id": location_id,
            "address_1": "1 Synthetic Street",
            "city": city,
            "state_province": state,
            "postal_code": "00000",
            "country": "US",
        }


def _places(directory: Directory) -> Iterator[Row]:
    for service_id, places in directory.places.items():
        for place in places:
            yield {"id": place.id, "service_id": service_id, "location_id": place.location_id}


def _attributes(directory: Directory) -> Iterator[Row]:
    for service_id, terms in directory.terms.items():
        for meaning in (each for number in terms for each in directory.meanings[number]):
            yield {"link_entity": "service", "link_id": service_id, "taxonomy_term_id": _term(meaning)}


@cache
def _term(meaning: Meaning) -> UUID:
    return kind_term_id(meaning.kind) if meaning.kind else fact_term_id(meaning.fact or "")


def _languages(directory: Directory) -> Iterator[Row]:
    for service_id, spoken in directory.languages.items():
        for code in spoken:
            yield {"service_id": service_id, "name": code, "code": code}


def _hours(directory: Directory) -> Iterator[Row]:
    for service_id, lines in directory.lines.items():
        for line in lines:
            yield {name: getattr(line, name) for name in line.__slots__} | {"service_id": service_id}


def _capacities(directory: Directory) -> Iterator[Row]:
    since = time.time() - NOON  # as old as it would be at the moment for which they were invented
    for place_id, said in directory.capacities.items():
        yield {
            "service_at_location_id": place_id,
            "available": said.available,
            "maximum": said.maximum,
            "unit": said.unit,
            "waitlist": said.waitlist,
            "said_by": said.said_by,
            "said_at": min(datetime.fromtimestamp(said.said_at + since, UTC), now()),
        }


def _with_ids(row: Row) -> Row:
    """A directory that was read has ids as text."""
    ids = {
        name: UUID(value)
        for name, value in row.items()
        if (name == "id" or name.endswith("_id")) and isinstance(value, str)
    }
    return {**row, **ids}


@cache
def _defaults(table: type[SQLModel]) -> Row:
    return {
        name: None
        if (default := field.get_default(call_default_factory=True)) is PydanticUndefined
        else default
        for name, field in table.model_fields.items()
        if name != "id"
    }
