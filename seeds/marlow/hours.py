"""Opening hours as people write them in the files, made into rows of the directory.

`MO-FR 08:00-17:00` · `MO,WE 17:30-20:30` · `daily 19:00-07:00` (into the next morning) · `24/7`
· `2SA,4SA 09:00-14:00` (second and fourth Saturday of the month).
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time

from network.providers.words import Hours
from network.tables import Frequency

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
EVERY_DAY = ",".join(DAYS)
_MONTHLY = re.compile(r"(-1|[1-5])(MO|TU|WE|TH|FR|SA|SU)")


def read_hours(text: str) -> Hours:
    """One line of hours. Raises ValueError with a sentence that says what is wrong."""
    if text == "24/7":  # HSDS has no other way to say it
        return Hours(Frequency.WEEKLY, EVERY_DAY, time(0, 0), time(23, 59))
    days, _, times = text.partition(" ")
    opens_at, closes_at = read_times(times)
    if all(_MONTHLY.fullmatch(day) for day in days.split(",")):
        return Hours(Frequency.MONTHLY, days, opens_at, closes_at)
    return Hours(Frequency.WEEKLY, _weekdays(days), opens_at, closes_at)


def read_times(text: str) -> tuple[time, time]:
    """`08:00-17:00`. Raises ValueError."""
    opens, _, closes = text.partition("-")
    try:
        return time.fromisoformat(opens), time.fromisoformat(closes)
    except ValueError:
        raise ValueError(f"“{text}” is not from when to when, like 08:00-17:00") from None


def closed_on(rows: Iterable[Hours], holidays: dict[date, tuple[str, str]]) -> tuple[Hours, ...]:
    """The holidays that fall on a day when it would be open, as rows that say closed."""
    weekdays = {day for row in rows if row.freq is Frequency.WEEKLY for day in row.byday.split(",")}
    return tuple(
        closure(day, day, name, name_es)
        for day, (name, name_es) in sorted(holidays.items())
        if DAYS[day.weekday()] in weekdays
    )


def closure(first: date, last: date, name: str, name_es: str) -> Hours:
    """A row that says closed on these days, and why."""
    return Hours(valid_from=first, valid_to=last, description=name, spanish={"description": name_es})


def only_from(row: Hours, first: date, last: date) -> Hours:
    """The same hours, but only in one season."""
    return replace(row, valid_from=first, valid_to=last)


def _weekdays(text: str) -> str:
    if text == "daily":
        return EVERY_DAY
    found: list[str] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        if first not in DAYS or (last and last not in DAYS):
            raise ValueError(f"“{text}” are not days, like MO-FR or MO,WE")
        found += DAYS[DAYS.index(first) : DAYS.index(last or first) + 1]
    if not found or len(set(found)) != len(found):
        raise ValueError(f"“{text}” are not days, each once and in order, like MO-FR or MO,WE")
    return ",".join(found)
