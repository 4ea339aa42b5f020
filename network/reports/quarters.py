"""Quarters of a year, the periods that reports are about."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from network.errors import Invalid
from network.words import Say, say

_NAME = re.compile(r"(\d{4})-Q([1-4])")
EARLIEST_YEAR = 2000


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months; `number` from 1 to 4."""

    year: int
    number: int

    @property
    def first_day(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_day(self) -> date:
        return self.next.first_day - timedelta(days=1)

    @property
    def before(self) -> "Quarter":
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, 4)

    @property
    def next(self) -> "Quarter":
        return Quarter(self.year, self.number + 1) if self.number < 4 else Quarter(self.year + 1, 1)

    @property
    def spoken(self) -> Say:
        return say("Quarter {number} of {year}", number=self.number, year=self.year)

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"


def quarter_of(day: date) -> Quarter:
    """The quarter that a day lies in."""
    return Quarter(day.year, (day.month + 2) // 3)


def read_quarter(text: str) -> Quarter:
    """`2026-Q3` as a quarter. Raises Invalid."""
    found = _NAME.fullmatch(text.strip())
    if found is None or int(found[1]) < EARLIEST_YEAR:
        raise Invalid({"quarter": say("Choose one of the quarters.")})
    return Quarter(int(found[1]), int(found[2]))


def ended_quarters(today: date, count: int = 8) -> list[Quarter]:
    """The newest quarters that have ended, newest first."""
    quarters = [quarter_of(today).before]
    while len(quarters) < count:
        quarters.append(quarters[-1].before)
    return quarters
