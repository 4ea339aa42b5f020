"""What became of a call to a place when nobody could say how full it is."""

from sqlmodel import Session

from network import events
from network.actors import Actor
from network.providers.operations.capacity import require_voice
from network.tables import CapacityVoice, ServiceAtLocation


def tell_no_answer(session: Session, actor: Actor, place: ServiceAtLocation) -> None:
    """Somebody called, and nobody answered. What was said of the place before stays. Raises NotAllowed."""
    require_voice(session, actor, place, CapacityVoice.PHONE)
    service_id = str(place.service_id)
    events.record(
        session, actor, "capacity.no_answer", "service_at_location", place.id, service_id=service_id
    )
