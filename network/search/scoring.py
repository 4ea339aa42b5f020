"""The parts of the formula for the rows that were found (network/rules/ranking.py), as columns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from network.rules import ranking
from network.rules.ranking import Parts, Usual
from network.search.engine import Search
from network.search.matching import Matching, free_for
from network.search.view import Searched
from network.search.weighing import sureness_of

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
HOUR = 3600.0  # seconds


@dataclass(frozen=True)
class Scoring:
    """The rows of a search, and what the formula makes of each at one moment (UTC)."""

    matching: Matching
    search: Search
    rows: NDArray[np.intp]
    moment: datetime

    @cached_property
    def score(self) -> Floats:
        """Of 100."""
        return ranking.score(self.fit, self.near, self.room, self.answers)

    def parts_at(self, places: NDArray[np.intp]) -> list[Parts]:
        """The parts of some of the rows, by their places among them."""
        if "score" not in vars(self):  # not what they were ordered by: of these only
            shown = replace(self, rows=self.rows[places])
            columns = [shown.fit, shown.near, shown.room, shown.answers]
        else:
            columns = [column[places] for column in (self.fit, self.near, self.room, self.answers)]
        return [Parts(*four) for four in zip(*(column.tolist() for column in columns), strict=True)]

    @cached_property
    def fit(self) -> Floats:
        """Words, facts of the person, and whether anybody here ever checked it."""
        found = self.matching.found
        typed = sureness_of(found, self.rows) if found else None
        return ranking.fit(typed, self._facts, self._index.is_checked[self.rows])

    @cached_property
    def near(self) -> Floats:
        """1 for all when no place was given."""
        if self.matching.far is None:
            return np.ones(len(self.rows))
        return ranking.near(self.metres)

    @cached_property
    def metres(self) -> Floats:
        """How far each is; NaN: not measured."""
        far = self.matching.far
        return np.full(len(self.rows), np.nan) if far is None else far[self.rows]

    @cached_property
    def room(self) -> Floats:
        """How likely somebody is taken in now."""
        age = self.moment.timestamp() - self._index.said_at[self.rows]
        believed = ranking.sureness(age, self._index.half_life[self.rows])
        return ranking.room(self._free > 0, self._index.has_waitlist[self.rows], believed)

    @cached_property
    def answers(self) -> Floats:
        """How likely and how soon it says yes."""
        return ranking.answers(*self._record, self._usual)

    @cached_property
    def hours_until_a_place(self) -> Floats:
        """To be expected; infinite: nobody knows."""
        index, rows = self._index, self.rows
        is_believed = (self._free >= 0) & (self.moment.timestamp() < index.hidden_from[rows])
        answered, _, hours = self._record
        return ranking.hours_until_a_place(
            is_free=is_believed & (self._free > 0),
            is_full=is_believed & (self._free == 0),
            wait_days=np.where(index.has_waitlist[rows], index.wait_days[rows], np.nan),
            opens_in=index.intake.seconds_until_open(self.moment)[rows] / HOUR,
            answer_hours=ranking.expected_hours(answered, hours, self._usual),
        )

    @property
    def _index(self) -> Searched:
        return self.matching.index

    @cached_property
    def _free(self) -> NDArray[np.int32]:
        return free_for(self._index, self.search.facts)[self.rows]

    @cached_property
    def _facts(self) -> Floats:
        """The mean over all facts of the person: 1 for a yes, less for what it does not say."""
        said = self.matching.facts.said
        if not said:
            return np.ones(len(self.rows))
        points = [np.where(each.yes[self.rows], 1.0, ranking.UNSAID) for each in said.values()]
        mean: Floats = np.mean(points, axis=0)
        return mean

    @cached_property
    def _record(self) -> tuple[NDArray[np.int32], NDArray[np.int32], Floats]:
        index = self._index
        return index.answered[self.rows], index.accepted[self.rows], index.answer_hours[self.rows]

    @property
    def _usual(self) -> Usual:
        return self._index.usual
