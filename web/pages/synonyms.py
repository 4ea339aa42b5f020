"""The words that the search knows: what curators have taught, what came along, and trying a rule out."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from network.search.engine import Results, Search, SearchEngine
from network.search.synonyms import SynonymRule, shipped_synonyms
from network.search.tokens import fold
from network.tables import Synonym
from network.words import Say, say, say_number
from web.forms.synonyms import SynonymForm
from web.pages.filled import EMPTY, Choice, Filled

SHOWN = 5  # places that a trial shows
MOST_SHIPPED = 50  # rules that came along and are listed at once
WAYS = (
    Choice("both", say("Both ways"), say("Who types the one finds the other too.")),
    Choice(
        "one", say("One way"), say("Who types the first words also finds the second, but not the other way.")
    ),
)


class TaughtRow(Struct, frozen=True):
    """One rule of the curators."""

    synonym_id: UUID
    words: str
    means: str
    is_both_ways: bool
    added_at: datetime


class SynonymsPage(Struct, frozen=True):
    """The form, the curators' rules, and those that came along as far as they are looked for."""

    form: Filled
    ways: tuple[Choice, ...]
    rows: tuple[TaughtRow, ...]
    count: Say
    looked_for: str
    shipped: tuple[SynonymRule, ...]
    shipped_count: Say


class Finds(Struct, frozen=True):
    """What one search finds: how many places, and the first of them."""

    count: Say
    names: tuple[str, ...]


class TrialPage(Struct, frozen=True):
    """A rule, and what a search for its words finds without it and with it."""

    words: str
    means: str
    is_both_ways: bool
    form: SynonymForm
    before: Finds
    after: Finds
    is_same: bool
    action: str  # what happens when it is confirmed


def synonyms_page(taught: Sequence[Synonym], looked_for: str, form: Filled = EMPTY) -> SynonymsPage:
    """Everything that the search has been taught."""
    shipped = [rule for rule in shipped_synonyms() if _speaks_of(rule, fold(looked_for.strip()))]
    return SynonymsPage(
        form=form if form.values else Filled(SynonymForm().values, form.problems),
        ways=WAYS,
        rows=tuple(
            TaughtRow(one.id, one.words, one.means, one.is_both_ways, one.added_at)
            for one in taught
            if _speaks_of(SynonymRule(one.words, one.means), fold(looked_for.strip()))
        ),
        count=say_number("{number} rule of your own", "{number} rules of your own", len(taught)),
        looked_for=looked_for,
        shipped=tuple(shipped[:MOST_SHIPPED]),
        shipped_count=say_number(
            "{number} rule that came with Trestle", "{number} rules that came with Trestle", len(shipped)
        ),
    )


def trial_page(
    engine: SearchEngine,
    rule: SynonymRule,
    before: Iterable[SynonymRule],
    after: Iterable[SynonymRule],
    *,
    action: str,
    language: str,
) -> TrialPage:
    """What a search for the words finds by these rules and by those."""
    asked = Search(q=rule.words, limit=SHOWN, language=language)
    first, then = (_finds(engine.knowing(tuple(rules)).search(asked)) for rules in (before, after))
    return TrialPage(
        words=rule.words,
        means=rule.means,
        is_both_ways=rule.is_both_ways,
        form=SynonymForm(rule.words, rule.means, "both" if rule.is_both_ways else "one"),
        before=first,
        after=then,
        is_same=first == then,
        action=action,
    )


def _finds(results: Results) -> Finds:
    names = (f"{result.name}, {result.organization}" for result in results.results)
    return Finds(say_number("{number} place", "{number} places", results.total), tuple(dict.fromkeys(names)))


def _speaks_of(rule: SynonymRule, looked_for: str) -> bool:
    return looked_for in fold(rule.words) or looked_for in fold(rule.means)
