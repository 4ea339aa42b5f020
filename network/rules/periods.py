"""The periods that counts are published for: whole months, quarters and years, and nothing between.

Two overlapping stretches of days can be subtracted from each other; these can be only in the ways that
network/measures/book.py looks at.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from network.words import Say, say

_NAME = re.compile(r"(\d{4})(?:-Q([1-4])|-(0[1-9]|1[0-2]))?", re.ASCII)
EARLIEST_YEAR = 2000
LATEST_YEAR = 2200
MONTHS = (
    say("January"), say("February"), say("March"), say("April"), say("May"), say("June"),
    say("July"), say("August"), say("September"), say("October"), say("November"), say("December"),
)  # fmt: skip


@dataclass(frozen=True, order=True)
class Period:
    """A year, or one quarter (1 to 4) or one month (1 to 12) of it; 0: not that."""

    year: int
    quarter: int = 0
    month: int = 0

    @property
    def first(self) -> date:
        return date(self.year, self.month or 3 * (self.quarter or 1) - 2, 1)

    @property
    def last(self) -> date:
        return self.next.first - timedelta(days=1)

    @property
    def next(self) -> "Period":
        if self.month:
            return (
                Period(self.year, month=self.month + 1) if self.month < 12 else Period(self.year + 1, month=1)
            )
        if self.quarter:
            return Period(self.year, self.quarter + 1) if self.quarter < 4 else Period(self.year + 1, 1)
        return Period(self.year + 1)

    @property
    def before(self) -> "Period":
        if self.month:
            return (
                Period(self.year, month=self.month - 1) if self.month > 1 else Period(self.year - 1, month=12)
            )
        if self.quarter:
            return Period(self.year, self.quarter - 1) if self.quarter > 1 else Period(self.year - 1, 4)
        return Period(self.year - 1)

    @property
    def months(self) -> tuple["Period", ...]:
        """The months in it; a month has only itself."""
        first = self.first.month
        length = 1 if self.month else 3 if self.quarter else 12
        return tuple(Period(self.year, month=first + step) for step in range(length))

    @property
    def spoken(self) -> Say:
        if self.month:
            return say("{month} {year}", month=MONTHS[self.month - 1], year=str(self.year))
        if self.quarter:
            return say("Quarter {quarter} of {year}", quarter=self.quarter, year=str(self.year))
        return say("The year {year}", year=str(self.year))

    def __str__(self) -> str:
        if self.month:
            return f"{self.year}-{self.month:02}"
        return f"{self.year}-Q{self.quarter}" if self.quarter else str(self.year)


def read_period(text: str) -> Period:
    """`2026`, `2026-Q3` or `2026-07` as a period. Raises ValueError."""
    found = _NAME.fullmatch(text.strip())
    if found is None or not EARLIEST_YEAR <= int(found[1]) <= LATEST_YEAR:
        raise ValueError(f"{text!r} is no year, quarter or month")
    return Period(int(found[1]), int(found[2] or 0), int(found[3] or 0))


def quarter_with(day: date) -> Period:
    """The quarter that a day lies in."""
    return Period(day.year, (day.month + 2) // 3)
