"""Reads the directory for the index: whole columns of many rows, never one object at a time."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from network.search.bulk import MOST_NAMED, Ids, id_of, read_rows
from network.search.kindred import Meaning, meaning_of
from network.search.opening import LINE_COLUMNS, Line, make_line
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
    """What was read, by the ids of what it belongs to."""

    services: Sequence[Any]
    places: dict[UUID, list[Any]]  # service → its locations
    organizations: dict[UUID, str]
    sources: dict[UUID | None, SourceNote]
    meanings: dict[UUID, list[Meaning]]  # of a service, location or service at location
    languages: dict[UUID, list[str]]  # of a service or location
    phones: dict[UUID, str]
    addresses: dict[UUID, tuple[str, str]]  # location → city, state
    accessible: set[UUID]  # locations
    free: set[UUID]  # services with a price of nothing
    lines: dict[UUID, list[Line]]
    capacities: dict[UUID, SaidCapacity]  # of a service at location
    spanish: dict[UUID, dict[str, str]]  # record → field → text
    intake: dict[UUID, list[Line]] = field(default_factory=dict)  # of a service at location
    answering: dict[UUID, Answering] = field(default_factory=dict)  # of a service at location
    areas: dict[UUID, frozenset[str]] = field(default_factory=dict)  # of a service: network/search/areas.py


def read_directory(session: Session, service_ids: Ids = None) -> Directory:
    """Everything about these services, or about all. Services that are not active are left out."""
    if service_ids is not None and len(service_ids) > MOST_NAMED:
        service_ids = None
    session.flush()
    services = [row for row in _services(session, service_ids) if row.status is ServiceStatus.ACTIVE]
    places = _places(session, service_ids)
    ids: Ids = None
    if service_ids is not None:
        at = [row for rows in places.values() for row in rows]
        ids = {each for row in services for each in (row.id, row.organization_id)}
        ids |= {each for row in at for each in (row.id, row.location_id)}
    return Directory(
        services=services,
        places=places,
        organizations={
            row.id: row.name for row in read_rows(session, ids, Organization, ("id", "name"), ("id",))
        },
        sources=_sources(session),
        meanings=_meanings(session, ids),
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


def _places(session: Session, ids: Ids) -> dict[UUID, list[Any]]:
    here, place = ServiceAtLocation, Location
    wanted = (
        select(
            here.id, here.service_id, here.location_id, place.name, place.alternate_name, place.location_type,  # type: ignore[call-overload]
            place.latitude, place.longitude, place.precision, place.time_zone, place.is_confidential,
        )
        .join(Location, col(place.id) == here.location_id)
        .order_by(here.id)
    )  # fmt: skip
    if ids is not None:
        wanted = wanted.where(col(here.service_id).in_(ids))
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in session.connection().execute(wanted):
        found[row.service_id].append(row)
    return found


def _sources(session: Session) -> dict[UUID | None, SourceNote]:
    columns = ("id", "kind", "notice", "takes_referrals", "listed_on")
    found: dict[UUID | None, SourceNote] = {
        row.id: SourceNote(
            is_ours=row.kind is not SourceKind.IMPORTED,
            has_notice=bool(row.notice),
            takes_referrals=row.takes_referrals,
            year=row.listed_on.year if row.listed_on else None,
        )
        for row in read_rows(session, None, Source, columns, ())
    }
    return found | {None: HERE}


def _meanings(session: Session, ids: Ids) -> dict[UUID, list[Meaning]]:
    vocabularies = {row.id: row.name for row in read_rows(session, None, Taxonomy, ("id", "name"), ())}
    terms = {
        row.id: meaning_of(
            row.id, vocabularies.get(row.taxonomy_id) or row.taxonomy or "", row.code or "", row.name
        )
        for row in read_rows(
            session, None, TaxonomyTerm, ("id", "taxonomy_id", "taxonomy", "code", "name"), ()
        )
    }
    found: dict[UUID, list[Meaning]] = defaultdict(list)
    for link_id, term_id in read_rows(session, ids, Attribute, ("link_id", "taxonomy_term_id"), ("link_id",)):
        found[id_of(link_id)] += terms[id_of(term_id)]
    return found


def _languages(session: Session, ids: Ids) -> dict[UUID, list[str]]:
    links = ("service_id", "location_id")
    found: dict[UUID, list[str]] = defaultdict(list)
    for row in read_rows(session, ids, Language, ("code", "name", *links), links):
        if code := language_code(row.code or "", row.name or ""):
            found[row.service_id or row.location_id].append(code)
    return found


def _phones(session: Session, ids: Ids) -> dict[UUID, str]:
    """The first number that a person can call."""
    links = ("service_at_location_id", "location_id", "service_id", "organization_id")
    found: dict[UUID, str] = {}
    for row in read_rows(session, ids, Phone, ("number", "extension", "type", *links), links):
        owner = next((each for each in row[3:] if each), None)
        if owner and (row.type or "voice").casefold() not in {
            "fax",
            "sms",
            "text",
            "textphone",
            "tty",
            "pager",
        }:
            found.setdefault(owner, f"{row.number} x{row.extension}" if row.extension else row.number)
    return found


def _addresses(session: Session, ids: Ids) -> dict[UUID, tuple[str, str]]:
    columns = ("location_id", "city", "state_province", "address_type")
    found: dict[UUID, tuple[str, str]] = {}
    for row in read_rows(session, ids, Address, columns, ("location_id",)):
        if row.address_type is AddressType.PHYSICAL:
            found.setdefault(row.location_id, (row.city, row.state_province))
    return found


def _accessible(session: Session, ids: Ids) -> set[UUID]:
    columns = ("location_id", "description", "details")
    rows = read_rows(session, ids, Accessibility, columns, ("location_id",))
    return {row.location_id for row in rows if "wheelchair" in f"{row.description} {row.details}".casefold()}


def _free(session: Session, ids: Ids) -> set[UUID]:
    rows = read_rows(session, ids, CostOption, ("service_id", "amount"), ("service_id",))
    return {row.service_id for row in rows if row.amount == 0}


def _lines(session: Session, ids: Ids) -> dict[UUID, list[Line]]:
    links = ("service_at_location_id", "service_id", "location_id")
    found: dict[UUID, list[Line]] = defaultdict(list)
    for row in read_rows(session, ids, Schedule, (*LINE_COLUMNS, *links), links):
        if owner := next((each for each in row[-3:] if each), None):
            found[owner].append(make_line(row[: len(LINE_COLUMNS)]))
    return found


def _spanish(session: Session, ids: Ids) -> dict[UUID, dict[str, str]]:
    columns = ("entity_id", "field", "language", "text")
    found: dict[UUID, dict[str, str]] = defaultdict(dict)
    for row in read_rows(session, ids, Translation, columns, ("entity_id",)):
        if row.language == "es":
            found[row.entity_id][row.field] = row.text
    return found
