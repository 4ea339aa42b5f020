"""A place that somebody typed among the words: it is offered as the place to measure from, and never taken as
that without being asked."""

import re
from dataclasses import dataclass
from functools import lru_cache

from network.places.gazetteer import find_zip
from network.places.typed import find_places
from network.search.tokens import LONGEST_TEXT, typed_tokens

_ZIP = re.compile(r"(?<!\S)(?:(?:near|in|around|cerca de|en)\s+)?(\d{5})(?!\S)", re.IGNORECASE)
_NEAR = re.compile(r"\b(?:near|around|close to|in|cerca de|cerca a|en)\s+(\D+)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PlaceAmongWords:
    """What to look for, and near what: a ZIP code, or a town as it was typed."""

    words: str
    near: str


@lru_cache(maxsize=1024)
def place_among(q: str) -> PlaceAmongWords | None:
    """The place in "detox 43071" or "detox near Columbus, OH"; None when no such place is known, or nothing
    would be left to look for."""
    q = q[:LONGEST_TEXT]
    if (found := _ZIP.search(q)) and find_zip(found[1]):
        near = found[1]
    elif (found := _NEAR.search(q)) and find_places(found[1]):
        near = found[1].strip()
    else:
        return None
    words = " ".join((q[: found.start()] + q[found.end() :]).split())
    return PlaceAmongWords(words, near) if typed_tokens(words) else None
