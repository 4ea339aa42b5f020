"""What the network's staff know from calling: whom nobody reached, and what they may take back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from network.actors import Actor
from network.clock import now
from network.providers.operations.undoing import may_undo
from network.rules.permissions import may_speak_as
from network.tables import Capacity, CapacityVoice, Event, ServiceAtLocation

KINDS = ("capacity.said", "capacity.no_answer")
TOLD_FOR = timedelta(hours=12)  # a call that nobody answered yesterday says nothing of today

At = tuple[UUID, UUID]
"""A service and the location where it is given."""


@dataclass(frozen=True)
class PhoneState:
    """How calls to one place went."""

    place_id: UUID
    not_reached_at: datetime | None = None  # nobody answered then, and nobody said a number since
    may_undo: bool = False  # this person said what stands there, a moment ago


def phone_states(session: Session, actor: Actor, at: Collection[At]) -> dict[At, PhoneState]:
    """How calls to these places went, for those who pass on what they were told; nothing for all others."""
    if not at or not may_speak_as(actor, None, CapacityVoice.PHONE):
        return {}
    rows = session.exec(
        select(ServiceAtLocation, Capacity)
        .join(Capacity, col(Capacity.service_at_location_id) == col(ServiceAtLocation.id), isouter=True)
        .where(col(ServiceAtLocation.service_id).in_({service_id for service_id, _ in at}))
    ).all()
    wanted = set(at)
    places = [(place, said) for place, said in rows if (place.service_id, place.location_id) in wanted]
    last = _last_events(session, [place.id for place, _ in places])
    return {
        (place.service_id, place.location_id): _state(actor, place, said, last.get(place.id))
        for place, said in places
    }


def _state(actor: Actor, place: ServiceAtLocation, said: Capacity | None, last: Event | None) -> PhoneState:
    if last is None:
        return PhoneState(place.id)
    if last.kind == "capacity.no_answer":
        is_new = now() - last.happened_at < TOLD_FOR
        return PhoneState(place.id, not_reached_at=last.happened_at if is_new else None)
    return PhoneState(place.id, may_undo=said is not None and may_undo(actor, said, last))


def _last_events(session: Session, place_ids: list[UUID]) -> dict[UUID, Event]:
    """The newest of these events of each place."""
    newest = (
        select(func.max(Event.id))
        .where(col(Event.subject_id).in_(place_ids), col(Event.kind).in_(KINDS))
        .group_by(col(Event.subject_id))
    )
    return {event.subject_id: event for event in session.exec(select(Event).where(col(Event.id).in_(newest)))}
