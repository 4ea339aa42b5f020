"""Monday morning: whether there is anything about gaps that leadership should be told, and what.

A letter is written when since the last one a gap was opened, came back or was closed or moved on, when a
review date has come, or when a new gap waits to be acknowledged. In a week without any of that nobody is
written to.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from network import events
from network.actors import SYSTEM
from network.clock import day_of, now
from network.db import Store
from network.gaps.flags import is_due
from network.gaps.queries import newest_survey
from network.jobs.handling import does
from network.jobs.queue import Lease, ask_for
from network.rules.gap_moves import GAP_MOVES, Mover
from network.settings import Settings
from network.tables import Event, Gap, GapStatus

MORNING = time(8)
WEEK = timedelta(days=7)
JOB, EVENT = "gaps.week", "gaps.week_began"
FOUND = ("gap.opened", "gap.reopened", "gap.came_back")
_BY_PEOPLE = tuple(move.event for move in GAP_MOVES if move.by is Mover.LEADERSHIP)


@dataclass(frozen=True)
class Week:
    """What happened with gaps since the last letter, and what waits for leadership now."""

    found: int
    closed: int
    moved_on: int  # by people
    due: int
    waiting: int  # new, and not acknowledged yet
    first: tuple[Gap, ...]  # that wait or are due, those due first

    @property
    def is_quiet(self) -> bool:
        return not (self.found or self.closed or self.moved_on or self.due or self.waiting)


def ask_for_week(session: Session, settings: Settings) -> None:
    """Have the coming Monday looked at; any worker may ask, any number of times."""
    monday = next_monday(now(), settings.default_time_zone)
    at = morning_of(monday, settings.default_time_zone)
    ask_for(session, JOB, unique_key=f"{JOB}:{monday}", run_at=at, week=monday.isoformat())


@does(JOB)
def begin_week(store: Store, lease: Lease) -> None:
    """Record once that leadership is to be told, if there is anything to tell."""
    week = str(lease.facts["week"])
    with store.writing() as session:
        last, survey = _last_letter(session), newest_survey(session)
        if survey is None or (last is not None and last.facts.get("week") == week):
            return
        since = last.happened_at if last else now() - WEEK
        if not week_since(session, since, now()).is_quiet:
            events.record(session, SYSTEM, EVENT, "gap_survey", survey.id, week=week)


def week_of(session: Session, event: Event) -> Week:
    """What the letters of this event tell, as it is now."""
    before = select(Event).where(Event.kind == EVENT, col(Event.id) < event.id)
    last = session.exec(before.order_by(col(Event.id).desc()).limit(1)).first()
    return week_since(session, last.happened_at if last else event.happened_at - WEEK, event.happened_at)


def week_since(session: Session, since: datetime, until: datetime) -> Week:
    """What happened between two moments, and what waits now."""
    happened = session.exec(
        select(Event.kind).where(
            Event.subject == "gap", col(Event.happened_at) > since, col(Event.happened_at) <= until
        )
    ).all()
    today = until.astimezone(UTC).date()
    gaps = session.exec(select(Gap).where(Gap.status != GapStatus.RESOLVED).order_by(col(Gap.id))).all()
    due = [gap for gap in gaps if is_due(gap, today)]
    waiting = [gap for gap in gaps if gap.status is GapStatus.NEW and gap not in due]
    return Week(
        found=_times(happened, FOUND),
        closed=_times(happened, ("gap.closed",)),
        moved_on=_times(happened, _BY_PEOPLE),
        due=len(due),
        waiting=len(waiting),
        first=(*due, *waiting),
    )


def next_monday(moment: datetime, time_zone: str) -> date:
    """The day of the next Monday morning that is still to come."""
    day = day_of(moment, time_zone)
    monday = day + timedelta(days=-day.weekday() % 7)
    return monday if morning_of(monday, time_zone) > moment else monday + WEEK


def morning_of(day: date, time_zone: str) -> datetime:
    """Eight o'clock on the clock of this zone, which is never set back or forward at that hour. (UTC)"""
    return datetime.combine(day, MORNING, tzinfo=ZoneInfo(time_zone)).astimezone(UTC)


def _last_letter(session: Session) -> Event | None:
    return session.exec(
        select(Event).where(Event.kind == EVENT).order_by(col(Event.id).desc()).limit(1)
    ).first()


def _times(happened: Sequence[str], kinds: Sequence[str]) -> int:
    return sum(kind in kinds for kind in happened)
