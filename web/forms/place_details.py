"""What a provider types about one place: its numbers, the groups it counts apart, its intake hours."""

from collections.abc import Sequence
from datetime import time

from network.errors import Invalid
from network.providers.operations.intake import IntakeWords
from network.rules.capacity_parts import POPULATIONS, PartWords
from network.tables import Capacity, CapacityPart, CapacityUnit, IntakeHours, Waitlist
from network.words import Say, say
from web.forms.capacity import CapacityForm, CountedCapacity
from web.forms.numbers import number_of
from web.forms.typed import Typed

LINES = 2  # of one day, at least
WEEKDAYS = range(7)
Values = dict[str, str | tuple[str, ...]]


def numbers_values(
    said: Capacity | None, parts: Sequence[CapacityPart], unit: CapacityUnit, waitlist: Waitlist
) -> Values:
    """What stands in the form of numbers first."""
    values: Values = {"unit": unit, "waitlist": waitlist}
    if said is not None:
        values |= {
            "available": str(said.available),
            "maximum": _shown(said.maximum),
            "expected_wait_days": _shown(said.expected_wait_days),
        }
    for part in parts:
        values[f"available.{part.population}"] = str(part.available)
        values[f"maximum.{part.population}"] = _shown(part.maximum)
    return values


def typed_numbers(typed: Typed, otherwise: CapacityUnit) -> tuple[CountedCapacity, list[PartWords]]:
    """The whole and its parts, whose sum it is. Raises Invalid by field."""
    problems: dict[str, Say] = {}
    parts = [part for name in POPULATIONS if (part := _part(typed, name, problems)) is not None]
    whole = {name: typed.text(name) for name in ("available", "maximum", "waitlist", "expected_wait_days")}
    if parts:
        whole["available"] = str(sum(part.available for part in parts))
    try:
        counted = CapacityForm(unit=typed.text("unit"), **whole).counted(otherwise)
    except Invalid as wrong:
        raise Invalid({**wrong.problems, **problems}) from None
    if problems:
        raise Invalid(problems)
    return counted, parts


def intake_values(rows: Sequence[IntakeHours]) -> Values:
    """What stands in the form of intake hours first."""
    values: Values = {}
    for day in WEEKDAYS:
        for number, row in enumerate((row for row in rows if row.weekday == day), start=1):
            values[f"opens-{day}-{number}"] = row.opens_at.strftime("%H:%M")
            values[f"closes-{day}-{number}"] = row.closes_at.strftime("%H:%M")
    return values


def lines_of(rows: Sequence[IntakeHours]) -> int:
    """How many lines a day has in the form."""
    return max([LINES, *(sum(row.weekday == day for row in rows) for day in WEEKDAYS)])


def typed_intake(typed: Typed, lines: int) -> list[IntakeWords]:
    """The lines of the week. Raises Invalid by field."""
    problems: dict[str, Say] = {}
    found = [
        line
        for day in WEEKDAYS
        for number in range(1, lines + 1)
        if (line := _line(typed, day, number, problems)) is not None
    ]
    if problems:
        raise Invalid(problems)
    if typed.ticked("as_monday"):
        monday = [line for line in found if line.weekday == 0]
        found = [line for line in found if line.weekday in (0, 5, 6)]
        found += [IntakeWords(day, line.opens_at, line.closes_at) for day in range(1, 5) for line in monday]
    return found


def _line(typed: Typed, day: int, number: int, problems: dict[str, Say]) -> IntakeWords | None:
    names = f"opens-{day}-{number}", f"closes-{day}-{number}"
    opens, closes = (_time(typed.text(name), name, problems) for name in names)
    if opens is not None and closes is not None:
        return IntakeWords(day, opens, closes)
    if (opens is None) != (closes is None) and not set(names) & set(problems):
        problems[names[1] if closes is None else names[0]] = say("Type both: from when and until when.")
    return None


def _time(text: str, name: str, problems: dict[str, Say]) -> time | None:
    if not text:
        return None
    try:
        return time.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        problems[name] = say("Type a time like 09:00 or 17:30.")
        return None


def _part(typed: Typed, population: str, problems: dict[str, Say]) -> PartWords | None:
    names = f"available.{population}", f"maximum.{population}"
    numbers = [number_of({name: typed.text(name)}, name, problems) for name in names]
    if numbers[0] is not None:
        return PartWords(population, numbers[0], numbers[1])
    if numbers[1] is not None and names[0] not in problems:
        problems[names[0]] = say("Type how many are free; 0 when it is full.")
    return None


def _shown(number: int | None) -> str:
    return "" if number is None else str(number)
