"""Which services are open at a moment: the rule of network/rules/hours.py, worked out ahead for a few days.

Equal timetables are worked out once: a hundred thousand places have some hundred of them.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from network.rules.hours import day_hours, open_spans

CLOSED, OPEN, UNKNOWN = 0, 1, -1
DAY = timedelta(days=1)
SOMEBODY = UUID(int=0)  # stands for any id: the rule asks only whether there is one


@dataclass(slots=True, unsafe_hash=True)  # not frozen: the rule's protocol has plain attributes
class Line:
    """One row of a schedule as the rule reads it; equal rows of different services are equal."""

    service_id: UUID | None = None
    location_id: UUID | None = None
    service_at_location_id: UUID | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    dtstart: date | None = None
    until: date | None = None
    count: int | None = None
    interval: int | None = None
    freq: str | None = None
    wkst: str | None = None
    byday: str | None = None
    byweekno: str | None = None
    bymonthday: str | None = None
    byyearday: str | None = None
    opens_at: time | None = None
    closes_at: time | None = None
    description: str | None = None
    notes: str | None = None


LINE_COLUMNS = tuple(field.name for field in fields(Line) if field.name not in ("description", "notes"))


@dataclass(frozen=True, slots=True)
class Timetable:
    """All schedule rows of a service at a place, and whose clock they mean."""

    lines: tuple[Line, ...]
    time_zone: str


def make_line(values: Sequence[object]) -> Line:
    """From the values of LINE_COLUMNS, without saying of which service or place it is."""
    named = dict(zip(LINE_COLUMNS, values, strict=True))
    for column in ("service_id", "location_id", "service_at_location_id"):
        named[column] = None if named[column] is None else SOMEBODY
    return Line(**named)  # type: ignore[arg-type]


def state_at(timetable: Timetable, moment: datetime) -> int:
    """OPEN, CLOSED or UNKNOWN."""
    changes, states = _changes(timetable, moment.astimezone(UTC).date())
    return states[bisect_right(changes, moment.timestamp()) - 1]


class Hours:
    """The timetables of all rows of an index; `rows` says which one each row has, -1 for none."""

    def __init__(self, timetables: Sequence[Timetable | None]) -> None:
        numbered: dict[Timetable, int] = {}
        self.rows = np.fromiter(
            (-1 if each is None else numbered.setdefault(each, len(numbered)) for each in timetables),
            np.intp,
            len(timetables),
        )
        self._timetables = list(numbered)
        self._latest: tuple[int, NDArray[np.int8]] | None = None

    def at(self, moment: datetime) -> NDArray[np.int8]:
        """OPEN, CLOSED or UNKNOWN for every row; worked out once a minute."""
        minute = int(moment.timestamp()) // 60
        latest = self._latest
        if latest is None or latest[0] != minute:
            states = [state_at(each, moment) for each in self._timetables]
            latest = minute, np.array([*states, UNKNOWN], np.int8)[self.rows]
            self._latest = latest
        return latest[1]


@lru_cache(maxsize=65536)
def _changes(timetable: Timetable, day: date) -> tuple[list[float], list[int]]:
    """Moments (seconds since 1970) and the state from each on, for every moment of this day (UTC)."""
    zone = ZoneInfo(timetable.time_zone)
    spans = [
        (opens.timestamp(), closes.timestamp())
        for opens, closes in open_spans(timetable.lines, day - 2 * DAY, 4, timetable.time_zone)
    ]
    days = [day_hours(timetable.lines, day + ahead * DAY) for ahead in range(-1, 3)]
    midnights = [_moment(hours.day, time.min, zone) for hours in days]
    without_end = [
        (_moment(hours.day, opening.opens, zone), _moment(hours.day + DAY, time.min, zone))
        for hours in days
        for opening in hours.openings
        if opening.closes is None
    ]

    def state(moment: float) -> int:
        if any(opens <= moment < closes for opens, closes in spans):
            return OPEN
        if any(opens <= moment < midnight for opens, midnight in without_end):
            return UNKNOWN
        return CLOSED if days[bisect_right(midnights, moment) - 1].is_known else UNKNOWN

    ends = [moment for span in (*spans, *without_end) for moment in span]
    moments = sorted({*midnights, *(moment for moment in ends if moment >= midnights[0])})
    return moments, [state(moment) for moment in moments]


def _moment(day: date, clock: time, zone: ZoneInfo) -> float:
    return datetime.combine(day, clock, tzinfo=zone).timestamp()
