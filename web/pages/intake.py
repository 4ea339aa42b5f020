"""When new people are taken in, as people say it."""

from collections.abc import Sequence
from itertools import groupby

from babel.dates import format_time, get_day_names

from network.providers.operations.intake import UNTIL_MIDNIGHT
from network.tables import IntakeHours
from network.words import Say, say, speak
from web.pages.openings import DayLine
from web.pages.times import locale_of


def intake_lines(rows: Sequence[IntakeHours], language: str) -> tuple[DayLine, ...]:
    """One line for each day, days with the same hours that follow each other together: "Monday – Friday"."""
    names = dict(get_day_names(locale=locale_of(language)))
    days = {
        day: ", ".join(hours_of(row, language) for row in of_day)
        for day, of_day in groupby(sorted(rows, key=_when), key=lambda row: row.weekday)
    }
    runs: list[list[int]] = []
    for day, hours in days.items():
        if runs and runs[-1][-1] == day - 1 and days[day - 1] == hours:
            runs[-1].append(day)
        else:
            runs.append([day])
    return tuple(DayLine(_days(names, run), days[run[0]]) for run in runs)


def hours_of(row: IntakeHours, language: str) -> str:
    """From when to when."""
    locale = locale_of(language)
    begins = format_time(row.opens_at, "short", locale=locale)
    if row.closes_at >= UNTIL_MIDNIGHT:
        return speak(say("from {begins} to midnight", begins=begins), language)
    ends: Say | str = format_time(row.closes_at, "short", locale=locale)
    return speak(say("{begins} to {ends}", begins=begins, ends=ends), language)


def _when(row: IntakeHours) -> tuple[int, object]:
    return row.weekday, row.opens_at


def _days(names: dict[int, str], run: list[int]) -> str:
    first, last = (str(names[day])[0].upper() + str(names[day])[1:] for day in (run[0], run[-1]))
    return first if len(run) == 1 else f"{first} – {last}"
