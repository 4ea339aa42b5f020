"""Taking back the last word about how full a place is.

What stood there before stands again, less what was held, taken out of its hold or found not free since.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from network.actors import Actor
from network.clock import now
from network.errors import Conflict
from network.providers.operations.capacity import lock_capacity, require_voice, tell_capacity
from network.providers.operations.parts import parts_of, read_parts
from network.providers.operations.telling import organization_of
from network.rules.holding import EndReason
from network.rules.permissions import may_say_capacity, require
from network.tables import (
    Capacity,
    CapacityPart,
    CapacityUnit,
    CapacityVoice,
    Event,
    Hold,
    ServiceAtLocation,
    Waitlist,
)
from network.words import say

UNDO_WITHIN = timedelta(minutes=30)


def undo_capacity(session: Session, actor: Actor, place: ServiceAtLocation) -> None:
    """Take back what this person said last, unless somebody spoke since. Raises Conflict, NotAllowed."""
    require(may_say_capacity(actor, organization_of(session, place)))
    row = lock_capacity(session, place)
    said = last_said(session, place.id)
    if row is None or not said or not may_undo(actor, row, said[0]):
        raise Conflict(say("There is nothing to undo: somebody said something newer, or it is too long ago."))
    require_voice(session, actor, place, row.said_by)
    if len(said) < 2 or "available" not in said[1].facts:
        _forget(session, row)
        tell_capacity(session, actor, place, None, undone=1)
        return
    gone = _gone_since(session, place.id, said[1])
    row.sqlmodel_update(_as_said(said[1].facts, row.held + gone.total()))
    _put_parts_back(session, row, read_parts(str(said[1].facts.get("parts") or "")), gone)
    session.add(row)
    session.flush()
    tell_capacity(session, actor, place, row, undone=1)


def may_undo(actor: Actor, row: Capacity, last: Event) -> bool:
    """Whether this person said what stands there, not long ago, and has not undone anything since."""
    return (
        actor.is_signed_in
        and row.said_by_account_id == actor.id
        and now() - row.said_at < UNDO_WITHIN
        and last.facts.get("said_at") == row.said_at.isoformat()
        and not last.facts.get("undone")
    )


def last_said(session: Session, place_id: UUID) -> list[Event]:
    """The last two events that told how full a place is, the newest first."""
    return list(
        session.exec(
            select(Event)
            .where(Event.kind == "capacity.said", Event.subject_id == place_id)
            .order_by(col(Event.id).desc())
            .limit(2)
        )
    )


def _gone_since(session: Session, place_id: UUID, said: Event) -> Counter[str | None]:
    """How many places the provider found not free after all when it ended their holds, by population: they
    were free or held when this was said, and are neither now."""
    rows = session.exec(
        select(Hold.population, Event.facts)
        .join(Event, (col(Event.subject_id) == col(Hold.id)) & (col(Event.kind) == "hold.ended"))
        .where(Hold.service_at_location_id == place_id, col(Event.id) > said.id)
    )
    return Counter(population for population, facts in rows if not EndReason(str(facts["reason"])).gives_back)


def _as_said(facts: Mapping[str, Any], used: int) -> dict[str, object]:
    """The columns of a capacity as an event tells them. `used`: what is held now, or gone since."""
    account_id = facts.get("account_id")
    return {
        "available": _free_now(facts["available"], facts["maximum"], facts.get("held", 0), used),
        "maximum": facts["maximum"],
        "expected_wait_days": facts["expected_wait_days"],
        "unit": CapacityUnit(facts["unit"]),
        "waitlist": Waitlist(facts["waitlist"]),
        "said_by": CapacityVoice(facts["said_by"]),
        "said_by_account_id": UUID(account_id) if account_id else None,
        "said_at": datetime.fromisoformat(facts["said_at"]),
    }


def _put_parts_back(
    session: Session,
    row: Capacity,
    said: Mapping[str, tuple[int, int | None, int]],
    gone: Counter[str | None],
) -> None:
    """The parts as they were, less what is `gone` since; the whole is their sum. Raises Conflict when one
    that would be taken out is held."""
    rows = {part.population: part for part in parts_of(session, row.service_at_location_id)}
    if any(part.held for population, part in rows.items() if population not in said):
        raise Conflict(say("A place of this group is held now, so this cannot be undone."))
    for population, part in rows.items():
        if population not in said:
            session.delete(part)
    for population, (available, maximum, held) in said.items():
        part = rows.get(population) or CapacityPart(
            service_at_location_id=row.service_at_location_id, population=population, available=0
        )
        free = _free_now(available, maximum, held, part.held + gone[population])
        session.add(part.sqlmodel_update({"available": free, "maximum": maximum}))
        rows[population] = part
    if said:
        row.available = sum(rows[population].available for population in said)


def _free_now(available: int, maximum: int | None, held_then: int, used: int) -> int:
    """How many of those that were free then are free beside those that are held now or gone."""
    free = max(0, available + held_then - used)
    return free if maximum is None else max(0, min(free, maximum - used))


def _forget(session: Session, row: Capacity) -> None:
    """Nobody has said anything. Raises Conflict while a place is held."""
    if row.held:
        raise Conflict(say("A place is held now, so this cannot be undone. Say the number that is right."))
    for part in parts_of(session, row.service_at_location_id):
        session.delete(part)
    session.delete(row)
    session.flush()
