"""The figures of gaps as a table: one row for each area, the same on the page and in the file."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from network.gaps.overview import HIDDEN, Area, Overview, Shown
from network.places.naming import PlaceNames
from network.rules.causes import CAUSE_WORDS
from network.rules.gap_rules import CAUSES
from network.rules.gap_words import RULE_WORDS
from network.tables import Cause
from network.words import Say, say, speak
from web.forms.gaps import GapsForm
from web.pages.gap_scales import Column, Show, counted, measured, said

COLUMN_WORDS: dict[Column, Say] = {
    Column.NAME: say("Area"),
    Column.NEEDED: say("Needs"),
    Column.UNMET: say("Found no service"),
    Column.SHARE: say("Share"),
    **{Column(rule): RULE_WORDS[rule] for rule in CAUSES},
    Column.OTHER: CAUSE_WORDS[Cause.OTHER],
    Column.ACCESS: say("Free places for 10 needs"),
    Column.NEAREST: say("Nearest open place"),
}
NUMBERS = tuple(column for column in Column if column is not Column.NAME)
ALWAYS = (Column.NEEDED, Column.UNMET, Column.SHARE, Column.ACCESS, Column.NEAREST)
SMALLEST_FIRST = {Column.ACCESS}  # the worst stands on top
WITHHELD, NONE = say("withheld"), Say("–")
MEASURED = {Column.SHARE: Show.SHARE, Column.ACCESS: Show.ACCESS, Column.NEAREST: Show.NEAREST}


class Heading(Struct, frozen=True):
    """The head of a column, which sorts by it."""

    column: Column
    words: Say
    href: str
    direction: str  # as aria-sort says it; empty: not sorted by it


class TableCell(Struct, frozen=True):
    label: Say  # of its column, for a phone, where no head stands above
    words: Say
    is_main: bool
    is_withheld: bool
    is_zero: bool


class TableRow(Struct, frozen=True):
    key: str  # number of the county or ZIP code; empty: not known closer
    name: Say | str
    href: str  # empty: nothing to open
    cells: tuple[TableCell, ...]


class GapTable(Struct, frozen=True):
    headings: tuple[Heading, ...]
    rows: tuple[TableRow, ...]
    foot: TableRow | None


def gap_table(overview: Overview, names: PlaceNames, form: GapsForm) -> GapTable:
    """The areas in the order that was asked for; what is withheld stands after what is shown, by name."""
    named = [
        (area, name_of(area.key, overview, names))
        for area in overview.areas
        if area.figures != HIDDEN and (area.figures.needed != 0 or not form.show.counts_people)
    ]
    named.sort(key=lambda one: _order(one[0], str(one[1]), form.sort))
    whole = say("Whole county") if overview.county else say("All counties whose numbers are shown")
    columns = [column for column in NUMBERS if _says_something(column, [area for area, _ in named])]
    return GapTable(
        headings=tuple(_heading(column, form) for column in (Column.NAME, *columns)),
        rows=tuple(_row(area, name, overview, form, columns) for area, name in named),
        foot=TableRow("whole", whole, "", _cells(overview.total, columns)) if named else None,
    )


def csv_rows(table: GapTable, language: str) -> Iterable[list[str]]:
    """The table as a file has it, each area with its number."""
    rows = [*table.rows, *([table.foot] if table.foot else [])]
    yield [
        speak(say("Number of the area"), language),
        *(speak(heading.words, language) for heading in table.headings),
    ]
    for row in rows:
        number = "" if row is table.foot else row.key
        name = row.name if isinstance(row.name, str) else speak(row.name, language)
        yield [number, name, *(speak(cell.words, language) for cell in row.cells)]


def name_of(key: str, overview: Overview, names: PlaceNames) -> Say | str:
    """What an area is called; "43055 Harbor" for a ZIP code."""
    if not key:
        return say("Not known where in the county") if overview.county else say("Not known in which county")
    if not overview.county:
        return names.county(key)
    return f"{key} {names.town(key)}".strip()


def number_in(column: Column, shown: Shown) -> float | None:
    """The number of a column; None: withheld, or there is none."""
    match column:
        case Column.NEEDED:
            return shown.needed
        case Column.UNMET:
            return shown.unmet
        case Column.SHARE | Column.ACCESS | Column.NEAREST:
            return measured(MEASURED[column], shown)
        case _:
            return shown.causes[Cause(column)]


def _heading(column: Column, form: GapsForm) -> Heading:
    is_up = column in SMALLEST_FIRST or column is Column.NAME
    direction = ("ascending" if is_up else "descending") if column is form.sort else ""
    return Heading(column, COLUMN_WORDS[column], form.href(sort=column) + "#table", direction)


def _says_something(column: Column, areas: Sequence[Area]) -> bool:
    """Whether a column tells anything: why needs found no service is not told around ZIP codes."""
    return column in ALWAYS or any(number_in(column, area.figures) is not None for area in areas)


def _row(
    area: Area, name: Say | str, overview: Overview, form: GapsForm, columns: Sequence[Column]
) -> TableRow:
    leads = area.key and not overview.county
    href = form.href(county=area.key, state="") if leads else ""
    return TableRow(area.key, name, href, _cells(area.figures, columns))


def _cells(shown: Shown, columns: Sequence[Column]) -> tuple[TableCell, ...]:
    return tuple(
        TableCell(
            label=COLUMN_WORDS[column],
            words=_words(column, shown),
            is_main=column in {Column.NEEDED, Column.UNMET, Column.SHARE},
            is_withheld=_is_withheld(column, shown),
            is_zero=number_in(column, shown) == 0,
        )
        for column in columns
    )


def _words(column: Column, shown: Shown) -> Say:
    if _is_withheld(column, shown):
        return WITHHELD
    if column in MEASURED:
        return said(MEASURED[column], shown) or NONE
    return counted(int(number_in(column, shown) or 0))


def _is_withheld(column: Column, shown: Shown) -> bool:
    match column:
        case Column.SHARE:
            return shown.is_withheld
        case Column.ACCESS | Column.NEAREST:
            return False
        case _:
            return number_in(column, shown) is None


def _order(area: Area, name: str, sort: Column) -> tuple[bool, bool, float, str]:
    number = None if sort is Column.NAME else number_in(sort, area.figures)
    value = 0.0 if number is None else number if sort in SMALLEST_FIRST else -number
    return not area.key, number is None and sort is not Column.NAME, value, name
