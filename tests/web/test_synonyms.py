"""A curator teaches the search what people mean by their words, and sees first what that changes."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, select

from network.actors import Actor
from network.clock import now
from network.search import teaching
from network.search.synonyms import read_synonyms
from network.tables import Event, Synonym
from tests.cast import Cast
from tests.web.browser import TestBrowser

AsActor = Callable[[Actor], TestBrowser]
WORDS = "/directory/words"


def test_curator_tries_words_out_then_teaches_and_removes_them(
    session: Session, cast: Cast, as_actor: AsActor
) -> None:
    cora = as_actor(cast.cora_curator)
    typed = {"words": "the hoosegow", "means": "Methadone", "way": "one"}

    tried = cora.post(f"{WORDS}/trial", data=typed).text
    assert "Who types “the hoosegow” also means “Methadone”." in tried
    before, after = tried.split("And once the search knows it")
    assert "0 places" in before
    assert "Methadone and buprenorphine, Riverside Clinic" in after
    assert session.exec(select(Synonym)).all() == []

    taught = cora.post(WORDS, data=typed).text
    assert "The search knows it from now on." in taught
    assert "1 rule of your own" in taught
    synonym = session.exec(select(Synonym)).one()
    assert (synonym.words, synonym.means, synonym.is_both_ways) == ("the hoosegow", "Methadone", False)
    assert "Riverside Clinic" in cora.get("/search?q=hoosegow").text

    asked = cora.get(f"{WORDS}/{synonym.id}/removal").text
    assert "And once it is removed" in asked
    removed = cora.post(f"{WORDS}/{synonym.id}/removal").text
    assert "The search has forgotten it." in removed
    session.expire_all()
    assert session.exec(select(Synonym)).all() == []
    kinds = session.exec(select(Event.kind).where(Event.subject == "synonym")).all()
    assert sorted(kinds) == ["synonym.added", "synonym.removed"]


@pytest.mark.parametrize(
    ("words", "means", "sentence"),
    [
        ("", "shelter", "Type a word that says something."),
        ("the", "shelter", "Type a word that says something."),
        ("clink", "", "Type a word that says something."),
        ("shelters", "Shelter", "These are the same words already. Type other words."),
        ("DETOX", "withdrawal management", "The search knows this already."),
        ("one two three four five six seven", "shelter", "These are too many words: at most 6."),
        ("x" * 81, "shelter", "This is too long: at most 80 characters."),
    ],
)
def test_a_rule_that_says_nothing_is_shown_again(
    cast: Cast, as_actor: AsActor, words: str, means: str, sentence: str
) -> None:
    cora = as_actor(cast.cora_curator)
    for path in (WORDS, f"{WORDS}/trial"):
        again = cora.post(path, data={"words": words, "means": means})
        assert again.status_code == 422
        assert sentence in again.text


def test_curator_looks_for_a_word_that_came_along(cast: Cast, as_actor: AsActor) -> None:
    page = as_actor(cast.cora_curator).get(f"{WORDS}?find=drunk+tank").text

    assert "Sobering center" in page
    assert "oxford house" not in page


def test_what_is_taught_stands_beside_what_came_along(session: Session) -> None:
    session.add(Synonym(words="hoosegow", means="shelter", added_at=now()))
    session.flush()

    rules = read_synonyms(session)

    assert rules[:-1] == read_synonyms(None)
    assert (rules[-1].words, rules[-1].means) == ("hoosegow", "shelter")


def test_curator_who_taught_all_that_is_kept_is_told_to_remove_one_first(
    session: Session, cast: Cast, as_actor: AsActor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(teaching, "MOST_TAUGHT", 1)
    cora = as_actor(cast.cora_curator)
    cora.post(WORDS, data={"words": "the hoosegow", "means": "Methadone", "way": "one"})

    refused = cora.post(WORDS, data={"words": "the clink", "means": "Methadone", "way": "one"})

    assert refused.status_code == 422
    assert "The search knows 1 words of yours, which is all it keeps. Remove one first." in refused.text
    assert 'value="the clink"' in refused.text
    assert len(session.exec(select(Synonym)).all()) == 1
