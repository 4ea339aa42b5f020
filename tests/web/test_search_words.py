"""The search page says as what it understood the words, and what to choose when it did not."""

from collections.abc import Callable

from sqlmodel import Session, select

from network.actors import Actor
from network.search.kindred import kind_name
from network.tables import UnmetNeed
from tests.cast import Cast
from tests.web.browser import TestBrowser

AsActor = Callable[[Actor], TestBrowser]


def test_an_officer_reads_as_which_kind_the_words_were_understood(stranger: TestBrowser) -> None:
    english = stranger.get("/search?q=narcotic+treatment").text
    spanish = stranger.get("/search?q=narcotic+treatment", headers={"accept-language": "es"}).text

    assert f"Understood as: {kind_name('treatment.otp', 'en')}" in english
    assert f"Entendido como: {kind_name('treatment.otp', 'es')}" in spanish
    assert "Understood as" not in stranger.get("/search?q=opioid+treatment+program").text


def test_who_types_a_sentence_that_nobody_understands_chooses_from_the_kinds(stranger: TestBrowser) -> None:
    page = stranger.get("/search?q=the+best+of+luck+to+all+of+you+yesterday&near=94103").text

    assert "We did not understand these words" in page
    assert 'href="/search?near=94103&amp;taxonomy=housing"' in page


def test_a_sentence_that_nobody_understands_is_no_unmet_need(
    session: Session, cast: Cast, as_actor: AsActor
) -> None:
    officer = as_actor(cast.olive_officer)

    officer.post("/search/unmet?q=the+best+of+luck+to+all+of+you+yesterday")

    assert not session.exec(select(UnmetNeed)).all()
