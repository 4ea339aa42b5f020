"""What a computation of measures gives: rows of cells, with everything withheld that must not be shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from network.rules.measures import By, M
from network.rules.periods import Period
from network.words import Say


@dataclass(frozen=True)
class MeasureCell:
    """One measure of one row. A number that is None was withheld, or there is nothing to measure.

    `value`: the count, the share (0 to 1) or the days; `excluded`: how many were left out of both numbers.
    """

    numerator: int | None
    denominator: int | None
    value: float | None
    excluded: int | None = 0
    is_withheld: bool = False


@dataclass(frozen=True)
class MeasureRow:
    """One service, organization, kind, area or month. `key` is its id or code, empty for the whole network."""

    key: str
    name: str | Say
    cells: Mapping[M, MeasureCell]
    depth: int = 0  # 1: a ZIP code below its county
    of: str = ""  # organization of a service

    def __getitem__(self, code: M) -> MeasureCell:
        return self.cells[code]


@dataclass(frozen=True)
class MeasureTable:
    """The rows of one period by one thing, and the whole network."""

    period: Period
    by: By
    counted_at: datetime
    suppress_below: int
    total: MeasureRow
    rows: tuple[MeasureRow, ...]
    is_over: bool  # the period
