"""Why a result is here: which words and kinds it was found by, and which of the wishes it fulfils."""

from collections.abc import Sequence

from network.rules.taking import Sex
from network.search.engine import Filters, Search
from network.search.kindred import fact_name, kind_name, kind_words, with_parents
from network.search.matching import Matching
from network.search.records import KIND, NAME, ORGANIZATION, PLACE, WIDER_KIND, Record
from network.search.tongues import language_name
from network.search.words import FoundWord, weight_of
from network.words import Say, say

TYPO = 0  # stands for the place of a word that was found in spite of a typo


def reasons_for(matching: Matching, search: Search, row: int) -> tuple[Say, ...]:
    """Short sentences, the most telling first."""
    record = matching.index.records[row]
    return (
        *_of_kinds(record, search),
        *_of_words(matching.found, row),
        *_of_filters(record, search.filters, search.language),
    )


def telling_kinds(record: Record, search: Search, found: Sequence[FoundWord]) -> tuple[str, ...]:
    """Its kinds, those first that were asked for or that the words name."""
    asked = set(search.kinds)
    typed = {word.token for word in found}

    def is_beside_the_point(code: str) -> bool:
        return asked.isdisjoint(with_parents(code)) and typed.isdisjoint(kind_words(code))

    return tuple(sorted(record.kinds, key=is_beside_the_point))


def _of_kinds(record: Record, search: Search) -> list[Say]:
    asked = set(search.kinds)
    offered = [code for code in record.kinds if asked.intersection(with_parents(code))]
    return [say("Offers: {kind}", kind=kind_name(code, search.language)) for code in offered[:2]]


def _of_words(found: Sequence[FoundWord], row: int) -> list[Say]:
    """Where the words stand, those of one place together."""
    places: dict[int, list[str]] = {}
    for word in found:
        weight = TYPO if word.is_typo else weight_of(int(word.grades[row]))
        places.setdefault(weight, []).append(word.token)
    return [_of_place(weight, " ".join(tokens)) for weight, tokens in sorted(places.items(), reverse=True)]


def _of_place(weight: int, words: str) -> Say:
    if weight == TYPO:
        return say("Has a word like “{word}”", word=words)
    if weight == NAME:
        return say("“{word}” is what it is called", word=words)
    if weight == KIND:
        return say("“{word}” is what it offers", word=words)
    if weight == ORGANIZATION:
        return say("“{word}” is in the agency's name", word=words)
    if weight == PLACE:
        return say("“{word}” is where it is", word=words)
    if weight == WIDER_KIND:
        return say("“{word}” is a wider word for what it offers", word=words)
    return say("It mentions “{word}”", word=words)


def _of_filters(record: Record, filters: Filters, language: str) -> list[Say]:
    reasons = [
        say("Speaks {language}", language=language_name(code, language))
        for code in filters.languages
        if f"language:{code}" in record.marks
    ]
    costs = [fact_name(code, language) for code in filters.costs if f"fact:{code}" in record.marks]
    reasons += [say("Cost: {cost}", cost=cost) for cost in costs]
    if filters.accessible:
        reasons.append(say("Wheelchair access"))
    if filters.court_ordered:
        reasons.append(say("Accepts court-ordered people"))
    return reasons


def _of_age(record: Record) -> Say:
    lowest, highest = record.youngest, record.oldest
    if lowest == lowest and highest == highest:
        return say("Serves ages {lowest} to {highest}", lowest=f"{lowest:g}", highest=f"{highest:g}")
    if lowest == lowest:
        return say("Serves ages {lowest} and up", lowest=f"{lowest:g}")
    if highest == highest:
        return say("Serves ages up to {highest}", highest=f"{highest:g}")
    return say("Does not say which ages it serves")


def _of_sex(record: Record, sex: Sex) -> Say:
    said = {
        mark for mark in ("fact:serves.any", "fact:serves.women", "fact:serves.men") if mark in record.marks
    }
    if not said:
        return say("Does not say whom it serves")
    if "fact:serves.any" in said or len(said) == 2:
        return say("Serves everyone")
    return say("Serves women") if sex is Sex.WOMEN else say("Serves men")
