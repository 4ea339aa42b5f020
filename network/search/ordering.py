"""In which order results stand, and the cursor that says where the next page begins (docs/decisions/0010).

Every order is one number per row, the smaller the earlier; among equals decides the name, then the ids.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
from dataclasses import dataclass, replace
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from network.errors import Invalid
from network.search.engine import Search, Sort
from network.search.matching import Matching, quality
from network.words import say

GROUP = 1e8  # more metres than there are on Earth, and more points than words can make
LONGEST_CURSOR = 1000  # characters


@dataclass(frozen=True)
class PageOfRows:
    """The rows of one page in their order, how many stand before them, and the cursors of its neighbours.

    An empty `previous` leads to the first page; an empty `next`: this is the last one.
    """

    rows: NDArray[np.int64]
    before: int
    next: str
    previous: str = ""


def page_of(matching: Matching, search: Search) -> PageOfRows:
    """The page that the cursor asks for. Raises Invalid for a cursor that is not one of this search."""
    rows = np.flatnonzero(matching.every)
    total = len(rows)
    keys, ranks = _keys(matching, search)[rows], matching.index.ranks[rows]
    previous = ""
    if search.cursor:
        key, rank = _read_cursor(matching, search)
        later = (keys > key) | ((keys == key) & (ranks > rank))
        previous = _cursor_before(matching, search, rows[~later], keys[~later], ranks[~later])
        rows, keys, ranks = rows[later], keys[later], ranks[later]
    before = total - len(rows)
    if len(rows) > search.limit:
        near = keys <= np.partition(keys, search.limit)[search.limit]
        more_rows, more_keys, more_ranks = rows[near], keys[near], ranks[near]
        first = np.lexsort((more_ranks, more_keys))[: search.limit]
        last = first[-1]
        tie = matching.index.records[more_rows[last]].tie
        following = _write_cursor(search, float(more_keys[last]), tie)
        return PageOfRows(more_rows[first], before, following, previous)
    return PageOfRows(rows[np.lexsort((ranks, keys))], before, "", previous)


def _cursor_before(
    matching: Matching,
    search: Search,
    rows: NDArray[np.int64],
    keys: NDArray[np.float64],
    ranks: NDArray[Any],
) -> str:
    """Where the page before this one begins, of all rows on earlier pages; empty: it is the first page."""
    if len(rows) <= search.limit:
        return ""
    last = np.lexsort((ranks, keys))[len(rows) - search.limit - 1]
    return _write_cursor(search, float(keys[last]), matching.index.records[rows[last]].tie)


def _keys(matching: Matching, search: Search) -> NDArray[np.float64]:
    index = matching.index
    if search.sort is Sort.NAME:
        return np.zeros(len(index))
    far = matching.far
    if search.sort is Sort.DISTANCE and far is not None:
        return np.where(np.isnan(far), GROUP, far)
    # Surely meant before perhaps meant; listings that somebody here answers for before those that came with
    # another directory and that nobody has verified.
    groups = (2.0 * (2 - quality(matching)) + ~index.is_checked).astype(np.float64)
    if far is None or search.sort is Sort.RELEVANCE:
        return groups * GROUP - _points(matching)
    return np.where(np.isnan(far), groups + 6, groups) * GROUP + np.nan_to_num(far)


def _points(matching: Matching) -> NDArray[np.float64]:
    points = np.zeros(len(matching.index))
    for word in matching.found:
        points += word.grades
    return points


def _fingerprint(search: Search) -> int:
    """What a search is, apart from its page: a cursor of one leads nowhere in another."""
    return crc32(repr(replace(search, cursor="", limit=0, at=None, language="")).encode())


def _write_cursor(search: Search, key: float, tie: tuple[str, str, str]) -> str:
    text = json.dumps([_fingerprint(search), key, *tie], separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read_cursor(matching: Matching, search: Search) -> tuple[float, float]:
    try:
        if len(search.cursor) > LONGEST_CURSOR:
            raise ValueError("too long")
        text = base64.b64decode(
            search.cursor + "=" * (-len(search.cursor) % 4), altchars=b"-_", validate=True
        )
        fingerprint, key, *tie = json.loads(text)
        named, service_id, location_id = (str(part) for part in tie)
        if fingerprint != _fingerprint(search) or not math.isfinite(float(key)):
            raise ValueError("of another search")
    except (ValueError, TypeError, binascii.Error, RecursionError):
        raise Invalid(
            {"cursor": say("This page of results does not belong to this search. Start from the first page.")}
        ) from None
    return float(key), matching.index.rank_of((named, service_id, location_id))
