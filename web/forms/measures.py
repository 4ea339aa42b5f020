"""Which measures a page shows, as its address says it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from network.errors import NotFound
from network.rules.measures import By, M
from network.rules.periods import Period, quarter_with, read_period

BY_ORDER = (By.ORGANIZATION, By.SERVICE, By.KIND, By.AREA, By.MONTH)
LAST_QUARTERS, LAST_YEARS, LAST_MONTHS = 8, 3, 12


@dataclass(frozen=True)
class MeasuresForm:
    """The period, what the table has rows for, and the measure that it is sorted by (None: most referrals
    first)."""

    period: Period
    by: By = By.ORGANIZATION
    sort: M | None = None

    @classmethod
    def read(cls, query: Mapping[str, str], today: date) -> "MeasuresForm":
        """From an address; without a period, the last quarter that is over. Raises NotFound."""
        try:
            period = read_period(query["period"]) if query.get("period") else quarter_with(today).before
            by = By(query.get("by") or By.ORGANIZATION)
            sort = M(query["sort"]) if query.get("sort") else None
        except ValueError:
            raise NotFound from None
        return cls(period, by, sort)

    def href(self, path: str = "/measures", **changed: Any) -> str:
        """The address with these changes."""
        other = replace(self, **changed)
        pairs = {"period": str(other.period), "by": other.by.value, "sort": other.sort or ""}
        return f"{path}?{urlencode({name: value for name, value in pairs.items() if value})}"


def periods_to_choose(today: date, *, with_months: bool = True) -> list[Period]:
    """The running quarter and those before, then years, then months; the newest first."""
    quarter, year = quarter_with(today), Period(today.year)
    month = Period(today.year, month=today.month)
    return [
        *_back(quarter, LAST_QUARTERS),
        *_back(year, LAST_YEARS),
        *(_back(month, LAST_MONTHS) if with_months else ()),
    ]


def _back(period: Period, count: int) -> list[Period]:
    periods = [period]
    while len(periods) < count:
        periods.append(periods[-1].before)
    return periods
