"""The words that mean other words, in Meilisearch's form: spelled as our words are."""

from collections.abc import Iterable

from sqlmodel import Session

from network.search.meilisearch.configuring import Synonyms
from network.search.synonyms import SynonymRule, read_synonyms
from network.search.tokens import tokens_of

MOST_WORDS = 3  # of what is typed; Meilisearch looks for no synonyms of more, and our own index does


def read_word_synonyms(session: Session) -> Synonyms:
    """Those that are shipped and those that curators have taught the search."""
    return word_synonyms(read_synonyms(session))


def word_synonyms(rules: Iterable[SynonymRule]) -> Synonyms:
    """Who types the one also means the others. Several words are one synonym, as Meilisearch has it."""
    found: dict[str, set[str]] = {}
    for typed, meant in (way for rule in rules for way in rule.ways):
        words, means = tokens_of(typed), " ".join(tokens_of(meant))
        said = " ".join(words)
        if said and means and said != means and len(words) <= MOST_WORDS:
            found.setdefault(said, set()).add(means)
    return {said: sorted(means) for said, means in sorted(found.items())}
