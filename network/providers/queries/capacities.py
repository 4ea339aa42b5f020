"""How full an organization's services are, for those who say so."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from network.actors import Actor
from network.errors import NotAllowed, NotFound
from network.providers.operations.parts import parts_by_place
from network.providers.operations.undoing import may_undo
from network.providers.queries.holds import HoldOfPlace, holds_of_places
from network.providers.units import units_of
from network.rules.permissions import may_speak_as
from network.rules.sharing import GuardedField, may_see
from network.tables import (
    Account,
    Capacity,
    CapacityPart,
    CapacityUnit,
    CapacityVoice,
    Event,
    Location,
    Service,
    ServiceAtLocation,
    ServiceStatus,
)
from network.words import say


@dataclass(frozen=True)
class PlaceCapacity:
    """One service at one location, what was said of it last, and whether this person may take it back."""

    place: ServiceAtLocation
    service: Service
    location: Location
    capacity: Capacity | None
    parts: tuple[CapacityPart, ...]  # none: everybody is counted together
    speaker: str  # name of the account that said it; empty when unknown or not for this reader
    unit: CapacityUnit  # what is counted, also when nobody has said anything
    may_undo: bool
    holds: tuple[HoldOfPlace, ...]  # open ones, the first to end first


def list_capacities(session: Session, actor: Actor) -> list[PlaceCapacity]:
    """All places of this person's own organization. Raises NotAllowed for who is no provider's staff."""
    if not may_speak_as(actor, actor.organization_id, CapacityVoice.PROVIDER):
        raise NotAllowed(say("Only the staff of a provider can say how full its services are."))
    return _read(session, actor, col(Service.organization_id) == actor.organization_id)


def get_capacity(session: Session, actor: Actor, place: ServiceAtLocation) -> PlaceCapacity:
    """One place, as `list_capacities` tells it."""
    return _read(session, actor, col(ServiceAtLocation.id) == place.id)[0]


def _read(session: Session, actor: Actor, condition: object) -> list[PlaceCapacity]:
    rows = session.exec(
        select(ServiceAtLocation, Service, Location, Capacity)
        .join(Service, col(Service.id) == col(ServiceAtLocation.service_id))
        .join(Location, col(Location.id) == col(ServiceAtLocation.location_id))
        .join(Capacity, col(Capacity.service_at_location_id) == col(ServiceAtLocation.id), isouter=True)
        .where(condition, col(Service.status) == ServiceStatus.ACTIVE)  # type: ignore[arg-type]
        .order_by(func.lower(Service.name), func.lower(Location.name), col(ServiceAtLocation.id))
        .execution_options(populate_existing=True)
    ).all()
    speakers = _speakers(session, [capacity for _, _, _, capacity in rows if capacity is not None])
    last = _last_events(session, [place for place, _, _, _ in rows])
    units = units_of(session, [service.id for _, service, _, _ in rows])
    parts = parts_by_place(session, [place.id for place, _, _, _ in rows])
    holds = holds_of_places(session, actor, [place.id for place, _, _, _ in rows])
    return [
        PlaceCapacity(
            place=place,
            service=service,
            location=location,
            capacity=capacity,
            parts=tuple(parts.get(place.id, ())),
            speaker=_speaker(actor, service, capacity, speakers),
            unit=capacity.unit if capacity else units.get(service.id, CapacityUnit.PLACE),
            may_undo=capacity is not None and place.id in last and may_undo(actor, capacity, last[place.id]),
            holds=tuple(holds.get(place.id, ())),
        )
        for place, service, location, capacity in rows
    ]


def _speaker(actor: Actor, service: Service, capacity: Capacity | None, names: dict[object, str]) -> str:
    if capacity is None or not may_see(actor, GuardedField.CAPACITY_SPEAKER, service.organization_id):
        return ""
    return names.get(capacity.said_by_account_id, "")


def _speakers(session: Session, capacities: list[Capacity]) -> dict[object, str]:
    ids = [capacity.said_by_account_id for capacity in capacities]
    return dict(session.exec(select(Account.id, Account.name).where(col(Account.id).in_(ids))).all())


def _last_events(session: Session, places: list[ServiceAtLocation]) -> dict[object, Event]:
    newest = (
        select(func.max(Event.id))
        .where(col(Event.kind) == "capacity.said", col(Event.subject_id).in_([place.id for place in places]))
        .group_by(col(Event.subject_id))
    )
    return {event.subject_id: event for event in session.exec(select(Event).where(col(Event.id).in_(newest)))}


def get_own_place(session: Session, actor: Actor, place_id: UUID) -> ServiceAtLocation:
    """A place of this person's own organization. Raises NotFound for every other, and for other staff."""
    if not may_speak_as(actor, actor.organization_id, CapacityVoice.PROVIDER):
        raise NotFound
    found = session.exec(
        select(ServiceAtLocation)
        .join(Service, col(Service.id) == col(ServiceAtLocation.service_id))
        .where(
            ServiceAtLocation.id == place_id,
            Service.organization_id == actor.organization_id,
            Service.status == ServiceStatus.ACTIVE,
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found
