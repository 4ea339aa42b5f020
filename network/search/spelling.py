"""Words that are spelled nearly like a given one: by edits (a letter wrong, missing, too many or swapped), or
by ear, as Spanish is often written (v for b, s for c or z, no h).

A word of the vocabulary within so many edits shares most of its letters with the typed one. Letters are bits
of one number for each word, so that all but a few words are put aside without being read.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST_WITH_TYPO, SHORTEST_WITH_TWO = 4, 7  # letters
LONG = 8  # letters; in a shorter word with two typos the first letter must be right
SHORTEST_BY_EAR = 5
SHORTEST_SOUND = 3  # letters; what sounds shorter ("zzzzzz" is "s") sounds like nothing
LONGEST = 40  # letters of a word that are compared

Numbers = NDArray[np.intp]

_BY_EAR = tuple(
    (re.compile(written), heard)
    for written, heard in (
        ("ight", "ite"), ("ph", "f"), ("qu", "k"), ("g[uü](?=[ei])", "J"), ("g(?=[ei])", "j"), ("J", "g"),
        ("c(?=[eiy])", "s"), ("c(?!h)", "k"), ("z", "s"), ("v", "b"), ("ll", "y"), ("x", "ks"),
        ("(?<![cst])h", ""), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip


def edits_allowed(word: str) -> int:
    """How many edits a typed word may be away from the one that is meant."""
    if len(word) < SHORTEST_WITH_TYPO or len(word) > LONGEST or not word.isalpha():
        return 0
    return 2 if len(word) >= SHORTEST_WITH_TWO else 1


def by_ear(word: str) -> str:
    """How the word sounds to somebody who writes as they hear."""
    for written, heard in _BY_EAR:
        word = written.sub(heard, word)
    return word


@dataclass(frozen=True)
class Spelling:
    """A sorted vocabulary, and what finds its words in spite of a wrong spelling."""

    words: Sequence[str]
    lengths: NDArray[np.uint8]
    letters: NDArray[np.uint32]  # one bit for each letter that occurs
    heard: dict[str, tuple[str, ...]]  # words that are written otherwise than they sound

    @classmethod
    def of(cls, words: Sequence[str]) -> Spelling:
        """Of a sorted vocabulary."""
        spelled = np.array([word[:LONGEST] for word in words] or [""], f"<U{LONGEST}")
        codes = spelled.view(np.uint32).reshape(len(spelled), LONGEST)
        bits = np.where(codes > 0, np.uint32(1) << (codes % 32), np.uint32(0)).astype(np.uint32)
        return cls(
            words,
            (codes > 0).sum(axis=1).astype(np.uint8)[: len(words)],
            np.bitwise_or.reduce(bits, axis=1)[: len(words)],
            _heard({}, words),
        )

    def joined(self, words: Sequence[str], new: Sequence[str], places: Sequence[int]) -> Spelling:
        """Of these words, which are the old ones with the new ones put in before these places."""
        fresh = Spelling.of(new)
        return Spelling(
            words,
            np.insert(self.lengths, places, fresh.lengths),
            np.insert(self.letters, places, fresh.letters),
            _heard(self.heard, new),
        )

    def nearest(self, word: str) -> tuple[int, list[int]]:
        """How many edits the nearest words are away, and their numbers; nothing if too many."""
        most = edits_allowed(word)
        if not most or not len(self.words):
            return 0, []
        near = self._perhaps(word, most)
        return self._closest(word, near, [self.words[int(number)] for number in near], most)

    def less_near(self, word: str) -> list[int]:
        """The words with the same first letter and at most two edits, however short; for who knows more of
        the word that is meant."""
        if len(word) < SHORTEST_BY_EAR or not edits_allowed(word) or not len(self.words):
            return []
        perhaps = self._perhaps(word, 2).tolist()
        same = [number for number in perhaps if self.words[number].startswith(word[0])]
        return [number for number in same if OSA.distance(word, self.words[number], score_cutoff=2) <= 2]

    def _perhaps(self, word: str, most: int) -> Numbers:
        """The words that may be within so many edits, by their letters and lengths."""
        length = len(word)
        apart = np.bitwise_count(self.letters ^ _letters(word))
        return np.flatnonzero(
            (apart <= 2 * most) & (self.lengths >= length - most) & (self.lengths <= length + most)
        )

    def nearest_beginning(self, word: str) -> tuple[int, list[int]]:
        """The words that begin nearly like this one, which somebody is still typing; one edit at most."""
        if not edits_allowed(word) or not len(self.words):
            return 0, []
        missing = np.bitwise_count(_letters(word) & ~self.letters)
        near = np.flatnonzero((missing <= 1) & (self.lengths >= len(word) - 1))
        return self._closest(word, near, [self.words[int(number)][: len(word)] for number in near], 1)

    def heard_as(self, word: str) -> list[int]:
        """The words that sound like this one."""
        if len(word) < SHORTEST_BY_EAR or len(word) > LONGEST:
            return []
        heard = by_ear(word)
        if len(heard) < SHORTEST_SOUND:
            return []
        found = (self.number_of(each) for each in (heard, *self.heard.get(heard, ())))
        return [number for number in found if number is not None]

    def number_of(self, word: str) -> int | None:
        """Where the word stands in the vocabulary."""
        place = bisect_left(self.words, word)
        return place if place < len(self.words) and self.words[place] == word else None

    def _closest(self, word: str, numbers: Numbers, words: Sequence[str], most: int) -> tuple[int, list[int]]:
        if not len(numbers):
            return 0, []
        far = process.cdist([word], words, scorer=OSA.distance, score_cutoff=most, dtype=np.uint8)[0]
        nearest = int(far.min())
        if nearest > most:
            return 0, []
        found: list[int] = numbers[far == nearest].tolist()
        if nearest > 1 and len(word) < LONG:
            found = [number for number in found if self.words[number].startswith(word[0])]
        return (nearest, found) if found else (0, [])


def _letters(word: str) -> np.uint32:
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) % 32)
    return np.uint32(bits)


def _heard(known: dict[str, tuple[str, ...]], words: Sequence[str]) -> dict[str, tuple[str, ...]]:
    heard = dict(known)
    for word in words:
        if SHORTEST_BY_EAR <= len(word) <= LONGEST and word.isalpha():
            sound = by_ear(word)
            if sound != word:
                heard[sound] = (*heard.get(sound, ()), word)
    return heard
