"""How full a service is, as it follows from answers to referrals."""

from uuid import UUID

from sqlalchemy import or_, update
from sqlmodel import Session, col, select

from network.actors import SYSTEM
from network.clock import now
from network.providers.operations.capacity import hear_capacity, tell_capacity
from network.rules.capacity import Confidence, confidence
from network.tables import Capacity, CapacityVoice, ServiceAtLocation


def infer_step(session: Session, place_id: UUID, step: int) -> bool:
    """One more or one fewer is free because of a referral; answers whether a number that is still believed
    could be changed. It stays as old as it was: nobody counted anew."""
    place = session.get(ServiceAtLocation, place_id)
    row = _row(session, place_id)
    if place is None or row is None or confidence(row.unit, row.said_at, now()) is Confidence.UNKNOWN:
        return False
    after = col(Capacity.available) + step
    stepped = session.scalars(
        update(Capacity)
        .where(
            col(Capacity.service_at_location_id) == place_id,
            after >= 0,
            or_(col(Capacity.maximum).is_(None), after <= col(Capacity.maximum)),
        )
        .values(available=after, said_by=CapacityVoice.INFERRED, said_by_account_id=None)
        .returning(Capacity)
        .execution_options(synchronize_session=False, populate_existing=True)
    ).one_or_none()
    if stepped is None:
        return False
    tell_capacity(session, SYSTEM, place, stepped)
    return True


def infer_full(session: Session, place_id: UUID) -> None:
    """None is free: the agency said so when it declined."""
    if place := session.get(ServiceAtLocation, place_id):
        hear_capacity(session, SYSTEM, place, available=0, said_by=CapacityVoice.INFERRED)


def _row(session: Session, place_id: UUID) -> Capacity | None:
    found = select(Capacity).where(Capacity.service_at_location_id == place_id)
    return session.exec(found.execution_options(populate_existing=True)).one_or_none()
