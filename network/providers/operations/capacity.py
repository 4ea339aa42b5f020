"""How full a service is at one location: who says so, and two who tap at the same time."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import or_, update
from sqlmodel import Session, col, select

from network import events
from network.actors import Actor
from network.clock import now
from network.db import holds_all
from network.errors import Conflict, Invalid
from network.providers.changes import record_change
from network.providers.operations.telling import organization_of
from network.providers.units import units_of
from network.rules import permissions
from network.tables import Capacity, CapacityUnit, CapacityVoice, Event, ServiceAtLocation, Waitlist
from network.words import Say, say, say_number

MOST_PLACES = 10_000
LONGEST_WAIT_DAYS = 3650
UNDO_WITHIN = timedelta(minutes=30)


def say_capacity(
    session: Session,
    actor: Actor,
    place: ServiceAtLocation,
    *,
    available: int,
    maximum: int | None = None,
    unit: CapacityUnit,
    waitlist: Waitlist = Waitlist.UNKNOWN,
    expected_wait_days: int | None = None,
    said_by: CapacityVoice,
) -> None:
    """How many more people it can take now, of how many, and its waitlist. Raises Invalid, NotAllowed."""
    _require(session, actor, place, said_by)
    _check(available, maximum, expected_wait_days)
    row = _lock(session, place) or Capacity(
        service_at_location_id=place.id, available=0, unit=unit, said_by=said_by, said_at=now()
    )
    row.sqlmodel_update(
        {
            "available": available,
            "maximum": maximum,
            "unit": unit,
            "waitlist": waitlist,
            "expected_wait_days": expected_wait_days,
            "said_by": said_by,
            "said_by_account_id": actor.id if actor.is_signed_in else None,
            "said_at": now(),
        }
    )
    session.add(row)
    session.flush()
    tell_capacity(session, actor, place, row)


def hear_capacity(
    session: Session,
    actor: Actor,
    place: ServiceAtLocation,
    *,
    available: int,
    maximum: int | None = None,
    waitlist: Waitlist | None = None,
    expected_wait_days: int | None = None,
    said_by: CapacityVoice = CapacityVoice.PHONE,
) -> None:
    """Somebody was told how many are free; what was not said stays. Raises Invalid, NotAllowed."""
    before = _lock(session, place)
    if before is not None and maximum is None and (before.maximum or 0) >= available:
        maximum = before.maximum
    if before is not None and waitlist is None:
        waitlist, expected_wait_days = before.waitlist, before.expected_wait_days
    units = units_of(session, [place.service_id])
    say_capacity(
        session,
        actor,
        place,
        available=available,
        maximum=maximum,
        unit=before.unit if before else units.get(place.service_id, CapacityUnit.PLACE),
        waitlist=waitlist or Waitlist.UNKNOWN,
        expected_wait_days=expected_wait_days,
        said_by=said_by,
    )


def step_capacity(
    session: Session, actor: Actor, place: ServiceAtLocation, step: int, *, said_by: CapacityVoice
) -> Capacity:
    """One more or one fewer is free. Adds in the database, so that of two taps at once none is lost.

    Raises Conflict below none and above all, NotAllowed, Invalid when nobody said a number before.
    """
    _require(session, actor, place, said_by)
    after = col(Capacity.available) + step
    moved = session.exec(
        update(Capacity)
        .where(
            col(Capacity.service_at_location_id) == place.id,
            after >= 0,
            after <= MOST_PLACES,
            or_(col(Capacity.maximum).is_(None), after <= col(Capacity.maximum)),
        )
        .values(
            available=after,
            said_by=said_by,
            said_by_account_id=actor.id if actor.is_signed_in else None,
            said_at=now(),
        )
    )
    row = _read(session, place)
    if row is None:
        raise Invalid({"available": say("Type how many are free first.")})
    if moved.rowcount != 1:
        raise Conflict(_no_further(row, step))
    tell_capacity(session, actor, place, row)
    return row


def undo_capacity(session: Session, actor: Actor, place: ServiceAtLocation) -> None:
    """Take back what this person said last, unless somebody spoke since. Raises Conflict, NotAllowed."""
    row = _lock(session, place)
    said = last_said(session, place.id)
    if row is None or not said or not may_undo(actor, row, said[0]):
        raise Conflict(say("There is nothing to undo: somebody said something newer, or it is too long ago."))
    _require(session, actor, place, row.said_by)
    if len(said) < 2:
        session.delete(row)
        session.flush()
        tell_capacity(session, actor, place, None, undone=1)
        return
    row.sqlmodel_update(_as_said(said[1].facts))
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


def _as_said(facts: Mapping[str, Any]) -> dict[str, object]:
    """The columns of a capacity as an event tells them."""
    account_id = facts.get("account_id")
    return {
        "available": facts["available"],
        "maximum": facts["maximum"],
        "expected_wait_days": facts["expected_wait_days"],
        "unit": CapacityUnit(facts["unit"]),
        "waitlist": Waitlist(facts["waitlist"]),
        "said_by": CapacityVoice(facts["said_by"]),
        "said_by_account_id": UUID(account_id) if account_id else None,
        "said_at": datetime.fromisoformat(facts["said_at"]),
    }


def tell_capacity(
    session: Session, actor: Actor, place: ServiceAtLocation, row: Capacity | None, *, undone: int = 0
) -> None:
    """Record what stands there now, and tell the search."""
    facts: dict[str, str | int | None] = {"service_id": str(place.service_id), "undone": undone}
    if row is not None:
        facts |= {
            "available": row.available,
            "maximum": row.maximum,
            "expected_wait_days": row.expected_wait_days,
            "unit": row.unit.value,
            "waitlist": row.waitlist.value,
            "said_by": row.said_by.value,
            "account_id": str(row.said_by_account_id) if row.said_by_account_id else None,
            "said_at": row.said_at.isoformat(),
        }
    events.record(session, actor, "capacity.said", "service_at_location", place.id, **facts)
    record_change(session, [place.service_id])


def _require(session: Session, actor: Actor, place: ServiceAtLocation, said_by: CapacityVoice) -> None:
    organization_id = organization_of(session, place)
    permissions.require(permissions.may_say_capacity(actor, organization_id))
    permissions.require(permissions.may_speak_as(actor, organization_id, said_by))


def _check(available: int, maximum: int | None, expected_wait_days: int | None) -> None:
    problems: dict[str, Say] = {}
    if not 0 <= available <= MOST_PLACES:
        problems["available"] = say("How many are free is a number from 0 to {most}.", most=MOST_PLACES)
    if maximum is not None and not 1 <= maximum <= MOST_PLACES:
        problems["maximum"] = say("How many there are in all is a number from 1 to {most}.", most=MOST_PLACES)
    elif maximum is not None and available > maximum:
        problems["available"] = say(
            "There cannot be more free than there are in all ({maximum}).", maximum=maximum
        )
    if expected_wait_days is not None and not 0 <= expected_wait_days <= LONGEST_WAIT_DAYS:
        problems["expected_wait_days"] = say(
            "The wait is a number of days from 0 to {most}.", most=LONGEST_WAIT_DAYS
        )
    if problems:
        raise Invalid(problems)


def _no_further(row: Capacity, step: int) -> Say:
    if step < 0:
        return say("It is full already: none is free.")
    return say_number(
        "The {number} there is in all is free already.",
        "All {number} there are in all are free already.",
        row.maximum if row.maximum is not None else MOST_PLACES,
    )


def _lock(session: Session, place: ServiceAtLocation) -> Capacity | None:
    """The row, held until the end of the transaction. The place is held first: there may be no row yet."""
    if not holds_all(session):
        session.exec(
            select(ServiceAtLocation.id).where(ServiceAtLocation.id == place.id).with_for_update()
        ).one()
    return _read(session, place)


def _read(session: Session, place: ServiceAtLocation) -> Capacity | None:
    found = select(Capacity).where(Capacity.service_at_location_id == place.id)
    return session.exec(found.execution_options(populate_existing=True)).one_or_none()
