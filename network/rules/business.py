"""Counts in the hours of an agency: "four hours" and "two days" of its business, on the clock of its wall.

Where nobody knows its hours, Monday to Friday from nine to five; its holidays count all the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from network.rules.hours import DAY, DayHours, day_hours, open_spans
from network.rules.recurrence import ScheduleRow
from network.tables.schedule import Frequency, Schedule

OFFICE = Schedule(
    freq=Frequency.WEEKLY, byday="MO,TU,WE,TH,FR", opens_at=time(9), closes_at=time(17)
)  # when nobody knows better
LOOK_AHEAD_DAYS = 60
_STRETCH_DAYS = 14  # of hours that are worked out at once
_LEAST_OPEN_DAYS = 3  # of these; a class that meets once a month answers from an office


@dataclass(frozen=True)
class Business:
    """The hours of one agency at one place, and its time zone (IANA)."""

    rows: tuple[ScheduleRow, ...]
    time_zone: str
    _known: dict[date, DayHours] = field(default_factory=dict, compare=False, repr=False)

    def hours(self, day: date) -> DayHours:
        if day not in self._known:
            self._known[day] = day_hours(self.rows, day)
        return self._known[day]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


def business_of(rows: Iterable[ScheduleRow], time_zone: str, moment: datetime) -> Business:
    """The agency's own hours where they are known for the coming weeks and it opens more than once a week,
    else office hours with its exceptions."""
    own = Business(tuple(rows), time_zone)
    first = moment.astimezone(own.zone).date()
    days = [own.hours(first + DAY * ahead) for ahead in range(_STRETCH_DAYS)]
    often = sum(bool(day.openings) for day in days) >= _LEAST_OPEN_DAYS
    if own.rows and often and all(day.is_known for day in days):
        return own
    exceptions = (row for row in own.rows if row.freq is None and (row.valid_from or row.valid_to))
    return Business((*exceptions, OFFICE), time_zone)


def after_hours(business: Business, start: datetime, hours: float) -> datetime:
    """The moment (UTC) at which the agency has been open for so many hours since `start`."""
    left = timedelta(hours=hours)
    day = start.astimezone(business.zone).date() - DAY
    for first in range(0, LOOK_AHEAD_DAYS, _STRETCH_DAYS):
        spans = open_spans(business.rows, day + DAY * first, _STRETCH_DAYS, business.time_zone)
        for opens, closes in _after(start, spans):
            if closes - opens >= left:
                return opens + left
            left -= closes - opens
            start = closes
    return start + left


def after_days(business: Business, start: datetime, days: int) -> datetime:
    """The same time of day so many days of business later (UTC); outside of the hours it counts from the next
    opening, and ends no later than that day's closing."""
    local = start.astimezone(business.zone)
    day, wall = local.date(), local.time()
    while not _is_open_after(business.hours(day), wall):
        day, wall = day + DAY, time.min
        if day > local.date() + DAY * LOOK_AHEAD_DAYS:
            return start + DAY * days
    wall = max(wall, _opens(business.hours(day)))
    for _ in range(days):
        day = _next_open(business, day)
    hours = business.hours(day)
    wall = min(max(wall, _opens(hours)), _closes(hours))
    return datetime.combine(day, wall, tzinfo=business.zone).astimezone(start.tzinfo)


def _after(start: datetime, spans: Sequence[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    return [(max(opens, start), closes) for opens, closes in spans if closes > start]


def _next_open(business: Business, day: date) -> date:
    ahead = (day + DAY * step for step in range(1, LOOK_AHEAD_DAYS))
    return next((later for later in ahead if business.hours(later).openings), day + DAY)


def _is_open_after(hours: DayHours, wall: time) -> bool:
    return bool(hours.openings) and wall < _closes(hours)


def _opens(hours: DayHours) -> time:
    return min((opening.opens for opening in hours.openings), default=time.min)


def _closes(hours: DayHours) -> time:
    if any(opening.closes is None or opening.closes_next_day for opening in hours.openings):
        return time.max
    return max((opening.closes for opening in hours.openings if opening.closes), default=time.max)
