"""Reads the directory for the index: whole columns of many rows, never one object at a time."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from sys import intern  # an id is the key of much
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from network.search.bulk import MOST_NAMED, ROWS_AT_A_TIME, Id, Ids, as_read, read_rows
from network.search.kindred import Meaning, meaning_of
from network.search.opening import SAID_IN_LINES, Line, make_line
from network.search.records import Answering, SaidCapacity
from network.search.said import read_answering, read_areas, read_capacities, read_intake
from network.search.tongues import language_code
from network.tables import (
    Accessibility,
    Address,
    AddressType,
    Attribute,
    CostOption,
    Language,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceStatus,
    Source,
    SourceKind,
    Taxonomy,
    TaxonomyTerm,
    Translation,
)

NOT_VOICES = frozenset({"fax", "sms", "text", "textphone", "tty", "pager"})


@dataclass(frozen=True)
class SourceNote:
    """What a listing inherits from where it came."""

    is_ours: bool
    has_notice: bool
    takes_referrals: bool
    year: int | None


HERE = SourceNote(is_ours=True, has_notice=False, takes_referrals=True, year=None)


@dataclass(frozen=True)
class Directory:
    """What was read, by the ids of what it belongs to: as text, in the database's own way of writing them.

    Terms are numbers of `meanings`, which are what each term says. The services of a whole directory come
    from the database as they are asked for, once, so that their texts need no room.
    """

    services: Iterable[Any]
    places: dict[Id, list[Any]]  # service → its locations
    organizations: dict[Id, str]
    sources: dict[Id | None, SourceNote]
    meanings: Sequence[tuple[Meaning, ...]]
    terms: dict[Id, list[int]]  # of a service, location or service at location
    languages: dict[Id, list[str]]  # of a service or location
    phones: dict[Id, str]
    addresses: dict[Id, tuple[str, str]]  # location → city, state
    accessible: set[Id]  # locations
    free: set[Id]  # services with a price of nothing
    lines: dict[Id, list[Line]]
    capacities: dict[Id, SaidCapacity]  # of a service at location
    spanish: dict[Id, dict[str, str]]  # record → field → text
    intake: dict[Id, list[Line]] = field(default_factory=dict)  # of a service at location
    answering: dict[Id, Answering] = field(default_factory=dict)  # of a service at location
    areas: dict[Id, frozenset[str]] = field(default_factory=dict)  # of a service: network/search/areas.py


def read_directory(session: Session, service_ids: Collection[UUID] | None = None) -> Directory:
    """Everything about these services, or about all. Services that are not active are left out."""
    named: Ids = None
    if service_ids is not None and len(service_ids) <= MOST_NAMED:
        named = [str(each) for each in service_ids]
    session.flush()
    services: Iterable[Any] = (row for row in _services(session, named) if row.status is ServiceStatus.ACTIVE)
    places = _places(session, named)
    ids: Ids = None
    if named is not None:
        services = list(services)
        at = [row for rows in places.values() for row in rows]
        ids = {each for row in services for each in (row.id, row.organization_id)}
        ids |= {each for row in at for each in (row.id, row.location_id)}
    meanings, terms = _meanings(session, ids)
    return Directory(
        services=services,
        places=places,
        organizations={
            row.id: row.name for row in read_rows(session, ids, Organization, ("id", "name"), ("id",))
        },
        sources=_sources(session),
        meanings=meanings,
        terms=terms,
        languages=_languages(session, ids),
        phones=_phones(session, ids),
        addresses=_addresses(session, ids),
        accessible=_accessible(session, ids),
        free=_free(session, ids),
        lines=_lines(session, ids),
        capacities=read_capacities(session, ids),
        spanish=_spanish(session, ids),
        intake=read_intake(session, ids),
        answering=read_answering(session, ids),
        areas=read_areas(session, ids),
    )


def _services(session: Session, ids: Ids) -> Iterator[Any]:
    columns = (
        "id", "organization_id", "source_id", "name", "alternate_name", "description",
        "eligibility_description", "status", "minimum_age", "maximum_age", "takes_referrals", "verified_at",
    )  # fmt: skip
    return read_rows(session, ids, Service, columns, ("id",))


def _places(session: Session, ids: Ids) -> dict[Id, list[Any]]:
    here, place = ServiceAtLocation, Location
    asked = (
        here.id, here.service_id, here.location_id, place.name, place.location_type,
        place.latitude, place.longitude, place.precision, place.time_zone, place.is_confidential,
    )  # fmt: skip
    wanted = select(*map(as_read, asked)).join(Location, col(place.id) == here.location_id)
    if ids is not None:
        wanted = wanted.where(col(here.service_id).in_([UUID(each) for each in ids]))
    found: dict[Id, list[Any]] = defaultdict(list)
    for rows in session.connection().execute(wanted).partitions(ROWS_AT_A_TIME):
        for row in rows:
            found[intern(row.service_id)].append(row)
    return found


def _sources(session: Session) -> dict[Id | None, SourceNote]:
    columns = ("id", "kind", "notice", "takes_referrals", "listed_on")
    found: dict[Id | None, SourceNote] = {
        row.id: SourceNote(
            is_ours=row.kind is not SourceKind.IMPORTED,
            has_notice=bool(row.notice),
            takes_referrals=row.takes_referrals,
            year=row.listed_on.year if row.listed_on else None,
        )
        for row in read_rows(session, None, Source, columns, ())
    }
    return found | {None: HERE}


def _meanings(session: Session, ids: Ids) -> tuple[list[tuple[Meaning, ...]], dict[Id, list[int]]]:
    """What each term says, and the terms of each record as numbers."""
    vocabularies = {row.id: row.name for row in read_rows(session, None, Taxonomy, ("id", "name"), ())}
    meanings: list[tuple[Meaning, ...]] = []
    numbers: dict[Id, int] = {}
    columns = ("id", "taxonomy_id", "taxonomy", "code", "name")
    for row in read_rows(session, None, TaxonomyTerm, columns, ()):
        vocabulary = vocabularies.get(row.taxonomy_id) or row.taxonomy or ""
        numbers[row.id] = len(meanings)
        meanings.append(meaning_of(UUID(row.id), vocabulary, row.code or "", row.name))
    found: dict[Id, list[int]] = defaultdict(list)
    for link_id, term_id in read_rows(session, ids, Attribute, ("link_id", "taxonomy_term_id"), ("link_id",)):
        found[intern(link_id)].append(numbers[term_id])
    return meanings, found


def _languages(session: Session, ids: Ids) -> dict[Id, list[str]]:
    links = ("service_id", "location_id")
    found: dict[Id, list[str]] = defaultdict(list)
    for row in read_rows(session, ids, Language, ("code", "name", *links), links):
        owner, code = row.service_id or row.location_id, language_code(row.code or "", row.name or "")
        if owner and code:  # that of a telephone number is nobody's here
            found[intern(owner)].append(code)
    return found


def _phones(session: Session, ids: Ids) -> dict[Id, str]:
    """The first number that a person can call."""
    links = ("service_at_location_id", "location_id", "service_id", "organization_id")
    found: dict[Id, str] = {}
    for number, extension, sort, *owners in read_rows(
        session, ids, Phone, ("number", "extension", "type", *links), links, in_order=True
    ):
        if sort and sort.casefold() in NOT_VOICES:
            continue
        owner = next(filter(None, owners), None)
        if owner and owner not in found:
            found[intern(owner)] = f"{number} x{extension}" if extension else number
    return found


def _addresses(session: Session, ids: Ids) -> dict[Id, tuple[str, str]]:
    columns = ("location_id", "city", "state_province", "address_type")
    known: dict[tuple[str, str], tuple[str, str]] = {}  # few towns, and many places in each
    found: dict[Id, tuple[str, str]] = {}
    for row in read_rows(session, ids, Address, columns, ("location_id",), in_order=True):
        if row.address_type is AddressType.PHYSICAL:
            town = row.city, row.state_province
            found.setdefault(intern(row.location_id), known.setdefault(town, town))
    return found


def _accessible(session: Session, ids: Ids) -> set[Id]:
    columns = ("location_id", "description", "details")
    rows = read_rows(session, ids, Accessibility, columns, ("location_id",))
    return {row.location_id for row in rows if "wheelchair" in f"{row.description} {row.details}".casefold()}


def _free(session: Session, ids: Ids) -> set[Id]:
    rows = read_rows(session, ids, CostOption, ("service_id", "amount"), ("service_id",))
    return {row.service_id for row in rows if row.amount == 0}


def _lines(session: Session, ids: Ids) -> dict[Id, list[Line]]:
    links = ("service_at_location_id", "service_id", "location_id")
    known: dict[Any, Line] = {}  # most lines are equal to many others
    found: dict[Id, list[Line]] = defaultdict(list)
    for row in read_rows(session, ids, Schedule, (*links, *SAID_IN_LINES), links):
        if owner := row[0] or row[1] or row[2]:
            key = (row[0] is None, row[1] is None, *row[3:])
            if key not in known:
                known[key] = make_line(dict(zip((*links, *SAID_IN_LINES), row, strict=True)))
            found[intern(owner)].append(known[key])
    return found


def _spanish(session: Session, ids: Ids) -> dict[Id, dict[str, str]]:
    columns = ("entity_id", "field", "language", "text")
    found: dict[Id, dict[str, str]] = defaultdict(dict)
    for row in read_rows(session, ids, Translation, columns, ("entity_id",)):
        if row.language == "es":
            found[row.entity_id][row.field] = row.text
    return found
