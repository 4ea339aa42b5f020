"""The parts that pages are made of: nothing typed by people becomes markup, every wrong field is linked."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree

import html5lib
import pytest
from jinja2 import Environment, UndefinedError

from network.actors import VISITOR, Actor, ActorKind, Role
from network.clock import now
from network.ids import new_id
from network.settings import Mode, Settings
from network.words import say
from tests.web.page_checks import check_page, text_of
from web.pages.errors import error_page
from web.pages.filled import EMPTY, Choice, Filled
from web.pages.frame import Flash, Frame, frame_for
from web.rendering import asset, dialled, make_environment

HOSTILE = '"><script>alert(1)</script>\u202e{{ 7 * 7 }}'
ENVIRONMENT = make_environment()

Render = Callable[..., ElementTree.Element]


def frame_of(actor: Actor = VISITOR, settings: Settings | None = None, **more: object) -> Frame:
    given = {"path": "/search?q=detox", "csrf_token": "a'\"token", "nonce": "n", **more}
    return frame_for(actor, settings or Settings(), **given)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def environment() -> Environment:
    return ENVIRONMENT


@pytest.fixture
def render(environment: Environment) -> Render:
    """Renders a line of a template with all parts at hand, as the tree a browser makes of it."""

    def render(line: str, *, frame: Frame | None = None, **words: object) -> ElementTree.Element:
        parts = ("field", "alert", "crumbs", "pager", "time", "capacity", "show", "map")
        imports = "".join(f'{{% import "parts/{name}.html" as {name} with context %}}' for name in parts)
        html = environment.from_string(imports + line).render(frame=frame or frame_of(), **words)
        parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
        tree: ElementTree.Element = parser.parse(f"<!doctype html><title>t</title>{html}")
        assert parser.errors == [], html
        return tree

    return render


def only(tree: ElementTree.Element, path: str) -> ElementTree.Element:
    found = tree.findall(f".//{path}")
    assert len(found) == 1, f"{len(found)} × {path}"
    return found[0]


@pytest.mark.parametrize(
    "line",
    [
        '{{ field.text(form, "name", words, hint=words) }}',
        '{{ field.textarea(form, "name", words) }}',
        '{{ field.select(form, "name", words, choices, empty=words) }}',
        '{{ field.radios(form, "name", words, choices, hint=words) }}',
        '{{ field.checkboxes(form, "name", words, choices) }}',
        '{{ field.tick(form, "name", words, hint=words, value=words) }}',
        "{{ field.problems(form) }}",
        '{{ field.text(form, "name", words, attributes={"data-x": words}) }}',
        "{% call alert.alert('info', words) %}{{ words }}{% endcall %}",
        "{{ crumbs.crumbs([(words, words)], words) }}",
        "{{ pager.pager(words, words, words, words) }}",
        '{{ capacity.capacity("places", words, source=words) }}',
        "{{ show.facts([(words, words)]) }}",
        "{% call show.table(words, [words, (words, 'number')]) %}{% endcall %}",
        '{{ show.button_form("/x", words, next=words, fields={"a": words}) }}',
        "{{ show.call_link(words) }}",
        "{{ show.copy_button(words) }}",
        "{{ map.map(words, shapes=words, here=words, attribution=words) }}",
    ],
)
def test_what_people_type_never_becomes_markup(render: Render, line: str) -> None:
    form = Filled({"name": HOSTILE}, {"name": say("{typed} is wrong", typed=HOSTILE)})

    tree = render(line, words=HOSTILE, form=form, choices=(Choice(HOSTILE, HOSTILE, HOSTILE),))

    assert not tree.findall(".//script")


def test_the_problem_of_each_field_is_linked_from_the_top_and_said_beside_it(render: Render) -> None:
    form = Filled(
        {"email": "dana@", "need": ("bed",)},
        {"email": say("Type the whole address."), "need": say("Choose two.")},
    )

    tree = render(
        "{{ field.problems(form) }}{{ field.text(form, 'email', 'E-mail', hint='At work.') }}"
        "{{ field.checkboxes(form, 'need', 'Needs', choices) }}",
        form=form,
        choices=(Choice("bed", "A bed"), Choice("ride", "A ride")),
    )

    links = {link.get("href"): text_of(link) for link in tree.findall(".//a")}
    assert links == {"#f-email": "Type the whole address.", "#f-need": "Choose two."}
    email = only(tree, "input[@id='f-email']")
    assert email.get("value") == "dana@"
    assert email.get("aria-invalid") == "true"
    assert email.get("aria-describedby") == "f-email-hint f-email-problem"
    assert text_of(only(tree, "span[@id='f-email-problem']")) == "Type the whole address."
    assert only(tree, "input[@id='f-need']").get("checked") is not None
    assert only(tree, "fieldset").get("aria-describedby") == "f-need-problem"


def test_a_password_is_never_written_back(render: Render) -> None:
    tree = render(
        "{{ field.password(form, 'password', 'Password') }}", form=Filled({"password": "open sesame"})
    )

    assert only(tree, "input").get("value") == ""


def test_text_of_several_lines_comes_back_as_it_was_typed(render: Render) -> None:
    typed = "\n First line\n\nlast </textarea> line "

    tree = render("{{ field.textarea(form, 'note', 'Note') }}", form=Filled({"note": typed}))

    assert only(tree, "textarea").text == typed


def test_only_what_may_be_left_out_says_so(render: Render) -> None:
    tree = render(
        "{{ field.text(form, 'a', 'Must', required=true) }}{{ field.text(form, 'b', 'May') }}"
        "{{ field.text(form, 'c', 'Filter', required=none) }}",
        form=EMPTY,
    )

    assert [text_of(label) for label in tree.findall(".//label")] == ["Must", "May (optional)", "Filter"]


def test_two_forms_on_a_page_do_not_share_ids(render: Render) -> None:
    tree = render(
        "{{ field.text(one, 'name', 'Name') }}{{ field.text(two, 'name', 'Name') }}",
        one=Filled(prefix="one-"),
        two=Filled(prefix="two-"),
    )

    assert {label.get("for") for label in tree.findall(".//label")} == {"one-name", "two-name"}


def test_a_button_that_changes_something_is_a_form_with_its_token(render: Render) -> None:
    tree = render("{{ show.button_form('/x', 'Remove', fields={'id': '7'}) }}")

    assert only(tree, "form").get("method") == "post"
    assert only(tree, "input[@name='_csrf_token']").get("value") == "a'\"token"


def test_a_button_that_needs_thought_leads_to_a_page_first(render: Render) -> None:
    tree = render("{{ show.button_form('/x', 'Remove', confirm='/x/removal') }}")

    assert not tree.findall(".//form")
    assert only(tree, "a").get("href") == "/x/removal"


@pytest.mark.parametrize("state", ["places", "waitlist", "full", "call", "unknown"])
def test_how_full_it_is_is_a_word_and_a_shape_not_only_a_color(render: Render, state: str) -> None:
    tree = render("{{ capacity.capacity(state) }}", state=state)

    assert text_of(only(tree, "body"))
    assert "#" in (only(tree, "{*}use").get("href") or "")


def test_how_old_it_is_stands_beside_it_and_is_exact_for_screen_readers(render: Render) -> None:
    moment = now() - timedelta(minutes=92)

    tree = render("{{ capacity.capacity('places', '3 beds', moment, 'by phone') }}", moment=moment)

    time = only(tree, "time")
    assert time.get("datetime") == moment.isoformat()
    assert text_of(only(tree, "body")).startswith("3 beds 92 minutes ago,")
    assert text_of(only(tree, "body")).endswith("· by phone")
    assert str(moment.year) in (time.get("title") or "")


def test_a_sentence_is_said_in_the_readers_language(render: Render) -> None:
    spanish = Actor(ActorKind.VISITOR, language="es")

    tree = render("<p>{{ sentence }}</p>", frame=frame_of(spanish), sentence=say("Nothing was changed."))

    assert text_of(only(tree, "p")) == "No se cambió nada."


def test_a_name_that_does_not_exist_fails(environment: Environment) -> None:
    with pytest.raises(UndefinedError):
        environment.from_string("{{ page.nothing }}").render(page=EMPTY, frame=frame_of())


def test_a_telephone_number_is_dialled_with_its_extension() -> None:
    assert dialled("(314) 555-0100") == "3145550100"
    assert dialled("+1 314-555-0100 ext. 42") == "+13145550100,42"
    assert dialled("314.555.0100 x7") == "3145550100,7"
    assert dialled("988") == "988"


def test_an_address_of_a_file_changes_with_the_file() -> None:
    assert asset("trestle.css").startswith("/static/trestle.css?v=")
    assert asset("trestle.css") != asset("parts.css")


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 413, 418, 422, 423, 429, 500, 502, 503])
def test_a_refusal_is_a_whole_page_that_says_what_to_do(
    environment: Environment, status: int, language: str
) -> None:
    visitor = Actor(ActorKind.VISITOR, language=language)
    page = error_page(status, None, "f00d")

    html = environment.get_template("errors/show.html").render(page=page, frame=frame_of(visitor))

    check_page(html)
    assert ("f00d" in html) == (status >= 500)
    assert "tel:988" in html


def test_the_frame_says_who_is_signed_in_and_what_was_done(environment: Environment) -> None:
    officer = Actor(ActorKind.STAFF, new_id(), "Dana <i>W</i>", roles=frozenset({Role.OFFICER}))
    frame = frame_of(officer, Settings(mode=Mode.DEMO), messages=[Flash("success", say("It is saved."))])

    html = environment.get_template("errors/show.html").render(page=error_page(404), frame=frame)

    check_page(html)
    assert "Dana &lt;i&gt;W&lt;/i&gt;" in html
    assert "It is saved." in html
    assert "Demonstration" in html
    assert 'data-idle-seconds="1800"' in html


def test_each_role_has_its_own_doors() -> None:
    def places(*roles: Role) -> set[str]:
        actor = Actor(ActorKind.STAFF, new_id(), "Somebody", roles=frozenset(roles))
        return {item.href for item in frame_of(actor).nav}

    assert "/users" in places(Role.ADMINISTRATOR)
    assert "/users" not in places(Role.CURATOR)
    assert "/directory" in places(Role.CURATOR)
    assert places(Role.OFFICER) == {
        "/today", "/people", "/referrals", "/questions", "/search", "/shortlist", "/help"
    }  # fmt: skip
    assert "/people" not in places(Role.PROVIDER) | places(Role.ADMINISTRATOR) | places(Role.LEADERSHIP)


def test_a_sentence_inside_a_sentence_is_said_in_the_reader_s_language(environment: Environment) -> None:
    template = environment.from_string('{{ _("%(what)s, in Spanish", what=page) }}')
    frame = replace(frame_of(), language="es")

    assert template.render(page=say("Closed now"), frame=frame) == "Cerrado ahora, en español"
