"""Which rows fit a search: every condition is a mask, and all must hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from network.places.distance import metres
from network.rules.freshness import OUT_AFTER
from network.search.engine import Filters, Search, Sex
from network.search.finding import WITHIN, Finding, WordFinder
from network.search.gathering import MEN, WOMEN
from network.search.index import Index
from network.search.opening import OPEN
from network.search.words import FoundWord, quality_of

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

WHEELCHAIR, COURT_ORDERED = "fact:access.wheelchair", "fact:court-ordered.accepted"
OFFICE_MILES = 100  # a service without a place is listed where its organization has a public one this near


@dataclass(frozen=True)
class Matching:
    """The conditions of one search by the names of their parameters, and what was worked out on the way."""

    index: Index
    masks: dict[str, Mask]
    finding: Finding
    far: Floats | None  # metres of every row; NaN where not measured or further than was asked

    @property
    def found(self) -> list[FoundWord]:
        """Where each word stands."""
        return self.finding.words

    @cached_property
    def every(self) -> Mask:
        """The rows for which all conditions hold."""
        return self._and(self.masks.values())

    def without(self, *names: str) -> Mask:
        """The rows for which all conditions but these hold."""
        if self.masks.keys().isdisjoint(names):
            return self.every
        masks = self.masks
        if "q" in masks and (wider := self.finding.without(names).rows) is not None:
            masks = masks | {"q": wider}
        return self._and(mask for name, mask in masks.items() if name not in names)

    def _and(self, masks: Iterable[Mask]) -> Mask:
        together = np.ones(len(self.index), np.bool_)
        for mask in masks:
            together &= mask
        return together


def match(index: Index, search: Search, moment: datetime, finder: WordFinder = WITHIN) -> Matching:
    """All conditions of the search at this moment (UTC)."""
    masks: dict[str, Mask] = {}
    finding = finder.find(index, search)
    if finding.rows is not None:
        masks["q"] = finding.rows
    far = None
    if search.point is not None and search.within_metres is None:
        far = index.positions.metres_from(search.point)
    elif search.point is not None and search.within_metres is not None:
        rows, near = index.positions.within(search.point, search.within_metres)
        far = np.full(len(index), np.nan)
        far[rows] = near
        masks["within_miles"] = ~np.isnan(far) | of_an_office_near(index, search)
    if search.kinds:
        masks["taxonomy"] = index.marks.any_of(f"kind:{code}" for code in search.kinds)
    masks |= {
        name: mask(index, search.filters, moment)
        for name, (wanted, mask) in CONDITIONS.items()
        if wanted(search.filters)
    }
    return Matching(index, masks, finding, far)


def has_capacity(index: Index, moment: datetime) -> Mask:
    """Rows that said they have a free place, not too long ago."""
    free: Mask = (index.available > 0) & (moment.timestamp() < index.hidden_from)
    return free


def is_open(index: Index, moment: datetime) -> Mask:
    """Rows that are known to be open."""
    is_open_then: Mask = index.hours.at(moment) == OPEN
    return is_open_then


def of_an_office_near(index: Index, search: Search) -> Mask:
    """Rows without a place, but not of an organization far away. (A private place is not in the index.)"""
    assert search.point is not None
    unplaced: Mask = ~index.is_placed
    rows = np.flatnonzero(unplaced)
    office = index.offices.metres_from(search.point, rows)
    reach = max(search.within_metres or 0.0, metres(OFFICE_MILES))
    unplaced[rows[office > reach]] = False
    return unplaced


def _serves_age(index: Index, filters: Filters, _: datetime) -> Mask:
    """Rows that do not say that they are for somebody younger or older."""
    age = filters.age if filters.age is not None else 0
    return ~(index.youngest > age) & ~(index.oldest < age)


def is_recent(index: Index, moment: datetime) -> Mask:
    """Rows that somebody verified within a year, or nobody ever did (those are labelled so)."""
    return ~(index.verified_at <= (moment - timedelta(days=OUT_AFTER)).timestamp())


Wanted = Callable[[Filters], bool]
Masked = Callable[[Index, Filters, datetime], Mask]

CONDITIONS: dict[str, tuple[Wanted, Masked]] = {
    "has_capacity": (lambda f: f.has_capacity, lambda i, _, now: has_capacity(i, now)),
    "open_now": (lambda f: f.open_now, lambda i, _, now: is_open(i, now)),
    "language": (
        lambda f: bool(f.languages),
        lambda i, f, _: i.marks.any_of(f"language:{code}" for code in f.languages),
    ),
    "cost": (lambda f: bool(f.costs), lambda i, f, _: i.marks.any_of(f"fact:{code}" for code in f.costs)),
    "accessible": (lambda f: f.accessible, lambda i, _, __: i.marks.any_of([WHEELCHAIR])),
    "court_ordered": (lambda f: f.court_ordered, lambda i, _, __: i.marks.any_of([COURT_ORDERED])),
    "takes_referrals": (lambda f: f.takes_referrals, lambda i, _, __: i.takes_referrals),
    "age": (lambda f: f.age is not None, _serves_age),
    "sex": (
        lambda f: f.sex is not None,
        lambda i, f, _: i.marks.any_of([WOMEN if f.sex is Sex.WOMEN else MEN]),
    ),
    "include_old": (lambda f: not f.include_old, lambda i, _, now: is_recent(i, now)),
}


def quality(matching: Matching) -> NDArray[np.uint8]:
    """How surely each row is what the words mean (network/search/words.py)."""
    return quality_of(matching.found, len(matching.index))
