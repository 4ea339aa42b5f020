"""Counts beside the filters: how many results each would leave while all other filters stay."""

from datetime import datetime
from functools import cache

import numpy as np
from numpy.typing import NDArray

from network.providers.kinds.reading import read_facts
from network.search.engine import FacetCount, HoursWish, Search
from network.search.marks import COURT_ORDERED, WHEELCHAIR, Counts
from network.search.matching import Matching, has_capacity, is_open

YES = "yes"
Mask = NDArray[np.bool_]


@cache
def cost_codes() -> tuple[str, ...]:
    """The facts that tell what a service costs and who may pay."""
    return tuple(fact.code for fact in read_facts() if fact.is_filter and fact.parent in {"cost", "payer"})


@cache
def _cost_marks() -> frozenset[str]:
    return frozenset(f"fact:{code}" for code in cost_codes())


def count_facets(matching: Matching, search: Search, moment: datetime) -> dict[str, tuple[FacetCount, ...]]:
    """For each filter its values, most frequent first; one that would leave nothing only if chosen."""
    return _Counter(matching, search, moment).count()


class _Counter:
    """Counts the results of one search; those without any condition to leave out, only once."""

    def __init__(self, matching: Matching, search: Search, moment: datetime) -> None:
        self._matching, self._search, self._moment = matching, search, moment
        self._of_every: Counts | None = None

    def count(self) -> dict[str, tuple[FacetCount, ...]]:
        """By the names of the filters."""
        search, index = self._search, self._matching.index
        filters = search.filters
        facets = {
            "taxonomy": self._marked("taxonomy", "kind:", search.kinds),
            "language": self._marked("language", "language:", filters.languages),
            "cost": self._marked("cost", "fact:", filters.costs, among=_cost_marks()),
            "hours": self._hours(),
        }
        counts = {
            "has_capacity": self._count("has_capacity", has_capacity(index, search.facts, self._moment)),
            "accessible": self._count_marked("accessible", WHEELCHAIR),
            "court_ordered": self._count_marked("court_ordered", COURT_ORDERED),
            "takes_referrals": self._count("takes_referrals", index.takes_referrals),
        }
        return facets | {
            name: (FacetCount(YES, count),) if count or getattr(filters, name) else ()
            for name, count in counts.items()
        }

    def _count(self, name: str, mask: Mask) -> int:
        return int(np.count_nonzero(self._matching.without(name) & mask))

    def _count_marked(self, name: str, mark: str) -> int:
        number = self._matching.index.marks.numbers.get(mark)
        return 0 if number is None else int(self._counts(self._matching.without(name))[number])

    def _hours(self) -> tuple[FacetCount, ...]:
        """How many are open at each of the hours one can wish for; in the order of the day."""
        others, index = self._matching.without("hours"), self._matching.index
        counts = [
            FacetCount(wish, int(np.count_nonzero(others & is_open(index, wish, self._moment))))
            for wish in HoursWish
        ]
        return tuple(one for one in counts if one.count or one.value is self._search.filters.hours)

    def _marked(
        self, name: str, beginning: str, chosen: tuple[str, ...], among: frozenset[str] | None = None
    ) -> tuple[FacetCount, ...]:
        """Most frequent first."""
        offered = self._matching.index.marks.offered_of(beginning, among)
        counts = self._counts(self._matching.without(name))[offered.numbers]
        order = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)]
        found = [
            FacetCount(offered.values[place], count)
            for place, count in zip(order.tolist(), counts[order].tolist(), strict=True)
        ]
        missed = {*chosen} - {one.value for one in found} if chosen else ()
        return (*found, *(FacetCount(value, 0) for value in sorted(missed)))

    def _counts(self, records: Mask) -> Counts:
        """By the marks that are offered. What is asked for most is counted once."""
        if records is not self._matching.every:
            return self._matching.index.marks.counts_of(records)
        if self._of_every is None:
            self._of_every = self._matching.index.marks.counts_of(records)
        return self._of_every
