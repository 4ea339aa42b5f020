"""How full a service is at one location: who says so, and two who tap at the same time.

Every number said is how many are free beside those that are held: what open holds keep is never touched here.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import or_, update
from sqlmodel import Session, col, select

from network import events
from network.actors import Actor
from network.clock import now
from network.db import holds_all
from network.errors import Conflict, Invalid
from network.providers.changes import record_change
from network.providers.operations.parts import (
    MOST_PLACES,
    parts_of,
    put_parts,
    share_out,
    text_of_parts,
    too_many,
)
from network.providers.operations.telling import organization_of
from network.providers.units import units_of
from network.rules import permissions
from network.rules.capacity_parts import Facts, PartWords, room_of
from network.tables import Capacity, CapacityPart, CapacityUnit, CapacityVoice, ServiceAtLocation, Waitlist
from network.words import Say, say, say_number

LONGEST_WAIT_DAYS = 3650


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
    parts: Sequence[PartWords] | None = None,
) -> None:
    """How many more people it can take now, of how many, and its waitlist. Raises Invalid, NotAllowed.

    `parts`, by population: then `available` is their sum, and `maximum` too where each part has one. None:
    the parts that there are stay, and share the number; none at all: the place has no parts any more.
    """
    require_voice(session, actor, place, said_by)
    row = lock_capacity(session, place)
    if parts is None:
        parts = share_out(session, place.id, available, {}) if 0 <= available <= MOST_PLACES else None
    if parts is not None:
        put_parts(session, place.id, parts)
        available, maximum = _sums(parts, available, maximum)
    _check(available, maximum, expected_wait_days, row.held if row else 0)
    row = row or Capacity(
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
    population: str | None = None,
    facts: Facts | None = None,
) -> None:
    """Somebody was told how many are free; what was not said stays. Raises Invalid, NotAllowed.

    `population`: of this part only. `facts`: of the person it was said for, who tell which part it is about.
    """
    before = lock_capacity(session, place)
    if before is not None and maximum is None and (before.maximum or 0) >= available + before.held:
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
        parts=_heard_parts(session, place, available, population, facts or {}),
    )


def step_capacity(
    session: Session,
    actor: Actor,
    place: ServiceAtLocation,
    step: int,
    *,
    said_by: CapacityVoice,
    population: str | None = None,
) -> Capacity:
    """One more or one fewer is free. Adds in the database, so that of two taps at once none is lost. A place
    with parts needs to know which `population` it is about.

    Raises Conflict below none and above all, NotAllowed, Invalid when nobody said a number before.
    """
    require_voice(session, actor, place, said_by)
    part = _part_to_step(session, place, step, population)
    after = col(Capacity.available) + step
    moved = session.exec(
        update(Capacity)
        .where(
            col(Capacity.service_at_location_id) == place.id,
            after >= 0,
            after <= MOST_PLACES,
            or_(col(Capacity.maximum).is_(None), after + col(Capacity.held) <= col(Capacity.maximum)),
        )
        .values(
            available=after,
            said_by=said_by,
            said_by_account_id=actor.id if actor.is_signed_in else None,
            said_at=now(),
        )
    )
    row = read_capacity(session, place.id)
    if row is None:
        raise Invalid({"available": say("Type how many are free first.")})
    if moved.rowcount != 1:
        raise Conflict(_no_further(row, step))
    if part is not None:
        part.available += step
        session.add(part)
        session.flush()
    tell_capacity(session, actor, place, row)
    return row


def tell_capacity(
    session: Session, actor: Actor, place: ServiceAtLocation, row: Capacity | None, *, undone: int = 0
) -> None:
    """Record what stands there now, and tell the search."""
    facts: dict[str, str | int | None] = {"service_id": str(place.service_id), "undone": undone}
    if row is not None:
        facts |= {
            "available": row.available,
            "held": row.held,
            "maximum": row.maximum,
            "expected_wait_days": row.expected_wait_days,
            "unit": row.unit.value,
            "waitlist": row.waitlist.value,
            "said_by": row.said_by.value,
            "account_id": str(row.said_by_account_id) if row.said_by_account_id else None,
            "said_at": row.said_at.isoformat(),
        }
        if parts := parts_of(session, place.id):
            facts["parts"] = text_of_parts(parts)
    events.record(session, actor, "capacity.said", "service_at_location", place.id, **facts)
    record_change(session, [place.service_id])


def lock_capacity(session: Session, place: ServiceAtLocation) -> Capacity | None:
    """The row, held until the end of the transaction; its parts are changed only by who holds it. Where there
    is none yet, the place is held."""
    if holds_all(session):
        return read_capacity(session, place.id)
    if (row := read_capacity(session, place.id, to_change=True)) is not None:
        return row
    session.exec(
        select(ServiceAtLocation.id)
        .where(ServiceAtLocation.id == place.id)
        .with_for_update(key_share=True)  # rows that point to the place may still be written
    ).one()
    return read_capacity(session, place.id, to_change=True)


def read_capacity(session: Session, place_id: UUID, *, to_change: bool = False) -> Capacity | None:
    """The row as it stands now; `to_change` holds it until the end of the transaction."""
    found = select(Capacity).where(Capacity.service_at_location_id == place_id)
    found = found.with_for_update() if to_change else found
    return session.exec(found.execution_options(populate_existing=True)).one_or_none()


def require_voice(session: Session, actor: Actor, place: ServiceAtLocation, said_by: CapacityVoice) -> None:
    """Raises NotAllowed unless this person may say of this place how full it is, in this voice."""
    organization_id = organization_of(session, place)
    permissions.require(permissions.may_say_capacity(actor, organization_id))
    permissions.require(permissions.may_speak_as(actor, organization_id, said_by))


def _sums(parts: Sequence[PartWords], available: int, maximum: int | None) -> tuple[int, int | None]:
    """What the parts add up to; as it was said where there are none, or one has no maximum."""
    if not parts:
        return available, maximum
    maxima = [part.maximum for part in parts if part.maximum is not None]
    whole = sum(maxima) if len(maxima) == len(parts) else maximum
    return sum(part.available for part in parts), whole


def _heard_parts(
    session: Session, place: ServiceAtLocation, available: int, population: str | None, facts: Facts
) -> list[PartWords] | None:
    """The parts after somebody was told one number, of one part or of the whole."""
    if population is None:
        return share_out(session, place.id, available, facts) if 0 <= available <= MOST_PLACES else None
    rows = parts_of(session, place.id)
    _part_named(rows, population)
    return [
        PartWords(row.population, available if row.population == population else row.available, row.maximum)
        for row in rows
    ]


def _part_to_step(
    session: Session, place: ServiceAtLocation, step: int, population: str | None
) -> CapacityPart | None:
    """The part that a tap is about, held until the end; None where the place has none. Raises Conflict when
    it can go no further."""
    if population is None and not parts_of(session, place.id):
        return None
    lock_capacity(session, place)
    part = _part_named(parts_of(session, place.id), population)
    if part.available + step < 0:
        raise Conflict(say("It is full already: none is free."))
    if step > 0 and room_of(part) == 0:
        raise Conflict(_all_free(part.maximum or 0, part.held))
    return part


def _part_named(rows: Sequence[CapacityPart], population: str | None) -> CapacityPart:
    part = next((row for row in rows if row.population == population), None)
    if part is None:
        raise Invalid({"available": say("Say for whom: this place counts its groups of people apart.")})
    return part


def _check(available: int, maximum: int | None, expected_wait_days: int | None, held: int) -> None:
    problems: dict[str, Say] = {}
    if not 0 <= available <= MOST_PLACES:
        problems["available"] = say("How many are free is a number from 0 to {most}.", most=MOST_PLACES)
    if maximum is not None and not 1 <= maximum <= MOST_PLACES:
        problems["maximum"] = say("How many there are in all is a number from 1 to {most}.", most=MOST_PLACES)
    elif maximum is not None and available + held > maximum:
        problems["available"] = too_many(maximum, held)
    if expected_wait_days is not None and not 0 <= expected_wait_days <= LONGEST_WAIT_DAYS:
        problems["expected_wait_days"] = say(
            "The wait is a number of days from 0 to {most}.", most=LONGEST_WAIT_DAYS
        )
    if problems:
        raise Invalid(problems)


def _no_further(row: Capacity, step: int) -> Say:
    if step < 0:
        return say("It is full already: none is free.")
    return _all_free(row.maximum if row.maximum is not None else MOST_PLACES, row.held)


def _all_free(maximum: int, held: int) -> Say:
    if held:
        return say("All {maximum} there are in all are free or held already.", maximum=maximum)
    return say_number(
        "The {number} there is in all is free already.",
        "All {number} there are in all are free already.",
        maximum,
    )
