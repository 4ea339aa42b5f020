"""How measures are said: on the page, beside each other and in a headline."""

from babel.numbers import format_decimal, format_percent
from msgspec import Struct

from network.measures.tables import MeasureCell, MeasureRow, MeasureTable
from network.rules.measures import By, M, Measure, Unit, Wish
from network.words import Say, say, say_number
from web.pages.times import locale_of

WITHHELD, EARLY, NOTHING = say("withheld"), say("too early to say"), Say("–")
BY_WORDS = {
    By.ALL: say("The whole network"),
    By.ORGANIZATION: say("Organization"),
    By.SERVICE: say("Service"),
    By.KIND: say("Kind of service"),
    By.AREA: say("Area of the need"),
    By.MONTH: say("Month"),
}
ALIKE = 0.02  # shares, and 0.1 days: a smaller difference says nothing


class CellShown(Struct, frozen=True):
    """One measure of one row; `of` says the numbers behind the value."""

    label: Say
    value: Say | str
    of: Say | str
    is_withheld: bool


def cell_shown(measure: Measure, cell: MeasureCell, language: str) -> CellShown:
    """A cell as it stands in a table."""
    is_missing = cell.value is None
    return CellShown(measure.name, value_words(measure, cell, language), of_words(measure, cell), is_missing)


def value_words(measure: Measure, cell: MeasureCell, language: str) -> Say | str:
    """The value with its unit, or why there is none."""
    if cell.is_early:
        return EARLY
    if cell.value is None:
        return WITHHELD if cell.is_withheld else NOTHING
    if measure.unit is Unit.SHARE:
        return format_percent(cell.value, locale=locale_of(language))
    if measure.unit is Unit.DAYS:
        return say_days(cell.value, language)
    return number(cell.numerator)


def say_days(days: float, language: str) -> Say:
    """Days with at most one decimal."""
    if days == 1:
        return say("1 day")
    return say("{days} days", days=format_decimal(days, locale=locale_of(language)))


def of_words(measure: Measure, cell: MeasureCell) -> Say | str:
    """The numbers behind a value; empty where it is one itself, or there are none."""
    if cell.is_early or measure.unit is Unit.COUNT or not cell.numerator:
        return ""
    if measure.unit is Unit.DAYS:
        return say_number("{number} referral", "{number} referrals", cell.numerator)
    if cell.denominator is None:
        return say("{number} in all", number=number(cell.numerator))
    return say("{part} of {whole}", part=number(cell.numerator), whole=number(cell.denominator))


def number(count: int | None) -> Say:
    """A whole number as the reader's language writes it; None: withheld."""
    return WITHHELD if count is None else Say("{number}", {}, "{number}", count)


def change_words(measure: Measure, now: MeasureCell, before: MeasureCell) -> tuple[Say, str]:
    """What became of a value since the period before, and whether that is good: up, down or even."""
    if now.value is None or before.value is None or measure.unit is Unit.COUNT:
        return Say(""), ""
    by = now.value - before.value
    if abs(by) < (ALIKE if measure.unit is Unit.SHARE else 0.1):
        return say("about the same"), "even"
    better = (by > 0) == (measure.wish is Wish.MORE)
    return (say("better"), "better") if better else (say("worse"), "worse")


def finding(table: MeasureTable) -> Say:
    """What the period says in one sentence; it heads the page."""
    row, period = table.total, table.period.spoken
    sent, linked = row[M.SENT].numerator, row[M.LINKED].numerator
    if sent == 0:
        return say("No referral was sent: {period}", period=period)
    if sent is None:
        return say("Few referrals were sent: {period}", period=period)
    if linked is None:
        return say("{sent} referrals were sent: {period}", sent=number(sent), period=period)
    return say(
        "{linked} of {sent} referrals led to a first service: {period}",
        linked=number(linked), sent=number(sent), period=period,
    )  # fmt: skip


def withheld_words(most: int) -> Say:
    """Why a number may be missing."""
    return say(
        "Counts from 1 to {most} are withheld, and others from which they could be worked out, so that "
        "nobody can be recognized. So a share is withheld, too, when only few are missing to it.",
        most=most,
    )


def sort_value(row: MeasureRow, code: M | None) -> tuple[bool, float]:
    """Highest first, what has no value last; without a code as the table came."""
    cell = row.cells.get(code) if code else None
    value = cell.value if cell else None
    return value is None, -(value or 0)
