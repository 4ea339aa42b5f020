"""Why a place is not among the results: every condition it misses, with a sentence from its record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from network.errors import NotFound
from network.search.engine import Almost, Missed, Search
from network.search.matching import Matching
from network.search.missing import fact_missed, wish_missed
from network.search.view import Searched
from network.search.weighing import sureness_of

MOST_ALMOST = 5
LITTLE_FURTHER = 3  # times as far as was asked; what is further away is not almost there
ALWAYS = ("q", "taxonomy")  # who misses these is something else, not almost the same


def explain_row(
    matching: Matching, search: Search, service_id: UUID, location_id: UUID | None, moment: datetime
) -> tuple[Missed, ...]:
    """What this service misses at this place, or where it misses least. Raises NotFound."""
    rows = rows_of(matching.index, service_id, location_id)
    if not rows:
        raise NotFound
    row = min(rows, key=lambda one: len(_missed(matching, one)))
    return _told(matching, search, row, moment)


def rows_of(index: Searched, service_id: UUID, location_id: UUID | None) -> Sequence[int]:
    """Where a service stands, at one place or at all."""
    rows = index.rows_of.get(service_id, [])
    return [row for row in rows if location_id in (None, index.records[row].location_id)]


def _missed(matching: Matching, row: int) -> list[str]:
    """The conditions that do not hold for a row: first whom it takes, then what was wished."""
    every = (*matching.person.items(), *matching.masks.items())
    return [name for name, mask in every if not mask[row]]


def _told(matching: Matching, search: Search, row: int, moment: datetime) -> tuple[Missed, ...]:
    record = matching.index.records[row]
    whom = [
        Missed(name, fact_missed(name, record, search))
        for name, mask in matching.person.items()
        if not mask[row]
    ]
    wishes = [
        Missed(name, wish_missed(name, matching, search, row, moment))
        for name, mask in matching.masks.items()
        if not mask[row]
    ]
    return (*whom, *wishes)


def almost_rows(matching: Matching, search: Search) -> NDArray[np.intp]:
    """The rows that miss one condition only: what the words surely mean first, then the nearest. Of a private
    place never how far it is."""
    missed = np.zeros(len(matching.index), np.int16)
    for mask in (*matching.masks.values(), *matching.person.values()):
        missed += ~mask
    one = missed == 1
    for name in ALWAYS:
        if name in matching.masks:
            one &= matching.masks[name]
    if "within_miles" in matching.masks:
        one &= matching.masks["within_miles"] | _nearly_within(matching, search)
    rows = np.flatnonzero(one)
    far = np.zeros(len(rows)) if matching.far is None else matching.far[rows]
    unsure = -sureness_of(matching.found, rows)
    return rows[np.lexsort((matching.index.ranks[rows], far, unsure))][:MOST_ALMOST]


def _nearly_within(matching: Matching, search: Search) -> NDArray[np.bool_]:
    """The rows at known places that are a little further away than was asked."""
    nearly = np.zeros(len(matching.index), np.bool_)
    if search.point is not None and search.within_metres is not None:
        rows, _ = matching.index.positions.within(search.point, LITTLE_FURTHER * search.within_metres)
        nearly[rows] = True
    return nearly


def almost_of(matching: Matching, search: Search, moment: datetime) -> tuple[Almost, ...]:
    """The places that miss one condition only, with what they miss."""
    found = []
    for row in almost_rows(matching, search):
        record = matching.index.records[row]
        [missed] = _told(matching, search, int(row), moment)
        spoken = record.name_es if search.language == "es" and record.name_es else record.name
        found.append(Almost(record.service_id, record.location_id, spoken, record.organization, missed))
    return tuple(found)
