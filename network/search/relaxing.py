"""What to give up when nothing fits: for each condition, how many would be found without it alone."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from network.places.distance import metres
from network.search.engine import Relaxation, Search
from network.search.matching import Matching, of_an_office_near
from network.search.tokens import typed_tokens

Mask = NDArray[np.bool_]

MOST = 4
STEPS = (10, 25, 40, 50, 75, 100, 150, 200, 300, 500, 1000, 2000, 5000, 12_500)  # miles that people say
ALL_FILTERS = "filters"  # and the distance


def relaxations_of(matching: Matching, search: Search) -> tuple[Relaxation, ...]:
    """The smallest changes that find something: one condition less, or all of them but the need."""
    found = [each for name in matching.masks if (each := _without(matching, search, name)).count]
    if found:
        # A little further first; what was asked for, and the words, last.
        last = {"within_miles": -1, "taxonomy": 1, "q": 2}
        return tuple(sorted(found, key=lambda each: (last.get(each.parameter, 0), -each.count))[:MOST])
    besides_the_need = [name for name in matching.masks if name not in ("q", "taxonomy")]
    count = int(matching.without(*besides_the_need).sum())
    return (Relaxation(ALL_FILTERS, count),) if count else ()


def _without(matching: Matching, search: Search, name: str) -> Relaxation:
    others = matching.without(name)
    if name == "within_miles":
        return _further(matching, search, others)
    return Relaxation(name, int(others.sum()), value=_only_value(search, name))


def _further(matching: Matching, search: Search, others: Mask) -> Relaxation:
    """The first distance that people say at which there is something."""
    assert search.point is not None
    rows = np.flatnonzero(others & matching.index.is_placed)
    far = matching.index.positions.metres_from(search.point, rows)
    miles = next((step for step in STEPS if (far <= metres(step)).any()), None)
    if miles is None:
        return Relaxation("within_miles", 0)
    unplaced = others & of_an_office_near(matching.index, replace(search, within_metres=metres(miles)))
    count = int((far <= metres(miles)).sum()) + int(unplaced.sum())
    return Relaxation("within_miles", count, within_miles=miles)


def _only_value(search: Search, name: str) -> str:
    """The value of the condition, where naming it helps."""
    values = {
        "q": tuple(typed_tokens(search.q)),
        "taxonomy": search.kinds,
        "language": search.filters.languages,
        "cost": search.filters.costs,
    }.get(name, ())
    return values[0] if len(values) == 1 else ""
