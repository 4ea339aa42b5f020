"""The directory as those see it who keep it true."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import and_, exists, false, func, or_
from sqlmodel import Session, col, select

from network.actors import Actor, Role
from network.clock import now
from network.errors import NotFound
from network.rules.freshness import ASK_AFTER
from network.rules.permissions import may_edit_listing, may_keep_directory, require
from network.tables import (
    Capacity,
    Location,
    Organization,
    Problem,
    ProblemStatus,
    Service,
    ServiceAtLocation,
    ServiceStatus,
    Source,
    SourceKind,
)

Row = TypeVar("Row")
PER_PAGE = 25
LONGEST_QUERY = 200


class Wanting(StrEnum):
    """What a listing may want."""

    CHECK = "check"  # nobody here said for a while that it is right; imported ones were never checked
    REPORTED = "reported"  # somebody says that it is wrong
    CAPACITY = "capacity"  # nobody says how full it is; of imported ones nobody can
    IMPORTED = "imported"  # it came with somebody else's directory
    INACTIVE = "inactive"  # it is closed


@dataclass(frozen=True)
class DirectoryRow:
    """One listing in the list."""

    service_id: UUID
    name: str
    organization_id: UUID
    organization: str
    places: int
    status: ServiceStatus
    verified_at: datetime | None
    last_modified: datetime | None
    is_imported: bool
    problems: int
    capacity_said_at: datetime | None  # the newest of its places


@dataclass(frozen=True)
class DirectoryRows:
    """One page of the list."""

    rows: tuple[DirectoryRow, ...]
    total: int
    counts: dict[Wanting, int]  # of all listings this person keeps


@dataclass(frozen=True)
class AgencyRow:
    """One agency in the list."""

    organization_id: UUID
    name: str
    services: int
    is_member: bool
    verified_at: datetime | None


def list_services(
    session: Session, actor: Actor, *, q: str = "", wanting: Wanting | None = None, page: int = 1
) -> DirectoryRows:
    """Listings this person may edit, those that want something first. Raises NotAllowed."""
    require(may_keep_directory(actor))
    problems = (
        select(func.count())
        .where(col(Problem.service_id) == col(Service.id), col(Problem.status) == ProblemStatus.OPEN)
        .scalar_subquery()
    )
    places = (
        select(func.count()).where(col(ServiceAtLocation.service_id) == col(Service.id)).scalar_subquery()
    )
    said = (
        select(func.max(Capacity.said_at))
        .join(ServiceAtLocation, col(ServiceAtLocation.id) == col(Capacity.service_at_location_id))
        .where(col(ServiceAtLocation.service_id) == col(Service.id))
        .scalar_subquery()
    )
    conditions = [*_own(actor), *_matching(q)]
    counts = {each: _count(session, [*_own(actor), _wants(each)]) for each in Wanting}
    if wanting is not None:
        conditions.append(_wants(wanting))
    rows = session.exec(
        select(Service, Organization, Source, problems, places, said)  # type: ignore[call-overload]
        .join(Organization, col(Organization.id) == col(Service.organization_id))
        .join(Source, col(Source.id) == col(Service.source_id), isouter=True)
        .where(*conditions)
        .order_by(
            problems.desc(),
            _wants(Wanting.IMPORTED),
            col(Service.verified_at).asc().nulls_first(),
            func.lower(Organization.name),
            func.lower(Service.name),
            col(Service.id),
        )
        .limit(PER_PAGE)
        .offset((max(1, page) - 1) * PER_PAGE)
    )
    return DirectoryRows(tuple(_row(*row) for row in rows), _count(session, conditions), counts)


def list_agencies(
    session: Session, actor: Actor, *, q: str = "", page: int = 1
) -> tuple[list[AgencyRow], int]:
    """One page of the agencies this person may edit, and how many there are. Raises NotAllowed."""
    require(may_keep_directory(actor))
    conditions: list[Any] = []
    if not _keeps_all(actor):
        conditions.append(col(Organization.id) == actor.organization_id)
    if q:
        conditions.append(col(Organization.name).icontains(q[:LONGEST_QUERY], autoescape=True))
    services = (
        select(func.count()).where(col(Service.organization_id) == col(Organization.id)).scalar_subquery()
    )
    rows = session.exec(
        select(Organization, services)
        .where(*conditions)
        .order_by(func.lower(Organization.name), col(Organization.id))
        .limit(PER_PAGE)
        .offset((max(1, page) - 1) * PER_PAGE)
    )
    total = session.exec(select(func.count()).select_from(Organization).where(*conditions)).one()
    found = [
        AgencyRow(agency.id, agency.name, count, agency.is_member, agency.verified_at)
        for agency, count in rows
    ]
    return found, total


def organization_to_edit(session: Session, actor: Actor, organization_id: UUID) -> Organization:
    """An agency whose record this person may edit. Raises NotFound, NotAllowed."""
    found = _found(session.get(Organization, organization_id))
    require(may_edit_listing(actor, found.id))
    return found


def location_to_edit(session: Session, actor: Actor, location_id: UUID) -> Location:
    """A place whose record this person may edit. Raises NotFound, NotAllowed."""
    found = _found(session.get(Location, location_id))
    require(may_edit_listing(actor, found.organization_id))
    return found


def service_to_edit(session: Session, actor: Actor, service_id: UUID) -> Service:
    """A service whose listing this person may edit. Raises NotFound, NotAllowed."""
    found = _found(session.get(Service, service_id))
    require(may_edit_listing(actor, found.organization_id))
    return found


def get_plain_service(session: Session, service_id: UUID) -> Service:
    """A service by itself. Raises NotFound."""
    return _found(session.get(Service, service_id))


def get_place(session: Session, service_id: UUID, location_id: UUID) -> ServiceAtLocation:
    """A service at a location. Raises NotFound."""
    return _found(
        session.exec(
            select(ServiceAtLocation).where(
                ServiceAtLocation.service_id == service_id, ServiceAtLocation.location_id == location_id
            )
        ).one_or_none()
    )


def locations_of(session: Session, organization_id: UUID) -> Sequence[Location]:
    """The places of an agency."""
    return session.exec(
        select(Location).where(Location.organization_id == organization_id).order_by(col(Location.name))
    ).all()


def agency_of(session: Session, location: Location) -> Organization | None:
    """The agency a place belongs to."""
    return session.get(Organization, location.organization_id) if location.organization_id else None


def service_names(session: Session, organization_id: UUID) -> list[tuple[str, str]]:
    """Ids and names of an agency's services."""
    rows = session.exec(
        select(Service.id, Service.name)
        .where(Service.organization_id == organization_id)
        .order_by(func.lower(Service.name), col(Service.id))
    )
    return [(str(service_id), name) for service_id, name in rows]


def services_of_organization(session: Session, organization_id: UUID) -> list[UUID]:
    """What an agency offers: active services first, by name."""
    closed = col(Service.status) != ServiceStatus.ACTIVE
    return list(
        session.exec(
            select(Service.id)
            .where(Service.organization_id == organization_id)
            .order_by(closed, func.lower(Service.name), col(Service.id))
        )
    )


def _keeps_all(actor: Actor) -> bool:
    return not actor.is_signed_in or actor.has(Role.CURATOR)


def _own(actor: Actor) -> list[Any]:
    return [] if _keeps_all(actor) else [col(Service.organization_id) == actor.organization_id]


def _matching(q: str) -> list[Any]:
    q = q.strip()[:LONGEST_QUERY]
    if not q:
        return []
    agencies = select(Organization.id).where(col(Organization.name).icontains(q, autoescape=True))
    return [or_(col(Service.name).icontains(q, autoescape=True), col(Service.organization_id).in_(agencies))]


def _wants(wanting: Wanting) -> Any:
    service_id = col(Service.id)
    match wanting:
        case Wanting.CHECK:
            long_ago = now() - timedelta(days=ASK_AFTER)
            never = and_(col(Service.verified_at).is_(None), ~_wants(Wanting.IMPORTED))
            return and_(
                or_(never, col(Service.verified_at) < long_ago), col(Service.status) == ServiceStatus.ACTIVE
            )
        case Wanting.REPORTED:
            return exists().where(
                col(Problem.service_id) == service_id, col(Problem.status) == ProblemStatus.OPEN
            )
        case Wanting.CAPACITY:
            said = (
                exists()
                .where(col(ServiceAtLocation.service_id) == service_id)
                .where(col(Capacity.service_at_location_id) == col(ServiceAtLocation.id))
            )
            return and_(~said, ~_wants(Wanting.IMPORTED), col(Service.status) == ServiceStatus.ACTIVE)
        case Wanting.IMPORTED:
            sources = select(Source.id).where(Source.kind == SourceKind.IMPORTED)
            return func.coalesce(col(Service.source_id).in_(sources), false())
        case Wanting.INACTIVE:
            return col(Service.status) != ServiceStatus.ACTIVE


def _count(session: Session, conditions: list[Any]) -> int:
    return session.exec(select(func.count()).select_from(Service).where(*conditions)).one()


def _row(
    service: Service,
    organization: Organization,
    source: Source | None,
    problems: int,
    places: int,
    said_at: datetime | None,
) -> DirectoryRow:
    return DirectoryRow(
        service_id=service.id,
        name=service.name,
        organization_id=organization.id,
        organization=organization.name,
        places=places,
        status=service.status,
        verified_at=service.verified_at,
        last_modified=service.last_modified,
        is_imported=source is not None and source.kind is SourceKind.IMPORTED,
        problems=problems,
        capacity_said_at=said_at,
    )


def _found(row: Row | None) -> Row:
    if row is None:
        raise NotFound
    return row
