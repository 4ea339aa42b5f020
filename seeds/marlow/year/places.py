"""Where in the county people can be referred: only places of Marlow County itself, never a real program."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from network.providers.kinds.reading import kind_term_id, read_kinds
from network.tables import (
    Attribute,
    Organization,
    Service,
    ServiceAtLocation,
    ServiceStatus,
    Source,
    SourceKind,
)


@dataclass(frozen=True)
class Place:
    """A service at a location that can be asked."""

    id: UUID
    organization_id: UUID


def places_by_kind(session: Session, senders: Collection[UUID]) -> dict[str, tuple[Place, ...]]:
    """For each kind of service the places that take referrals for it or for a kind below it; those of the
    senders are left out."""
    codes = {kind_term_id(kind.code): kind.code for kind in read_kinds()}
    rows = session.exec(
        select(Attribute.taxonomy_term_id, ServiceAtLocation.id, Service.organization_id)
        .join(Service, col(Service.id) == Attribute.link_id)
        .join(ServiceAtLocation, col(ServiceAtLocation.service_id) == Service.id)
        .join(Organization, col(Organization.id) == Service.organization_id)
        .join(Source, col(Source.id) == Service.source_id)
        .where(
            Attribute.link_entity == "service",
            Source.kind == SourceKind.FICTIONAL,
            col(Source.takes_referrals),
            col(Service.takes_referrals),
            Service.status == ServiceStatus.ACTIVE,
            col(Organization.is_member),
            ~col(Organization.is_victim_service),
            col(Organization.id).not_in(senders),
        )
        .order_by(col(ServiceAtLocation.id))
    ).all()
    found: dict[str, dict[UUID, Place]] = {}
    for term_id, place_id, organization_id in rows:
        code = codes.get(term_id, "")
        while code:
            found.setdefault(code, {})[place_id] = Place(place_id, organization_id)
            code = code.rpartition(".")[0]
    return {code: tuple(places.values()) for code, places in found.items()}
