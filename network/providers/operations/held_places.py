"""What is held of a place: counted out of the free ones, counted back, and the open holds themselves.

A held place is out of the free ones: `capacity.available` never counts it, `capacity.held` does, and both
move in one statement. Whoever changes what is held locks the capacity first (of several places in the order
of their ids), then the holds, the parts, and tells the search last: so nobody waits for another in a circle.
"""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, false, update
from sqlmodel import Session, col

from network import events
from network.actors import Actor
from network.clock import now
from network.db import holds_all
from network.errors import Conflict
from network.providers.changes import record_change
from network.providers.operations.capacity import read_capacity
from network.providers.operations.parts import parts_of
from network.rules.capacity_parts import Facts, admits, part_to_move
from network.tables import Capacity, CapacityPart, Hold, HoldStatus, ServiceAtLocation
from network.words import say

GONE = say("Somebody held or took the last one a moment ago. None is free here now.")
EVENTS = {
    HoldStatus.RELEASED: "hold.released",
    HoldStatus.LAPSED: "hold.lapsed",
    HoldStatus.TAKEN: "hold.taken",
}
NOT_FOR_THEM = say("None of the places that are free here is for this person.")


def lock_places(session: Session, place_ids: Iterable[UUID]) -> None:
    """Nobody else changes what is held or said of these places until the end of the unit of work. Where
    nobody has said a number there is nothing to hold."""
    if holds_all(session):
        return
    for place_id in sorted(set(place_ids)):
        read_capacity(session, place_id, to_change=True)


def count_out(
    session: Session, place_id: UUID, *, population: str | None = None, facts: Facts | None = None
) -> str | None:
    """One place fewer is free and one more is held; answers of which part. The place must be locked.

    `population`: only of this part; `facts`: of no part that is surely not for this person. Raises Conflict
    before anything is changed.
    """
    part = _part_to_hold(session, place_id, population, facts or {})
    if not _moved(session, Capacity, col(Capacity.service_at_location_id) == place_id):
        raise Conflict(GONE)
    if part is not None and not _moved(session, CapacityPart, col(CapacityPart.id) == part.id):
        raise Conflict(GONE)
    return part.population if part is not None else None


def end_holds(
    session: Session,
    actor: Actor,
    place_id: UUID,
    status: HoldStatus,
    condition: ColumnElement[bool],
    *,
    kind: str = "",
    gives_back: bool = True,
    **facts: str | int | None,
) -> Sequence[Hold]:
    """End the open holds of one place that meet the condition, all at once; answers which. The place must be
    locked. `gives_back`: the places are free for others again. `kind`: of the event, if not the status's."""
    ended = session.scalars(
        update(Hold)
        .where(col(Hold.service_at_location_id) == place_id, col(Hold.status) == HoldStatus.OPEN, condition)
        .values(status=status, ended_at=now(), ended_by_account_id=actor.id if actor.is_signed_in else None)
        .returning(Hold)
        .execution_options(synchronize_session=False, populate_existing=True)
    ).all()
    if not ended:
        return ()
    for hold in ended:
        _count_back(session, place_id, hold.population, gives_back=gives_back)
        tell_hold(session, actor, kind or EVENTS[status], hold, facts)
    record_change(session, [session.get_one(ServiceAtLocation, place_id).service_id])
    return ended


def tell_hold(
    session: Session, actor: Actor, kind: str, hold: Hold, facts: Mapping[str, str | int | None] | None = None
) -> None:
    """Record what happened to a hold: codes and places, never whom it is for."""
    place_id = str(hold.service_at_location_id)
    events.record(session, actor, kind, "hold", hold.id, service_at_location=place_id, **(facts or {}))


def _part_to_hold(
    session: Session, place_id: UUID, population: str | None, facts: Facts
) -> CapacityPart | None:
    """The part from which a place is held; None for a place without parts. Raises Conflict."""
    parts = parts_of(session, place_id)
    if not parts:
        return None
    wanted = [
        part
        for part in parts
        if (population is None or part.population == population)
        and admits(part.population, facts) is not False
    ]
    part = part_to_move(wanted, -1, facts)
    if part is None:
        raise Conflict(NOT_FOR_THEM)
    return part


def _moved(
    session: Session, table: type[Capacity] | type[CapacityPart], condition: ColumnElement[bool]
) -> bool:
    moved = session.exec(
        update(table)
        .where(condition, col(table.available) >= 1)
        .values(available=col(table.available) - 1, held=col(table.held) + 1)
        .execution_options(synchronize_session=False)
    )
    return bool(moved.rowcount == 1)


def _count_back(session: Session, place_id: UUID, population: str | None, *, gives_back: bool) -> None:
    """One place is held no more, in the whole and in its part. Where the provider has divided it since,
    it goes to the part with room for it, and to none where every part is full already."""
    parts = parts_of(session, place_id)
    own = next((part for part in parts if part.population == population), None)
    heir = own or part_to_move(parts, +1, {})
    if own is not None:
        _back(session, CapacityPart, col(CapacityPart.id) == own.id, held=1, free=gives_back)
    elif heir is not None and gives_back:
        _back(session, CapacityPart, col(CapacityPart.id) == heir.id, held=0, free=True)
    is_free = gives_back and (not parts or heir is not None)
    _back(session, Capacity, col(Capacity.service_at_location_id) == place_id, held=1, free=is_free)


def _back(
    session: Session,
    table: type[Capacity] | type[CapacityPart],
    condition: ColumnElement[bool],
    *,
    held: int,
    free: bool,
) -> None:
    full = and_(col(table.maximum).is_not(None), col(table.available) >= col(table.maximum))
    session.exec(
        update(table)
        .where(condition)
        .values(
            held=col(table.held) - held,
            available=case(
                (full if free else ~false(), col(table.available)), else_=col(table.available) + 1
            ),
        )
        .execution_options(synchronize_session=False)
    )
