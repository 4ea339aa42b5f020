"""The one place that asks what time it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_stopped_at: ContextVar[datetime | None] = ContextVar("stopped_at", default=None)


def now() -> datetime:
    """The present moment in UTC."""
    return _stopped_at.get() or datetime.now(UTC)


def day_of(moment: datetime, time_zone: str) -> date:
    """The calendar day of a moment in this zone, an IANA name."""
    return moment.astimezone(ZoneInfo(time_zone)).date()


def today_in(time_zone: str) -> date:
    """Which day it is there now: never ask UTC, whose day ends in the evening of those who use this."""
    return day_of(now(), time_zone)


@contextmanager
def stopped_at(moment: datetime) -> Iterator[None]:
    """Everything inside happens at this moment: for seeds that tell a story and for tests."""
    token = _stopped_at.set(moment)
    try:
        yield
    finally:
        _stopped_at.reset(token)
