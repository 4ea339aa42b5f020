"""When places take new people in, in HSDS: schedules of a place that say so with a term of our own.

Who does not know the term reads hours at which somebody is there, which is true. Of a place that is private
none go out, as none of its numbers do.
"""

from collections.abc import Iterable
from datetime import time
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select

from network.exchange.capacities import CAPACITIES, TERMS
from network.exchange.draft import Draft, Record
from network.exchange.known import Known, chunks
from network.exchange.problems import Outcome, ProblemKind
from network.ids import id_from
from network.providers.queries.rows import table_of
from network.tables import Frequency, Weekday
from network.words import say

TERM = TERMS["intake"]
DAYS = tuple(Weekday)

Line = tuple[int, time, time]  # weekday (0 is Monday), from, to


def schedule_id(place_id: UUID, line: Line) -> UUID:
    """Follows from what the line says: who sends it twice says it once."""
    weekday, opens_at, closes_at = line
    return id_from(CAPACITIES, f"{place_id} intake {DAYS[weekday]} {opens_at}-{closes_at}")


def schedules_of(place_id: UUID, lines: Iterable[Line]) -> list[dict[str, Any]]:
    """A place's lines as schedules of HSDS."""
    return [
        {
            "id": schedule_id(place_id, (weekday, opens_at, closes_at)),
            "service_at_location_id": place_id,
            "freq": Frequency.WEEKLY,
            "byday": DAYS[weekday].value,
            "description": "Takes new people in",
            "opens_at": opens_at,
            "closes_at": closes_at,
        }
        for weekday, opens_at, closes_at in lines
    ]


def attribute_of(schedule: UUID) -> dict[str, Any]:
    """What says of a schedule that it is one of these."""
    return {
        "id": id_from(CAPACITIES, f"{schedule} intake"),
        "link_id": schedule,
        "taxonomy_term_id": TERM,
        "link_type": "intake",
        "link_entity": "schedule",
    }


def take_intake(draft: Draft) -> None:
    """Turn schedules that say so back into intake hours of their places."""
    for record in [one for one in draft.of("attribute").values() if one.values["taxonomy_term_id"] == TERM]:
        del draft.of("attribute")[record.id]
        if (schedule := draft.of("schedule").pop(record.values["link_id"], None)) is not None:
            _take(draft, schedule)


def _take(draft: Draft, schedule: Record) -> None:
    said, place_id = schedule.values, schedule.values["service_at_location_id"]
    days = [day for day in (said["byday"] or "").split(",") if day in set(DAYS)]
    opens_at, closes_at = said["opens_at"], said["closes_at"]
    if place_id is None or not days or opens_at is None or closes_at is None or closes_at <= opens_at:
        reason = say("is no line of intake hours that Trestle writes; it was left out")
        draft.note(schedule, "byday", ProblemKind.CAPACITY, Outcome.WITHOUT, reason)
    elif place_id in draft.of("service_at_location"):
        lines = draft.intake.setdefault(place_id, set())
        lines |= {(DAYS.index(Weekday(day)), opens_at, closes_at) for day in days}


def write_intake(draft: Draft, known: Known) -> int:
    """Put the hours of places where nobody here has said any; how many places. An import knows its own lines
    by their ids, and may change them."""
    table = table_of("intake_hours")
    before: dict[UUID, dict[UUID, Line]] = {}
    for chunk in chunks(draft.intake):
        rows = known.connection.execute(select(table).where(table.c.service_at_location_id.in_(chunk)))
        for row in rows:
            line = (row.weekday, row.opens_at, row.closes_at)
            before.setdefault(row.service_at_location_id, {})[row.id] = line
    changed = {
        place_id: _rows(place_id, lines)
        for place_id, lines in draft.intake.items()
        if _may_change(place_id, before.get(place_id, {})) and lines != set(before.get(place_id, {}).values())
    }
    for chunk in chunks(changed):
        known.connection.execute(delete(table).where(table.c.service_at_location_id.in_(chunk)))
    if new := [row for rows in changed.values() for row in rows]:
        known.connection.execute(insert(table), new)
    return len(changed)


def _may_change(place_id: UUID, before: dict[UUID, Line]) -> bool:
    return all(identity == schedule_id(place_id, line) for identity, line in before.items())


def _rows(place_id: UUID, lines: Iterable[Line]) -> list[dict[str, Any]]:
    return [
        {
            "id": schedule_id(place_id, line),
            "service_at_location_id": place_id,
            "weekday": line[0],
            "opens_at": line[1],
            "closes_at": line[2],
        }
        for line in sorted(lines)
    ]
