"""Opening hours in a form that needs no script: a week of days, special days, and what a week cannot say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time

from network.errors import Invalid
from network.providers.words import Hours
from network.rules.recurrence import WEEKDAYS
from network.tables import Frequency
from network.words import Say, say
from web.forms.repeated import Values, numbered
from web.forms.typed import Typed

OPENINGS = 2  # of one day
SPECIAL = ("from", "to", "special_opens", "special_closes", "note", "note_es")
MIDNIGHT = time(0)


@dataclass(frozen=True)
class SortedHours:
    """Rows as the form shows them."""

    week: dict[str, list[Hours]]  # day → at most OPENINGS rows
    special: list[Hours]
    others: list[Hours]  # every second week, twice a month, …: kept or taken away, not edited


def sort_hours(rows: Iterable[Hours]) -> SortedHours:
    """Where each row stands in the form."""
    found = SortedHours({day: [] for day in WEEKDAYS}, [], [])
    for row in rows:
        days = [part.strip() for part in row.byday.split(",")]
        if row.freq is None and (row.valid_from or row.valid_to):
            found.special.append(row)
        elif _is_plain(row) and all(day in WEEKDAYS and len(found.week[day]) < OPENINGS for day in days):
            for day in days:
                found.week[day].append(row)
        else:
            found.others.append(row)
    return found


def hours_values(rows: Iterable[Hours]) -> Values:
    """What stands in the form first."""
    hours, values = sort_hours(rows), Values()
    for day, openings in hours.week.items():
        for number, row in enumerate(openings, start=1):
            if row.opens_at == row.closes_at:
                values[f"all-{day}"] = "yes"
            else:
                values[f"opens-{day}-{number}"] = _clock(row.opens_at)
                values[f"closes-{day}-{number}"] = _clock(row.closes_at)
    special = (
        {
            "from": row.valid_from.isoformat() if row.valid_from else "",
            "to": row.valid_to.isoformat() if row.valid_to else "",
            "special_opens": _clock(row.opens_at),
            "special_closes": _clock(row.closes_at),
            "note": row.description,
            "note_es": row.spanish.get("description", ""),
        }
        for row in hours.special
    )
    return values | numbered(special) | {"keep": tuple(str(number) for number in range(len(hours.others)))}


def typed_hours(typed: Typed, before: Sequence[Hours]) -> tuple[Hours, ...]:
    """The rows that the form says. Raises Invalid by field."""
    problems: dict[str, Say] = {}
    week = _week(typed, problems)
    special = [row for each in typed.rows(*SPECIAL) if (row := _special(each, problems)) is not None]
    if problems:
        raise Invalid(problems)
    kept = typed.several("keep")
    others = [row for number, row in enumerate(sort_hours(before).others) if str(number) in kept]
    attending = {(row.opens_at, row.closes_at): row.attending_type for row in before if row.attending_type}
    rows = [
        Hours(
            Frequency.WEEKLY,
            ",".join(days),
            opens,
            closes,
            attending_type=attending.get((opens, closes), ""),
        )
        for (opens, closes), days in week.items()
    ]
    old_special = {(row.valid_from, row.valid_to, row.opens_at): row for row in before if row.freq is None}
    return (*rows, *(_with_days(row, old_special) for row in special), *others)


def _with_days(row: Hours, before: dict[tuple[date | None, date | None, time | None], Hours]) -> Hours:
    """Special hours of some weekdays only keep their weekdays, which the form does not ask."""
    old = before.get((row.valid_from, row.valid_to, row.opens_at))
    return row if old is None or not old.byday else Hours(**{**vars(row), "byday": old.byday})


def _week(typed: Typed, problems: dict[str, Say]) -> dict[tuple[time, time], list[str]]:
    """From when to when, on which days: days with the same hours together."""
    found: dict[tuple[time, time], list[str]] = {}
    for day in WEEKDAYS:
        if typed.ticked(f"all-{day}"):
            found.setdefault((MIDNIGHT, MIDNIGHT), []).append(day)
            continue
        for number in range(1, OPENINGS + 1):
            names = f"opens-{day}-{number}", f"closes-{day}-{number}"
            opens, closes = (_time(typed.text(name), name, problems) for name in names)
            if opens is not None and closes is not None:
                found.setdefault((opens, closes), []).append(day)
            elif (opens is None) != (closes is None) and not set(names) & set(problems):
                missing = names[1] if closes is None else names[0]
                problems[missing] = say("Type both: when it opens and when it closes.")
    return found


def _special(row: dict[str, str], problems: dict[str, Say]) -> Hours | None:
    first, last = (_date(row[name], problems) for name in ("from", "to"))
    opens, closes = (_time(row[name], "hours", problems) for name in ("special_opens", "special_closes"))
    if first is None and last is None:
        problems.setdefault("hours", say("Special days need a first day."))
        return None
    return Hours(
        opens_at=opens,
        closes_at=closes,
        valid_from=first or last,
        valid_to=last or first,
        description=row["note"],
        spanish={"description": row["note_es"]},
    )


def _is_plain(row: Hours) -> bool:
    """Whether the week of the form can say this row."""
    more = (row.valid_from, row.valid_to, row.dtstart, row.until, row.bymonthday, row.description)
    return (
        row.freq is Frequency.WEEKLY
        and row.interval in (None, 1)
        and not any(more)
        and row.opens_at is not None
        and row.closes_at is not None
    )


def _clock(at: time | None) -> str:
    return "" if at is None else at.strftime("%H:%M")


def _time(text: str, name: str, problems: dict[str, Say]) -> time | None:
    if not text:
        return None
    try:
        return time.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        problems[name] = say("Type a time like 09:00 or 17:30.")
        return None


def _date(text: str, problems: dict[str, Say]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        problems["hours"] = say("Type a date like 2026-12-25.")
        return None
