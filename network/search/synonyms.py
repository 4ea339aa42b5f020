"""Words that mean other words: those shipped beside this file, and those that curators have added.

A rule reads "who types `words` also means `means`"; both may be several words. Rules do not chain.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlmodel import Session, col, select

from network.tables import Synonym

SHIPPED = Path(__file__).with_name("synonyms.csv")


@dataclass(frozen=True, slots=True)
class SynonymRule:
    """Who types `words` also means `means`, and the other way round where it says so."""

    words: str
    means: str
    is_both_ways: bool = False
    language: str = ""  # of the words: en, es; empty where a curator did not have to say

    @property
    def ways(self) -> tuple[tuple[str, str], ...]:
        """What is typed and what it means, for each direction."""
        there = (self.words, self.means)
        return (there, there[::-1]) if self.is_both_ways else (there,)


@cache
def shipped_synonyms() -> tuple[SynonymRule, ...]:
    """The rules that come with Trestle."""
    with SHIPPED.open(encoding="utf-8", newline="") as lines:
        return tuple(
            SynonymRule(row["words"], row["means"], row["both_ways"] == "yes", row["language"])
            for row in csv.DictReader(lines)
        )


def taught_synonyms(session: Session) -> tuple[SynonymRule, ...]:
    """The rules that curators have added, the oldest first."""
    rows = session.exec(select(Synonym).order_by(col(Synonym.added_at), col(Synonym.id)))
    return tuple(SynonymRule(row.words, row.means, row.is_both_ways) for row in rows)


def read_synonyms(session: Session | None) -> tuple[SynonymRule, ...]:
    """All rules; without a database those that are shipped."""
    return shipped_synonyms() + (taught_synonyms(session) if session is not None else ())
