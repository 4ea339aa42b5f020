"""What somebody means by the words they typed: which belong together, how they are spelled, which must be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import Protocol

from network.search.common_words import is_common, may_be_state, written_out
from network.search.grades import SURELY_TOGETHER
from network.search.phrases import LONGEST_PHRASE, SHORTEST_SPLIT, Phrases, Tokens, key_of
from network.search.tokens import says_little

LONGEST_RUN = 8  # words, with those around a phrase
MOST_WAYS = 30  # to spell some words
NEGATIONS = frozenset(("no", "not", "never", "without", "sin", "ni", "nunca"))
SHORTEST_HALF = 3  # letters of a word that was written together with another
HEARD = 1  # a word that sounds the same is as near as one with one edit


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that is asked for. `spelled` is how the words are known, or would be without typos; there may
    be several such ways if it is one word."""

    tokens: Tokens
    spelled: tuple[Tokens, ...]
    is_typo: bool = False
    is_last: bool = False  # may be only the beginning of what somebody is still typing
    is_needed: bool = True
    is_no_state: bool = False  # two letters that here are a word, and no state of an address
    means: tuple[str, ...] = ()  # codes of kinds, where a whole sentence says so
    is_harmless: bool = False  # words of danger that are said in another sense


class Vocabulary(Protocol):
    """The words of all listings."""

    def has(self, word: str) -> bool:
        """Whether it stands anywhere."""
        ...

    def has_name(self, key: str) -> bool:
        """Whether anything is called exactly this, written without spaces."""
        ...

    def stands_in_town(self, word: str) -> bool:
        """Whether anything is in a town, or a state, of this name."""
        ...

    def begins_name(self, key: str) -> bool:
        """Whether the name of anything begins so, written without spaces."""
        ...

    def has_beginning(self, word: str) -> bool:
        """Whether any word begins so."""
        ...

    def like(self, word: str) -> tuple[int, list[str]]:
        """How many edits away the nearest words are, and these; also those that sound like it."""
        ...

    def less_like(self, word: str) -> list[str]:
        """Words that begin with the same letter and are at most two edits away, however short."""
        ...

    def begins_like(self, word: str) -> list[str]:
        """Words whose beginning is one edit away."""
        ...

    def stand_together(self, words: Tokens) -> int:
        """The best grade of a listing in which all of these stand; 0 if there is none."""
        ...


def understand(tokens: Sequence[str], phrases: Phrases, vocabulary: Vocabulary) -> list[Term]:
    """The things that are asked for, in their order."""
    words = [
        _spelled(token, phrases, vocabulary, is_last=number == len(tokens))
        for number, token in enumerate(tokens, 1)
    ]
    words = [_beside(words, place, vocabulary) for place in range(len(words))]
    words = [
        replace(word, is_no_state=True, is_needed=word.is_needed and not is_common(tokens[place]))
        if _is_no_state(tokens, place, phrases, vocabulary)
        else word
        for place, word in enumerate(words)
    ]
    terms = list(_together(words, phrases, vocabulary))
    if any(term.is_needed for term in terms):
        return terms
    return [replace(term, is_needed=True) for term in terms]


def _is_no_state(tokens: Sequence[str], place: int, phrases: Phrases, vocabulary: Vocabulary) -> bool:
    """Whether two letters are not the state of an address: that stands behind its town, or last of all."""
    token = tokens[place]
    if not may_be_state(token) or (place and vocabulary.stands_in_town(tokens[place - 1])):
        return False
    return place + 1 < len(tokens) or token in phrases or says_little(token)


def _is_around(token: str, phrases: Phrases) -> bool:
    """Whether a word is said around what is asked for: a number or a common word is, unless it has a meaning
    of its own."""
    if says_little(token):
        return True
    if token in phrases:
        return False
    if token.isdecimal():
        return True
    return is_common(token) and not may_be_state(token)


def _spelled(token: str, phrases: Phrases, vocabulary: Vocabulary, *, is_last: bool) -> Term:
    """One word as it is known. One that nobody wrote is taken for two, or a typo of the nearest."""
    if _is_around(token, phrases):  # a ZIP code is offered (network/search/placing.py)
        return Term((token,), ((token,),), is_last=is_last and not token.isdecimal(), is_needed=False)
    if len(token) == 1 and not is_last and token not in phrases:
        return Term((token,), ((token,),), is_needed=False)
    is_begun = is_last and vocabulary.has_beginning(token)
    if token not in phrases and not is_begun and (whole := written_out(token)):
        return Term((token,), ((whole,), (token,)), is_needed=not _is_around(whole, phrases))
    return _known(token, phrases, vocabulary, is_last=is_last, is_begun=is_begun)


def _known(token: str, phrases: Phrases, vocabulary: Vocabulary, *, is_last: bool, is_begun: bool) -> Term:
    """A word that somebody wrote; or that would be written so, but for a typo."""
    if vocabulary.has(token) or token in phrases or phrases.spelling.number_of(token) is not None:
        return Term((token,), ((token,),), is_last=is_last)
    if is_begun or (is_last and phrases.begun_by(token)):
        return Term((token,), ((token,),), is_last=True)
    if halves := _halves(token, vocabulary):
        return Term((token,), (halves,))
    if likely := _likely(token, phrases, vocabulary):
        return Term((token,), tuple((word,) for word in likely), is_typo=True)
    if is_last and (begun := vocabulary.begins_like(token)):
        return Term((token,), tuple((word,) for word in begun), is_typo=True)
    return Term((token,), ((token,),), is_last=is_last)


def _likely(token: str, phrases: Phrases, vocabulary: Vocabulary) -> list[str]:
    """The words that are probably meant: those by which kinds of service are called before any others."""
    edits, known = phrases.spelling.nearest(token)
    heard = phrases.spelling.heard_as(token)
    near = [(edits, number) for number in known] + [(HEARD, number) for number in heard]
    named = [(far, phrases.spelling.words[number]) for far, number in near]
    far, written = vocabulary.like(token)
    both = [*named, *((far, word) for word in written)]
    nearest = min((far for far, _ in both), default=0)
    first = [word for far, word in named if far == nearest]
    likely = list(dict.fromkeys(first or (word for far, word in both if far == nearest)))
    begin_right = [word for word in likely if word.startswith(token[0])]
    return begin_right or likely  # the first letter is rarely wrong


def _beside(words: Sequence[Term], place: int, vocabulary: Vocabulary) -> Term:
    """A typo as the word that begins a name together with the one beside it, though another word be nearer:
    "aldis point" is "Aldous Point"."""
    typed = words[place]
    if not typed.is_typo:
        return typed
    for before, behind in _beside_each(words, place):
        if any(
            vocabulary.stand_together((*before, word, *behind)) > SURELY_TOGETHER for (word,) in typed.spelled
        ):
            return typed
        like = vocabulary.less_like(typed.tokens[0])
        if meant := [word for word in like if vocabulary.begins_name(key_of((*before, word, *behind)))]:
            return replace(typed, spelled=tuple((word,) for word in meant))
    return typed


def _beside_each(words: Sequence[Term], place: int) -> Iterator[tuple[Tokens, Tokens]]:
    """What stands before this word and nothing behind it; then the other way round."""
    yield from ((one.spelled[0], ()) for one in words[max(place - 1, 0) : place] if not one.is_typo)
    yield from (((), one.spelled[0]) for one in words[place + 1 : place + 2] if not one.is_typo)


def _halves(token: str, vocabulary: Vocabulary) -> Tokens:
    """Two words of one name that were written together; empty if it is not so."""
    if len(token) < SHORTEST_SPLIT or not token.isalpha():
        return ()
    splits = (
        (token[:place], token[place:]) for place in range(SHORTEST_HALF, len(token) - SHORTEST_HALF + 1)
    )
    known = [(vocabulary.stand_together(split), split) for split in splits if all(map(vocabulary.has, split))]
    grade, best = max(known, default=(0, ()))
    return best if grade > SURELY_TOGETHER else ()


def _together(words: Sequence[Term], phrases: Phrases, vocabulary: Vocabulary) -> Iterator[Term]:
    """Words that mean one thing only together become one term: the longest such from each place on."""
    place = 0
    while place < len(words):
        for length in range(min(LONGEST_RUN, len(words) - place), 0, -1):
            several = words[place : place + length]
            if length == 1:
                yield several[0]
            elif joined := _joined(several, phrases, vocabulary):
                yield joined
            else:
                continue
            place += length
            break


def _joined(words: Sequence[Term], phrases: Phrases, vocabulary: Vocabulary) -> Term | None:
    """One term, if these words are a phrase, with or without what is said around its inner words."""
    told: Sequence[Term] = words
    spelled = None
    if len(words) <= LONGEST_PHRASE:
        typed = tuple(token for word in words for token in word.tokens)  # "gate wick" is no typo
        ways = (typed, *_ways_to_spell(words))
        spelled = next((each for each in ways if _is_phrase(each, words, phrases, vocabulary)), None)
    if spelled is None and words[0].is_needed:
        told = [words[0], *(word for word in words[1:-1] if _is_part(word)), words[-1]]
        if len(told) < len(words):
            spelled = next((each for each in _ways_to_spell(told) if key_of(each) in phrases), None)
    if spelled is None:
        return None
    tokens = tuple(token for word in words for token in word.tokens)
    return Term(tokens, (spelled,), any(word.is_typo for word in told), words[-1].is_last)


def _is_part(word: Term) -> bool:
    """Whether a phrase with this word within it means something else without it."""
    return word.is_needed or word.tokens[0] in NEGATIONS


def _ways_to_spell(words: Sequence[Term]) -> Iterator[Tokens]:
    """Each word of a typo may be one of several; of very many ways the first."""
    ways = product(*(word.spelled for word in words))
    return (tuple(token for spelled in way for token in spelled) for way in islice(ways, MOST_WAYS))


def _is_phrase(spelled: Tokens, words: Sequence[Term], phrases: Phrases, vocabulary: Vocabulary) -> bool:
    key = key_of(spelled)
    if key in phrases or vocabulary.has_name(key) or (len(words) == 2 and vocabulary.has(key)):
        return True
    if not all(word.is_needed for word in words) and vocabulary.begins_name(key):
        return True
    return words[-1].is_last and bool(phrases.begun_by(key))
