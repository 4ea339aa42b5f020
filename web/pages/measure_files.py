"""Measures as files: every number of the same table, one line or object for each row and measure."""

from collections.abc import Iterator
from typing import Any

from network.measures.tables import MeasureCell, MeasureRow, MeasureTable
from network.rules.measures import BY_CODE
from network.words import say, speak
from web.pages.measure_words import BY_WORDS

COLUMNS = (
    say("Period"), say("By"), say("Key"), say("Name"), say("Measure (code)"), say("Measure"), say("Value"),
    say("Numerator"), say("Denominator"), say("Left out"), say("State"),
)  # fmt: skip


def state_of(cell: MeasureCell) -> str:
    """Why a number is missing, as a code; empty: none is."""
    return "early" if cell.is_early else "withheld" if cell.is_withheld else ""


def measure_rows(table: MeasureTable, language: str) -> Iterator[list[object]]:
    """The lines of a CSV; a number that is withheld is empty."""
    yield [speak(words, language) for words in COLUMNS]
    by = speak(BY_WORDS[table.by], language)
    for row in (table.total, *table.rows):
        for code, cell in row.cells.items():
            name = speak(BY_CODE[code].name, language)
            yield [
                str(table.period), by, row.key, row.name, code.value, name,
                cell.value, cell.numerator, cell.denominator, cell.excluded, state_of(cell),
            ]  # fmt: skip


def measure_members(table: MeasureTable) -> dict[str, Any]:
    """The same as JSON members."""
    return {
        "period": str(table.period),
        "first_day": table.period.first.isoformat(),
        "last_day": table.period.last.isoformat(),
        "is_over": table.is_over,
        "counted_at": table.counted_at.isoformat(),
        "suppress_below": table.suppress_below,
        "by": table.by.value,
        "total": _row(table.total),
        "rows": [_row(row) for row in table.rows],
    }


def _row(row: MeasureRow) -> dict[str, Any]:
    return {
        "key": row.key,
        "name": row.name,
        "depth": row.depth,
        "measures": {
            code.value: {
                "value": cell.value,
                "numerator": cell.numerator,
                "denominator": cell.denominator,
                "left_out": cell.excluded,
                "state": state_of(cell),
            }
            for code, cell in row.cells.items()
        },
    }
