"""Opening hours as people say them."""

from collections.abc import Sequence
from datetime import date, datetime, time
from itertools import groupby
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_timezone_name
from msgspec import Struct

from network.clock import day_of
from network.providers.listing import ListedPlace, Listing
from network.rules.hours import (
    DayHours,
    Opening,
    coming_exceptions,
    is_open,
    next_change,
    regular_week,
    week,
)
from network.rules.recurrence import ScheduleRow
from network.words import Say, say, speak
from web.pages.times import clock_time, local_time, locale_of

MIDNIGHT, NOON = time(0), time(12)


class DayLine(Struct, frozen=True):
    """One day, or several with the same hours."""

    days: str
    hours: Say | str
    note: str = ""
    is_today: bool = False


class OpeningHours(Struct, frozen=True):
    """Hours at one place. `state` is open, closed or unknown."""

    state: str
    now: Say
    week: tuple[DayLine, ...]  # seven days from today, holidays worked in
    regular: tuple[DayLine, ...]  # as it usually is, days with the same hours together: for a card
    exceptions: tuple[DayLine, ...]  # holidays of the weeks to come
    time_zone: str  # said only when it is not the reader's


def opening_hours(
    listing: Listing,
    place: ListedPlace | None,
    *,
    time_zone: str,
    reader_zone: str,
    now: datetime,
) -> OpeningHours:
    """The hours of a service at a place, on the clock of the place."""
    rows: Sequence[ScheduleRow] = place.schedules if place else listing.schedules
    language, today = listing.language, day_of(now, time_zone)
    notes = {
        row.description: said.words
        for row in (place.schedules if place else listing.schedules)
        if row.description and (said := listing.text(row, "description"))
    }
    known = any(day.is_known for day in week(rows, today))
    return OpeningHours(
        state={True: "open", False: "closed", None: "unknown"}[is_open(rows, now, time_zone)],
        now=_now(rows, now, time_zone, language),
        week=tuple(_line(day, language, notes, today) for day in week(rows, today)) if known else (),
        regular=_together(regular_week(rows, _monday(today)), language) if known else (),
        exceptions=tuple(
            _line(day, language, notes, None, dated=True) for day in coming_exceptions(rows, today)
        ),
        time_zone=""
        if not known or _same_clock(time_zone, reader_zone, now)
        else _zone_name(time_zone, language),
    )


def _now(rows: Sequence[ScheduleRow], now: datetime, time_zone: str, language: str) -> Say:
    opened, change = is_open(rows, now, time_zone), next_change(rows, now, time_zone)
    if opened is None:
        return say("Hours are not known: call first")
    if opened:
        if change is None:
            return say("Open now, day and night")
        return say("Open now until {time}", time=_until(change.at, now, time_zone, language))
    if change is None:
        return say("Closed now")
    return say("Closed now, opens {time}", time=local_time(change.at, language, time_zone, now))


def _until(at: datetime, now: datetime, time_zone: str, language: str) -> str:
    """When, without the day when it is today."""
    zone = ZoneInfo(time_zone)
    if at.astimezone(zone).date() == now.astimezone(zone).date():
        return clock_time(at, language, time_zone)
    return local_time(at, language, time_zone, now)


def _line(
    day: DayHours, language: str, notes: dict[str, str], today: date | None, *, dated: bool = False
) -> DayLine:
    pattern = "EEEE d MMM" if language == "es" else "EEEE, MMM d"
    plain = format_date(day.day, pattern if dated or day.is_exception else "EEEE", locale=locale_of(language))
    return DayLine(
        days=plain[0].upper() + plain[1:],
        hours=hours_words(day, language),
        note=", ".join(notes.get(note, note) for note in day.notes),
        is_today=day.day == today,
    )


def hours_words(day: DayHours, language: str) -> Say | str:
    """The hours of one day in words."""
    if day.is_around_the_clock:
        return say("Day and night")
    if day.openings:
        return ", ".join(_opening(opening, language) for opening in day.openings)
    return say("Closed") if day.is_known else say("Not known")


def _opening(opening: Opening, language: str) -> str:
    opens = wall_time(opening.opens, language)
    if opening.closes is None:
        return speak(say("from {opens}", opens=opens), language)
    closes = wall_time(opening.closes, language)
    if opening.closes_next_day and opening.closes != MIDNIGHT:
        return speak(say("{opens} – {closes} the next morning", opens=opens, closes=closes), language)
    return f"{opens} – {closes}"


def wall_time(at: time, language: str) -> str:
    """A time on the wall: "9:00 am", "noon", "midnight"."""
    if at in (MIDNIGHT, NOON):
        return speak(say("midnight") if at == MIDNIGHT else say("noon"), language)
    spoken = format_time(datetime.combine(date.min, at), "h:mm a", locale=locale_of(language))
    return spoken.replace("\u202f", " ").lower()


def _together(days: Sequence[DayHours], language: str) -> tuple[DayLine, ...]:
    lines = []
    for _, run in groupby(days, key=lambda day: (day.openings, day.is_known)):
        same = list(run)
        names = [format_date(day.day, "EEE", locale=locale_of(language)) for day in (same[0], same[-1])]
        lines.append(
            DayLine(" – ".join(names) if len(same) > 1 else names[0], hours_words(same[0], language))
        )
    return tuple(lines)


def _monday(day: date) -> date:
    return date.fromordinal(day.toordinal() - day.weekday())


def _same_clock(one: str, other: str, now: datetime) -> bool:
    return now.astimezone(ZoneInfo(one)).utcoffset() == now.astimezone(ZoneInfo(other)).utcoffset()


def _zone_name(time_zone: str, language: str) -> str:
    return get_timezone_name(ZoneInfo(time_zone), locale=locale_of(language))
