"""Which agencies can be named in a consent, and who monitors a case."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists
from sqlmodel import Session, col, select

from network.rules.consent import MONITORING_ROLES, Monitor
from network.tables import Organization, Person, Service, ServiceAtLocation, Source

MOST_FOUND = 12
MOST_WORDS = 100


@dataclass(frozen=True)
class Agency:
    id: UUID
    name: str


def agencies_to_name(
    session: Session, person: Person, *, chosen: Collection[UUID] = (), words: str = ""
) -> tuple[Agency, ...]:
    """The chosen agencies first, then those whose name holds the words; without either, the first members of
    the network. Nothing is sent to victim services or to who takes no referrals, so they are never found."""
    found = list(_named(session, chosen)) if chosen else []
    if words.strip() or not found:
        found += _open_to_referrals(session, person, words)
    return tuple({agency.id: agency for agency in found}.values())


def agency_of_place(session: Session, place_id: UUID | None) -> UUID | None:
    """The agency that answers for a service at a location."""
    if place_id is None:
        return None
    return session.exec(
        select(Service.organization_id)
        .join(ServiceAtLocation, col(ServiceAtLocation.service_id) == col(Service.id))
        .where(ServiceAtLocation.id == place_id)
    ).one_or_none()


def monitors_of_case(monitors: Mapping[UUID, Monitor]) -> tuple[tuple[UUID, Monitor], ...]:
    """Those of a case's participants who can have a duty to monitor, by name. (2.35(a)(1))"""
    found = [
        (id_, monitor) for id_, monitor in monitors.items() if not monitor.roles.isdisjoint(MONITORING_ROLES)
    ]
    return tuple(sorted(found, key=lambda one: (one[1].name, str(one[0]))))


def _named(session: Session, chosen: Collection[UUID]) -> Sequence[Agency]:
    rows = session.exec(
        select(Organization.id, Organization.name)
        .where(col(Organization.id).in_(list(chosen)))
        .order_by(col(Organization.name))
    ).all()
    return [Agency(id_, name) for id_, name in rows]


def _open_to_referrals(session: Session, person: Person, words: str) -> Sequence[Agency]:
    wanted = (
        select(Organization.id, Organization.name)
        .join(Source, col(Source.id) == col(Organization.source_id))
        .where(
            col(Source.takes_referrals).is_(True),
            col(Organization.is_victim_service).is_(False),
            Organization.id != person.organization_id,
            exists().where(
                col(Service.organization_id) == col(Organization.id), col(Service.takes_referrals).is_(True)
            ),
        )
        .order_by(col(Organization.name), col(Organization.id))
        .limit(MOST_FOUND)
    )
    if words.strip():
        wanted = wanted.where(col(Organization.name).icontains(words.strip()[:MOST_WORDS], autoescape=True))
    else:
        wanted = wanted.where(col(Organization.is_member).is_(True))
    return [Agency(id_, name) for id_, name in session.exec(wanted).all()]
