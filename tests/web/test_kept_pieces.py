"""A page is the same whether its pieces were kept or made for it; nothing said of a person is kept."""

from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import Any

import pytest
from jinja2 import DictLoader
from jinja2.exceptions import UndefinedError
from markupsafe import Markup

from network.actors import VISITOR, Actor
from network.words import Say, say
from tests.cast import Cast
from tests.web.browser import TestBrowser
from web.kept_pieces import Keeping, keeping
from web.rendering import OurEnvironment, make_environment

AsActor = Callable[[Actor], TestBrowser]
Shown = tuple[str, Hashable]


@pytest.fixture
def templates() -> OurEnvironment:
    environment = make_environment("es")
    environment.loader = DictLoader(
        {
            "plain": "<p>{{ piece }}</p>",
            "page": "{{ page.title }}",
            "reader": "{{ frame.actor_name }}",
            "token": "{{ frame.csrf_token }}",
            "clock": "{{ piece | ago }}",
        }
    )
    return environment


def made_anew(monkeypatch: pytest.MonkeyPatch) -> list[Shown]:
    """From now on nothing is kept; what would have been."""
    shown: list[Shown] = []

    def nothing_kept(self: OurEnvironment, language: str) -> Keeping:
        make = keeping(self, language)

        def always(template: str, time_zone: str, piece: Hashable, *, anew: bool = False) -> Markup:
            if not anew:
                shown.append((template, piece))
            return make(template, time_zone, piece, anew=True)

        return always

    monkeypatch.setattr(OurEnvironment, "keeping", nothing_kept)
    return shown


@pytest.mark.parametrize("who", ["stranger", "officer"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_page_is_the_same_whether_its_pieces_were_kept(
    as_actor: AsActor, cast: Cast, monkeypatch: pytest.MonkeyPatch, who: str, language: str
) -> None:
    cast.capacity(cast.clinic_place, 3, minutes_ago=92)
    actor = cast.olive_officer if who == "officer" else VISITOR
    browser = as_actor(replace(actor, language=language))
    asked = [
        (f"/search?{query}", headers)
        for query in ("near=94103", "q=methadone&near=94103", "q=nothing-of-this", "age=34")
        for headers in ({}, {"hx-request": "true"})
    ]

    def pages() -> list[str]:
        return [browser.get(address, headers=headers).text for address, headers in asked]

    pages()  # what can be kept is kept now
    kept = pages()
    shown = made_anew(monkeypatch)

    assert pages() == kept
    assert {template for template, _ in shown} >= {"search/_room.html", "search/_who_fields.html"}


def test_nothing_is_kept_of_a_search_for_somebody(
    as_actor: AsActor, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = as_actor(cast.olive_officer)
    posted = browser.post("/search/facts", data={"search": "near=94103", "age": "34"}, follow_redirects=False)
    shown = made_anew(monkeypatch)

    page = browser.get(posted.headers["location"])

    assert "34 years old" in page.text
    assert {template for template, _ in shown} == {"layouts/_links.html"}


@pytest.mark.parametrize("template", ["page", "reader", "token"])
def test_a_kept_piece_cannot_see_who_asks(templates: OurEnvironment, template: str) -> None:
    with pytest.raises(UndefinedError):
        templates.keeping("es")(template, "UTC", "piece")


def test_a_kept_piece_is_not_told_the_time(templates: OurEnvironment) -> None:
    with pytest.raises(LookupError, match="what time it is"):
        templates.keeping("es")("clock", "UTC", "piece")


@pytest.mark.parametrize("piece", [Markup("<b>"), ("a", Markup("<b>")), say("{x}", x=Markup("<b>"))])
def test_html_is_never_taken_for_the_same_text(templates: OurEnvironment, piece: Any) -> None:
    with pytest.raises(TypeError):
        templates.keeping("es")("plain", "UTC", piece)
    assert templates.keeping("es")("plain", "UTC", "<b>") == "<p>&lt;b&gt;</p>"
    assert templates.keeping("es")("plain", "UTC", Markup("<b>")) == "<p>&lt;b&gt;</p>"


@pytest.mark.parametrize("other", [Say("{n} beds", {"n": True}), Say("{n} beds", {"n": 1.0})])
def test_sentences_that_are_not_said_alike_are_not_the_same(other: Say) -> None:
    assert say("{n} beds", n=1) != other
    assert say("{n} beds", n=1) == say("{n} beds", n=1)
    assert hash(say("{n} beds", n=1)) == hash(say("{n} beds", n=1))
