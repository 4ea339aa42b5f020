"""What was found for each thing that somebody typed, and which of these decide."""

from __future__ import annotations

from dataclasses import dataclass, replace

from network.search.grades import Grades
from network.search.phrases import Tokens

# How much is lost if a word is left out: most by one that says that somebody is in danger.
SAYS_DANGER = 4.0
SAYS_WHAT, SAYS_WHICH, SAYS_WHERE, MENTIONS, AROUND = 3.0, 2.0, 1.0, 0.7, 0.1
_SAID_FOR_WHOM = """
adult boy child children client couple dad daughter defendant elderly family father felon female girl guy
homeless husband inmate juvenile kid ladies lady male man men minor mom mother parent senior single son teen
teenager toddler wife woman women youth
adolescente esposo familia hija hijo hombre joven mama mujer nina nino padre papa
"""
_FOR_WHOM = frozenset(_SAID_FOR_WHOM.split())
SENTENCE = 4  # words; of fewer, each is there to be found


@dataclass(frozen=True)
class FoundWord:
    """Where one typed word stands, or several that mean one thing: a grade for every record, 0 for nowhere
    (network/search/grades.py). `kinds`: what it is the name of; `says`: what it also means, by synonyms."""

    token: str
    grades: Grades
    is_typo: bool = False
    is_needed: bool = True  # what is found must contain it
    says: tuple[str, ...] = ()  # codes of kinds, or words
    importance: float = 1.0  # how much is lost if it is left out
    kinds: tuple[str, ...] = ()

    @property
    def tokens(self) -> Tokens:
        """The typed words."""
        return tuple(self.token.split())

    @property
    def is_wide(self) -> bool:
        """Whether it says no more than for whom, or in which wide field of help."""
        if self.token in _FOR_WHOM:
            return True
        return bool(self.kinds) and not any("." in code for code in (*self.kinds, *self.says))

    @property
    def is_understood(self) -> bool:
        """Whether it is the name of a kind, a place or a town, or tells which one is meant."""
        return self.is_needed and self.importance >= SAYS_WHERE and bool(self.grades.any())


def decided(found: list[FoundWord], typed: int) -> list[FoundWord]:
    """Which words decide. Where one says what is asked for, a wide word and for whom it is weigh less ("ssi
    for homeless"). In a sentence of so many words those that are understood decide; the others need not stand
    anywhere."""
    if any(word.importance >= SAYS_WHAT and not word.is_wide for word in found):
        found = [
            replace(word, importance=min(word.importance, SAYS_WHICH)) if word.is_wide else word
            for word in found
        ]
    if typed < SENTENCE or not any(word.is_understood for word in found):
        return found
    return [
        word if word.is_understood else replace(word, is_needed=False, importance=AROUND) for word in found
    ]


def understood_as(found: list[FoundWord]) -> tuple[str, ...]:
    """What the understood words mean: what a synonym says, the code of the widest kind of that name, or the
    word itself."""
    meanings = (
        word.says or ((min(word.kinds, key=len),) if word.kinds else (word.token,))
        for word in found
        if word.is_understood
    )
    return tuple(dict.fromkeys(meaning for several in meanings for meaning in several))


def is_nonsense(found: list[FoundWord]) -> bool:
    """Whether no word of a sentence is understood: what mentions its words does so by chance."""
    typed = sum(len(word.tokens) for word in found)
    return typed >= SENTENCE and not any(word.is_understood for word in found)
