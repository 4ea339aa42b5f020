"""How surely each record is what somebody means, and what to leave out when none fits all their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from network.search.found_words import SAYS_WHAT, FoundWord
from network.search.grades import BY_SYNONYM, SURENESS, WEIGHT_OF
from network.search.records import PLACE, WIDER_KIND

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

_QUALITY = np.zeros(len(WEIGHT_OF), np.uint8)
_QUALITY[WEIGHT_OF >= WIDER_KIND] = 1
_QUALITY[BY_SYNONYM[PLACE] :] = 2
SURELY = 0.6  # of SURENESS: a wider word does
MORE_SURELY = 0.5  # of an importance: less is chance
STANDS = 0.01  # of SURENESS, where a word stands at all
LATER = 0.001  # of an importance, for each word before: people say first what they ask for


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


def told_better(found: Sequence[FoundWord], fitting: Mask, within: Mask) -> list[FoundWord] | None:
    """The words without those that only chance mentions have, where others of the records within are meant
    more surely than all the fitting ones; None where none is."""
    if is_sure(found, fitting):
        return None
    needed = [word for word in found if word.is_needed]
    if not any(_says_what(word, within) for word in needed):
        return None
    rows = np.flatnonzero(within)
    sure = _surely(needed, rows)
    best = int(sure.argmax())
    if sure[best] <= sure[fitting[rows]].max() + MORE_SURELY:
        return None
    return _only(found, _kept(needed, int(rows[best])))


def loosened(found: Sequence[FoundWord], within: Mask) -> list[FoundWord] | None:
    """The words without those that must be left out so that some of these records fit; those that say the
    least, and of equal ones the last. None when nothing is gained."""
    needed = [word for word in found if word.is_needed]
    rows = np.flatnonzero(within)
    if len(needed) < 2 or not len(rows):
        return None
    best = int(rows[int(_surely(needed, rows).argmax())])
    kept = _kept(needed, best)
    return _only(found, kept) if kept and len(kept) < len(needed) else None


def _surely(needed: Sequence[FoundWord], rows: NDArray[np.intp]) -> Floats:
    """How much of what is needed each of these rows surely is; what only stands there counts very little."""
    sure = np.zeros(len(rows))
    for place, word in enumerate(needed):
        grades = word.grades[rows]
        sure += word.importance * (SURENESS[grades] + STANDS * (grades > 0)) * (1 - place * LATER)
    return sure


def _says_what(word: FoundWord, within: Mask) -> bool:
    """Whether this is the name of a kind or a place, and surely says what one of these records is."""
    is_known = word.importance >= SAYS_WHAT and not word.is_typo
    return is_known and bool((SURENESS[word.grades[within]] >= SURELY).any())


def _kept(needed: Sequence[FoundWord], row: int) -> set[str]:
    """The words that stand there."""
    return {word.token for word in needed if word.grades[row]}


def _only(found: Sequence[FoundWord], kept: set[str]) -> list[FoundWord]:
    return [replace(word, is_needed=word.token in kept and word.is_needed) for word in found]
