"""Moments as people say them: "today 3:30 pm", "2 days ago", in their language and time zone."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from babel.dates import (
    TIMEDELTA_UNITS,
    format_date,
    format_datetime,
    format_skeleton,
    format_time,
    format_timedelta,
)

from network.clock import day_of
from network.words import say, speak

_LOCALES = {"en": "en_US", "es": "es_US"}
_EXACT = {"en": "EEEE, MMMM d, y, h:mm a zzz", "es": "EEEE d 'de' MMMM 'de' y, h:mm a zzz"}
_LONG_DATE = {"en": "MMMM d, y", "es": "d 'de' MMMM 'de' y"}
_ALWAYS = 1_000_000_000  # more units than any delta has, so that babel keeps the unit it was given

_Unit = Literal["year", "month", "week", "day", "hour", "minute"]
# Up to this long, in this unit; longer is years.
_STEPS: tuple[tuple[timedelta, _Unit], ...] = (
    (timedelta(hours=2), "minute"),
    (timedelta(days=2), "hour"),
    (timedelta(days=14), "day"),
    (timedelta(days=60), "week"),
    (timedelta(days=730), "month"),
)
_LONG = {unit: timedelta(seconds=seconds) for unit, seconds in TIMEDELTA_UNITS}


def clock_time(moment: datetime, language: str, time_zone: str) -> str:
    """The time of day: "3:30 pm"."""
    spoken = format_time(moment, "h:mm a", tzinfo=ZoneInfo(time_zone), locale=locale_of(language))
    return spoken.replace("\u202f", " ").lower()


def local_time(moment: datetime, language: str, time_zone: str, now: datetime) -> str:
    """Day and time as people would say them: "today 3:30 pm", "Tuesday 9:00 am", "Nov 3, 9:00 am"."""
    time = clock_time(moment, language, time_zone)
    day, today = day_of(moment, time_zone), day_of(now, time_zone)
    match (day - today).days:
        case 0:
            return speak(say("today {time}", time=time), language)
        case -1:
            return speak(say("yesterday {time}", time=time), language)
        case 1:
            return speak(say("tomorrow {time}", time=time), language)
        case near if abs(near) < 7:
            weekday = format_date(day, "EEEE", locale=locale_of(language))
            return speak(say("{weekday} {time}", weekday=weekday, time=time), language)
    return speak(say("{day}, {time}", day=short_date(day, language, today), time=time), language)


def short_date(day: date, language: str, today: date) -> str:
    """A date without its weekday; the year only when it is another one: "Nov 3", "Nov 3, 2025"."""
    return format_skeleton(
        "MMMd" if day.year == today.year else "yMMMd",
        datetime(day.year, day.month, day.day),  # noqa: DTZ001 - a calendar day has no zone
        locale=locale_of(language),
    )


def local_date(moment: datetime | date, language: str, time_zone: str) -> str:
    """The whole date: "November 23, 2026". A moment is a date only in a time zone; a date is one already."""
    day = day_of(moment, time_zone) if isinstance(moment, datetime) else moment
    return format_date(day, _LONG_DATE.get(language, _LONG_DATE["en"]), locale=locale_of(language))


def ago(moment: datetime, language: str, now: datetime) -> str:
    """How long since, or until: "92 minutes ago", "2 days ago", "in 3 hours"."""
    delta = moment - now
    if abs(delta) < timedelta(minutes=1):
        return speak(say("just now"), language)
    unit: _Unit = next((unit for limit, unit in _STEPS if abs(delta) < limit), "year")
    number = max(1, round(abs(delta) / _LONG[unit]))
    return _counted(number if delta > timedelta() else -number, unit, language)


@lru_cache(maxsize=1024)
def _counted(number: int, unit: _Unit, language: str) -> str:
    """So many units from now, before now if it is negative."""
    return format_timedelta(
        number * _LONG[unit],
        granularity=unit,
        threshold=_ALWAYS,
        add_direction=True,
        locale=locale_of(language),
    )


def exact_time(moment: datetime, language: str, time_zone: str) -> str:
    """Everything, for hovering and for screen readers: "Monday, November 23, 2026, 3:30 PM CST"."""
    pattern = _EXACT.get(language, _EXACT["en"])
    spoken = format_datetime(moment, pattern, tzinfo=ZoneInfo(time_zone), locale=locale_of(language))
    return spoken.replace("\u202f", " ")


def locale_of(language: str) -> str:
    """The locale in which babel formats for readers of this language."""
    return _LOCALES.get(language, "en_US")
