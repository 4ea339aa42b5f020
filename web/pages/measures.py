"""The page of measures: the finding, the way of referrals as bars, every measure beside the period before, a
table by one thing, and what each number means."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from msgspec import Struct

from network.measures.tables import MeasureRow, MeasureTable
from network.rules.measures import BY_CODE, EVERYWHERE, FUNNEL, MEASURES, M, Measure
from network.rules.periods import Period
from network.words import Say, say, say_number
from web.forms.measures import BY_ORDER, MeasuresForm, periods_to_choose
from web.pages.filled import Choice, Filled
from web.pages.measure_words import (
    BY_WORDS,
    CellShown,
    cell_shown,
    change_words,
    finding,
    number,
    of_words,
    sort_value,
    value_words,
    withheld_words,
)

COLUMNS = (
    M.SENT, M.ANSWERED, M.DAYS_TO_ANSWER, M.ACCEPTED, M.LINKED, M.INITIATED, M.KEPT, M.ENGAGED, M.COMPLETED,
)  # fmt: skip
"""The measures that the table has columns for; the file has all of them."""


class Bar(Struct, frozen=True):
    name: Say
    number: Say | str
    width: float  # percent of those that were sent; 0 when withheld


class Line(Struct, frozen=True):
    """One measure of the whole network beside the period before."""

    code: str
    name: Say
    value: Say | str
    of: Say | str
    before: Say | str
    change: Say
    way: str  # better, worse, even; empty: nothing to say
    rose: bool  # the number itself; fewer days may be better


class Heading(Struct, frozen=True):
    words: Say
    href: str
    is_sorted: bool


class RowShown(Struct, frozen=True):
    key: str
    name: str
    depth: int
    cells: tuple[CellShown, ...]


class Way(Struct, frozen=True):
    """A link of which one is where we are."""

    words: Say
    href: str
    is_current: bool


class MeasuresPage(Struct, frozen=True):
    """Everything at /measures."""

    finding: Say
    period: Say
    before: Say
    counted_at: datetime
    is_over: bool
    is_empty: bool
    form: Filled
    periods: tuple[Choice, ...]
    ways: tuple[Way, ...]
    by: str
    by_words: Say
    bars: tuple[Bar, ...]
    lines: tuple[Line, ...]
    headings: tuple[Heading, ...]
    rows: tuple[RowShown, ...]
    few: tuple[str, ...]  # names of rows in which everything is withheld
    few_words: Say
    quarter_href: str  # for a month, which has no rows
    quarter: Say
    csv_href: str
    json_href: str
    withheld: Say
    measures: tuple[Measure, ...]
    left_out: tuple[Say, ...]


def measures_page(
    table: MeasureTable, before: MeasureTable, form: MeasuresForm, today: date, language: str
) -> MeasuresPage:
    """The page for one table and the one of the period before."""
    quarter = Period(form.period.year, (form.period.first.month + 2) // 3)
    shown = tuple(measure for measure in MEASURES if measure.code in COLUMNS)
    groups = _groups(table.rows)
    full = [row for group in groups for row in _told(group)]
    few = tuple(group[0].name for group in groups if not _told(group))
    rows = tuple(_rows(full, form, shown, language))
    return MeasuresPage(
        finding=finding(table),
        period=table.period.spoken,
        before=before.period.spoken,
        counted_at=table.counted_at,
        is_over=table.is_over,
        is_empty=table.total[M.SENT].numerator == 0,
        form=Filled({"period": str(form.period)}),
        periods=_choices(form.period, today),
        ways=tuple(Way(BY_WORDS[by], form.href(by=by, sort=None), by is form.by) for by in BY_ORDER),
        by=form.by.value,
        by_words=BY_WORDS[form.by],
        bars=tuple(_bars(table.total, language)),
        lines=tuple(_lines(table.total, before.total, language)),
        headings=tuple(
            Heading(one.name, form.href(sort=one.code) + "#table", one.code is form.sort) for one in shown
        ),
        rows=rows,
        few=few,
        few_words=say_number(
            "{number} more, too few to show anything", "{number} more, too few to show anything", len(few)
        ),
        quarter_href=form.href(period=quarter) if form.period.month else "",
        quarter=quarter.spoken,
        csv_href=form.href("/measures.csv", sort=None),
        json_href=form.href("/measures.json", sort=None),
        withheld=withheld_words(table.suppress_below - 1),
        measures=MEASURES,
        left_out=EVERYWHERE,
    )


def _choices(chosen: Period, today: date) -> tuple[Choice, ...]:
    periods = periods_to_choose(today)
    if chosen not in periods:
        periods.insert(0, chosen)
    return tuple(
        Choice(
            str(one), say("{period} (not over yet)", period=one.spoken) if one.last >= today else one.spoken
        )
        for one in periods
    )


def _bars(row: MeasureRow, language: str) -> Iterator[Bar]:
    sent = row[M.SENT].numerator
    for code in FUNNEL:
        measure, cell = BY_CODE[code], row[code]
        known = cell.numerator if not cell.is_early else None
        yield Bar(
            name=measure.name,
            number=value_words(measure, cell, language) if cell.is_early else number(cell.numerator),
            width=round(100 * known / sent, 1) if known and sent else 0.0,
        )


def _lines(row: MeasureRow, before: MeasureRow, language: str) -> Iterator[Line]:
    for measure in MEASURES:
        now, then = row[measure.code], before[measure.code]
        words, way = change_words(measure, now, then)
        yield Line(
            code=measure.code.value,
            name=measure.name,
            value=value_words(measure, now, language),
            of=of_words(measure, now),
            before=value_words(measure, then, language),
            change=words,
            way=way,
            rose=now.value is not None and then.value is not None and now.value > then.value,
        )


def _told(group: Sequence[MeasureRow]) -> list[MeasureRow]:
    """The rows that say something; the one that they stand below goes before them, whatever it says."""
    below = [row for row in group[1:] if row[M.SENT].numerator is not None]
    return [group[0], *below] if below or group[0][M.SENT].numerator is not None else []


def _rows(
    rows: Sequence[MeasureRow], form: MeasuresForm, shown: tuple[Measure, ...], language: str
) -> Iterator[RowShown]:
    for row in sorted_rows(rows, form.sort):
        cells = (cell_shown(measure, row[measure.code], language) for measure in shown)
        yield RowShown(row.key, row.name, row.depth, tuple(cells))


def sorted_rows(rows: Sequence[MeasureRow], code: M | None) -> list[MeasureRow]:
    """By one measure, what stands below a row behind it."""
    if code is None:
        return list(rows)
    return [
        row
        for group in sorted(_groups(rows), key=lambda group: sort_value(group[0], code))
        for row in (group[0], *sorted(group[1:], key=lambda one: sort_value(one, code)))
    ]


def _groups(rows: Sequence[MeasureRow]) -> list[list[MeasureRow]]:
    """Each row with those that stand below it."""
    groups: list[list[MeasureRow]] = []
    for row in rows:
        if row.depth == 0 or not groups:
            groups.append([])
        groups[-1].append(row)
    return groups
