"""Who finds the words of a search: this process by itself, or a word engine beside it.

Whoever finds them says in which rows of the index each word stands, and how surely. Filters, distances,
capacity, counts and order are ours either way (docs/decisions/0025-meilisearch.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session

from network.search.engine import Search
from network.search.found_words import FoundWord, is_nonsense
from network.search.index import Index
from network.search.tokens import typed_tokens
from network.search.weighing import rows_of
from network.words import Say, say

Mask = NDArray[np.bool_]

EMBEDDED = "embedded"


@dataclass(frozen=True)
class Finding:
    """Where the words of a search stand; no words: nothing was typed that says anything.

    `fits`: the rows where an engine says that all the words stand; None: where each of the words does.
    `narrowed_by` names conditions of the search outside of which nothing was looked for; `widen` looks there
    too. What is not `is_understood` is a sentence that could be found by chance only, and is found nowhere.
    `note` is for the reader, when not the engine answered that should have.
    """

    words: list[FoundWord]
    engine: str = EMBEDDED
    note: Say | None = None
    fits: Mask | None = None
    narrowed_by: frozenset[str] = frozenset()
    widen: Callable[[], Finding] | None = None
    is_understood: bool = True

    @cached_property
    def rows(self) -> Mask | None:
        """The rows where all the words stand that are needed; None when there are no words."""
        if not self.is_understood:
            return np.zeros(len(self.words[0].grades), np.bool_)
        return rows_of(self.words) if self.fits is None else self.fits

    def leaving_out(self, words: list[FoundWord]) -> Finding:
        """The same with fewer of the words needed, which the note says."""
        needed = {word.token for word in words if word.is_needed}
        left = [word.token for word in self.words if word.is_needed and word.token not in needed]
        note = say("No place fits all these words. Left out: {words}", words=", ".join(left))
        return replace(self, words=words, note=self.note or note, fits=None)

    def of_rows(self, rows: NDArray[np.intp]) -> Finding:
        """The same for these rows only."""
        widen = self.widen
        return replace(
            self,
            words=[replace(word, grades=word.grades.take(rows)) for word in self.words],
            fits=None if self.fits is None else self.fits.take(rows),
            widen=None if widen is None else lambda: widen().of_rows(rows),
        )

    @cached_property
    def everywhere(self) -> Finding:
        """The same words, however far and of whatever kind."""
        return self.widen() if self.widen and self.narrowed_by else self

    def without(self, names: Iterable[str]) -> Finding:
        """What is found when these conditions need not hold."""
        return self if self.narrowed_by.isdisjoint(names) else self.everywhere


class WordFinder(Protocol):
    """Finds the words of a search in the rows of an index."""

    @property
    def name(self) -> str: ...

    def find(self, index: Index, search: Search) -> Finding:
        """Where each word stands. Never raises: whatever is wrong with an engine, search goes on."""
        ...

    def follow(self, session: Session) -> None:
        """Learn how far the engine has come; called whenever the index looks for changes."""
        ...


class EmbeddedFinder:
    """Finds words in the index itself."""

    name = EMBEDDED

    def find(self, index: Index, search: Search) -> Finding:
        """Where each word stands."""
        words = index.words.find(typed_tokens(search.q), search.q)
        return Finding(words, is_understood=not is_nonsense(words))

    def follow(self, session: Session) -> None:
        """The index is always as far as itself."""


WITHIN = EmbeddedFinder()
