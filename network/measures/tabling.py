"""Sets the rows of one table from a book."""

from dataclasses import replace
from datetime import date

from network.measures.book import Book
from network.measures.cells import cells_of
from network.measures.naming import Names
from network.measures.tables import MeasureRow
from network.measures.tree import OWN, WHOLE, Key
from network.rules.measures import By, M
from network.rules.periods import Period
from network.words import speak

_AGENCIES = frozenset({By.SERVICE, By.ORGANIZATION})
# What the rows of a table are, and what stands below each.
_LEVELS: dict[By, tuple[By, ...]] = {
    By.ALL: (),
    By.MONTH: (),
    By.KIND: (By.KIND, By.KIND),
    By.ORGANIZATION: (By.ORGANIZATION,),
    By.SERVICE: (By.ORGANIZATION, By.SERVICE),
    By.AREA: (By.AREA, By.AREA),
}


def whole_row(book: Book, period: Period, names: Names, today: date) -> MeasureRow:
    """The whole network."""
    return _row(book, WHOLE, period, names, today, 0)


def rows_by(book: Book, by: By, period: Period, names: Names, today: date) -> tuple[MeasureRow, ...]:
    """Those with most referrals first, then those whose number is withheld, by name; the parts of each behind
    it. None for a month."""
    if period.month:
        return ()
    if by is By.MONTH:
        return tuple(_month(book, month, names, today) for month in period.months)
    return tuple(_below(book, WHOLE, _LEVELS[by], period, names, today, 0))


def rows_below(
    book: Book, above: Key, by: By, period: Period, names: Names, today: date
) -> tuple[MeasureRow, ...]:
    """What one row consists of, e.g. the services of an agency."""
    return () if period.month else tuple(_below(book, above, (by,), period, names, today, 0))


def row_of(book: Book, key: Key, period: Period, names: Names, today: date) -> MeasureRow | None:
    """The row of one thing; None where nothing was sent."""
    return _row(book, key, period, names, today, 0) if _has_sent(book, key, period) else None


def _below(
    book: Book, above: Key, levels: tuple[By, ...], period: Period, names: Names, today: date, depth: int
) -> list[MeasureRow]:
    if not levels:
        return []
    place = book.tree.places[above]
    keys = [
        key
        for key, parent in zip(book.tree.keys, book.tree.above, strict=True)
        if parent == place and key[0] is levels[0] and _has_sent(book, key, period)
    ]
    if depth and len(keys) == 1 and keys[0][1].endswith((OWN, "/")):
        return []  # it says nothing more than the row above it
    rows = sorted((_row(book, key, period, names, today, depth) for key in keys), key=_order)
    return [
        one
        for row in rows
        for one in (
            row,
            *_below(book, (levels[0], row.key), levels[1:], period, names, today, depth + 1),
        )
    ]


def _order(row: MeasureRow) -> tuple[int, str]:
    return -(row[M.SENT].numerator or 0), row.name.casefold()


def _has_sent(book: Book, key: Key, period: Period) -> bool:
    if key not in book.tree.places:
        return False
    cell = book.cell(key, period)
    return cell is not None and bool(book.counts["sent"][cell])


def _row(book: Book, key: Key, period: Period, names: Names, today: date, depth: int) -> MeasureRow:
    cell = book.cell(key, period)
    assert cell is not None, "only the network has months"
    cells = cells_of(book, cell, period, today, of_agency=key[0] in _AGENCIES)
    return MeasureRow(key[1], names.of(key), cells, depth)


def _month(book: Book, month: Period, names: Names, today: date) -> MeasureRow:
    row = _row(book, WHOLE, month, names, today, 0)
    return replace(row, key=str(month), name=speak(month.spoken, names.language))
