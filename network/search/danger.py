"""Sentences by which somebody is in danger: help against violence, or with suicide, is what they ask for
first, whatever else they say.

A word alone does not tell: "he hurt me", "i hurt someone" and "hurt my back" differ in who is harmed. So
whole sentences are read by the rules of danger.csv, each with a sentence that it is about, in this order:

1. crisis: somebody wants to die, or to kill, or may be dying;
2. nothing: words of danger in another sense ("my phone died"), and what the writer did ("i hit my wife");
3. violence: somebody is harmed by another: shelter and an advocate.

A false alarm costs a glance, a miss may cost a life: where the rules cannot tell, it is danger. Rarer ways to
say it are synonyms (network/search/synonyms.csv), of which the last word may be begun.
"""

import csv
import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from network.search import danger_words
from network.search.phrases import Tokens, key_of
from network.search.tokens import LONGEST_TEXT, form_of, words_in
from network.search.understanding import Term

AGAINST_VIOLENCE = ("housing.dv-shelter", "legal.victim-advocacy")
IN_A_CRISIS = ("mental-health.crisis-stabilization", "mental-health.mobile-crisis")
AGAINST_DANGER = frozenset((*AGAINST_VIOLENCE, *IN_A_CRISIS))
RULES = Path(__file__).with_name("danger.csv")
_CLASS = re.compile(r"\{([A-Z_]+)\}")
SHORTEST_SENTENCE = 2  # words
OFTEN_BESIDE = "mental-health.trauma"  # of "raped"; by itself it is no danger of now
# Fear and pain may be of anything: they decide only where nothing else says what is asked for.
_SAID_OF_FEAR = """
abused afraid danger harass harassed harassing hopeless hurt hurting miedo peligro proteccion protect
protection robaron robbed scared terrified touched trapped
unsafe victim victima violence violencia violent violento
"""
_FEAR = frozenset(_SAID_OF_FEAR.split())


def says_danger(word: str, kinds: Set[str]) -> bool:
    """Whether a word that means these kinds says that somebody is harmed, or may die."""
    against = kinds - {OFTEN_BESIDE}
    return bool(against) and against <= AGAINST_DANGER and not says_fear(word)


def says_fear(word: str) -> bool:
    """Whether it says no more than that somebody is afraid or hurt."""
    return word in _FEAR


class Rule(NamedTuple):
    """What is said of whom, as a pattern, and a sentence that says so."""

    says: str
    example: str
    pattern: str


@cache
def rules_of_danger() -> tuple[Rule, ...]:
    """Those of danger.csv. A name in braces stands for any of the words that are called so in
    network/search/danger_words.py."""
    with RULES.open(encoding="utf-8", newline="") as lines:
        return tuple(Rule(**row) for row in csv.DictReader(lines))


def _saying(says: str) -> re.Pattern[str]:
    patterns = (rule.pattern for rule in rules_of_danger() if rule.says == says)
    of_classes = rf"\b(?:{'|'.join(patterns)})\b"
    return re.compile(_CLASS.sub(lambda name: str(getattr(danger_words, name[1])), of_classes))


_CRISIS, _NO_DANGER, _VIOLENCE = _saying("crisis"), _saying("nothing"), _saying("violence")


@dataclass(frozen=True, slots=True)
class Told:
    """What a sentence tells: the kinds of help against the danger of which `tokens` speak, if any. `harmless`
    are tokens that have words of danger in another sense."""

    kinds: tuple[str, ...] = ()
    tokens: Tokens = ()
    harmless: Set[str] = frozenset()


NOTHING_TOLD = Told()


def told_by(text: str, meant: Mapping[str, str] = MappingProxyType({})) -> Told:
    """What somebody tells of danger. `meant`: tokens that are typos, with the words they are taken for."""
    words = [word for word in words_in(text[:LONGEST_TEXT]) if word not in danger_words.FILLERS]
    if len(words) < SHORTEST_SENTENCE:
        return NOTHING_TOLD
    tokens = [form_of(word) for word in words]
    sentence = " ".join(meant.get(token, word) for token, word in zip(tokens, words, strict=True))
    dying = _CRISIS.search(sentence)
    otherwise = list(_NO_DANGER.finditer(sentence))
    harmed = _VIOLENCE.search(_NO_DANGER.sub(_struck_out, sentence) if otherwise else sentence)
    kinds = (*(IN_A_CRISIS if dying else ()), *(AGAINST_VIOLENCE if harmed else ()))
    told = [token for each in (dying, harmed) if each for token in tokens[_words_of(each)] if token]
    harmless = {token for each in otherwise for token in tokens[_words_of(each)]}
    return Told(kinds, tuple(dict.fromkeys(told)), harmless - set(told))


def _struck_out(said: re.Match[str]) -> str:
    return " ".join("-" for _ in said.group().split())


def _words_of(said: re.Match[str]) -> slice:
    first = said.string.count(" ", 0, said.start())
    return slice(first, first + said.group().count(" ") + 1)


def heed(terms: Sequence[Term], text: str, kinds_of: Callable[[str], Set[str]]) -> list[Term]:
    """The same terms; but what tells of danger is one of its own, and words of danger in another sense say
    little. A phrase that says more than a rule stays: "he hits her wants to stop"."""
    told = told_by(text)
    if told == NOTHING_TOLD and (typos := _typos(terms)):
        told = told_by(text, typos)
    if not told.kinds and not told.harmless:
        return list(terms)
    heeded = [
        _harmless(term, kinds_of) if not told.harmless.isdisjoint(term.tokens) else term for term in terms
    ]
    of_danger = set(told.tokens)
    if not told.kinds or any(
        of_danger < set(term.tokens) and not _is_alarm(term, kinds_of) for term in terms
    ):
        return heeded
    alarm = Term(told.tokens, (told.tokens,), means=told.kinds)
    return [alarm, *(term for term in heeded if not of_danger.issuperset(term.tokens))]


def _typos(terms: Sequence[Term]) -> dict[str, str]:
    return {
        typed: word
        for term in terms
        if term.is_typo and len(term.tokens) == len(term.spelled[0])
        for typed, word in zip(term.tokens, term.spelled[0], strict=True)
    }


def _is_alarm(term: Term, kinds_of: Callable[[str], Set[str]]) -> bool:
    key = key_of(term.spelled[0])
    return says_fear(key) or says_danger(key, kinds_of(key))


def _harmless(term: Term, kinds_of: Callable[[str], Set[str]]) -> Term:
    return replace(term, is_needed=False, is_harmless=True) if _is_alarm(term, kinds_of) else term
