"""The index: every record as a row of numbers. It is never changed; a new one takes its place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from network.places.distance import Positions
from network.places.point import Point
from network.rules.ranking import Usual, usual_of
from network.search.columns import Columns, Gathering, Records, RowsOfServices, Values, values_of
from network.search.engine import Place
from network.search.marks import Marks
from network.search.numbers import FIELDS, NUMBERS, differs_otherwise
from network.search.offices import numbers_by_place, offices_of, ordered_by_name
from network.search.opening import Hours
from network.search.parts import Parts
from network.search.phrases import Phrases
from network.search.plain_columns import PlainColumns
from network.search.records import Record
from network.search.wording import Wording, Words
from network.search.words import WordIndex

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Gathered = Iterable[tuple[Record | Values, Words | Wording]]

OF_NUMBERS = {  # what is worked out of free places and of answers
    "usual": ("answered", "accepted", "answer_hours"),
    "_available_to": ("available", "parts"),
}


@dataclass(frozen=True)
class Index(PlainColumns):
    """All records as columns, and what is known of them by other columns. A row is a record's number."""

    columns: Columns
    words: WordIndex

    @classmethod
    def build(cls, gathered: Gathered) -> Index:
        """From all records of the directory, in their order."""
        rows = Gathering()
        words = WordIndex.build(_keeping(gathered, rows))
        return cls(rows.columns(), words)

    @classmethod
    def build_by_place(cls, gathered: Gathered) -> Index:
        """The same, but those near to each other stand near to each other, which is quicker to search."""
        rows = Gathering()
        numbered = cache(lambda: numbers_by_place(rows.columns()))
        words = WordIndex.build(_keeping(gathered, rows), numbered)
        return cls(rows.columns().taken(np.argsort(numbered())), words)

    def changed(self, service_ids: Collection[UUID], gathered: Gathered) -> Index:
        """With these services as they are now, which may be nothing."""
        rows = Gathering()
        words = list(_keeping(gathered, rows))
        fresh = rows.columns()
        if same := self._with_other_numbers(service_ids, fresh):
            return same
        kept = np.ones(len(self), np.bool_)
        kept[[row for service_id in service_ids for row in self.rows_of.get(service_id)]] = False
        return Index(self.columns.taken(kept).joined(fresh), self.words.changed(kept, words))

    def taught(self, phrases: Phrases) -> Index:
        """The same with other synonyms."""
        if phrases is self.words.phrases:
            return self
        index = Index(self.columns, self.words.taught(phrases))
        vars(index).update({name: value for name, value in vars(self).items() if name != "words"})
        return index

    def _with_other_numbers(self, service_ids: Collection[UUID], now: Columns) -> Index | None:
        """Quickly, if nothing but free places and answers has changed, as most times; otherwise None."""
        before = {
            (service_id, self.records[row].location_id): row
            for service_id in service_ids
            for row in self.rows_of.get(service_id)
        }
        placed = {before.get((each.service_id, each.location_id), -1): each for each in Records(now)}
        if placed.keys() != set(before.values()):
            return None
        if any(differs_otherwise(self.records[row], each) for row, each in placed.items()):
            return None
        index = Index(self.columns.with_rows(FIELDS, placed), self.words)
        kept = {name: value for name, value in vars(self).items() if name not in ("columns", "words")}
        rows = list(placed)
        for name, number in NUMBERS.items():
            said = [getattr(each, number.source) for each in placed.values()]
            kept[name] = number.changed(getattr(self, name), rows, said)
        kept["parts"] = self.parts.changed({row: each.capacity for row, each in placed.items()})
        for name, sources in OF_NUMBERS.items():
            if any(kept[source] is not getattr(self, source) for source in sources):
                kept.pop(name, None)
        kept["records"] = self.records.with_others(index.columns, rows)
        vars(index).update(kept)
        return index

    def __len__(self) -> int:
        return len(self.columns)

    @cached_property
    def records(self) -> Records:
        """Each row as an object, when it is asked for."""
        return Records(self.columns)

    @cached_property
    def marks(self) -> Marks:
        """What filters and facets ask for."""
        return Marks.build(self.columns["marks"])

    @cached_property
    def hours(self) -> Hours:
        """When each is open."""
        return Hours(self.columns["timetable"].tolist())

    @cached_property
    def intake(self) -> Hours:
        """When each takes new people in: its intake hours, or its opening hours where it says none."""
        said, otherwise = self.columns["intake"], self.columns["timetable"]
        return Hours(np.where(said, said, otherwise).tolist())

    @cached_property
    def positions(self) -> Positions:
        """Where each is; NaN where that is not known or not told."""
        return Positions.of(self.columns["latitude"], self.columns["longitude"])

    @cached_property
    def is_placed(self) -> Mask:
        """Whether it can be measured how far it is."""
        is_placed: Mask = self.columns["place"] == Place.KNOWN
        return is_placed

    @cached_property
    def offices(self) -> Positions:
        """For a record without a place: a public place of the same organization; NaN where there is none."""
        return offices_of(self.columns, self.is_placed)

    @cached_property
    def unplaced(self) -> NDArray[np.intp]:
        """The rows without a place that can be told."""
        return np.flatnonzero(~self.is_placed)

    def near(
        self, point: Point, metres: float, office_metres: float, among: NDArray[np.intp] | None = None
    ) -> tuple[NDArray[np.intp], Floats]:
        """The rows no further than so many metres, in their order, and how far each is; also, NaN metres
        away, those without a place of which no public office is known to be further than `office_metres`.

        `among`: of these rows only, in their order.
        """
        if among is None:
            rows, far = self.positions.within(point, metres)
            unplaced = self.unplaced
        else:
            all_far = self.positions.metres_from(point, among)
            near = np.flatnonzero(all_far <= metres)
            rows, far = among[near], all_far[near]
            unplaced = among[~self.is_placed[among]]
        if not len(unplaced):
            return rows, far
        offices = self.offices.metres_from(point, unplaced)
        others = unplaced[~(offices > office_metres)]
        both = np.concatenate([rows, others])
        order = np.argsort(both)
        return both[order], np.concatenate([far, np.full(len(others), np.nan)])[order]

    def metres_from(self, point: Point, rows: NDArray[np.intp]) -> Floats:
        """Metres to these rows; NaN for those without a place that may be told."""
        return self.positions.metres_from(point, rows)

    def is_of(self, organization_ids: Collection[UUID]) -> Mask:
        """The rows of these organizations."""
        wanted = {each.bytes for each in organization_ids}
        if not wanted:
            return np.zeros(len(self), np.bool_)
        owners = self.columns["organization_id"].tolist()
        return np.fromiter((owner in wanted for owner in owners), np.bool_, len(owners))

    @cached_property
    def usual(self) -> Usual:
        """How the whole network answers."""
        return usual_of(self.answered, self.accepted, self.answer_hours)

    @cached_property
    def rows_of(self) -> RowsOfServices:
        """The rows of each service."""
        return RowsOfServices(self.columns["service_id"])

    @cached_property
    def parts(self) -> Parts:
        """The free places of one population each, for the rows that say so."""
        return Parts.build(enumerate(self.columns["capacity"]))

    def available_to(self, populations: Collection[str]) -> NDArray[np.int32]:
        """Free places for people of these populations (codes of facts); all of a row that has no parts."""
        if not len(self.parts.rows):
            return self.available
        key = frozenset(populations)
        if key not in self._available_to:
            column = self.available.copy()
            column[self.parts.rows] = self.parts.for_any_of(populations)
            self._available_to[key] = column
        return self._available_to[key]

    @cached_property
    def _available_to(self) -> dict[frozenset[str], NDArray[np.int32]]:
        return {}

    @cached_property
    def by_name(self) -> NDArray[np.intp]:
        """All rows in the order of their names, and of their ids among equals."""
        return ordered_by_name(self.columns)

    @cached_property
    def ranks(self) -> NDArray[np.int64]:
        """The place of each row among all, when nothing else decides."""
        ranks = np.empty(len(self), np.int64)
        ranks[self.by_name] = np.arange(len(self))
        return ranks

    def rank_of(self, tie: tuple[str, str, str]) -> float:
        """Where something with this tie stands among all; between two rows when it is no longer there."""
        place = bisect_left(self.by_name, tie, key=lambda row: self.records[row].tie)
        is_there = place < len(self) and self.records[self.by_name[place]].tie == tie
        return place if is_there else place - 0.5

    def prepare(self) -> Index:
        """Work out all columns now, so that nobody's search has to wait for them."""
        for name, value in vars(type(self)).items():
            if isinstance(value, cached_property):
                getattr(self, name)
        return self


def _keeping(gathered: Gathered, rows: Gathering) -> Iterator[Words | Wording]:
    """The words, one record after the other, while the records become columns."""
    for record, words in gathered:
        rows.add(values_of(record) if isinstance(record, Record) else record)
        yield words
