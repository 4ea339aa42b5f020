"""Several words that mean one thing: the names of kinds of service, and the synonyms.

A phrase is known by its letters without the spaces, so that "half way house" and "soberliving" are found too.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from network.search.kindred import kind_names, kinds_by_code, with_parents
from network.search.spelling import Spelling
from network.search.synonyms import SynonymRule, shipped_synonyms
from network.search.tokens import tokens_of

LAST = "\U0010ffff"
LONGEST_PHRASE = 6  # words
SHORTEST_SPLIT = 6  # letters of a word that may be two

Tokens = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meant:
    """What a phrase means: kinds of service by their codes, or other words instead.

    `wider` are kinds of which a narrower one has the same name. `says` is the meaning when it comes from a
    synonym: the code of a kind, or words.
    """

    kinds: frozenset[str] = frozenset()
    wider: frozenset[str] = frozenset()
    instead: tuple[Tokens, ...] = ()
    says: str = ""


NOTHING_MEANT = Meant()


@dataclass(frozen=True)
class Phrases:
    """Everything that has a meaning of its own. `keys` are sorted."""

    keys: list[str]
    named: Mapping[str, Meant]  # by the names of kinds
    taught: Mapping[str, tuple[Meant, ...]]  # by synonyms
    spelling: Spelling  # of all their single words
    last_words: Mapping[str, int]  # where the last word of a synonym begins in its key

    @classmethod
    def of(cls, rules: Iterable[SynonymRule]) -> Phrases:
        """Those of all kinds, and these synonyms."""
        named, words = _kinds_named()
        taught: dict[str, tuple[Meant, ...]] = {}
        last_words: dict[str, int] = {}
        spelled = set(words)
        for typed, means in (way for rule in rules for way in rule.ways):
            tokens, instead = tuple(tokens_of(typed)), tuple(tokens_of(means))
            if tokens and instead and tokens != instead:
                spelled.update(tokens)
                one = _meant_by(means, instead, named)
                taught[key_of(tokens)] = (*taught.get(key_of(tokens), ()), one)
                last_words[key_of(tokens)] = len(key_of(tokens[:-1]))
        return cls(sorted({*named, *taught}), named, taught, Spelling.of(sorted(spelled)), last_words)

    def __contains__(self, key: str) -> bool:
        return key in self.named or key in self.taught

    def begun_by(self, key: str) -> Sequence[str]:
        """The phrases that somebody may be typing who has come as far as this.

        Of a synonym only the last word is completed: words that nobody typed may say who did what to whom.
        """
        begun = self.keys[bisect_left(self.keys, key) : bisect_left(self.keys, key + LAST)]
        return [each for each in begun if each in self.named or len(key) > self.last_words[each]]


def key_of(tokens: Iterable[str]) -> str:
    """The letters without the spaces."""
    return "".join(tokens)


@lru_cache(maxsize=4)
def phrases_of(rules: tuple[SynonymRule, ...]) -> Phrases:
    """The same object for the same rules, as long as it is in use."""
    return Phrases.of(rules)


def shipped_phrases() -> Phrases:
    """Without what curators have added."""
    return phrases_of(shipped_synonyms())


def _meant_by(means: str, instead: Tokens, named: Mapping[str, Meant]) -> Meant:
    """What a rule says: the kind that is called so, and no other that has such a word too ("counseling")."""
    if code := _codes_by_own_name().get(key_of(instead)):
        return Meant(frozenset((code,)), instead=(instead,), says=code)
    known = named.get(key_of(instead), NOTHING_MEANT)
    says = min(known.kinds, key=len) if known.kinds else means
    return Meant(known.kinds, known.wider, (instead,), says)


@cache
def _codes_by_own_name() -> dict[str, str]:
    """The kinds by the names that pages show, not by other words for them."""
    return {
        key_of(tokens_of(name)): code
        for code, kind in reversed(kinds_by_code().items())
        for name in (kind.name_es, kind.name_en)
    }


@cache
def _kinds_named() -> tuple[dict[str, Meant], frozenset[str]]:
    """The kinds that each name stands for, and all words of the names."""
    codes: dict[str, set[str]] = {}
    words: set[str] = set()
    for code in kinds_by_code():
        for name in kind_names(code):
            codes.setdefault(key_of(name), set()).add(code)
            words.update(name)
    return {key: _meant(frozenset(each)) for key, each in codes.items()}, frozenset(words)


def _meant(codes: frozenset[str]) -> Meant:
    wider = frozenset(parent for code in codes for parent in with_parents(code)[1:]) & codes
    return Meant(codes - wider, wider)
