"""The cursor of a page: the sort key of the result before it, so that a page begins behind it whatever has
changed since, and the minute by which the scores of all pages are worked out."""

from __future__ import annotations

import base64
import binascii
import json
import math
from dataclasses import dataclass, replace
from zlib import crc32

from network.errors import Invalid
from network.rules.taking import PersonFacts
from network.search.engine import Search
from network.words import say

LONGEST_CURSOR = 1000  # characters
LAST_MINUTE = 4_000_000_000 // 60  # of moments that every clock can tell


@dataclass(frozen=True, slots=True)
class Cursor:
    """Behind which result a page begins; `minute` counts from 1970."""

    key: float
    second: float  # what decides among equal keys
    minute: int
    tie: tuple[str, str, str]


def write_cursor(search: Search, cursor: Cursor) -> str:
    """As it stands in an address."""
    parts = [_fingerprint(search), cursor.key, cursor.second, cursor.minute, *cursor.tie]
    text = json.dumps(parts, separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(search: Search) -> Cursor | None:
    """The cursor of a search, if it has one. Raises Invalid for one that is not of this search."""
    if not search.cursor:
        return None
    try:
        return _read(search)
    except (ValueError, TypeError, binascii.Error, RecursionError, OverflowError):
        raise Invalid(
            {"cursor": say("This page of results does not belong to this search. Start from the first page.")}
        ) from None


def _read(search: Search) -> Cursor:
    if len(search.cursor) > LONGEST_CURSOR:
        raise ValueError("too long")
    text = base64.b64decode(search.cursor + "=" * (-len(search.cursor) % 4), altchars=b"-_", validate=True)
    fingerprint, key, second, minute, *tie = json.loads(text)
    named, service_id, location_id = (str(part) for part in tie)
    cursor = Cursor(float(key), float(second), int(minute), (named, service_id, location_id))
    if fingerprint != _fingerprint(search) or not 0 <= cursor.minute <= LAST_MINUTE:
        raise ValueError("of another search")
    if not math.isfinite(cursor.key) or not math.isfinite(cursor.second):
        raise ValueError("no place in any order")
    return cursor


def _fingerprint(search: Search) -> int:
    """What a search is, apart from its page: a cursor of one leads nowhere in another.

    The facts of a person are left out: whoever reads an address could try all of them until the number fits.
    """
    plain = replace(search, facts=PersonFacts(), cursor="", limit=0, at=None, language="")
    return crc32(repr(plain).encode())
