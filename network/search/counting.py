"""Counts beside the filters: how many results each would leave while all other filters stay."""

from datetime import datetime
from functools import cache

import numpy as np
from numpy.typing import NDArray

from network.providers.kinds.reading import read_facts
from network.search.engine import FacetCount, HoursWish, Search
from network.search.matching import COURT_ORDERED, WHEELCHAIR, Matching, has_capacity, is_open

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
        self._of_every: list[int] | None = None

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
        only_yes = {
            "has_capacity": (has_capacity(index, search.facts, self._moment), filters.has_capacity),
            "accessible": (index.marks.any_of([WHEELCHAIR]), filters.accessible),
            "court_ordered": (index.marks.any_of([COURT_ORDERED]), filters.court_ordered),
            "takes_referrals": (index.takes_referrals, filters.takes_referrals),
        }
        for name, (mask, chosen) in only_yes.items():
            count = int(np.count_nonzero(self._matching.without(name) & mask))
            facets[name] = (FacetCount(YES, count),) if count or chosen else ()
        return facets

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
        counts = self._counts(self._matching.without(name))
        offered = self._matching.index.marks.offered_of(beginning)
        found = [
            (-counts[number], value)
            for number, mark, value in offered
            if counts[number] and (among is None or mark in among)
        ]
        if chosen:
            found += [(0, value) for value in {*chosen} - {value for _, value in found}]
        found.sort()
        return tuple([FacetCount(value, -count) for count, value in found])

    def _counts(self, records: Mask) -> list[int]:
        """By the marks that are offered. What is asked for most is counted once."""
        if records is not self._matching.every:
            return _listed(self._matching.index.marks.counts_of(records))
        if self._of_every is None:
            self._of_every = _listed(self._matching.index.marks.counts_of(records))
        return self._of_every


def _listed(counts: NDArray[np.int64]) -> list[int]:
    listed: list[int] = counts.tolist()
    return listed
