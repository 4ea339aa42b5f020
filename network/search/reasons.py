"""Why a result is here: which words and kinds it was found by, and which of the wishes it fulfils."""

from collections.abc import Mapping, Sequence

from network.rules.taking import ONE_IS_ENOUGH, Answer
from network.search.common_words import says_nothing_alone
from network.search.engine import Filters, Search
from network.search.fact_masks import row_answers
from network.search.fact_words import fact_sentence
from network.search.found_words import FoundWord
from network.search.grades import is_by_synonym, weight_of
from network.search.kindred import fact_name, kind_name, kind_words, with_parents
from network.search.matching import Matching
from network.search.phrases import Tokens
from network.search.records import KIND, NAME, ORGANIZATION, PLACE, TITLED_KIND, WIDER_KIND, Record
from network.search.tokens import spellings, tokens_of
from network.search.tongues import language_name
from network.words import Say, say

TYPO = 0  # stands for the place of a word that was found in spite of a typo


def reasons_for(matching: Matching, search: Search, row: int) -> tuple[Say, ...]:
    """Short sentences, the most telling first."""
    record, filters = matching.index.records[row], search.filters
    reasons: list[Say] = []
    if search.kinds:
        reasons += _of_kinds(record, search)
    if matching.found:
        reasons += _of_words(matching.found, row, record, search)
    if filters.languages or filters.costs or filters.accessible or filters.court_ordered:
        reasons += _of_filters(record, filters, search.language)
    if matching.facts.said:
        reasons += _of_facts(matching, search, row, Answer.YES)
    if len(reasons) < 2:
        return tuple(reasons)
    return tuple([each for place, each in enumerate(reasons) if each not in reasons[:place]])


def asks_for(matching: Matching, search: Search, row: int) -> tuple[Say, ...]:
    """What one must ask, because it does not say."""
    return tuple(_of_facts(matching, search, row, Answer.UNSAID)) if matching.facts.said else ()


def telling_kinds(record: Record, search: Search, found: Sequence[FoundWord]) -> tuple[str, ...]:
    """Its kinds, those first that were asked for or that the words name."""
    if len(record.kinds) < 2:
        return record.kinds
    asked = set(search.kinds)
    typed = {word.token for word in found}

    def is_beside_the_point(code: str) -> bool:
        return asked.isdisjoint(with_parents(code)) and typed.isdisjoint(kind_words(code))

    return tuple(sorted(record.kinds, key=is_beside_the_point))


def _of_kinds(record: Record, search: Search) -> list[Say]:
    asked = set(search.kinds)
    offered = [code for code in record.kinds if asked.intersection(with_parents(code))]
    return [say("Offers: {kind}", kind=kind_name(code, search.language)) for code in offered[:2]]


def _of_words(found: Sequence[FoundWord], row: int, record: Record, search: Search) -> list[Say]:
    """What else the words mean; then where they stand, those together that stand so in one of its names. All
    as they were typed."""
    typed = spellings(search.q)
    where: list[tuple[int, Tokens]] = []
    meanings: list[Say] = []
    for word in found:
        grade = word.grades.item(row)
        if says_nothing_alone(word.tokens):
            continue
        if grade and word.says and is_by_synonym(grade):
            meant = kind_name(_own_meaning(word, record), search.language)
            meanings.append(
                say("“{word}” also means {meaning}", word=_spelled(word.tokens, typed), meaning=meant)
            )
        elif grade:
            weight = TYPO if word.is_typo else weight_of(grade)
            if where and where[-1][0] == weight and _stands_so(where[-1][1] + word.tokens, weight, record):
                where[-1] = weight, where[-1][1] + word.tokens
            else:
                where.append((weight, word.tokens))
    where.sort(key=lambda one: -one[0])
    return [*meanings, *(_of_place(weight, _spelled(tokens, typed)) for weight, tokens in where)]


def _spelled(tokens: Tokens, typed: Mapping[str, str]) -> str:
    return " ".join(typed.get(token, token) for token in tokens)


def _stands_so(tokens: Tokens, weight: int, record: Record) -> bool:
    """Whether these words stand beside each other in one of the names of this weight."""
    names = {
        NAME: (record.name, record.name_es),
        ORGANIZATION: (record.organization,),
        PLACE: (record.place_name, f"{record.city} {record.state}"),
    }.get(weight, ())
    return any(f" {' '.join(tokens)} " in f" {' '.join(tokens_of(name))} " for name in names)


def _own_meaning(word: FoundWord, record: Record) -> str:
    """The meaning by which this record was found, of several."""
    own = {code for kind in record.kinds for code in with_parents(kind)}
    return next((meaning for meaning in word.says if meaning in own), word.says[0])


def _of_place(weight: int, words: str) -> Say:
    if weight == TYPO:
        return say("Has a word like “{word}”", word=words)
    if weight == NAME:
        return say("“{word}” is what it is called", word=words)
    if weight in (KIND, TITLED_KIND):
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


def _of_facts(matching: Matching, search: Search, row: int, wanted: Answer) -> list[Say]:
    """What it says of the person's facts, or what one must ask. Where one language or payer is enough, the
    others are not asked about."""
    record = matching.index.records[row]
    answers = row_answers(record, search.facts)
    settled = {name for (name, _), own in answers.items() if name in ONE_IS_ENOUGH and own is Answer.YES}
    return [
        fact_sentence(name, code, wanted, record, search.language)
        for (name, code), own in answers.items()
        if own is wanted and (wanted is Answer.YES or name not in settled)
    ]
