"""The index: every record as a row of numbers. It is never changed; a new one takes its place."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from network.places.distance import Positions
from network.search.columns import Columns, Records, RowsOfServices, Values, values_of
from network.search.engine import Place
from network.search.marks import Marks
from network.search.numbers import FIELDS, NUMBERS
from network.search.opening import Hours
from network.search.parts import Parts
from network.search.phrases import Phrases
from network.search.records import Record
from network.search.tokens import fold
from network.search.words import WordIndex

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Words = Mapping[str, int]
Gathered = Iterable[tuple[Record | Values, Words]]

TIED = ("location_id", "service_id")  # what decides among equal names, the last one first
LONGEST_TIE = 40  # letters of a name


@dataclass(frozen=True)
class Index:
    """All records as columns, and what is known of them by other columns. A row is a record's number."""

    columns: Columns
    words: WordIndex

    @classmethod
    def build(cls, gathered: Gathered) -> Index:
        """From all records of the directory."""
        rows: list[Values] = []
        words = WordIndex.build(_keeping(gathered, rows))
        return cls(Columns.of(rows), words)

    def changed(self, service_ids: Collection[UUID], gathered: Gathered) -> Index:
        """With these services as they are now, which may be nothing."""
        rows: list[Values] = []
        words = list(_keeping(gathered, rows))
        fresh = Columns.of(rows)
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
        if any(_differs(self.records[row], each) for row, each in placed.items()):
            return None
        index = Index(self.columns.with_rows(FIELDS, placed), self.words)
        kept = {name: value for name, value in vars(self).items() if name not in ("columns", "words")}
        rows = list(placed)
        for name, number in NUMBERS.items():
            said = [getattr(each, number.source) for each in placed.values()]
            kept[name] = number.changed(getattr(self, name), rows, said)
        kept["parts"] = self.parts.changed({row: each.capacity for row, each in placed.items()})
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
        latitudes, longitudes = np.full((2, len(self)), math.nan)
        owners = self.columns["organization_id"]
        unplaced = np.flatnonzero(~self.is_placed)
        wanted = {owner.item(): math.nan for owner in owners[unplaced]}
        found: dict[bytes, int] = {}
        if wanted:
            for row in np.flatnonzero(self.is_placed).tolist():
                if (owner := owners.item(row)) in wanted:
                    found.setdefault(owner, row)
        for row in unplaced.tolist():
            if (office := found.get(owners.item(row))) is not None:
                latitudes[row] = self.columns["latitude"][office]
                longitudes[row] = self.columns["longitude"][office]
        return Positions.of(latitudes, longitudes)

    @cached_property
    def rows_of(self) -> RowsOfServices:
        """The rows of each service."""
        return RowsOfServices(self.columns["service_id"])

    @cached_property
    def available(self) -> NDArray[np.int32]:
        """Free places as last said; -1: never said."""
        return self._number("available")

    @cached_property
    def parts(self) -> Parts:
        """The free places of one population each, for the rows that say so."""
        return Parts.build(enumerate(self.columns["capacity"]))

    def available_to(self, populations: Collection[str]) -> NDArray[np.int32]:
        """Free places for people of these populations (codes of facts); all of a row that has no parts."""
        if not len(self.parts.rows):
            return self.available
        column = self.available.copy()
        column[self.parts.rows] = self.parts.for_any_of(populations)
        return column

    @cached_property
    def said_at(self) -> Floats:
        """When free places were last said (seconds since 1970); NaN: never."""
        return self._number("said_at")

    @cached_property
    def half_life(self) -> Floats:
        """After how many seconds what was said of free places is believed half as much; NaN: never said."""
        return self._number("half_life")

    @cached_property
    def wait_days(self) -> Floats:
        """Days that a newcomer is expected to wait; NaN: not said."""
        return self._number("wait_days")

    @cached_property
    def has_waitlist(self) -> Mask:
        """Whether its waitlist is open."""
        return self._number("has_waitlist")

    @cached_property
    def answered(self) -> NDArray[np.int32]:
        """How many referrals were answered lately; 0: no record."""
        return self._number("answered")

    @cached_property
    def accepted(self) -> NDArray[np.int32]:
        """How many of these with a yes."""
        return self._number("accepted")

    @cached_property
    def answer_hours(self) -> Floats:
        """The sum of hours from sending to answer, of the answered ones."""
        return self._number("answer_hours")

    @cached_property
    def hidden_from(self) -> Floats:
        """When what was said of free places is too old to be shown (seconds since 1970)."""
        return self._number("hidden_from")

    @cached_property
    def youngest(self) -> Floats:
        """The lowest age that is served, in years; NaN: not said."""
        return self.columns["youngest"]

    @cached_property
    def oldest(self) -> Floats:
        """The highest age that is served."""
        return self.columns["oldest"]

    @cached_property
    def verified_at(self) -> Floats:
        """When a human last said that it is right (seconds since 1970); NaN: never."""
        return self.columns["verified_at"]

    @cached_property
    def is_checked(self) -> Mask:
        """Whether anybody here wrote or verified it."""
        return self.columns["is_checked"]

    @cached_property
    def takes_referrals(self) -> Mask:
        """Whether a referral can be sent."""
        return self.columns["takes_referrals"]

    @cached_property
    def by_name(self) -> NDArray[np.intp]:
        """All rows in the order of their names, and of their ids among equals."""
        ids = np.lexsort(
            [self.columns[name].view(">u8").reshape(-1, 2)[:, half] for name in TIED for half in (1, 0)]
        )
        names = [fold(name)[:LONGEST_TIE] for name in self.columns["name"]]
        return np.array(sorted(ids.tolist(), key=names.__getitem__), np.intp)

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

    def _number(self, name: str) -> NDArray[Any]:
        return NUMBERS[name].column(self.columns[NUMBERS[name].source])

    def prepare(self) -> Index:
        """Work out all columns now, so that nobody's search has to wait for them."""
        for name, value in vars(type(self)).items():
            if isinstance(value, cached_property):
                getattr(self, name)
        return self


def _keeping(gathered: Gathered, rows: list[Values]) -> Iterator[Words]:
    """The words, one record after the other, while the records are put into the list."""
    for record, words in gathered:
        rows.append(values_of(record) if isinstance(record, Record) else record)
        yield words


def _differs(before: Record, now: Record) -> bool:
    """Whether something else than free places and answers is another."""
    return replace(before, capacity=now.capacity, answering=now.answering) != now
