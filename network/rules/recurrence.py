"""On which days a schedule row recurs: the part of RFC 5545 that HSDS uses, read by dateutil."""

import re
from datetime import date, datetime, time
from functools import lru_cache
from typing import Protocol
from uuid import UUID

from dateutil import rrule

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BYDAY = re.compile(r"([+-]?\d{0,2})(MO|TU|WE|TH|FR|SA|SU)")


class ScheduleRow(Protocol):
    """What the rules of hours read of a row; network.tables.Schedule is one."""

    service_id: UUID | None
    location_id: UUID | None
    service_at_location_id: UUID | None
    valid_from: date | None
    valid_to: date | None
    dtstart: date | None
    until: date | None
    count: int | None
    interval: int | None
    byday: str | None
    byweekno: str | None
    bymonthday: str | None
    byyearday: str | None
    opens_at: time | None
    closes_at: time | None
    description: str | None
    notes: str | None

    @property
    def freq(self) -> str | None: ...

    @property
    def wkst(self) -> str | None: ...


def recurs_on(row: ScheduleRow, day: date) -> bool | None:
    """Whether the row's days include this one; None when the row cannot be read."""
    needs_rule = row.freq == "MONTHLY" or row.bymonthday or row.byweekno or row.byyearday
    if row.byday and not needs_rule and not row.count and (row.interval or 1) == 1:
        weekdays = weekdays_of(row.byday)
        return None if weekdays is None else day.weekday() in weekdays
    try:
        rule = _rule(
            rrule.MONTHLY if row.freq == "MONTHLY" else rrule.WEEKLY,
            _first_day(row, day),
            row.interval or 1,
            row.count,
            row.wkst or "MO",
            row.byday,
            row.bymonthday,
            row.byweekno,
            row.byyearday,
        )
    except ValueError:
        return None
    midnight = datetime.combine(day, time.min)
    return bool(rule.between(midnight, midnight, inc=True))


def _first_day(row: ScheduleRow, day: date) -> date:
    if first := row.dtstart or row.valid_from:
        return first
    if row.count or (row.interval or 1) != 1 or not (row.byday or row.bymonthday or row.byyearday):
        raise ValueError("counts from a day that is not given")
    return date(day.year, 1, 1)


@lru_cache(maxsize=4096)
def _rule(
    frequency: int,
    first_day: date,
    interval: int,
    count: int | None,
    week_start: str,
    byday: str | None,
    bymonthday: str | None,
    byweekno: str | None,
    byyearday: str | None,
) -> rrule.rrule:
    return rrule.rrule(
        frequency,  # type: ignore[arg-type]
        dtstart=datetime.combine(first_day, time.min),
        interval=interval,
        count=count,
        wkst=WEEKDAYS.index(week_start),
        byweekday=_days_of(byday) if byday else None,
        bymonthday=_numbers(bymonthday),
        byweekno=_numbers(byweekno),
        byyearday=_numbers(byyearday),
        cache=True,
    )


def _days_of(byday: str) -> list[rrule.weekday]:
    found = [_BYDAY.fullmatch(part.strip().upper()) for part in byday.split(",") if part.strip()]
    if not found or None in found:
        raise ValueError(f"no days of the week: {byday}")
    return [
        rrule.weekday(WEEKDAYS.index(match[2]), int(match[1]) if match[1] else None)
        for match in found
        if match is not None
    ]


@lru_cache(maxsize=1024)
def weekdays_of(byday: str) -> frozenset[int] | None:
    try:
        return frozenset(day.weekday for day in _days_of(byday))
    except ValueError:
        return None


def _numbers(text: str | None) -> list[int] | None:
    return [int(part) for part in text.split(",") if part.strip()] if text else None
