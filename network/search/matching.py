"""Which rows fit a search: every condition is a mask, and all must hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from network.places.distance import metres
from network.places.point import Point
from network.rules.freshness import OUT_AFTER
from network.rules.taking import PersonFacts, admits
from network.search.engine import Filters, HoursWish, Search
from network.search.fact_masks import FactMasks
from network.search.finding import WITHIN, Finding, WordFinder
from network.search.found_words import FoundWord
from network.search.index import Index
from network.search.marks import COURT_ORDERED, WHEELCHAIR
from network.search.opening import OPEN
from network.search.view import Searched, View
from network.search.weighing import is_sure, loosened, quality_of, told_better

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

OFFICE_MILES = 100  # a service without a place is listed where its organization has a public one this near


@dataclass(frozen=True)
class Matching:
    """The conditions of one search, and what was worked out on the way.

    `masks` are the wishes by the names of their parameters, `person` whom a place must take by the names of
    the facts.
    """

    index: Searched
    masks: dict[str, Mask]
    person: dict[str, Mask]
    finding: Finding
    far: Floats | None  # metres of each row; NaN where not measured or further than was asked
    facts: FactMasks

    @property
    def found(self) -> list[FoundWord]:
        """Where each word stands."""
        return self.finding.words

    @cached_property
    def every(self) -> Mask:
        """The rows for which all conditions hold."""
        return self._and((*self.masks.values(), *self.person.values()))

    @cached_property
    def may_take(self) -> Mask:
        """The rows that do not say no to anything that is known of the person."""
        return self._and(~said.no for said in self.facts.said.values())

    def without(self, *names: str, person: Iterable[Mask] | None = None) -> Mask:
        """The rows for which all wishes but these hold; `person`: whom they must take instead."""
        if person is None and self.masks.keys().isdisjoint(names):
            return self.every
        masks = self.masks
        if "q" in masks and (wider := self.finding.without(names).rows) is not None:
            masks = masks | {"q": wider}
        whom = self.person.values() if person is None else person
        return self._and((*(mask for name, mask in masks.items() if name not in names), *whom))

    def _and(self, masks: Iterable[Mask]) -> Mask:
        together: Mask | None = None
        for mask in masks:
            together = mask.copy() if together is None else np.logical_and(together, mask, out=together)
        return np.ones(len(self.index), np.bool_) if together is None else together


def match(
    index: Index, search: Search, moment: datetime, finder: WordFinder = WITHIN, *, is_whole: bool = False
) -> Matching:
    """All conditions of the search at this moment (UTC).

    Of rows only that are near enough, because the others are no results and count for nothing; `is_whole`: of
    all rows, which is to know what they miss.
    """
    finding = finder.find(index, search)
    if not is_whole and (found := _of_words(index, search, moment, finding)):
        return found
    if search.point is None or search.within_metres is None:
        matching = _with_fewer_words(_matching(index, search, moment, finding))
        return matching if search.point is None else _with_metres(matching, search.point, is_whole)
    rows, near = index.near(search.point, search.within_metres, _reach(search.within_metres))
    if not is_whole:
        return _with_fewer_words(_near(index, search, moment, finding, rows, near))
    far, is_near = np.full(len(index), np.nan), np.zeros(len(index), np.bool_)
    far[rows], is_near[rows] = near, True
    return _with_fewer_words(_matching(index, search, moment, finding, {"within_miles": is_near}, far))


def _of_words(index: Index, search: Search, moment: datetime, finding: Finding) -> Matching | None:
    """Of the rows where all words stand; None when they are most of all, when none of them fits otherwise
    or only by chance, and when the words have not been looked for everywhere."""
    if finding.rows is None or finding.narrowed_by:
        return None
    rows = np.flatnonzero(finding.rows)
    if len(rows) > len(index) // 4:
        return None
    if search.point is None:
        matching = _matching(View(index, rows), search, moment, finding.of_rows(rows))
    elif search.within_metres is None:
        matching = _matching(View(index, rows), search, moment, finding.of_rows(rows))
        matching = _with_metres(matching, search.point, is_whole=False)
    else:
        reach = _reach(search.within_metres)
        rows, near = index.near(search.point, search.within_metres, reach, rows)
        matching = _near(index, search, moment, finding, rows, near)
    return matching if matching.every.any() and is_sure(matching.found, matching.every) else None


def _near(
    index: Index, search: Search, moment: datetime, finding: Finding, rows: NDArray[np.intp], near: Floats
) -> Matching:
    """Of these rows, which are near enough."""
    masks = {"within_miles": np.ones(len(rows), np.bool_)}
    return _matching(View(index, rows), search, moment, finding.of_rows(rows), masks, near)


def _matching(
    index: Searched,
    search: Search,
    moment: datetime,
    finding: Finding,
    known: Mapping[str, Mask] = MappingProxyType({}),
    far: Floats | None = None,
) -> Matching:
    masks: dict[str, Mask] = {}
    if finding.rows is not None:
        masks["q"] = finding.rows
    masks |= known
    if search.kinds:
        masks["taxonomy"] = index.marks.any_of(f"kind:{code}" for code in search.kinds)
    for name, (wanted, mask) in CONDITIONS.items():
        if wanted(search.filters):
            masks[name] = mask(index, search, moment)
    facts = FactMasks(index, search.facts)
    return Matching(index, masks, facts.taking(only_sure=search.filters.only_sure), finding, far, facts)


def _with_metres(matching: Matching, point: Point, is_whole: bool) -> Matching:
    """How far each of what was found is, however far."""
    rows = np.arange(len(matching.index)) if is_whole else np.flatnonzero(matching.every)
    far = np.full(len(matching.index), np.nan)
    far[rows] = matching.index.metres_from(point, rows)
    measured = replace(matching, far=far)
    vars(measured)["every"] = matching.every
    return measured


def _with_fewer_words(matching: Matching) -> Matching:
    """When no place that fits otherwise has all the words, or only by chance: those that have the most
    telling of them."""
    if "q" not in matching.masks or not matching.finding.is_understood:
        return matching
    within = matching.without("q")
    if matching.every.any():
        words = told_better(matching.found, matching.every, within)
    else:
        words = loosened(matching.found, within)
    if words is None:
        return matching
    finding = matching.finding.leaving_out(words)
    masks = matching.masks if finding.rows is None else matching.masks | {"q": finding.rows}
    return replace(matching, masks=masks, finding=finding)


def has_capacity(index: Searched, facts: PersonFacts, moment: datetime) -> Mask:
    """Rows that said they have a place that is free for this person, not too long ago."""
    free: Mask = (free_for(index, facts) > 0) & (moment.timestamp() < index.hidden_from)
    return free


def free_for(index: Searched, facts: PersonFacts) -> NDArray[np.int32]:
    """Free places for somebody of whom this is known, as last said; -1: never said."""
    if not facts:
        return index.available
    return index.available_to([each for each in index.parts.populations if admits(each, facts)])


def is_open(index: Searched, hours: HoursWish, moment: datetime) -> Mask:
    """Rows that are known to take people in at some time of these hours."""
    is_open_then: Mask = index.intake.wished(hours, moment) == OPEN
    return is_open_then


def _open_then(index: Searched, search: Search, moment: datetime) -> Mask:
    return is_open(index, search.filters.hours or HoursWish.NOW, moment)


def of_an_office_near(index: Searched, search: Search) -> Mask:
    """Rows without a place, but not of an organization far away. (A private place is not in the index.)"""
    assert search.point is not None
    offices = index.offices.metres_from(search.point, index.unplaced)
    mask = np.zeros(len(index), np.bool_)
    mask[index.unplaced[~(offices > _reach(search.within_metres or 0.0))]] = True
    return mask


def _reach(within_metres: float) -> float:
    """How far the public office of a service without a place may be."""
    return max(within_metres, metres(OFFICE_MILES))


def is_recent(index: Searched, moment: datetime) -> Mask:
    """Rows that somebody verified within a year, or nobody ever did (those are labelled so)."""
    return ~(index.verified_at <= (moment - timedelta(days=OUT_AFTER)).timestamp())


Wanted = Callable[[Filters], bool]
Masked = Callable[[Searched, Search, datetime], Mask]

CONDITIONS: dict[str, tuple[Wanted, Masked]] = {
    "has_capacity": (lambda f: f.has_capacity, lambda i, s, now: has_capacity(i, s.facts, now)),
    "hours": (lambda f: f.hours is not None, _open_then),
    "language": (
        lambda f: bool(f.languages),
        lambda i, s, _: i.marks.any_of(f"language:{code}" for code in s.filters.languages),
    ),
    "cost": (
        lambda f: bool(f.costs),
        lambda i, s, _: i.marks.any_of(f"fact:{code}" for code in s.filters.costs),
    ),
    "accessible": (lambda f: f.accessible, lambda i, _, __: i.marks.any_of([WHEELCHAIR])),
    "court_ordered": (lambda f: f.court_ordered, lambda i, _, __: i.marks.any_of([COURT_ORDERED])),
    "takes_referrals": (lambda f: f.takes_referrals, lambda i, _, __: i.takes_referrals),
    "include_old": (lambda f: not f.include_old, lambda i, _, now: is_recent(i, now)),
}


def quality(matching: Matching) -> NDArray[np.uint8]:
    """How surely each row is what the words mean (network/search/words.py)."""
    return quality_of(matching.found, len(matching.index))
