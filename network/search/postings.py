"""Turns the words of all records around: from each word to the records where it stands."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from network.search.grades import WEIGHTS
from network.search.records import MENTIONED
from network.search.tokens import form_of, words_in
from network.search.wording import Wording, Words

LEVELS = np.zeros(max(WEIGHTS) + 1, np.int64)  # number of a weight among all
LEVELS[list(WEIGHTS)] = np.arange(len(WEIGHTS))
LEVEL_BITS = 3
AT_A_TIME = 200_000  # postings that are looked at together
NO_WORD = -1  # the number of what says nothing


class Postings(NamedTuple):
    """`vocabulary` is sorted. Word number i stands with weight number w (of WEIGHTS) in the records
    `rows[starts[w, i]:starts[w, i + 1]]`, which are sorted."""

    size: int  # records
    vocabulary: list[str]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]


def arrange(
    entries: Iterable[Words | Wording], numbered: Callable[[], NDArray[np.intp]] | None = None
) -> Postings:
    """From the words of each record. `numbered` is asked at the end which number each is to have."""
    heard = _Heard()
    for entry in entries:
        heard.add(entry if isinstance(entry, Wording) else Wording((), (), (entry,)))
    size = len(heard.lengths)
    order = np.arange(size) if numbered is None else numbered()
    vocabulary = sorted(heard.numbers)
    places = np.empty(len(vocabulary), np.int64)
    places[[heard.numbers[word] for word in vocabulary]] = np.arange(len(vocabulary))
    bits = size.bit_length()
    # One number for word, record and weight is sorted many times as fast as records by their words.
    stand = np.empty(heard.most_postings() + 1, np.int64)
    end = 0
    for piece in chain(_own(heard, places, order, bits), _shared(heard, places, order, bits)):
        stand[end : end + len(piece)] = piece
        end += len(piece)
    del heard
    stand[:end].sort()
    stand[end] = NO_WORD  # differs from the last one
    counts = np.zeros((len(WEIGHTS), len(vocabulary)), np.int64)
    rows: list[list[NDArray[np.int32]]] = [[np.zeros(0, np.int32)] for _ in WEIGHTS]
    for begin in range(0, end, AT_A_TIME):
        piece = stand[begin : min(begin + AT_A_TIME, end) + 1]
        # A word counts as much as in the best place where it stands, which is the last of the same.
        piece = piece[:-1][piece[1:] >> LEVEL_BITS != piece[:-1] >> LEVEL_BITS]
        levels = piece & ((1 << LEVEL_BITS) - 1)
        for level in range(len(WEIGHTS)):
            here = piece[levels == level] >> LEVEL_BITS
            counts[level] += np.bincount(here >> bits, minlength=len(vocabulary))
            rows[level].append((here & ((1 << bits) - 1)).astype(np.int32))
    return Postings(
        size, vocabulary, starts_of(counts), np.concatenate([part for parts in rows for part in parts])
    )


def starts_of(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where the postings of each word begin, for each weight, from how many there are of each."""
    levels, words = counts.shape
    running = np.concatenate([[0], np.cumsum(counts)])
    places = np.arange(levels)[:, None] * words + np.arange(words + 1)[None, :]
    starts: NDArray[np.int64] = running[places]
    return starts


class _Numbers(dict[str, int]):
    """Gives each new word the next number."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number


class _Written(dict[str, int]):
    """The number of a word as it stands in a text."""

    def __init__(self, numbers: _Numbers) -> None:
        self._numbers = numbers

    def __missing__(self, word: str) -> int:
        form = form_of(word)
        self[word] = number = self._numbers[form] if form else NO_WORD
        return number


class _Heard:
    """The words of all records as numbers, one record after the other: its own words, how much each counts
    and how many they are; and which of the shared ones are also its."""

    def __init__(self) -> None:
        self.numbers = _Numbers()
        self._written = _Written(self.numbers)
        self.words, self.weights, self.lengths = array("i"), bytearray(), array("i")
        self.shared: dict[int, tuple[int, Words]] = {}  # by identity, which lasts as long as it is kept here
        self.which, self.which_lengths = array("i"), array("i")

    def add(self, said: Wording) -> None:
        """The next record."""
        words, began = self.words, len(self.words)
        for text in said.texts:
            words.extend(map(self._written.__getitem__, words_in(text)))
        self.weights += bytes((MENTIONED,)) * (len(words) - began)
        for tokens, weight in said.named:
            words.extend(map(self.numbers.__getitem__, tokens))
            self.weights += bytes((weight,)) * len(tokens)
        self.lengths.append(len(words) - began)
        for shared in said.shared:
            self.which.append(self._number_of(shared))
        self.which_lengths.append(len(said.shared))

    def most_postings(self) -> int:
        """How many words all records have together; a word that stands twice in one counts twice."""
        shared = np.array([len(words) for _, words in self.shared.values()], np.int64)
        which = np.frombuffer(self.which, np.int32)
        return len(self.words) + int(shared[which].sum())

    def _number_of(self, words: Words) -> int:
        known = self.shared.get(id(words))
        if known is None:
            known = self.shared[id(words)] = len(self.shared), words
            for word in words:
                self.numbers[word]
        return known[0]


def _own(
    heard: _Heard, places: NDArray[np.int64], order: NDArray[np.intp], bits: int
) -> Iterator[NDArray[np.int64]]:
    """Where the records' own words stand, as numbers of word, record and weight."""
    words, weights = np.frombuffer(heard.words, np.int32), np.frombuffer(heard.weights, np.uint8)
    records = np.repeat(order.astype(np.int32), np.frombuffer(heard.lengths, np.int32))
    for begin in range(0, len(words), AT_A_TIME):
        piece = slice(begin, begin + AT_A_TIME)
        says = words[piece] != NO_WORD
        stand = places[words[piece][says]] << bits | records[piece][says]
        yield stand << LEVEL_BITS | LEVELS[weights[piece][says]]


def _shared(
    heard: _Heard, places: NDArray[np.int64], order: NDArray[np.intp], bits: int
) -> Iterator[NDArray[np.int64]]:
    """The same for the words that many records share: those of one wording after those of another."""
    which = np.frombuffer(heard.which, np.int32)
    records = np.repeat(order, np.frombuffer(heard.which_lengths, np.int32))[np.argsort(which, kind="stable")]
    ends = np.cumsum(np.bincount(which, minlength=len(heard.shared)))
    begin = 0
    for (_, words), end in zip(heard.shared.values(), ends.tolist(), strict=True):
        numbers = np.fromiter((heard.numbers[word] for word in words), np.int64, len(words))
        levels = LEVELS[np.fromiter(words.values(), np.int64, len(words))]
        said = places[numbers] << (bits + LEVEL_BITS) | levels
        yield (said[:, None] | records[begin:end] << LEVEL_BITS).ravel()
        begin = end
