"""Counts beside the filters: how many results each would leave while all other filters stay."""

from datetime import datetime
from functools import cache

from network.providers.kinds.reading import read_facts
from network.search.engine import FacetCount, HoursWish, Search
from network.search.matching import COURT_ORDERED, WHEELCHAIR, Matching, has_capacity, is_open

YES = "yes"


@cache
def cost_codes() -> tuple[str, ...]:
    """The facts that tell what a service costs and who may pay."""
    return tuple(fact.code for fact in read_facts() if fact.is_filter and fact.parent in {"cost", "payer"})


def count_facets(matching: Matching, search: Search, moment: datetime) -> dict[str, tuple[FacetCount, ...]]:
    """For each filter its values, most frequent first; one that would leave nothing only if chosen."""
    index, filters = matching.index, search.filters
    only_yes = {
        "has_capacity": (has_capacity(index, search.facts, moment), filters.has_capacity),
        "accessible": (index.marks.any_of([WHEELCHAIR]), filters.accessible),
        "court_ordered": (index.marks.any_of([COURT_ORDERED]), filters.court_ordered),
        "takes_referrals": (index.takes_referrals, filters.takes_referrals),
    }
    facets = {
        "taxonomy": _marked(matching, "taxonomy", "kind:", search.kinds),
        "language": _marked(matching, "language", "language:", filters.languages),
        "cost": _marked(matching, "cost", "fact:", filters.costs, among=cost_codes()),
    }
    facets["hours"] = _hours(matching, search, moment)
    for name, (mask, chosen) in only_yes.items():
        count = int((matching.without(name) & mask).sum())
        facets[name] = (FacetCount(YES, count),) if count or chosen else ()
    return facets


def _hours(matching: Matching, search: Search, moment: datetime) -> tuple[FacetCount, ...]:
    """How many are open at each of the hours one can wish for; in the order of the day."""
    others = matching.without("hours")
    counts = {wish: int((others & is_open(matching.index, wish, moment)).sum()) for wish in HoursWish}
    chosen = search.filters.hours
    return tuple(FacetCount(wish, count) for wish, count in counts.items() if count or wish is chosen)


def _marked(
    matching: Matching,
    name: str,
    beginning: str,
    chosen: tuple[str, ...],
    among: tuple[str, ...] | None = None,
) -> tuple[FacetCount, ...]:
    marks = matching.index.marks
    offered = marks.starting(beginning)
    if among is not None:
        offered = [mark for mark in offered if mark.removeprefix(beginning) in among]
    counted = dict(zip(offered, marks.counts(matching.without(name), offered), strict=True))
    values = {mark.removeprefix(beginning): count for mark, count in counted.items() if count}
    values |= {value: counted.get(beginning + value, 0) for value in chosen}
    return tuple(FacetCount(*pair) for pair in sorted(values.items(), key=lambda pair: (-pair[1], pair[0])))
