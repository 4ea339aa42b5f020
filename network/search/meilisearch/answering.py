"""Lets Meilisearch find the words of a search, and answers from the process itself when it cannot.

What Meilisearch says is which places have the words. How surely each is meant is read from our own index,
where the word stands there; a place that Meilisearch alone found is less sure, as a typo is. A word that
nobody wrote is Meilisearch's to understand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session

from network.search.engine import Search
from network.search.finding import WITHIN, Finding
from network.search.index import Index
from network.search.meilisearch.asking import Asking, Hit, NoAnswer
from network.search.meilisearch.box import box_filter
from network.search.meilisearch.configuring import MOST_HITS, MOST_WORDS
from network.search.meilisearch.names import ENGINE
from network.search.meilisearch.rows import NO_ROW, RowsOfDocuments, rows_behind
from network.search.meilisearch.standing import Follower, Standing
from network.search.records import MENTIONED, WIDER_KIND
from network.words import say

Mask = NDArray[np.bool_]
Grades = NDArray[np.uint8]

ON_SPARE = say("The search for words runs on its spare. It may understand fewer misspelled words.")
CATCHING_UP = say("The search for words is catching up with the directory. Until then its spare answers.")
TOO_MANY = say("Very many places have these words, so the spare search for words answered.")

MOST_TYPOS = 1_000
ONLY_MENTIONED = 0.25  # below this score of attributes, words stand only where they are mentioned


@dataclass(frozen=True)
class _Question:
    """What is asked for one search, and what is known of it already."""

    index: Index
    search: Search
    standing: Standing
    within: Finding  # what the process finds by itself
    places: RowsOfDocuments
    behind: Mask  # rows that Meilisearch does not know as they are


class MeilisearchFinder:
    """Finds words with Meilisearch; `follow` tells it from the database how far that has come."""

    name = ENGINE

    def __init__(self, asking: Asking) -> None:
        self._asking = asking
        self._follower = Follower()
        self._known: tuple[RowsOfDocuments, Standing, Mask] | None = None

    def follow(self, session: Session) -> None:
        """Learn which services Meilisearch does not know yet."""
        self._follower.follow(session)

    def close(self) -> None:
        """Hang up."""
        self._asking.close()

    def find(self, index: Index, search: Search) -> Finding:
        """Where each word stands. Without an answer in time: where this process finds it, and a note."""
        within = WITHIN.find(index, search)
        if (
            not within.words
            or not within.is_understood
            or not len(index)
            or len(_needed(within)) > MOST_WORDS
        ):
            return within
        standing = self._follower.standing
        if standing.behind is None:
            return replace(within, note=CATCHING_UP)
        question = _Question(index, search, standing, within, *self._rows(index, standing))
        return self._ask(question, _narrowings(question))

    def _rows(self, index: Index, standing: Standing) -> tuple[RowsOfDocuments, Mask]:
        """What is the same for all searches until the next change."""
        known = self._known
        if known is None or not known[0].is_of(index) or known[1] is not standing:
            places = known[0] if known is not None and known[0].is_of(index) else RowsOfDocuments(index)
            known = self._known = places, standing, rows_behind(index, standing.behind or ())
        return known[0], known[2]

    def _ask(self, question: _Question, narrowings: Iterable[tuple[frozenset[str], str]]) -> Finding:
        """Within the widest of these limits in which there are not too many places."""
        q = " ".join(_needed(question.within))
        for narrowed_by, wanted in narrowings:
            try:
                hits = self._asking.ask(question.standing.index_uid, q, wanted, MOST_HITS + 1)
                if len(hits) <= MOST_HITS:
                    return replace(
                        _finding(question, hits),
                        engine=self.name,
                        narrowed_by=narrowed_by,
                        widen=lambda: self._ask(question, [(frozenset(), "")]),
                    )
            except (NoAnswer, ValueError):
                return replace(question.within, note=ON_SPARE)
        return replace(question.within, note=TOO_MANY)


def _needed(within: Finding) -> list[str]:
    """What a place must have, word by word."""
    return [token for word in within.words if word.is_needed for token in word.tokens]


def _narrowings(question: _Question) -> Iterator[tuple[frozenset[str], str]]:
    """Where to look, as conditions and as a filter: near the point, then also of the kinds that are wanted.

    The box is only there to have less to carry; who is near enough is measured by us. A place that is not
    known or kept private has no coordinates, and is never outside. For a word that nobody wrote, the nearest
    words are those of the whole directory.
    """
    search = question.search
    near = ""
    if search.point is not None and search.within_metres is not None:
        near = box_filter(search.point, search.within_metres)
    boxed = f"is_placed = false OR {near}" if near else ""
    names = frozenset({"within_miles"}) if near else frozenset()
    if not near or any(word.is_typo for word in question.within.words):
        yield frozenset(), ""
    if near:
        yield names, boxed
    if search.kinds:
        kinds = f"kinds IN [{', '.join(map(_quoted, search.kinds))}]"
        yield names | {"taxonomy"}, f"({boxed}) AND {kinds}" if boxed else kinds


def _quoted(code: str) -> str:
    escaped = code.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _finding(question: _Question, hits: list[Hit]) -> Finding:
    """Where Meilisearch says that all the words stand, and where they plainly do: it knows no phrases, and so
    would hide what somebody means who types one. For what changed since, only our own index is asked."""
    alone, within = _grades(question, hits), question.within
    assert within.rows is not None
    is_plain = not hits or not any(word.is_typo for word in within.words)
    fits = alone > 0
    return Finding(
        words=[replace(word, grades=np.where(word.grades > 0, word.grades, alone)) for word in within.words],
        fits=np.where(question.behind, within.rows, (fits | within.rows) if is_plain else fits),
    )


def _grades(question: _Question, hits: list[Hit]) -> Grades:
    """What a word counts where Meilisearch alone finds it. Typos are suffered only as far as they must be: a
    word that somebody wrote is not taken for another."""
    grades = np.zeros(len(question.index), np.uint8)
    rows = question.places.rows([hit.document for hit in hits])
    # What is not in our index any more, or not as Meilisearch knows it, says nothing.
    counts = (rows != NO_ROW) & ~question.behind[rows]
    typos = np.array([hit.typos for hit in hits], np.int64)
    standing = np.array([hit.standing for hit in hits], np.float64)
    is_written = not any(word.is_typo for word in question.within.words)
    fewest = 0 if is_written else int(typos[counts].min(initial=MOST_TYPOS))
    counts &= typos <= fewest
    grades[rows[counts]] = np.where(standing[counts] < ONLY_MENTIONED, MENTIONED, WIDER_KIND)
    return grades
