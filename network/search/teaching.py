"""Curators teach the search words: which words also mean others, and what a search finds by it."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, func, select

from network import events
from network.actors import Actor
from network.clock import now
from network.errors import Invalid, NotFound
from network.providers.changes import record_change
from network.rules.permissions import may_teach_words, require
from network.search.phrases import LONGEST_PHRASE, key_of
from network.search.synonyms import SynonymRule, read_synonyms
from network.search.tokens import tokens_of
from network.tables import Synonym
from network.words import Say, say

LONGEST = 80  # characters
MOST_TAUGHT = 3_000  # rules: every process reads them all whenever one is added


def list_synonyms(session: Session, actor: Actor) -> Sequence[Synonym]:
    """What curators have taught, the newest first. Raises NotFound for those who may not teach."""
    if not may_teach_words(actor):
        raise NotFound
    return session.exec(select(Synonym).order_by(col(Synonym.added_at).desc(), col(Synonym.id))).all()


def get_synonym(session: Session, actor: Actor, synonym_id: UUID) -> Synonym:
    """One rule. Raises NotFound, also for those who may not teach."""
    synonym = session.get(Synonym, synonym_id) if may_teach_words(actor) else None
    if synonym is None:
        raise NotFound
    return synonym


def checked_rule(
    session: Session, actor: Actor, words: str, means: str, *, is_both_ways: bool
) -> SynonymRule:
    """The rule as it would be kept. Raises NotAllowed; Invalid for one that says nothing or is known."""
    require(may_teach_words(actor))
    words, means = " ".join(words.split()), " ".join(means.split())
    problems = {name: wrong for name, text in (("words", words), ("means", means)) if (wrong := _wrong(text))}
    if not problems and key_of(tokens_of(words)) == key_of(tokens_of(means)):
        problems["means"] = say("These are the same words already. Type other words.")
    if not problems and _is_known(session, words, means):
        problems["words"] = say("The search knows this already.")
    if not problems and session.exec(select(func.count()).select_from(Synonym)).one() >= MOST_TAUGHT:
        problems["words"] = say(
            "The search knows {most} words of yours, which is all it keeps. Remove one first.",
            most=MOST_TAUGHT,
        )
    if problems:
        raise Invalid(problems)
    return SynonymRule(words, means, is_both_ways)


def _wrong(text: str) -> Say | None:
    if not tokens_of(text):
        return say("Type a word that says something.")
    if len(text) > LONGEST:
        return say("This is too long: at most {most} characters.", most=LONGEST)
    if len(tokens_of(text)) > LONGEST_PHRASE:
        return say("These are too many words: at most {most}.", most=LONGEST_PHRASE)
    return None


def _is_known(session: Session, words: str, means: str) -> bool:
    asked = key_of(tokens_of(words)), key_of(tokens_of(means))
    ways = (way for rule in read_synonyms(session) for way in rule.ways)
    return any((key_of(tokens_of(typed)), key_of(tokens_of(other))) == asked for typed, other in ways)


def add_synonym(
    session: Session, actor: Actor, *, words: str, means: str, is_both_ways: bool = True
) -> Synonym:
    """Teach that who types `words` also means `means`; every search process knows it within a second."""
    rule = checked_rule(session, actor, words, means, is_both_ways=is_both_ways)
    synonym = Synonym(
        words=rule.words,
        means=rule.means,
        is_both_ways=rule.is_both_ways,
        added_at=now(),
        added_by_account_id=actor.id if actor.is_signed_in else None,
    )
    session.add(synonym)
    session.flush()
    events.record(session, actor, "synonym.added", "synonym", synonym.id)
    record_change(session, [synonym.id])
    return synonym


def remove_synonym(session: Session, actor: Actor, synonym: Synonym) -> SynonymRule:
    """Let the search forget it; answers the rule, so that it can be taught again."""
    require(may_teach_words(actor))
    rule = SynonymRule(synonym.words, synonym.means, synonym.is_both_ways)
    session.delete(synonym)
    session.flush()
    events.record(session, actor, "synonym.removed", "synonym", synonym.id)
    record_change(session, [synonym.id])
    return rule
