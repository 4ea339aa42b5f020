"""Which places can be asked, and what stands against it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_
from sqlmodel import Session, col, select

from network.errors import Invalid, NotFound
from network.providers.listing import ENGLISH
from network.tables import (
    Capacity,
    Location,
    Organization,
    Service,
    ServiceAtLocation,
    ServiceStatus,
    Source,
    Translation,
)
from network.words import Say, say


@dataclass(frozen=True)
class PlaceRow:
    """A service at one location with its agency. The location's address is not here."""

    place: ServiceAtLocation
    service: Service
    organization: Organization
    location: Location
    source: Source | None
    capacity: Capacity | None
    translated: str | None = None  # the service's name in the reader's language

    @property
    def name(self) -> str:
        """What the service is called."""
        return self.translated or self.service.name

    @property
    def takes_referrals(self) -> bool:
        """Whether anything may be sent to it: a real program of an old directory never is."""
        return self.service.takes_referrals and (self.source is None or self.source.takes_referrals)

    @property
    def reason_against(self) -> Say | None:
        """Why it cannot be asked."""
        name = self.organization.name
        if self.organization.is_victim_service:
            return say(
                "{name} serves victims of violence: nothing about a person goes to them from here."
                " Make this handover by telephone.",
                name=name,
            )
        if self.service.status is not ServiceStatus.ACTIVE:
            return say("{name}: this service is closed.", name=name)
        if not self.takes_referrals:
            return say("{name} takes nothing from here: call them.", name=name)
        return None


def place_rows(session: Session, place_ids: Sequence[UUID], *, language: str = ENGLISH) -> list[PlaceRow]:
    """These services at locations, in this order; those that are gone are left out. `language`: the reader's,
    in which a service is called if it has a name there."""
    of_name = and_(
        col(Translation.entity_id) == col(Service.id),
        col(Translation.field) == "name",
        col(Translation.language) == language,
    )
    rows = session.exec(
        select(  # type: ignore[call-overload]
            ServiceAtLocation, Service, Organization, Location, Source, Capacity, Translation.text
        )
        .join(Service, col(Service.id) == col(ServiceAtLocation.service_id))
        .join(Organization, col(Organization.id) == col(Service.organization_id))
        .join(Location, col(Location.id) == col(ServiceAtLocation.location_id))
        .join(Source, col(Source.id) == col(Service.source_id), isouter=True)
        .join(Capacity, col(Capacity.service_at_location_id) == col(ServiceAtLocation.id), isouter=True)
        .join(Translation, of_name, isouter=True)
        .where(col(ServiceAtLocation.id).in_(list(place_ids)))
    ).all()
    found = {row[0].id: PlaceRow(*row) for row in rows}
    return [found[place_id] for place_id in place_ids if place_id in found]


def askable_places(session: Session, place_ids: Sequence[UUID]) -> list[PlaceRow]:
    """These places. Raises NotFound for one that is gone, Invalid for those that may not be asked."""
    places = place_rows(session, place_ids)
    if len(places) < len(place_ids):
        raise NotFound
    against = [place.reason_against for place in places]
    if reason := next((one for one in against if one is not None), None):
        raise Invalid({"places": reason})
    return places


def places_to_refer(
    session: Session, at: Sequence[tuple[UUID, UUID | None]], *, language: str = ENGLISH
) -> dict[UUID, PlaceRow]:
    """Of these services and locations, those that can be asked and referred to."""
    services, wanted = {service_id for service_id, _ in at}, set(at)
    rows = session.exec(
        select(ServiceAtLocation.id, ServiceAtLocation.service_id, ServiceAtLocation.location_id).where(
            col(ServiceAtLocation.service_id).in_(services)
        )
    )
    ids = [place_id for place_id, service_id, location_id in rows if (service_id, location_id) in wanted]
    places = place_rows(session, ids, language=language)
    return {one.place.id: one for one in places if one.reason_against is None}
