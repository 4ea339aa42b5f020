"""Why a result is here: which words and kinds it was found by, and which of the wishes it fulfils."""

from network.search.engine import Filters, Search, Sex
from network.search.kindred import fact_name, kind_name, with_parents
from network.search.matching import Matching
from network.search.records import KIND, MENTIONED, NAME, ORGANIZATION, PLACE, Record
from network.search.tongues import language_name
from network.search.words import FoundWord, weight_of
from network.words import Say, say


def reasons_for(matching: Matching, search: Search, row: int) -> tuple[Say, ...]:
    """Short sentences, the most telling first."""
    record = matching.index.records[row]
    return (
        *_of_kinds(record, search),
        *(_of_word(word, int(word.grades[row])) for word in matching.found),
        *_of_filters(record, search.filters, search.language),
    )


def _of_kinds(record: Record, search: Search) -> list[Say]:
    asked = set(search.kinds)
    offered = [code for code in record.kinds if asked.intersection(with_parents(code))]
    return [say("Offers: {kind}", kind=kind_name(code, search.language)) for code in offered[:2]]


def _of_word(word: FoundWord, grade: int) -> Say:
    if word.is_typo:
        return say("Has a word like “{word}”", word=word.token)
    match weight_of(grade):
        case weight if weight == NAME:
            return say("“{word}” is in its name", word=word.token)
        case weight if weight == KIND:
            return say("“{word}” is what it offers", word=word.token)
        case weight if weight == ORGANIZATION:
            return say("“{word}” is in the agency's name", word=word.token)
        case weight if weight == PLACE:
            return say("“{word}” is where it is", word=word.token)
        case weight if weight == MENTIONED:
            return say("It mentions “{word}”", word=word.token)
        case _:
            return say("“{word}” is a wider word for what it offers", word=word.token)


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
    if filters.age is not None:
        reasons.append(_of_age(record))
    if filters.sex is not None:
        reasons.append(_of_sex(record, filters.sex))
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
