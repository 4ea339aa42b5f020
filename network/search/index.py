"""The index: every record as a row of numbers. It is never changed; a new one takes its place."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from network.places.distance import Positions
from network.search.engine import Place
from network.search.gathering import Words
from network.search.marks import Marks
from network.search.numbers import QUICK
from network.search.opening import Hours
from network.search.parts import Parts
from network.search.records import Record
from network.search.words import WordIndex

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Index:
    """All records, and what is known of them as columns. A row is a record's number."""

    records: list[Record]
    words: WordIndex

    @classmethod
    def build(cls, gathered: Iterable[tuple[Record, Words]]) -> Index:
        """From all records of the directory."""
        records: list[Record] = []
        words = WordIndex.build(_keeping(gathered, records))
        return cls(records, words)

    def changed(self, service_ids: Collection[UUID], gathered: Iterable[tuple[Record, Words]]) -> Index:
        """With these services as they are now, which may be nothing."""
        gathered = list(gathered)
        if same := self._with_other_capacities(service_ids, [record for record, _ in gathered]):
            return same
        kept = np.array([record.service_id not in service_ids for record in self.records], np.bool_)
        records = [record for record in self.records if record.service_id not in service_ids]
        words = self.words.changed(kept, _keeping(gathered, records))
        return Index(records, words)

    def _with_other_capacities(self, service_ids: Collection[UUID], now: Sequence[Record]) -> Index | None:
        """Quickly, if nothing else has changed, as is so for most changes; otherwise None."""
        before = {
            (service_id, self.records[row].location_id): row
            for service_id in service_ids
            for row in self.rows_of.get(service_id, ())
        }
        placed = {before.get((record.service_id, record.location_id), -1): record for record in now}
        if placed.keys() != set(before.values()):
            return None
        if any(not _differ_in_numbers_only(self.records[row], each) for row, each in placed.items()):
            return None
        records = list(self.records)
        for row, record in placed.items():
            records[row] = record
        index = Index(records, self.words)
        vars(index).update({name: value for name, value in vars(self).items() if name not in vars(index)})
        for name, of_one in QUICK.items():
            column = getattr(self, name).copy()
            for row, record in placed.items():
                column[row] = of_one(record)
            vars(index)[name] = column
        vars(index)["parts"] = self.parts.changed({row: each.capacity for row, each in placed.items()})
        return index

    def __len__(self) -> int:
        return len(self.records)

    def _column(self, name: str, kind: type[np.generic]) -> NDArray[Any]:
        return np.array([QUICK[name](record) for record in self.records], kind)

    @cached_property
    def marks(self) -> Marks:
        """What filters and facets ask for."""
        return Marks.build([record.marks for record in self.records])

    @cached_property
    def hours(self) -> Hours:
        """When each is open."""
        return Hours([record.timetable for record in self.records])

    @cached_property
    def intake(self) -> Hours:
        """When each takes new people in: its intake hours, or its opening hours where it says none."""
        return Hours([record.intake or record.timetable for record in self.records])

    @cached_property
    def positions(self) -> Positions:
        """Where each is; NaN where that is not known or not told."""
        return Positions.of(
            [record.latitude for record in self.records], [record.longitude for record in self.records]
        )

    @cached_property
    def is_placed(self) -> Mask:
        """Whether it can be measured how far it is."""
        return np.array([record.place is Place.KNOWN for record in self.records], np.bool_)

    @cached_property
    def offices(self) -> Positions:
        """For a record without a place: a public place of the same organization; NaN where there is none."""
        public = {
            record.organization_id: (record.latitude, record.longitude)
            for record in reversed(self.records)
            if record.place is Place.KNOWN
        }
        nowhere = math.nan, math.nan
        found = [
            nowhere if record.place is Place.KNOWN else public.get(record.organization_id, nowhere)
            for record in self.records
        ]
        return Positions.of([latitude for latitude, _ in found], [longitude for _, longitude in found])

    @cached_property
    def rows_of(self) -> dict[UUID, list[int]]:
        """The rows of each service."""
        rows: dict[UUID, list[int]] = {}
        for row, record in enumerate(self.records):
            rows.setdefault(record.service_id, []).append(row)
        return rows

    @cached_property
    def available(self) -> NDArray[np.int32]:
        """Free places as last said; -1: never said."""
        return self._column("available", np.int32)

    @cached_property
    def parts(self) -> Parts:
        """The free places of one population each, for the rows that say so."""
        return Parts.build((row, record.capacity) for row, record in enumerate(self.records))

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
        return self._column("said_at", np.float64)

    @cached_property
    def half_life(self) -> Floats:
        """After how many seconds what was said of free places is believed half as much; NaN: never said."""
        return self._column("half_life", np.float64)

    @cached_property
    def wait_days(self) -> Floats:
        """Days that a newcomer is expected to wait; NaN: not said."""
        return self._column("wait_days", np.float64)

    @cached_property
    def has_waitlist(self) -> Mask:
        """Whether its waitlist is open."""
        return self._column("has_waitlist", np.bool_)

    @cached_property
    def answered(self) -> NDArray[np.int32]:
        """How many referrals were answered lately; 0: no record."""
        return self._column("answered", np.int32)

    @cached_property
    def accepted(self) -> NDArray[np.int32]:
        """How many of these with a yes."""
        return self._column("accepted", np.int32)

    @cached_property
    def answer_hours(self) -> Floats:
        """The sum of hours from sending to answer, of the answered ones."""
        return self._column("answer_hours", np.float64)

    @cached_property
    def hidden_from(self) -> Floats:
        """When what was said of free places is too old to be shown (seconds since 1970)."""
        return self._column("hidden_from", np.float64)

    @cached_property
    def youngest(self) -> Floats:
        """The lowest age that is served, in years; NaN: not said."""
        return np.array([record.youngest for record in self.records], np.float64)

    @cached_property
    def oldest(self) -> Floats:
        """The highest age that is served."""
        return np.array([record.oldest for record in self.records], np.float64)

    @cached_property
    def verified_at(self) -> Floats:
        """When a human last said that it is right (seconds since 1970); NaN: never."""
        return np.array([record.verified_at for record in self.records], np.float64)

    @cached_property
    def is_checked(self) -> Mask:
        """Whether anybody here wrote or verified it."""
        return np.array([record.is_checked for record in self.records], np.bool_)

    @cached_property
    def takes_referrals(self) -> Mask:
        """Whether a referral can be sent."""
        return np.array([record.takes_referrals for record in self.records], np.bool_)

    @cached_property
    def ties(self) -> list[tuple[str, str, str]]:
        """What decides among equals, in order."""
        return sorted(record.tie for record in self.records)

    @cached_property
    def ranks(self) -> NDArray[np.int64]:
        """The place of each row among all, when nothing else decides."""
        tied = [record.tie for record in self.records]
        ranks = np.empty(len(tied), np.int64)
        ranks[sorted(range(len(tied)), key=tied.__getitem__)] = np.arange(len(tied))
        return ranks

    def rank_of(self, tie: tuple[str, str, str]) -> float:
        """Where something with this tie stands among all; between two rows when it is no longer there."""
        place = bisect_left(self.ties, tie)
        return place if place < len(self.ties) and self.ties[place] == tie else place - 0.5

    def prepare(self) -> Index:
        """Work out all columns now, so that nobody's search has to wait for them."""
        for name, value in vars(type(self)).items():
            if isinstance(value, cached_property):
                getattr(self, name)
        return self


def _keeping(gathered: Iterable[tuple[Record, Words]], records: list[Record]) -> Iterable[Words]:
    """The words, one record after the other, while the records are put into the list."""
    for record, words in gathered:
        records.append(record)
        yield words


def _differ_in_numbers_only(before: Record, now: Record) -> bool:
    """Whether nothing but the free places and the record of answers is another."""
    return replace(before, capacity=now.capacity, answering=now.answering) == now
