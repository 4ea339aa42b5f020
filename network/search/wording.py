"""The words of one record as they are gathered; network/search/postings.py turns those of all around."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from network.search.records import MENTIONED
from network.search.tokens import tokens_of

Words = Mapping[str, int]  # token → how much it counts (network/search/records.py)
Tokens = tuple[str, ...]


class Wording(NamedTuple):
    """Texts only mention their words; a name's words count as much as is said beside them.

    What is `shared` is one object for all records that say the same, and is looked at once.
    """

    texts: tuple[str, ...]
    named: tuple[tuple[Tokens, int], ...]
    shared: tuple[Words, ...]

    def counts(self) -> dict[str, int]:
        """Every word, with the weight of the best place where it stands."""
        counts = dict.fromkeys((token for text in self.texts for token in tokens_of(text)), MENTIONED)
        named = ((token, weight) for tokens, weight in self.named for token in tokens)
        shared = (said for words in self.shared for said in words.items())
        for token, weight in (*shared, *named):
            counts[token] = max(counts.get(token, 0), weight)
        return counts
