"""Which services are open at a moment: the rule of network/rules/hours.py, worked out ahead for a few days.

Equal timetables are worked out once: a hundred thousand places have some hundred of them.
"""

from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from network.rules.hours import NextChange, day_hours, next_change, open_spans

CLOSED, OPEN, UNKNOWN = 0, 1, -1
DAY = timedelta(days=1)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
EVENING_BEGINS, WORK_ENDS = 18, 17  # o'clock at the place
SATURDAY, WEEK = 5, 7
MOST_WISHES = 8  # kept at a time
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


LINE_OWNERS = ("service_at_location_id", "service_id", "location_id")
SAID_IN_LINES = tuple(
    field.name for field in fields(Line) if field.name not in (*LINE_OWNERS, "description", "notes")
)


@dataclass(frozen=True, slots=True)
class Timetable:
    """All schedule rows of a service at a place, and whose clock they mean."""

    lines: tuple[Line, ...]
    time_zone: str


def make_line(said: Mapping[str, object]) -> Line:
    """From the columns of a schedule row, without saying of which service or place it is."""
    named = {name: said.get(name) for name in SAID_IN_LINES}
    owners = {name: None if said.get(name) is None else SOMEBODY for name in LINE_OWNERS}
    return Line(**named, **owners)  # type: ignore[arg-type]


def make_weekly_line(weekday: int, opens_at: time, closes_at: time) -> Line:
    """Of a service at a location, every week on this day (0 is Monday)."""
    return Line(
        service_at_location_id=SOMEBODY,
        freq="WEEKLY",
        byday=WEEKDAYS[weekday],
        opens_at=opens_at,
        closes_at=closes_at,
    )


def state_at(timetable: Timetable, moment: datetime) -> int:
    """OPEN, CLOSED or UNKNOWN."""
    changes, states = _changes(timetable, moment.astimezone(UTC).date())
    return states[bisect_right(changes, moment.timestamp()) - 1]


class Hours:
    """The timetables of all rows of an index; `rows` says which one each row has, -1 for none."""

    def __init__(self, timetables: Collection[Timetable | None]) -> None:
        numbered: dict[Timetable, int] = {}
        known: dict[int, int] = {id(None): -1}  # most are the same object as another, which is quicker told
        for each in timetables:
            if id(each) not in known and each is not None:
                known[id(each)] = numbered.setdefault(each, len(numbered))
        self.rows = np.fromiter((known[id(each)] for each in timetables), np.int32, len(timetables))
        self._timetables = list(numbered)
        self._latest: tuple[int, NDArray[np.int8]] | None = None
        self._latest_waits: tuple[int, NDArray[np.float64]] | None = None
        self._wished: dict[tuple[str, int], NDArray[np.int8]] = {}

    def at(self, moment: datetime) -> NDArray[np.int8]:
        """OPEN, CLOSED or UNKNOWN for every row; worked out once a minute."""
        minute = int(moment.timestamp()) // 60
        latest = self._latest
        if latest is None or latest[0] != minute:
            states = [state_at(each, moment) for each in self._timetables]
            latest = minute, np.array([*states, UNKNOWN], np.int8)[self.rows]
            self._latest = latest
        return latest[1]

    def states(self, rows: NDArray[np.intp], moment: datetime) -> list[int]:
        """OPEN, CLOSED or UNKNOWN at each of some rows."""
        states: list[int] = self.at(moment).take(rows).tolist()
        return states

    def seconds_until_open(self, moment: datetime) -> NDArray[np.float64]:
        """For every row: 0 when it is open, else the seconds until it opens; NaN: not known, or not within
        two weeks. Worked out once a minute."""
        minute = int(moment.timestamp()) // 60
        latest = self._latest_waits
        if latest is None or latest[0] != minute:
            waits = [_seconds_until_open(each, moment) for each in self._timetables]
            latest = minute, np.array([*waits, np.nan], np.float64)[self.rows]
            self._latest_waits = latest
        return latest[1]

    def next_opening(self, row: int, moment: datetime) -> datetime | None:
        """When this row opens next (UTC); None: it is open, or that is not known."""
        number = int(self.rows[row])
        return None if number < 0 else next_opening(self._timetables[number], moment)

    def wished(self, hours: str, moment: datetime) -> NDArray[np.int8]:
        """Whether each is open at the hours that somebody wishes: OPEN, CLOSED or UNKNOWN for every row.

        "now"; "tonight" (18:00 to midnight of its own day, from now if that is later); "evening" (after 17:00
        on a weekday) and "weekend" of the coming seven days. Raises KeyError for others.
        """
        if hours == "now":
            return self.at(moment)
        key = hours, int(moment.timestamp()) // 60
        if key not in self._wished:
            states = [wished_state(each, hours, moment) for each in self._timetables]
            if len(self._wished) > MOST_WISHES:
                self._wished.clear()
            self._wished[key] = np.array([*states, UNKNOWN], np.int8)[self.rows]
        return self._wished[key]


def next_opening(timetable: Timetable, moment: datetime) -> datetime | None:
    """When it opens next within two weeks (UTC); None: it is open now, or that is not known."""
    if state_at(timetable, moment) == OPEN:
        return None
    change = _next_change(timetable, moment.replace(second=0, microsecond=0))
    return change.at if change is not None and change.opens else None


def coming_change(timetable: Timetable, moment: datetime) -> NextChange | None:
    """When it opens or closes next, within two weeks; None when that is not known or it never closes."""
    return _next_change(timetable, moment.replace(second=0, microsecond=0))


def _seconds_until_open(timetable: Timetable, moment: datetime) -> float:
    if state_at(timetable, moment) == OPEN:
        return 0.0
    opens = next_opening(timetable, moment)
    return float("nan") if opens is None else (opens - moment).total_seconds()


@lru_cache(maxsize=65536)
def _next_change(timetable: Timetable, minute: datetime) -> NextChange | None:
    return next_change(timetable.lines, minute, timetable.time_zone)


def wished_state(timetable: Timetable, hours: str, moment: datetime) -> int:
    """OPEN if it is open at some time of the wished hours; CLOSED if it is surely not; else UNKNOWN."""
    wished = WISHED[hours](moment.astimezone(ZoneInfo(timetable.time_zone)))
    first, last = wished[0][0].date() - DAY, wished[-1][0].date()
    spans = open_spans(timetable.lines, first, (last - first).days + 1, timetable.time_zone)
    if any(opens < ends and begins < closes for begins, ends in wished for opens, closes in spans):
        return OPEN
    days = [day_hours(timetable.lines, begins.date()) for begins, _ in wished]
    is_known = all(
        day.is_known and all(opening.closes is not None for opening in day.openings) for day in days
    )
    return CLOSED if is_known else UNKNOWN


Spans = list[tuple[datetime, datetime]]


def _tonight(local: datetime) -> Spans:
    return [(max(local, _at(local, 0, EVENING_BEGINS)), _at(local, 1, 0))]


def _evenings(local: datetime) -> Spans:
    days = [ahead for ahead in range(WEEK) if (local + ahead * DAY).weekday() < SATURDAY]
    spans = [(max(local, _at(local, ahead, WORK_ENDS)), _at(local, ahead + 1, 0)) for ahead in days]
    return [span for span in spans if span[0] < span[1]]


def _weekends(local: datetime) -> Spans:
    days = [ahead for ahead in range(WEEK) if (local + ahead * DAY).weekday() >= SATURDAY]
    return [(max(local, _at(local, ahead, 0)), _at(local, ahead + 1, 0)) for ahead in days]


def _at(local: datetime, days_ahead: int, hour: int) -> datetime:
    return datetime.combine(local.date() + days_ahead * DAY, time(hour), tzinfo=local.tzinfo)


WISHED: dict[str, Callable[[datetime], Spans]] = {
    "tonight": _tonight,
    "evening": _evenings,
    "weekend": _weekends,
}


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
