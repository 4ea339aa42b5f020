"""In which order results stand, and the cursor that says where the next page begins (docs/search.md).

Every order is one number per row, the smaller the earlier; among equals decide the metres (without a place
how well the words fit), the name, the ids.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from network.search.cursors import Cursor, read_cursor, write_cursor
from network.search.engine import Search, Sort
from network.search.matching import Matching, quality
from network.search.scoring import Scoring

Floats = NDArray[np.float64]
GROUP = 1e8  # more metres than there are on Earth, and more points than words can make


@dataclass(frozen=True)
class PageOfRows:
    """The rows of one page in their order, how many stand before them, and the cursors of its neighbours.

    An empty `previous` leads to the first page; an empty `next`: this is the last one. `places` are those of
    the rows in `scoring`.
    """

    rows: NDArray[np.intp]
    before: int
    next: str
    previous: str
    places: NDArray[np.intp]
    scoring: Scoring


@dataclass(frozen=True)
class _Line:
    """The rows of a search with what their order is made of."""

    rows: NDArray[np.intp]
    places: NDArray[np.intp]  # of the rows in their scoring
    keys: Floats
    seconds: Floats  # what decides among equal keys
    ranks: NDArray[np.int64]

    def __getitem__(self, chosen: NDArray[np.bool_]) -> _Line:
        return _Line(
            self.rows[chosen],
            self.places[chosen],
            self.keys[chosen],
            self.seconds[chosen],
            self.ranks[chosen],
        )

    def first(self, count: int) -> NDArray[np.intp]:
        """The first of them in order, as places in this line."""
        if len(self.rows) <= count:
            return np.lexsort((self.ranks, self.seconds, self.keys))
        near = np.flatnonzero(self.keys <= np.partition(self.keys, count - 1)[count - 1])
        return near[np.lexsort((self.ranks[near], self.seconds[near], self.keys[near]))][:count]

    def after(self, cursor: Cursor, rank: float) -> NDArray[np.bool_]:
        """Those that stand behind the cursor."""
        farther = (self.seconds > cursor.second) | ((self.seconds == cursor.second) & (self.ranks > rank))
        behind: NDArray[np.bool_] = (self.keys > cursor.key) | ((self.keys == cursor.key) & farther)
        return behind


def page_of(matching: Matching, search: Search, moment: datetime) -> PageOfRows:
    """The page that the cursor asks for. Raises Invalid for a cursor that is not one of this search.

    All pages are scored as of the minute in which the first one was asked for, so that they never overlap.
    """
    cursor = read_cursor(search)
    minute = cursor.minute if cursor else int(moment.timestamp()) // 60
    scored_at = datetime.fromtimestamp(minute * 60, UTC)
    rows = np.flatnonzero(matching.every)
    whole_scoring = Scoring(matching, search, rows, scored_at)
    whole = _line(matching, search, whole_scoring)
    line, previous = whole, ""
    if cursor is not None:
        later = whole.after(cursor, matching.index.rank_of(cursor.tie))
        previous = _cursor_before(matching, search, whole[~later], minute)
        line = whole[later]
    first = line.first(search.limit)
    shown = line.rows[first]
    following = ""
    if len(line.rows) > search.limit:
        following = _cursor_at(matching, search, line, int(first[-1]), minute)
    before = len(rows) - len(line.rows)
    return PageOfRows(shown, before, following, previous, line.places[first], whole_scoring)


def _cursor_before(matching: Matching, search: Search, line: _Line, minute: int) -> str:
    """Where the page before this one begins, of all rows on earlier pages; empty: it is the first page."""
    if len(line.rows) <= search.limit:
        return ""
    order = np.lexsort((line.ranks, line.seconds, line.keys))
    return _cursor_at(matching, search, line, int(order[len(order) - search.limit - 1]), minute)


def _cursor_at(matching: Matching, search: Search, line: _Line, place: int, minute: int) -> str:
    tie = matching.index.records[line.rows[place]].tie
    cursor = Cursor(float(line.keys[place]), float(line.seconds[place]), minute, tie)
    return write_cursor(search, cursor)


def _line(matching: Matching, search: Search, scoring: Scoring) -> _Line:
    keys = _keys(matching, search, scoring)
    if search.sort is Sort.NAME:
        seconds = np.zeros(len(scoring.rows))
    elif matching.far is None:
        seconds = -_points(matching, scoring)
    else:
        seconds = _measured(scoring.metres)
    places = np.arange(len(scoring.rows))
    return _Line(scoring.rows, places, keys, seconds, matching.index.ranks[scoring.rows])


def _keys(matching: Matching, search: Search, scoring: Scoring) -> Floats:
    match search.sort:
        case Sort.NAME:
            return matching.index.ranks[scoring.rows].astype(np.float64)
        case Sort.DISTANCE if matching.far is not None:
            return _measured(scoring.metres)
        case Sort.SOONEST:
            return np.minimum(scoring.hours_until_a_place, GROUP)
        case Sort.RELEVANCE:
            return _by_words(matching, scoring)
    return -scoring.score


def _measured(metres: Floats) -> Floats:
    """Further than everything where it is not measured."""
    return np.where(np.isnan(metres), GROUP, metres)


def _by_words(matching: Matching, scoring: Scoring) -> Floats:
    """Surely meant before perhaps meant; listings that somebody here answers for before those that came with
    another directory and that nobody has verified."""
    sure = quality(matching)[scoring.rows]
    unchecked = ~matching.index.is_checked[scoring.rows]
    groups = (2.0 * (2 - sure) + unchecked).astype(np.float64)
    keys: Floats = groups * GROUP - _points(matching, scoring)
    return keys


def _points(matching: Matching, scoring: Scoring) -> Floats:
    """How much the places count where the words stand."""
    points = np.zeros(len(scoring.rows))
    for word in matching.found:
        points += word.grades[scoring.rows]
    return points
