"""When a service takes new people in at one location, which is often shorter than it is open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time
from uuid import UUID

from sqlmodel import Session, col, delete, select

from network.actors import Actor
from network.errors import Invalid
from network.providers.operations.telling import require_edit, tell_changed
from network.tables import IntakeHours, ServiceAtLocation
from network.words import Say, say

MOST_LINES = 28  # four a day
UNTIL_MIDNIGHT = time(23, 59)


@dataclass(frozen=True, order=True)
class IntakeWords:
    """One line: a weekday (0 is Monday), from when to when on the place's own clock. 23:59 is midnight."""

    weekday: int
    opens_at: time
    closes_at: time


def put_intake_hours(
    session: Session, actor: Actor, place: ServiceAtLocation, lines: Sequence[IntakeWords]
) -> None:
    """These are its intake hours now; none at all: its opening hours say it. Raises NotAllowed, Invalid by
    `intake.<weekday>`."""
    require_edit(session, actor, place)
    if problems := _problems(lines):
        raise Invalid(problems)
    if sorted(lines) == sorted(map(words_of, intake_hours_of(session, [place.id]).get(place.id, ()))):
        return
    session.exec(delete(IntakeHours).where(col(IntakeHours.service_at_location_id) == place.id))
    session.add_all(
        IntakeHours(
            service_at_location_id=place.id,
            weekday=line.weekday,
            opens_at=line.opens_at,
            closes_at=line.closes_at,
        )
        for line in sorted(lines)
    )
    session.flush()
    tell_changed(session, actor, place, "intake_hours")


def intake_hours_of(session: Session, place_ids: Iterable[UUID]) -> dict[UUID, list[IntakeHours]]:
    """The intake hours of each of these places (ids of service_at_location) through the week; places without
    any are left out."""
    found: dict[UUID, list[IntakeHours]] = {}
    query = select(IntakeHours).where(col(IntakeHours.service_at_location_id).in_(list(place_ids)))
    rows = session.exec(query.order_by(col(IntakeHours.weekday), col(IntakeHours.opens_at))).all()
    for row in rows:
        found.setdefault(row.service_at_location_id, []).append(row)
    return found


def words_of(row: IntakeHours) -> IntakeWords:
    """The line that a row says."""
    return IntakeWords(row.weekday, row.opens_at, row.closes_at)


def _problems(lines: Sequence[IntakeWords]) -> dict[str, Say]:
    problems: dict[str, Say] = {}
    if len(lines) > MOST_LINES:
        problems["intake"] = say("At most four lines a day.")
    before: IntakeWords | None = None
    for line in sorted(lines):
        name = f"intake.{line.weekday}"
        if not 0 <= line.weekday <= 6:
            problems["intake"] = say("Choose a day of the week.")
        elif line.closes_at <= line.opens_at:
            problems[name] = say("It must close after it opens. Until midnight is 23:59.")
        elif before is not None and before.weekday == line.weekday and line.opens_at < before.closes_at:
            problems[name] = say("Two of these lines overlap.")
        before = line
    return problems
