"""Why searches find nothing: which conditions each place of the kind misses, and which places miss only one.

A place that is said to be full does not fit, whether a free one was asked for or not; one of which nobody has
said anything may. Many searches at once: what they have in common is worked out once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from network.places.distance import Positions, metres
from network.rules.causes import cause_of_misses
from network.search.engine import Diagnosis, Miss, Search
from network.search.fact_masks import FactMasks
from network.search.finding import WITHIN, Finding
from network.search.index import Index
from network.search.matching import CONDITIONS, OFFICE_MILES, is_recent

Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]

# Of one search for one condition, the nearest. Never only one: the numbers of two places could then be taken
# from the whole, and what is left may be a single need.
MOST_MISSES = {"within_miles": 2}
USUAL_MISSES = 3


def diagnose(
    index: Index,
    searches: Iterable[Search],
    moment: datetime,
    *,
    by_telephone: Collection[UUID] = (),
    found: Finding | None = None,
) -> list[Diagnosis]:
    """Why each search finds nothing. `by_telephone`: organizations to which people are handed over so; their
    services are there though they take no referrals, and are never named as a near miss. `found`: where the
    words stand, when there is one search and that is known already."""
    clinic = _Clinic(index, moment, frozenset(by_telephone), found)
    return [clinic.diagnose(search) for search in searches]


@dataclass(frozen=True)
class _Kin:
    """The rows of one kind that could be asked at all."""

    rows: NDArray[np.intp]
    positions: Positions
    offices: Positions
    is_placed: Mask
    is_by_telephone: Mask


class _Clinic:
    """One index at one moment, and what was worked out for earlier searches."""

    def __init__(
        self, index: Index, moment: datetime, by_telephone: frozenset[UUID], found: Finding | None
    ) -> None:
        self._index, self._moment, self._found = index, moment, found
        self._by_telephone = index.is_of(by_telephone)
        is_believed = moment.timestamp() < index.hidden_from
        self._not_full: Mask = ~((index.available == 0) & is_believed)
        self._kin: dict[object, _Kin] = {}
        self._masks: dict[object, dict[str, Mask]] = {}

    def diagnose(self, search: Search) -> Diagnosis:
        kin = self._kin_of(search)
        if not len(kin.rows):
            return Diagnosis(cause_of_misses(()))
        far = None if search.point is None else kin.positions.metres_from(search.point)
        misses = {name: ~holds for name, holds in self._conditions(search, kin, far)}
        names = list(misses)
        missed = np.stack([misses[name] for name in names])  # conditions × rows
        patterns = np.unique((1 << np.arange(len(names))) @ missed)
        cause = cause_of_misses(
            [
                frozenset(name for place, name in enumerate(names) if int(pattern) >> place & 1)
                for pattern in patterns
            ]
        )
        return Diagnosis(cause, () if cause is None else tuple(self._near_misses(kin, far, names, missed)))

    def _kin_of(self, search: Search) -> _Kin:
        key = search.q, search.kinds, search.filters.takes_referrals, search.filters.include_old
        if key not in self._kin:
            self._kin[key] = self._read_kin(search)
        return self._kin[key]

    def _read_kin(self, search: Search) -> _Kin:
        index = self._index
        of_kind = np.ones(len(index), np.bool_)
        words = (self._found or WITHIN.find(index, search)).everywhere.rows
        if words is not None:
            of_kind &= words
        if search.kinds:
            of_kind &= index.marks.any_of(f"kind:{code}" for code in search.kinds)
        if search.filters.takes_referrals:
            of_kind &= index.takes_referrals | self._by_telephone
        if not search.filters.include_old:
            of_kind &= is_recent(index, self._moment)
        rows = np.flatnonzero(of_kind)
        return _Kin(
            rows,
            Positions(index.positions.directions[:, rows]),
            Positions(index.offices.directions[:, rows]),
            index.is_placed[rows],
            self._by_telephone[rows],
        )

    def _conditions(self, search: Search, kin: _Kin, far: Floats | None) -> Iterable[tuple[str, Mask]]:
        """For each condition, which rows of the kin it holds for."""
        if not search.filters.has_capacity:
            yield "has_capacity", self._not_full[kin.rows]
        if far is not None and search.within_metres is not None and search.point is not None:
            near = far <= search.within_metres
            if not kin.is_placed.all():
                office = kin.offices.metres_from(search.point)
                near |= ~kin.is_placed & ~(office > max(search.within_metres, metres(OFFICE_MILES)))
            yield "within_miles", near
        for name, mask in self._wishes(search).items():
            yield name, mask[kin.rows]

    def _wishes(self, search: Search) -> dict[str, Mask]:
        """What is asked of a service of the kind, and whom it has to take: the rows for which it holds."""
        filters = replace(search.filters, takes_referrals=False, include_old=True)
        key = filters, search.facts
        if key not in self._masks:
            asked = replace(search, filters=filters)
            masks = {
                name: mask(self._index, asked, self._moment)
                for name, (wanted, mask) in CONDITIONS.items()
                if wanted(filters)
            }
            for name, takes in (
                FactMasks(self._index, search.facts).taking(only_sure=filters.only_sure).items()
            ):
                masks[name] = takes & masks[name] if name in masks else takes
            self._masks[key] = masks
        return self._masks[key]

    def _near_misses(self, kin: _Kin, far: Floats | None, names: list[str], missed: Mask) -> Iterable[Miss]:
        """The nearest places that miss one condition only."""
        only_one = (missed.sum(axis=0) == 1) & ~kin.is_by_telephone
        for name, misses in zip(names, missed, strict=True):
            here = np.flatnonzero(only_one & misses)
            if far is not None:
                here = here[np.argsort(far[here], kind="stable")]  # NaN, not measured, last
            for one in here[: MOST_MISSES.get(name, USUAL_MISSES)]:
                record = self._index.records[kin.rows[one]]
                yield Miss(record.service_id, record.location_id, name)
