"""The words of all records, turned around: from a word, or its beginning, to the records where it stands.

Postings lie by how much they count, and then in the order of the sorted vocabulary, so that the words with
one beginning are one slice for each weight.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from network.search.danger import heed, says_danger, says_fear
from network.search.found_words import (
    AROUND,
    MENTIONS,
    SAYS_DANGER,
    SAYS_WHAT,
    SAYS_WHERE,
    SAYS_WHICH,
    FoundWord,
    decided,
)
from network.search.grades import (
    AS_SYNONYM,
    BEGUN,
    BY_SYNONYM,
    EXACTLY,
    LOOSELY,
    MISSPELLED,
    NAME_BEGUN,
    NAMED,
    OF_ANOTHER_KIND,
    PERHAPS_BEGUN,
    WEIGHT_OF,
    WEIGHTS,
    WIDER,
    WIDER_BY_SYNONYM,
    Grades,
    Levels,
)
from network.search.kindred import sign_of_kind
from network.search.phrases import LAST, Meant, Phrases, Tokens, key_of, shipped_phrases
from network.search.postings import LEVELS, arrange, starts_of
from network.search.records import KIND, NAME, ORGANIZATION, PLACE
from network.search.spelling import Spelling
from network.search.understanding import Term, understand
from network.search.wording import Wording, Words

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class WordIndex:
    """The postings of all records (network/search/postings.py), and what finds words among them."""

    size: int  # records
    vocabulary: list[str]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    spelling: Spelling
    phrases: Phrases = field(default_factory=shipped_phrases)
    _found: dict[Term, FoundWord] = field(default_factory=dict, repr=False)

    @classmethod
    def build(
        cls, entries: Iterable[Words | Wording], numbered: Callable[[], NDArray[np.intp]] | None = None
    ) -> WordIndex:
        """From the words of each record. `numbered` is asked at the end which number each is to have."""
        postings = arrange(entries, numbered)
        return cls(*postings, Spelling.of(postings.vocabulary))

    def changed(self, kept: Mask, entries: Iterable[Words | Wording]) -> WordIndex:
        """Without the records that are not kept, and with new ones behind them."""
        fresh = WordIndex.build(entries)
        size = int(kept.sum())
        stays = kept[self.rows]
        renumbered = (np.cumsum(kept) - 1).astype(np.int32)
        rows = renumbered[self.rows[stays]]
        left = np.concatenate([[0], np.cumsum(stays)])[self.starts]
        known = set(self.vocabulary)
        new = [word for word in fresh.vocabulary if word not in known]
        vocabulary = sorted([*self.vocabulary, *new]) if new else self.vocabulary
        spelling = self.spelling
        if new:
            places = [bisect_left(self.vocabulary, word) for word in new]
            left = np.insert(left, places, left[:, places], axis=1)
            spelling = spelling.joined(vocabulary, new, places)
        columns = np.array([bisect_left(vocabulary, word) for word in fresh.vocabulary], np.int64)
        counts = np.zeros((len(WEIGHTS), len(vocabulary)), np.int64)
        counts[:, columns] = np.diff(fresh.starts, axis=1)
        behind = np.repeat(left[:, 1:][:, columns].ravel(), np.diff(fresh.starts, axis=1).ravel())
        merged = np.insert(rows, behind, fresh.rows + size) if len(fresh.rows) else rows
        starts = starts_of(np.diff(left, axis=1) + counts)
        return WordIndex(size + fresh.size, vocabulary, starts, merged, spelling, self.phrases)

    def taught(self, phrases: Phrases) -> WordIndex:
        """The same words, with other synonyms."""
        return replace(self, phrases=phrases, _found={})

    # What is asked for.

    def find(self, tokens: Sequence[str], text: str = "") -> list[FoundWord]:
        """Where each thing stands that is asked for; words that mean one thing together are one, and so are
        those by which the whole text tells of danger.

        The last word may be only the beginning of what somebody is typing.
        """
        terms = heed(understand(tokens, self.phrases, self), text, self._kinds_of)
        return decided([self._of(term) for term in terms], len(tokens))

    def _of(self, term: Term) -> FoundWord:
        found = self._found.get(term)
        if found is None:
            found = self._looked_up(term)
            if len(self._found) * (self.size + OF_A_TERM) > MOST_REMEMBERED:
                self._found.clear()
            self._found[term] = found
        return found

    def _looked_up(self, term: Term) -> FoundWord:
        grades = np.zeros(self.size, np.uint8)
        if term.means:
            self._add_kinds(grades, Meant(frozenset(term.means)), BY_SYNONYM, WIDER_BY_SYNONYM)
            return FoundWord(" ".join(term.tokens), grades, says=term.means, importance=SAYS_DANGER)
        for spelled in term.spelled:
            self._grade_words(grades, spelled, is_last=term.is_last)
        if term.is_no_state:
            grades[WEIGHT_OF[grades] == PLACE] = 0
        key = key_of(term.spelled[0])
        self._grade_other_kinds(grades, self._kinds_of(key))
        says = () if term.is_harmless else self._grade_meaning(grades, key, is_last=term.is_last)
        if term.is_typo:
            grades = MISSPELLED[grades]
        importance = self._importance(term, grades)
        kinds = tuple(sorted(self.phrases.named.get(key, Meant()).kinds))
        return FoundWord(" ".join(term.tokens), grades, term.is_typo, term.is_needed, says, importance, kinds)

    def _grade_words(self, grades: Grades, words: Tokens, *, is_last: bool) -> None:
        """Where all of these words stand."""
        if len(words) > 1:
            is_kind = key_of(words) in self.phrases.named  # its words apart are not its name
            apart = np.full(self.size, LOOSELY[KIND] if is_kind else EXACTLY[NAME], np.uint8)
            for number, word in enumerate(words, 1):
                one = np.zeros(self.size, np.uint8)
                self._add_word(one, word, is_last=is_last and number == len(words))
                np.minimum(apart, one, out=apart)
            np.maximum(grades, apart, out=grades)
        self._add_word(grades, key_of(words), is_last=is_last and len(words) == 1)

    def _grade_meaning(self, grades: Grades, key: str, *, is_last: bool) -> Tokens:
        """Where what the words mean stands: a kind, a full name, or what a synonym says; answers that."""
        self._add(grades, self._span(f"@{key}"), NAMED)
        self._add_kinds(grades, self.phrases.named.get(key, Meant()), EXACTLY, WIDER)
        if is_last:
            named = bisect_left(self.vocabulary, f"@{key}"), bisect_left(self.vocabulary, f"@{key}{LAST}")
            self._add(grades, named, NAME_BEGUN)
            begun = {code for each in self.phrases.begun_by(key) for code in self._kinds_of(each)}
            as_begun = PERHAPS_BEGUN if key in self.phrases else BEGUN
            for code in begun:
                self._add(grades, self._span(sign_of_kind(code)), as_begun)
        taught = self.phrases.taught.get(key, ())
        for meant in taught:
            self._add_kinds(grades, meant, BY_SYNONYM, WIDER_BY_SYNONYM)
            for instead in meant.instead:
                other = np.zeros(self.size, np.uint8)
                self._grade_words(other, instead, is_last=False)
                self._grade_other_kinds(other, meant.kinds)
                np.maximum(grades, AS_SYNONYM[other], out=grades)
        return tuple(meant.says for meant in taught)

    def _grade_other_kinds(self, grades: Grades, kinds: frozenset[str]) -> None:
        """Who types the name of a kind means that, before a place of another whose title has the word."""
        of_kind = np.zeros(self.size, np.uint8)
        for code in kinds:
            self._add(of_kind, self._span(sign_of_kind(code)), EXACTLY)
        if of_kind.any():
            for called, as_another in OF_ANOTHER_KIND.items():
                grades[(grades == called) & (of_kind == 0)] = as_another

    def _kinds_of(self, key: str) -> frozenset[str]:
        taught = (meant.kinds for meant in self.phrases.taught.get(key, ()))
        return self.phrases.named.get(key, Meant()).kinds.union(*taught)

    def _add_kinds(self, grades: Grades, meant: Meant, as_named: Levels, as_wider: Levels) -> None:
        for code in meant.kinds:
            self._add(grades, self._span(sign_of_kind(code)), as_named)
        for code in meant.wider:
            self._add(grades, self._span(sign_of_kind(code)), as_wider)

    def _add_word(self, grades: Grades, word: str, *, is_last: bool) -> None:
        first, end = self._span(word)
        if is_last:
            self._add(grades, (end, bisect_left(self.vocabulary, word + LAST)), LOOSELY)
        self._add(grades, (first, end), EXACTLY)

    def _add(self, grades: Grades, span: tuple[int, int], levels: Levels) -> None:
        """Give the records of these words at least the grade of where they stand."""
        first, end = span
        if first == end:
            return
        for number, weight in enumerate(WEIGHTS):
            rows = self.rows[self.starts[number, first] : self.starts[number, end]]
            if len(rows):
                grades[rows] = np.maximum(grades[rows], levels[weight])

    def _span(self, word: str) -> tuple[int, int]:
        """The word's number and the one behind it; twice the same if it stands nowhere."""
        place = bisect_left(self.vocabulary, word)
        return place, place + (place < len(self.vocabulary) and self.vocabulary[place] == word)

    def _importance(self, term: Term, grades: Grades) -> float:
        if not term.is_needed:
            return AROUND
        key = key_of(term.spelled[0])
        if key in self.phrases and not term.is_typo and says_danger(key, self._kinds_of(key)):
            return SAYS_DANGER
        if says_fear(key):
            return SAYS_WHICH
        if key in self.phrases or self.has_name(key):
            return SAYS_WHAT
        best = int(WEIGHT_OF[grades].max(initial=0))
        if best > PLACE:
            is_begun = term.is_last and bool(self.phrases.begun_by(key))
            return SAYS_WHICH if is_begun or self._is_distinctive(term) else MENTIONS
        return SAYS_WHERE if best == PLACE else MENTIONS

    def _is_distinctive(self, term: Term) -> bool:
        """Whether few enough are called so that the word tells which is meant: "house" does not."""
        called = sum(
            int(self.starts[level, end] - self.starts[level, first])
            for spelled in term.spelled
            for first, end in map(self._span, spelled)
            for level in LEVELS[[NAME, ORGANIZATION]]
        )
        return called <= max(FEW, self.size // 100)

    # What is known (network/search/understanding.py).

    def has(self, word: str) -> bool:
        """Whether it stands anywhere."""
        return self._stands(word, WEIGHTS)

    def stands_in_town(self, word: str) -> bool:
        """Whether anything is in a town, or a state, of this name."""
        return self._stands(word, (PLACE,))

    def _stands(self, word: str, weights: Iterable[int]) -> bool:
        (first, end), levels = self._span(word), LEVELS[list(weights)]
        return first < end and bool((self.starts[levels, end] > self.starts[levels, first]).any())

    def has_name(self, key: str) -> bool:
        """Whether anything is called exactly this, written without spaces."""
        return self.has(f"@{key}")

    def begins_name(self, key: str) -> bool:
        """Whether the name of anything begins so, written without spaces."""
        return self.has_beginning(f"@{key}")

    def has_beginning(self, word: str) -> bool:
        """Whether any word begins so."""
        place = bisect_left(self.vocabulary, word)
        return place < len(self.vocabulary) and self.vocabulary[place].startswith(word)

    def like(self, word: str) -> tuple[int, list[str]]:
        """How many edits away the nearest words are, and these; also those that sound like it."""
        edits, near = self.spelling.nearest(word)
        heard = self.spelling.heard_as(word)
        if heard and (not near or edits > 1):
            edits, near = 1, heard
        return edits, [self.vocabulary[number] for number in near if self.has(self.vocabulary[number])]

    def less_like(self, word: str) -> list[str]:
        """Words that begin with the same letter and are at most two edits away, however short."""
        return [self.vocabulary[number] for number in self.spelling.less_near(word)]

    def begins_like(self, word: str) -> list[str]:
        """Words whose beginning is one edit away."""
        return [self.vocabulary[number] for number in self.spelling.nearest_beginning(word)[1]]

    def stand_together(self, words: Tokens) -> int:
        """The best grade of a record in which all of these stand; 0 if there is none."""
        grades = np.zeros(self.size, np.uint8)
        self._grade_words(grades, words, is_last=False)
        return int(grades.max(initial=0))


FEW = 20  # records whose names have a word that still tells which is meant
MOST_REMEMBERED = 20_000_000  # bytes: grades of words that are kept, one for each record
OF_A_TERM = 1_500  # besides its grades: of few records very many terms could be kept
