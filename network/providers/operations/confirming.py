"""What was said of a place is still right."""

from sqlmodel import Session

from network.actors import Actor
from network.errors import Conflict
from network.providers.operations.capacity import hear_capacity, lock_capacity
from network.tables import CapacityVoice, ServiceAtLocation
from network.words import say


def confirm_capacity(
    session: Session, actor: Actor, place: ServiceAtLocation, *, seen: int, said_by: CapacityVoice
) -> None:
    """All stays as it is, and is said anew. `seen`: how many were free on the page of who says so. Raises
    Conflict when that has changed meanwhile, NotAllowed."""
    row = lock_capacity(session, place)
    if row is None or row.available != seen:
        raise Conflict(say("The number has changed since you looked. Is it right as it stands now?"))
    hear_capacity(session, actor, place, available=row.available, said_by=said_by)
