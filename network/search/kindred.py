"""What kinds of service are to a search: a tree, and the words by which people call its branches."""

from dataclasses import dataclass
from functools import cache
from uuid import UUID

from network.providers.kinds.reading import (
    Crossing,
    Fact,
    Kind,
    Match,
    read_crosswalk,
    read_facts,
    read_kinds,
)
from network.search.tokens import tokens_of, typed_tokens

SAME = frozenset({Match.EXACT, Match.NARROWER})


@dataclass(frozen=True)
class Meaning:
    """What one term of any vocabulary says about a service: its kind, a fact, or only words."""

    kind: str = ""
    fact: str = ""
    words: tuple[str, ...] = ()  # help to find, but do not say what the service is


NOTHING = Meaning()


@cache
def kinds_by_code() -> dict[str, Kind]:
    """Every kind."""
    return {kind.code: kind for kind in read_kinds()}


@cache
def facts_by_code() -> dict[str, Fact]:
    """Every fact."""
    return {fact.code: fact for fact in read_facts()}


@cache
def with_parents(code: str) -> tuple[str, ...]:
    """The kind and all above it, nearest first."""
    kind = kinds_by_code().get(code)
    return (code, *(with_parents(kind.parent) if kind.parent else ())) if kind else ()


def most_exact(codes: frozenset[str]) -> tuple[str, ...]:
    """Those kinds of which no child is among them, in the order of the tree."""
    above = {parent for code in codes for parent in with_parents(code)[1:]}
    return tuple(code for code in kinds_by_code() if code in codes and code not in above)


@cache
def kind_words(code: str) -> frozenset[str]:
    """Everything by which people call this kind, in English and Spanish."""
    return frozenset(word for name in _kind_names(code) for word in name)


def kind_name(code: str, language: str) -> str:
    """The kind as people read it; the code itself for one that is not ours."""
    kind = kinds_by_code().get(code)
    return code if kind is None else kind.name_es if language == "es" else kind.name_en


def fact_name(code: str, language: str) -> str:
    """The fact as people read it."""
    fact = facts_by_code().get(code)
    return code if fact is None else fact.name_es if language == "es" else fact.name_en


def meaning_of(term_id: UUID, taxonomy: str, code: str, name: str) -> tuple[Meaning, ...]:
    """What a term of any vocabulary says in our words. A code without a label says nothing by itself."""
    if own := _own_terms().get(term_id):
        return (own,)
    crossings = _crossings().get((taxonomy.casefold(), code.casefold()), ())
    has_label = name and name.casefold() != code.casefold()
    label = (Meaning(words=tuple(tokens_of(name))),) if has_label else ()
    return (*label, *map(_crossed, crossings))


def _crossed(crossing: Crossing) -> Meaning:
    if crossing.match in SAME:
        return Meaning(kind=crossing.kind, fact=crossing.fact)
    return Meaning(words=tuple(kind_words(crossing.kind))) if crossing.kind else NOTHING


@cache
def _own_terms() -> dict[UUID, Meaning]:
    kinds = {kind.id: Meaning(kind=kind.code) for kind in read_kinds()}
    return kinds | {fact.id: Meaning(fact=fact.code) for fact in read_facts()}


@cache
def _crossings() -> dict[tuple[str, str], tuple[Crossing, ...]]:
    found: dict[tuple[str, str], tuple[Crossing, ...]] = {}
    for crossing in read_crosswalk():
        key = crossing.taxonomy.casefold(), crossing.code.casefold()
        found[key] = (*found.get(key, ()), crossing)
    return found


def understood_kinds(q: str) -> tuple[str, ...]:
    """The kinds that somebody means, by the longest of their names that was typed; the widest kinds only."""
    typed = frozenset(typed_tokens(q))
    lengths = {code: _longest_name(code, typed) for code in kinds_by_code()}
    longest = max(lengths.values())
    meant = [code for code, length in lengths.items() if longest and length == longest]
    return tuple(code for code in meant if not set(with_parents(code)[1:]) & set(meant))


def _longest_name(code: str, typed: frozenset[str]) -> int:
    return max((len(name) for name in _kind_names(code) if name <= typed), default=0)


@cache
def _kind_names(code: str) -> tuple[frozenset[str], ...]:
    kind = kinds_by_code()[code]
    texts = (kind.name_en, kind.name_es, *kind.words_en, *kind.words_es)
    return tuple(name for text in texts if (name := frozenset(tokens_of(text))))
