"""What every row says about one fact of a person, as columns (the table of network/rules/taking.py)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from network.rules.taking import (
    ENGLISH,
    INTERPRETER,
    ONE_IS_ENOUGH,
    RULES,
    SIGN_LANGUAGE,
    SIGNED,
    Answer,
    PersonFacts,
    SaidOfService,
    answers_for,
)
from network.search.areas import codes_of_zip
from network.search.records import Record
from network.search.view import Searched

Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]
LANGUAGE, LIVES, LIVES_SAID = "language:", "lives:", "lives:said"


@dataclass(frozen=True)
class Said:
    """Which rows say yes and which say no; all others do not say."""

    yes: Mask
    no: Mask


@dataclass(frozen=True)
class FactMasks:
    """What the rows of an index say about somebody, fact by fact."""

    index: Searched
    facts: PersonFacts

    @cached_property
    def said(self) -> dict[str, Said]:
        """By the name of the fact."""
        if not self.facts:
            return {}
        return {
            name: _together(name, [self.of(name, code) for code in codes])
            for name, codes in self.facts.as_facts().items()
        }

    def taking(self, *, only_sure: bool) -> dict[str, Mask]:
        """By the name of the fact, the rows that do not say no; or only those that say yes."""
        return {name: said.yes if only_sure else ~said.no for name, said in self.said.items()}

    def of(self, name: str, code: str) -> Said:
        """About one code of a fact: ("moud", "methadone")."""
        index = self.index
        match name:
            case "age":
                return _of_age(index, int(code))
            case "language":
                return _of_language(index, code)
            case "lives_in":
                return _of_home(index, code)
        rule = RULES[name, code]
        yes = index.marks.any_of(map(mark_of, rule.yes))
        no = index.marks.any_of(map(mark_of, rule.no)) & ~yes
        if rule.unless:
            no &= ~index.marks.any_of(map(mark_of, rule.unless))
        return Said(yes, no)


def mark_of(code: str) -> str:
    """As an index marks a fact or a kind."""
    return code if code.startswith("kind:") else f"fact:{code}"


def _together(name: str, said: list[Said]) -> Said:
    yes, no = [each.yes for each in said], [each.no for each in said]
    if name in ONE_IS_ENOUGH:
        return Said(np.logical_or.reduce(yes), np.logical_and.reduce(no))
    return Said(np.logical_and.reduce(yes), np.logical_or.reduce(no))


def _of_age(index: Searched, age: int) -> Said:
    no = (index.youngest > age) | (index.oldest < age)
    return Said(~no & ~(np.isnan(index.youngest) & np.isnan(index.oldest)), no)


def _of_language(index: Searched, code: str) -> Said:
    if code == ENGLISH:
        return Said(np.ones(len(index), np.bool_), np.zeros(len(index), np.bool_))
    signs = (SIGN_LANGUAGE,) if code == SIGNED else ()
    yes = index.marks.any_of((LANGUAGE + code, *map(mark_of, (INTERPRETER, *signs))))
    return Said(yes, index.marks.any_of(index.marks.starting(LANGUAGE)) & ~yes)


def _of_home(index: Searched, zip_code: str) -> Said:
    """A ZIP code that nobody knows decides nothing."""
    home = codes_of_zip(zip_code)
    yes = index.marks.any_of(LIVES + code for code in home)
    return Said(yes, index.marks.any_of([LIVES_SAID] if home else []) & ~yes)


def row_answers(record: Record, facts: PersonFacts) -> dict[tuple[str, str], Answer]:
    """What one record says about each code of each fact: ("moud", "methadone") → YES."""
    if not facts:
        return {}
    return answers_for(facts, said_of(record), codes_of_zip(facts.lives_in) if facts.lives_in else ())


def said_of(record: Record) -> SaidOfService:
    """What a record says of whom it takes, as the rule reads it."""
    return SaidOfService(
        codes=frozenset(_without("fact:", record) | {mark for mark in record.marks if mark[:5] == "kind:"}),
        languages=frozenset(_without(LANGUAGE, record)),
        youngest=None if record.youngest != record.youngest else record.youngest,
        oldest=None if record.oldest != record.oldest else record.oldest,
        areas=frozenset(_without(LIVES, record)),
    )


def _without(beginning: str, record: Record) -> set[str]:
    return {mark.removeprefix(beginning) for mark in record.marks if mark.startswith(beginning)}
