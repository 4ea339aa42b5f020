"""What kinds of service are to a search: a tree, and the words by which people call its branches."""

from dataclasses import dataclass
from functools import cache, lru_cache
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
from network.search.records import KIND, PART_OF_KIND, WIDER_KIND
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


@lru_cache(maxsize=4096)
def most_exact(codes: frozenset[str]) -> tuple[str, ...]:
    """Those kinds of which no child is among them, in the order of the tree."""
    above = {parent for code in codes for parent in with_parents(code)[1:]}
    return tuple(code for code in kinds_by_code() if code in codes and code not in above)


@cache
def kind_words(code: str) -> frozenset[str]:
    """Every word in the names by which people call this kind, in English and Spanish."""
    return frozenset(word for name in kind_names(code) for word in name)


@cache
def kind_names(code: str) -> tuple[tuple[str, ...], ...]:
    """Everything by which people call this kind, in English and Spanish, as words in their order."""
    kind = kinds_by_code()[code]
    texts = (kind.name_en, kind.name_es, *kind.words_en, *kind.words_es)
    return tuple(dict.fromkeys(name for text in texts if (name := tuple(tokens_of(text)))))


@cache
def fact_words(code: str) -> frozenset[str]:
    """The words of a fact's names, of one that people look for."""
    fact = facts_by_code().get(code)
    return frozenset(tokens_of(f"{fact.name_en} {fact.name_es}")) if fact and fact.is_filter else frozenset()


def sign_of_kind(code: str) -> str:
    """What stands among the words of a service of this kind; nobody can type it."""
    return f"={code}"


def sign_of_name(name: str) -> str:
    """What stands among the words of whatever has exactly this name; nobody can type it."""
    return f"@{''.join(tokens_of(name))}"


@lru_cache(maxsize=4096)
def words_of_kinds(kinds: frozenset[str]) -> dict[str, int]:
    """The words by which services of these kinds are found, and how much each counts.

    A word that is a whole name of the kind says what it is; one of several in a name, or a word for a wider
    kind, may mean something else.
    """
    wider = {parent for code in kinds for parent in with_parents(code)} - kinds
    counts: dict[str, int] = {}
    for codes, whole in ((wider, WIDER_KIND), (kinds, KIND)):
        counts |= dict.fromkeys((word for code in codes for word in kind_words(code)), PART_OF_KIND) | counts
        names = (name for code in codes for name in kind_names(code))
        counts |= dict.fromkeys((name[0] for name in names if len(name) == 1), whole)
    return counts | {sign_of_kind(code): KIND for code in kinds | wider}


@lru_cache(maxsize=4096)
def signs_of_title(title: tuple[str, ...], kinds: tuple[str, ...]) -> tuple[str, ...]:
    """What stands for the kinds of a service of which its title speaks, with all words of a name."""
    words = frozenset(title)
    codes = dict.fromkeys(code for kind in kinds for code in with_parents(kind))
    return tuple(sign_of_kind(code) for code in codes if any(map(words.issuperset, kind_names(code))))


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
    if not crossing.kind:
        return NOTHING
    signs = (sign_of_kind(crossing.kind),) if crossing.match is Match.CLOSE else ()
    return Meaning(words=(*kind_words(crossing.kind), *signs))


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
    return max((len(name) for name in map(frozenset, kind_names(code)) if name <= typed), default=0)
