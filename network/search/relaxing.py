"""What to give up when nothing fits: for each wish, how many would be found without it alone.

Nothing that is known of the person is given up: a place that says no stays away. What can be given up is to
hear a yes to everything; then there is somebody to ask.
"""

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
ONLY_SURE = "only_sure"
# A little further first, then to ask; what was asked for, and the words, last.
ORDER = {"within_miles": -2, ONLY_SURE: -1, "taxonomy": 1, "q": 2}


def relaxations_of(matching: Matching, search: Search) -> tuple[Relaxation, ...]:
    """The smallest changes that find something: one wish less, or all of them but the need and the person."""
    each = [_without(matching, search, name) for name in matching.masks]
    if search.filters.only_sure and search.facts:
        each.append(_asking(matching))
    if found := [one for one in each if one.count]:
        return tuple(sorted(found, key=lambda one: (ORDER.get(one.parameter, 0), -one.count))[:MOST])
    besides_the_need = [name for name in matching.masks if name not in ("q", "taxonomy")]
    count = int(matching.without(*besides_the_need, person=[matching.may_take]).sum())
    return (Relaxation(ALL_FILTERS, count),) if count else ()


def _asking(matching: Matching) -> Relaxation:
    """Also those that do not say; and what one must ask them."""
    found = matching.without(person=[matching.may_take])
    asks = [name for name, said in matching.facts.said.items() if not said.yes[found].all()]
    return Relaxation(ONLY_SURE, int(found.sum()), asks=tuple(asks))


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
