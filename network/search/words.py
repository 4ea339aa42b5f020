"""The words of all records, turned around: from a word, or its beginning, to the records where it stands.

All postings lie in the order of the sorted vocabulary, so that the words with one beginning are one slice.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from network.search.records import MENTIONED, PLACE, WIDER_KIND

Grades = NDArray[np.uint8]
Mask = NDArray[np.bool_]

# A word that stands there exactly counts twice; found by its beginning, or in spite of a typo, once.
EXACTLY = 2
LAST = "\U0010ffff"
SHORTEST_WITH_TYPO, SHORTEST_WITH_TWO = 4, 8  # letters


@dataclass(frozen=True)
class FoundWord:
    """Where one typed word stands: a grade for every record, 0 for nowhere."""

    token: str
    grades: Grades
    is_typo: bool = False


def quality_of(found: Sequence[FoundWord], rows: int) -> NDArray[np.uint8]:
    """How surely each record is meant.

    2: every word says exactly what or where it is; 1: a wider word, a beginning or a typo does; 0: one is
    only mentioned.
    """
    quality = np.full(rows, 2, np.uint8)
    for word in found:
        np.minimum(quality, _QUALITY[word.grades], out=quality)
    return quality


def weight_of(grade: int) -> int:
    """In which place the word stands (network/search/records.py), from its grade."""
    return grade // EXACTLY if grade == MENTIONED * EXACTLY or grade >= WIDER_KIND * EXACTLY else grade


_QUALITY = np.zeros(256, np.uint8)
_QUALITY[WIDER_KIND : PLACE * EXACTLY] = 1
_QUALITY[PLACE * EXACTLY :] = 2


@dataclass(frozen=True)
class WordIndex:
    """`vocabulary` is sorted; the postings of its word number i are `rows[starts[i]:starts[i + 1]]`."""

    size: int  # records
    vocabulary: list[str]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    weights: NDArray[np.uint8]
    _similar: dict[tuple[str, bool], list[int]] = field(default_factory=dict, repr=False)

    @classmethod
    def build(cls, entries: Iterable[Mapping[str, int]]) -> WordIndex:
        """From the words of each record."""
        numbers: dict[str, int] = {}
        words, rows, weights, size = array("i"), array("i"), array("B"), 0
        for entry in entries:
            words.extend([numbers.setdefault(word, len(numbers)) for word in entry])
            rows.extend([size] * len(entry))
            weights.extend(entry.values())
            size += 1
        return cls._arranged(
            size,
            list(numbers),
            np.array(words, np.int32),
            np.array(rows, np.int32),
            np.array(weights, np.uint8),
        )

    def changed(self, kept: Mask, entries: Iterable[Mapping[str, int]]) -> WordIndex:
        """Without the records that are not kept, and with new ones behind them."""
        fresh = WordIndex.build(entries)
        stays = kept[self.rows]
        renumbered = (np.cumsum(kept) - 1).astype(np.int32)
        size = int(kept.sum())
        numbers = {word: number for number, word in enumerate(self.vocabulary)}
        known = np.array([numbers.setdefault(word, len(numbers)) for word in fresh.vocabulary], np.int32)
        return self._arranged(
            size + fresh.size,
            list(numbers),
            np.concatenate([self._words[stays], known[fresh._words]]),
            np.concatenate([renumbered[self.rows[stays]], fresh.rows + size]),
            np.concatenate([self.weights[stays], fresh.weights]),
        )

    @classmethod
    def _arranged(
        cls,
        size: int,
        spelled: list[str],
        words: NDArray[np.int32],
        rows: NDArray[np.int32],
        weights: NDArray[np.uint8],
    ) -> WordIndex:
        used = np.flatnonzero(np.bincount(words, minlength=len(spelled)))
        in_order = sorted(used.tolist(), key=spelled.__getitem__)
        place = np.empty(len(spelled), np.int32)
        place[in_order] = np.arange(len(in_order), dtype=np.int32)
        words = place[words]
        sorting = np.argsort(words, kind="stable")
        counts = np.bincount(words, minlength=len(in_order))
        starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        return cls(size, [spelled[number] for number in in_order], starts, rows[sorting], weights[sorting])

    @property
    def _words(self) -> NDArray[np.int32]:
        return np.repeat(np.arange(len(self.vocabulary), dtype=np.int32), np.diff(self.starts))

    def find(self, tokens: Sequence[str]) -> list[FoundWord]:
        """Where each word stands; the last one may be only the beginning of what somebody is typing."""
        return [self._find(token, is_last=token == tokens[-1]) for token in tokens]

    def _find(self, token: str, *, is_last: bool) -> FoundWord:
        grades = np.zeros(self.size, np.uint8)
        first = bisect_left(self.vocabulary, token)
        is_exact = first < len(self.vocabulary) and self.vocabulary[first] == token
        if is_last:
            self._add(grades, first + is_exact, bisect_left(self.vocabulary, token + LAST))
        if is_exact:
            self._add(grades, first, first + 1, EXACTLY)
        if is_exact or (is_last and grades.any()):
            return FoundWord(token, grades)
        for number in self._like(token, is_last):
            self._add(grades, number, number + 1)
        return FoundWord(token, grades, is_typo=True)

    def _add(self, grades: Grades, first: int, end: int, times: int = 1) -> None:
        """Give the records of these words at least their weight."""
        piece = slice(self.starts[first], self.starts[end])
        rows, weights = self.rows[piece], self.weights[piece]
        if end - first == 1:
            grades[rows] = np.maximum(grades[rows], weights * np.uint8(times))
        else:
            np.maximum.at(grades, rows, weights)

    def _like(self, token: str, is_last: bool) -> list[int]:
        """The words nearest to a word that nobody wrote; if it is the last, also by their beginnings."""
        key = token, is_last
        if key not in self._similar:
            if len(self._similar) > 10_000:
                self._similar.clear()
            self._similar[key] = self._nearest(token, self.vocabulary) or (
                self._nearest(token, [word[: len(token)] for word in self.vocabulary], at_most=1)
                if is_last
                else []
            )
        return self._similar[key]

    @staticmethod
    def _nearest(token: str, words: Sequence[str], at_most: int = 2) -> list[int]:
        if len(token) < SHORTEST_WITH_TYPO or not token.isalpha() or not words:
            return []
        edits = min(at_most, 2 if len(token) >= SHORTEST_WITH_TWO else 1)
        far = process.cdist([token], words, scorer=OSA.distance, score_cutoff=edits, dtype=np.uint8)[0]
        nearest = int(far.min())
        return np.flatnonzero(far == nearest).tolist() if nearest <= edits else []
