"""How our index in Meilisearch is set up, and the version by which a changed set-up is noticed."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from network.search.kindred import kind_words, kinds_by_code, with_parents
from network.search.meilisearch.documents import ATTRIBUTES
from network.search.spelling import SHORTEST_WITH_TWO, SHORTEST_WITH_TYPO

FORMAT = 1  # count up when the same directory would give other documents

# More places than this with the words of one search are found by the process itself, exactly and sooner: each
# of them would have to come over the wire.
MOST_HITS = 4000
CUTOFF = 400  # milliseconds; a search that is cut off is not used
MOST_WORDS = 10  # Meilisearch reads no more of one search; it would find places without the others

Synonyms = Mapping[str, Sequence[str]]  # spelled words → what they also mean


def index_settings(synonyms: Synonyms) -> dict[str, Any]:
    """Everything in which our index differs from a new one. Words that say nothing are never in it, so that
    there are no stop words."""
    return {
        "searchableAttributes": list(ATTRIBUTES.values()),
        "displayedAttributes": ["id"],
        "filterableAttributes": ["_geo", "is_placed", "kinds", "service"],
        "rankingRules": ["words", "typo", "attribute", "exactness"],  # never by place: that is ours
        "typoTolerance": {
            "enabled": True,
            "minWordSizeForTypos": {"oneTypo": SHORTEST_WITH_TYPO, "twoTypos": SHORTEST_WITH_TWO},
            "disableOnNumbers": True,
        },
        "synonyms": {word: list(means) for word, means in sorted(synonyms.items())},
        "pagination": {"maxTotalHits": MOST_HITS + 1},
        "proximityPrecision": "byAttribute",
        "searchCutoffMs": CUTOFF,
    }


def settings_version(synonyms: Synonyms) -> str:
    """Changes with every setting, with the synonyms that curators wrote, and with the words of our kinds."""
    return f"{code_version()}-{_hash(dict(sorted(synonyms.items())))[:8]}"


@cache
def code_version() -> str:
    """The part of the version that a process knows without the database."""
    kinds = {code: [sorted(kind_words(code)), with_parents(code)] for code in kinds_by_code()}
    return _hash([FORMAT, index_settings({}), kinds])[:12]


def _hash(what: object) -> str:
    return hashlib.sha256(json.dumps(what, sort_keys=True, default=list).encode()).hexdigest()
