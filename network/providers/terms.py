"""What the terms of a record say in our own words, whichever vocabulary they are of."""

from dataclasses import dataclass
from functools import cache
from uuid import UUID

from network.providers.kinds.reading import Fact, Kind, Match, read_crosswalk, read_facts, read_kinds

SAME = frozenset({Match.EXACT, Match.NARROWER})


@dataclass(frozen=True)
class Term:
    """One term that a record says: of our vocabularies, or of somebody else's."""

    id: UUID
    code: str
    name: str
    taxonomy: str

    @property
    def has_label(self) -> bool:
        """Somebody else's code without a label is kept, but says nothing to a reader."""
        return bool(self.name) and self.name.casefold() != self.code.casefold()


@cache
def kinds_by_code() -> dict[str, Kind]:
    """Every kind."""
    return {kind.code: kind for kind in read_kinds()}


@cache
def facts_by_code() -> dict[str, Fact]:
    """Every fact."""
    return {fact.code: fact for fact in read_facts()}


def kinds_in(terms: tuple[Term, ...]) -> tuple[Kind, ...]:
    """The kinds of service that these terms say, only the most exact ones, in the order of the tree."""
    codes = {kind for term in terms for kind, _ in _said(term) if kind in kinds_by_code()}
    above = {other for other in codes if any(code.startswith(f"{other}.") for code in codes)}
    return tuple(kind for code, kind in kinds_by_code().items() if code in codes - above)


def facts_in(terms: tuple[Term, ...]) -> tuple[Fact, ...]:
    """The facts that these terms say, in the order of their groups."""
    codes = {fact for term in terms for _, fact in _said(term)}
    return tuple(fact for code, fact in facts_by_code().items() if code in codes)


def others_in(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """Terms of other vocabularies, as their own directory names them."""
    return tuple(term for term in terms if term.id not in _own_terms() and term.has_label)


def _said(term: Term) -> tuple[tuple[str, str], ...]:
    """Pairs of kind and fact; one of the two is empty."""
    if own := _own_terms().get(term.id):
        return (own,)
    return _crossings().get((term.taxonomy.casefold(), term.code.casefold()), ())


@cache
def _own_terms() -> dict[UUID, tuple[str, str]]:
    kinds = {kind.id: (kind.code, "") for kind in read_kinds()}
    return kinds | {fact.id: ("", fact.code) for fact in read_facts()}


@cache
def _crossings() -> dict[tuple[str, str], tuple[tuple[str, str], ...]]:
    found: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}
    for crossing in read_crosswalk():
        if crossing.match in SAME:
            key = crossing.taxonomy.casefold(), crossing.code.casefold()
            found[key] = (*found.get(key, ()), (crossing.kind, crossing.fact))
    return found
