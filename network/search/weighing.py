"""How surely each record is what somebody means, and what to leave out when none fits all their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from network.search.grades import SURENESS, WEIGHT_OF
from network.search.records import PLACE, WIDER_KIND
from network.search.words import SAYS_WHAT, FoundWord

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

_QUALITY = np.zeros(len(WEIGHT_OF), np.uint8)
_QUALITY[WEIGHT_OF >= WIDER_KIND] = 1
_QUALITY[PLACE * 2 - 1 :] = 2
SURELY = 0.6  # of SURENESS: a wider word does
MORE_SURELY = 0.5  # of an importance: less is chance


def rows_of(found: Sequence[FoundWord]) -> Mask | None:
    """The records where everything stands that is needed; None when nothing was asked for."""
    return np.logical_and.reduce([word.grades > 0 for word in found if word.is_needed]) if found else None


def quality_of(found: Sequence[FoundWord], rows: int) -> NDArray[np.uint8]:
    """How surely each record is meant.

    2: every word says exactly what or where it is; 1: a wider word, a beginning or a typo does; 0: one is
    only mentioned.
    """
    quality = np.full(rows, 2, np.uint8)
    for word in found:
        if word.is_needed:
            np.minimum(quality, _QUALITY[word.grades], out=quality)
    return quality


def sureness_of(found: Sequence[FoundWord], rows: NDArray[np.intp]) -> Floats:
    """How surely each of these rows is meant, from 0 to 1: the mean over the words, by how much each says."""
    total = sum(word.importance for word in found)
    sure = np.zeros(len(rows))
    for word in found:
        sure += word.importance / total * SURENESS[word.grades[rows]]
    return sure


def is_sure(found: Sequence[FoundWord], fitting: Mask) -> bool:
    """Whether every needed word surely says what one of these records is, or only one word is needed."""
    needed = [word for word in found if word.is_needed]
    if len(needed) < 2:
        return True
    rows = np.flatnonzero(fitting)
    return bool(np.logical_and.reduce([SURENESS[word.grades[rows]] >= SURELY for word in needed]).any())


def _says_what(word: FoundWord, within: Mask) -> bool:
    """Whether this is the name of a kind or a place, and surely says what one of these records is."""
    is_known = word.importance >= SAYS_WHAT and not word.is_typo
    return is_known and bool((SURENESS[word.grades[within]] >= SURELY).any())


def told_better(found: Sequence[FoundWord], fitting: Mask, within: Mask) -> list[FoundWord] | None:
    """The words without those that only chance mentions have, where others of the records within are meant
    more surely than all the fitting ones; None where none is."""
    if is_sure(found, fitting):
        return None
    needed = [word for word in found if word.is_needed]
    if any(_says_what(word, fitting) for word in needed) or not any(
        _says_what(word, within) for word in needed
    ):
        return None
    rows = np.flatnonzero(within)
    sure = np.zeros(len(rows))
    for word in needed:
        sure += word.importance * SURENESS[word.grades[rows]]
    best = int(sure.argmax())
    if sure[best] <= sure[fitting[rows]].max() + MORE_SURELY:
        return None
    kept = {word.token for word in needed if word.grades[rows[best]]}
    return [replace(word, is_needed=word.token in kept and word.is_needed) for word in found]


def loosened(found: Sequence[FoundWord], within: Mask) -> list[FoundWord] | None:
    """The words without those that must be left out so that some of these records fit; those that say the
    least. None when nothing is gained."""
    needed = [word for word in found if word.is_needed]
    rows = np.flatnonzero(within)
    if len(needed) < 2 or not len(rows):
        return None
    stands = np.stack([word.grades[rows] > 0 for word in needed])
    covered = np.array([word.importance for word in needed]) @ stands
    best = int(covered.argmax())
    if covered[best] == 0 or stands[:, best].all():
        return None
    kept = {word.token for word, there in zip(needed, stands[:, best], strict=True) if there}
    return [replace(word, is_needed=word.token in kept and word.is_needed) for word in found]
