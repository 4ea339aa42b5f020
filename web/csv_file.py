"""Makes CSV files that a spreadsheet opens as what they are: text, never formulas."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from litestar import Response

from web.show import PRIVATE

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "＝", "＋", "－", "＠")


def cell(value: object) -> str:
    """The value as a cell; what a spreadsheet would take for a formula begins with an apostrophe."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" \u00a0\ufeff").startswith(_STARTS_A_FORMULA) else text


def csv_file(rows: Iterable[Sequence[object]], name: str) -> Response[bytes]:
    """A CSV to save, in UTF-8 with the mark that spreadsheets look for; its name tells nothing of anybody."""
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([cell(value) for value in row] for row in rows)
    return Response(
        text.getvalue().encode("utf-8-sig"),
        media_type="text/csv; charset=utf-8",
        headers={**PRIVATE, "content-disposition": f'attachment; filename="{name}"'},
    )
