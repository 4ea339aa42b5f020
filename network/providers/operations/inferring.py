"""How full a service is, as it follows from answers to referrals."""

from uuid import UUID

from sqlmodel import Session

from network.actors import SYSTEM
from network.clock import now
from network.providers.operations.capacity import lock_capacity, say_capacity, tell_capacity
from network.providers.operations.parts import parts_of
from network.providers.units import units_of
from network.rules.capacity import Confidence, confidence
from network.rules.capacity_parts import Facts, Part, PartWords, part_to_move, parts_for
from network.tables import Capacity, CapacityUnit, CapacityVoice, ServiceAtLocation, Waitlist


def infer_step(
    session: Session, place_id: UUID, step: int, *, facts: Facts | None = None, population: str | None = None
) -> bool:
    """One more or one fewer is free because of a referral; answers whether a number that is still believed
    could be changed. It stays as old as it was: nobody counted anew.

    Where the place has parts: the part of `population` if that is known, else the one that fits the person's
    `facts` (names as in `need.facts`), else the one with the most free (to take) or the fewest (to give
    back).
    """
    place = session.get(ServiceAtLocation, place_id)
    row = lock_capacity(session, place) if place is not None else None
    if place is None or row is None or confidence(row.unit, row.said_at, now()) is Confidence.UNKNOWN:
        return False
    if not _has_room(row, step):
        return False
    if parts := parts_of(session, place_id):
        named = [part for part in parts if part.population == population] or parts
        part = part_to_move(named, step, facts or {})
        if part is None:
            return False
        part.available += step
        session.add(part)
    row.sqlmodel_update(
        {
            "available": row.available + step,
            "said_by": CapacityVoice.INFERRED,
            "said_by_account_id": None,
        }
    )
    session.add(row)
    session.flush()
    tell_capacity(session, SYSTEM, place, row)
    return True


def infer_full(session: Session, place_id: UUID, *, facts: Facts | None = None) -> None:
    """None is free: the agency said so when it declined. With parts, those for a person of these `facts`."""
    place = session.get(ServiceAtLocation, place_id)
    if place is None:
        return
    row, parts = lock_capacity(session, place), parts_of(session, place_id)
    full = {part.population for part in parts_for(parts, facts or {})}
    left = [_without(part, part.population in full) for part in parts]
    units = units_of(session, [place.service_id])
    say_capacity(
        session,
        SYSTEM,
        place,
        available=sum(part.available for part in left),
        maximum=row.maximum if row else None,
        unit=row.unit if row else units.get(place.service_id, CapacityUnit.PLACE),
        waitlist=row.waitlist if row else Waitlist.UNKNOWN,
        expected_wait_days=row.expected_wait_days if row else None,
        said_by=CapacityVoice.INFERRED,
        parts=left or None,
    )


def _has_room(row: Capacity, step: int) -> bool:
    after = row.available + step
    return after >= 0 and (row.maximum is None or after + row.held <= row.maximum)


def _without(part: Part, is_full: bool) -> PartWords:
    return PartWords(part.population, 0 if is_full else part.available, part.maximum)
