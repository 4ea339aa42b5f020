"""When a service is open, from the schedule rows of its directory record (HSDS schedule, RFC 5545).

Give every row that concerns a service at a location; each day is decided by itself:
- Rows of the service at this location stand before rows of the service, and those before the location's.
- A row without `freq` is an exception: it counts only from `valid_from` to `valid_to` and stands before
  regular hours. Without `opens_at` it says closed. Of two exceptions, the one for fewer days stands.
- A location's exception also holds for a service with hours of its own, unless that is open day and night.
- `closes_at` not after `opens_at` is on the next day; the same time means 24 hours; 23:59 means midnight.
- Times are those of the clock on the wall of the place; a day on which clocks change has 23 or 25 hours.
- No regular row in force, a regular row without `opens_at` or one that cannot be read: nobody knows (None).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from network.rules.recurrence import ScheduleRow, recurs_on, weekdays_of

DAY = timedelta(days=1)
LOOK_AHEAD_DAYS = 14
_LAST_MINUTE = time(23, 59)


@dataclass(frozen=True, slots=True)
class Opening:
    """From when to when; `closes` not after `opens` is on the next day, None is not known."""

    opens: time
    closes: time | None

    @property
    def is_around_the_clock(self) -> bool:
        return self.opens == self.closes

    @property
    def closes_next_day(self) -> bool:
        return self.closes is not None and self.closes <= self.opens


@dataclass(frozen=True, slots=True)
class DayHours:
    """The openings that begin on one day. Known and without openings: closed."""

    day: date
    openings: tuple[Opening, ...]
    is_known: bool
    is_exception: bool = False
    notes: tuple[str, ...] = ()

    @property
    def is_around_the_clock(self) -> bool:
        return any(opening.is_around_the_clock for opening in self.openings)


@dataclass(frozen=True, slots=True)
class NextChange:
    """When the door opens or closes next (UTC)."""

    at: datetime
    opens: bool


def is_open(schedules: Iterable[ScheduleRow], moment: datetime, time_zone: str) -> bool | None:
    """Whether it is open at this moment; None when nobody knows."""
    rows, zone = list(schedules), ZoneInfo(time_zone)
    today = moment.astimezone(zone).date()
    hours = day_hours(rows, today)
    open_ended = False
    for opening, day in _with_days(day_hours(rows, today - DAY), hours):
        starts, ends = _moments(opening, day, zone)
        if ends is None:
            open_ended |= day == today and starts <= moment
        elif starts <= moment < ends:
            return True
    return False if hours.is_known and not open_ended else None


def next_change(schedules: Iterable[ScheduleRow], moment: datetime, time_zone: str) -> NextChange | None:
    """When it opens or closes next, within two weeks; None when that is not known or it never closes."""
    rows, zone = list(schedules), ZoneInfo(time_zone)
    today = moment.astimezone(zone).date()
    known_until = next(
        (day for day in _days(today, LOOK_AHEAD_DAYS) if not day_hours(rows, day).is_known),
        today + LOOK_AHEAD_DAYS * DAY,
    )
    horizon = datetime.combine(known_until, time.min, tzinfo=zone).astimezone(UTC)
    for starts, ends in open_spans(rows, today - DAY, (known_until - today).days + 1, time_zone):
        if moment < starts:
            return NextChange(starts, opens=True)
        if moment < ends:
            return NextChange(ends, opens=False) if ends < horizon else None
    return None


def open_spans(
    schedules: Iterable[ScheduleRow], first_day: date, days: int, time_zone: str
) -> list[tuple[datetime, datetime]]:
    """From when to when it is open (UTC), for openings that begin on these days; touching ones are one."""
    rows, zone = list(schedules), ZoneInfo(time_zone)
    hours = (day_hours(rows, day) for day in _days(first_day, days))
    moments = sorted(
        (starts, ends)
        for starts, ends in (_moments(opening, day, zone) for opening, day in _with_days(*hours))
        if ends is not None and starts < ends
    )
    merged: list[tuple[datetime, datetime]] = []
    for starts, ends in moments:
        if merged and starts <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(ends, merged[-1][1])
        else:
            merged.append((starts, ends))
    return merged


def week(schedules: Iterable[ScheduleRow], first_day: date) -> tuple[DayHours, ...]:
    """Seven days from this one, holidays and other exceptions worked in."""
    rows = list(schedules)
    return tuple(day_hours(rows, day) for day in _days(first_day, 7))


def regular_week(schedules: Iterable[ScheduleRow], first_day: date) -> tuple[DayHours, ...]:
    """Seven days from this one as they are without exceptions."""
    rows = [row for row in schedules if not _is_exception(row)]
    return tuple(day_hours(rows, day) for day in _days(first_day, 7))


def coming_exceptions(
    schedules: Iterable[ScheduleRow], first_day: date, days: int = 60
) -> tuple[DayHours, ...]:
    """The days on which exceptions count, e.g. holidays."""
    rows = list(schedules)
    if not any(_is_exception(row) for row in rows):
        return ()
    hours = (day_hours(rows, day) for day in _days(first_day, days))
    return tuple(day for day in hours if day.is_exception)


def day_hours(schedules: Sequence[ScheduleRow], day: date) -> DayHours:
    """The hours of one day."""
    regular = _regular_hours(schedules, day)
    exceptions = [row for row in schedules if _is_exception(row) and _is_excepted(row, day)]
    if regular.is_around_the_clock and _regular_rank(schedules, day) < _LOCATION:
        exceptions = [row for row in exceptions if _rank(row) < _LOCATION]
    if not exceptions:
        return regular
    order = min((_rank(row), _length(row)) for row in exceptions)
    standing = [row for row in exceptions if (_rank(row), _length(row)) == order]
    return DayHours(day, _openings(standing), is_known=True, is_exception=True, notes=_notes(standing))


_AT_LOCATION, _SERVICE, _LOCATION = range(3)


def _rank(row: ScheduleRow) -> int:
    if row.service_at_location_id is not None:
        return _AT_LOCATION
    return _SERVICE if row.service_id is not None else _LOCATION


def _regular_rank(rows: Iterable[ScheduleRow], day: date) -> int:
    return min((_rank(row) for row in rows if _is_in_force(row, day)), default=_LOCATION)


def _regular_hours(rows: Sequence[ScheduleRow], day: date) -> DayHours:
    in_force = [row for row in rows if _is_in_force(row, day)]
    rank = min(map(_rank, in_force), default=_LOCATION)
    in_force = [row for row in in_force if _rank(row) == rank]
    recurring = [(row, recurs_on(row, day)) for row in in_force]
    today = [row for row, recurs in recurring if recurs]
    is_known = bool(in_force) and not any(
        recurs is None or (recurs and row.opens_at is None) for row, recurs in recurring
    )
    return DayHours(day, _openings(today), is_known, notes=_notes(today))


def _openings(rows: Iterable[ScheduleRow]) -> tuple[Opening, ...]:
    found = {
        Opening(row.opens_at, None if row.closes_at is None else _whole(row.closes_at))
        for row in rows
        if row.opens_at is not None
    }
    return tuple(sorted(found, key=lambda opening: (opening.opens, opening.closes or time.max)))


def _whole(closes: time) -> time:
    return time.min if closes >= _LAST_MINUTE else closes


def _notes(rows: Iterable[ScheduleRow]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for row in rows for text in (row.description, row.notes) if text))


def _is_exception(row: ScheduleRow) -> bool:
    return row.freq is None and (row.valid_from is not None or row.valid_to is not None)


def _is_excepted(row: ScheduleRow, day: date) -> bool:
    weekdays = weekdays_of(row.byday) if row.byday else None
    return _is_valid(row, day) and (weekdays is None or day.weekday() in weekdays)


def _is_in_force(row: ScheduleRow, day: date) -> bool:
    """Whether this row tells the regular hours around this day; weekdays without `freq` are meant weekly."""
    return (
        not _is_exception(row)
        and (row.freq is not None or bool(row.byday))
        and _is_valid(row, day)
        and (row.dtstart is None or row.dtstart <= day)
        and (row.until is None or day <= row.until)
    )


def _is_valid(row: ScheduleRow, day: date) -> bool:
    return (row.valid_from is None or row.valid_from <= day) and (row.valid_to is None or day <= row.valid_to)


def _length(row: ScheduleRow) -> int:
    return (row.valid_to or date.max).toordinal() - (row.valid_from or date.min).toordinal()


def _moments(opening: Opening, day: date, zone: ZoneInfo) -> tuple[datetime, datetime | None]:
    starts = datetime.combine(day, opening.opens, tzinfo=zone).astimezone(UTC)
    if opening.closes is None:
        return starts, None
    last_day = day + DAY if opening.closes_next_day else day
    return starts, datetime.combine(last_day, opening.closes, tzinfo=zone).astimezone(UTC)


def _with_days(*days: DayHours) -> Iterator[tuple[Opening, date]]:
    return ((opening, hours.day) for hours in days for opening in hours.openings)


def _days(first_day: date, days: int) -> Iterator[date]:
    return (first_day + DAY * ahead for ahead in range(days))
