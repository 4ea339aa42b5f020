"""Whether a place takes new people in at a moment, where it says so apart from its opening hours."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from network.search.opening import CLOSED, OPEN, coming_change, state_at
from network.search.records import Record
from network.words import Say, say


def has_own_intake(record: Record) -> bool:
    """Whether it takes new people in at other hours than it is open."""
    return record.intake is not None and record.intake != record.timetable


def taking_in_sentence(record: Record, moment: datetime, language: str) -> Say | None:
    """Until when it takes new people in, or takes nobody; None where it says nothing besides its hours."""
    intake = record.intake
    if intake is None or not has_own_intake(record):
        return None
    state, change = state_at(intake, moment), coming_change(intake, moment)
    if state == OPEN:
        if change is None or change.opens:
            return say("Takes new people now")
        until = spoken_moment(change.at, intake.time_zone, language, seen_at=moment)
        return say("Takes new people until {when}", when=until)
    if state == CLOSED:
        if change is None or not change.opens:
            return say("Takes nobody new now")
        until = spoken_moment(change.at, intake.time_zone, language, seen_at=moment)
        return say("Takes nobody new until {when}", when=until)
    return None


def spoken_moment(moment: datetime, time_zone: str, language: str, *, seen_at: datetime | None = None) -> str:
    """As people say it there: "Monday 8:00 am", "el lunes a las 8:00 a.m."; on the day on which it is seen
    the time alone."""
    zone = ZoneInfo(time_zone)
    there = moment.astimezone(zone)
    is_today = seen_at is not None and there.date() == seen_at.astimezone(zone).date()
    if language == "es":
        article = "la" if there.hour % 12 == 1 else "las"
        pattern = f"'{article}' h:mm a" if is_today else f"'el' EEEE 'a {article}' h:mm a"
        spoken = format_datetime(moment, pattern, tzinfo=zone, locale="es_US")
    else:
        spoken = format_datetime(moment, "h:mm a" if is_today else "EEEE h:mm a", tzinfo=zone, locale="en_US")
    return " ".join(spoken.split()).replace("AM", "am").replace("PM", "pm")
