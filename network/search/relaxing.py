"""What to give up when nothing fits: for each condition, how many would be found without it alone."""

import math

import numpy as np

from network.places.distance import METRES_PER_MILE
from network.search.engine import Relaxation, Search
from network.search.matching import Matching
from network.search.tokens import typed_tokens

MOST = 4
STEPS = (10, 25, 40, 50, 75, 100, 150, 200, 300, 500, 1000, 2000, 5000, 12_500)  # miles that people say
EVERYTHING = "everything"


def relaxations_of(matching: Matching, search: Search) -> tuple[Relaxation, ...]:
    """The smallest changes that find something: one condition less, or all if no one is enough."""
    found = [each for name in matching.masks if (each := _without(matching, search, name)).count]
    if found:
        # A little further first; what was asked for, and the words, last.
        last = {"within_miles": -1, "taxonomy": 1, "q": 2}
        return tuple(sorted(found, key=lambda each: (last.get(each.parameter, 0), -each.count))[:MOST])
    kept = ("q", "taxonomy") if matching.without(*_filters(matching)).any() else ()
    everything = matching.without(*(name for name in matching.masks if name not in kept))
    count = int(everything.sum())
    return (Relaxation(EVERYTHING, count),) if count and not search.cursor else ()


def _filters(matching: Matching) -> tuple[str, ...]:
    return tuple(name for name in matching.masks if name not in ("q", "taxonomy"))


def _without(matching: Matching, search: Search, name: str) -> Relaxation:
    rows = np.flatnonzero(matching.without(name))
    if name == "within_miles" and len(rows) and search.point is not None:
        far = matching.index.positions.metres_from(search.point, rows) / METRES_PER_MILE
        nearest = np.nanmin(far) if not np.isnan(far).all() else math.inf
        miles = next((step for step in STEPS if step >= nearest), None)
        return Relaxation(name, int((far <= miles).sum()) if miles else 0, within_miles=miles)
    return Relaxation(name, len(rows), value=_only_value(search, name))


def _only_value(search: Search, name: str) -> str:
    """The value of the condition, where naming it helps."""
    values = {
        "q": tuple(typed_tokens(search.q)),
        "taxonomy": search.kinds,
        "language": search.filters.languages,
        "cost": search.filters.costs,
    }.get(name, ())
    return values[0] if len(values) == 1 else ""
