"""What a computation of measures gives: rows of cells, with everything withheld that must not be shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from network.rules.measures import By, M
from network.rules.periods import Period


@dataclass(frozen=True)
class MeasureCell:
    """One measure of one row.

    `numerator`, `denominator` and `excluded` (how many were left out of both) are None where they are
    withheld; `value` (the count, the share from 0 to 1, or the days) also where there is nothing to measure.
    `is_early`: none of it can be judged yet.
    """

    numerator: int | None
    denominator: int | None
    value: float | None
    excluded: int | None = 0
    is_withheld: bool = False
    is_early: bool = False


@dataclass(frozen=True)
class MeasureRow:
    """One kind, service, organization, area or month. `key`: id or code, empty for the whole network."""

    key: str
    name: str  # in the language that was asked for
    cells: Mapping[M, MeasureCell]
    depth: int = 0  # 1: a ZIP code below its county, a kind below its branch, a service below its agency

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
