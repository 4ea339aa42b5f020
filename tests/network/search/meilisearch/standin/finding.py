"""Which documents have the words: they stand there, or begin so, or are in the table of misspelled ones."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Document = dict[str, Any]
MOST_WORDS = 10  # the others are not read (Meilisearch's known limitations)

# Typed → what stands there → how many letters had to be changed. Nothing else is understood.
TABLE: dict[str, dict[str, int]] = {
    "detx": {"detox": 1},
    "methadon": {"methadone": 1},
    "mehtadone": {"methadone": 1},
    "methadnoe": {"methadone": 1},
    "sheltr": {"shelter": 1},
    "meal": {"deal": 1},
}


def find_documents(
    documents: Sequence[Document], q: str, attributes: Sequence[str], synonyms: Mapping[str, Sequence[str]]
) -> list[dict[str, Any]]:
    """Hits in Meilisearch's order: fewest typos, then the attribute that stands first."""
    q = " ".join(q.split()[:MOST_WORDS])
    ways = [(q, True), *((other, False) for other in synonyms.get(q, ()))]
    found = []
    for document in documents:
        scores = [score for way, is_typed in ways if (score := _score(document, way, attributes, is_typed))]
        if scores:
            typos, place = min(scores)
            found.append((typos, place, document["id"]))
    found.sort()
    return [_hit(document, typos, place, len(q.split())) for typos, place, document in found]


def _score(document: Document, q: str, attributes: Sequence[str], is_typed: bool) -> tuple[int, float] | None:
    """Typos, and where the words stand on average from 0 (the first attribute) to 1 (the last)."""
    words = q.split()
    together, places = 0, 0.0
    for number, word in enumerate(words):
        is_last = is_typed and number == len(words) - 1
        ways = [*_standing(document, word, attributes, is_last=is_last)]
        if not ways:
            return None
        typos, place = min(ways)
        together, places = together + typos, places + place / max(1, len(attributes) - 1)
    return together, places / max(1, len(words))


def _standing(
    document: Document, word: str, attributes: Sequence[str], *, is_last: bool
) -> Iterator[tuple[int, int]]:
    for place, name in enumerate(attributes):
        for stands in str(document.get(name, "")).split():
            if stands == word or (is_last and stands.startswith(word)):
                yield 0, place
            elif stands in TABLE.get(word, {}):
                yield TABLE[word][stands], place


def _hit(document: str, typos: int, place: float, words: int) -> dict[str, Any]:
    return {
        "id": document,
        "_rankingScoreDetails": {
            "words": {"order": 0, "matchingWords": words, "maxMatchingWords": words, "score": 1.0},
            "typo": {"order": 1, "typoCount": typos, "maxTypoCount": words, "score": 1 / (1 + typos)},
            "attribute": {
                "order": 2,
                "attributeRankingOrderScore": 1 - place * 5 / 6,
                "queryWordDistanceScore": 1.0,
                "score": 1 - place * 5 / 6,
            },
            "exactness": {"order": 3, "matchType": "noExactMatch", "score": 0.3},
        },
    }
