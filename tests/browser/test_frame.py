"""What stands around every page, in a real browser: menu, near me, the cover of a forgotten page, the map."""

import mimetypes
from collections.abc import Callable, Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Geolocation, Page, Route, expect

from network.actors import VISITOR, Actor, ActorKind, Role
from network.ids import new_id
from network.settings import Settings
from network.worklists.queries import Waiting
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.looking import check_page
from web.pages.errors import error_page
from web.pages.frame import frame_for
from web.pages.home import home_page
from web.rendering import STATIC, make_environment

HERE = "http://localhost"
OFFICER = Actor(ActorKind.STAFF, new_id(), "Dana Whitfield", roles=frozenset({Role.OFFICER}))
LIST = """
{% extends "layouts/base.html" %}
{% from "parts/map.html" import map, map_script with context %}
{% block title %}Places{% endblock %}
{% block scripts %}{{ map_script() }}{% endblock %}
{% block main %}<h1>Places</h1>
<form id="report" hx-post="/report" hx-target="#report"><button>Report</button></form>
<button hx-post="/refused" hx-target="#report">Accept</button>
<button hx-post="/broken" hx-target="#report">Send</button>
<ol id="results">
  <li data-lat="37.77" data-lng="-122.41" data-state="places" data-number="1">
    <a href="/services/1">Clinic</a></li>
  <li data-lat="37.80" data-lng="-122.27" data-state="full" data-number="2">
    <a href="/services/2">Shelter</a></li>
</ol>
{{ map("results", here="37.78,-122.40", attribution="Our own shapes") }}{% endblock %}
"""

OpenFrame = Callable[..., Page]


@pytest.fixture
def open_frame(browser: Browser) -> Iterator[OpenFrame]:
    """Opens the first page or a list for somebody; everything but the page itself and our files fails."""
    contexts: list[BrowserContext] = []

    def open_frame(
        path: str = "/", actor: Actor = VISITOR, screen: tuple[int, int] = PHONE, *, javascript: bool = True
    ) -> Page:
        context = browser.new_context(
            viewport={"width": screen[0], "height": screen[1]},
            java_script_enabled=javascript,
            permissions=["geolocation"],
            geolocation=Geolocation(latitude=37.774929, longitude=-122.419416),
        )
        contexts.append(context)
        context.route("**/*", lambda route: _answer(route, actor))
        page = context.new_page()
        page.clock.install()
        page.goto(HERE + path)
        return page

    yield open_frame
    for context in contexts:
        context.close()


def _answer(route: Route, actor: Actor) -> None:
    path = urlsplit(route.request.url).path
    environment = make_environment()
    frame = frame_for(actor, Settings(), path=path, csrf_token="token", nonce="nonce")
    if path.startswith("/static/"):
        file = STATIC / path.removeprefix("/static/")
        route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file.name)[0] or "font/woff2")
    elif path == "/list":
        route.fulfill(body=environment.from_string(LIST).render(frame=frame), content_type="text/html")
    elif path == "/session/presence":
        route.fulfill(status=204)
    elif path == "/report":
        route.abort("internetdisconnected")
    elif path == "/refused":
        words = environment.get_template("errors/_line.html").render(page=error_page(409), frame=frame)
        headers = {"HX-Retarget": "#problem", "HX-Reswap": "innerHTML"}
        route.fulfill(status=409, body=words, headers=headers, content_type="text/html")
    elif path == "/broken":
        route.fulfill(status=500, body="broken")
    else:
        page = home_page(actor, Waiting())
        body = environment.get_template("home/show.html").render(page=page, frame=frame)
        route.fulfill(body=body, content_type="text/html")


def test_the_phones_menu_opens_without_a_script(open_frame: OpenFrame) -> None:
    page = open_frame(actor=OFFICER, javascript=False)
    sign_out = page.locator("header").get_by_role("button", name="Sign out")
    expect(sign_out).to_be_hidden()

    page.get_by_text("Menu", exact=True).click()

    expect(sign_out).to_be_visible()
    check_page(page)


def test_the_phones_menu_closes_with_escape(open_frame: OpenFrame) -> None:
    page = open_frame()
    page.get_by_text("Menu", exact=True).click()
    expect(page.locator("header").get_by_role("link", name="Help")).to_be_visible()

    page.keyboard.press("Escape")

    expect(page.locator("header").get_by_role("link", name="Help")).to_be_hidden()


def test_near_me_tells_only_the_rough_area(open_frame: OpenFrame) -> None:
    page = open_frame()

    with page.expect_request("**/search/place") as sent:
        page.get_by_role("button", name="Near me").click()

    assert parse_qs(sent.value.post_data or "")["where"] == ["37.77, -122.42"]


def test_near_me_is_not_offered_without_a_script(open_frame: OpenFrame) -> None:
    page = open_frame(javascript=False)

    expect(page.get_by_role("button", name="Near me")).to_be_hidden()
    check_page(page)


def test_an_officer_is_asked_before_the_page_covers_itself_and_can_stay(open_frame: OpenFrame) -> None:
    page = open_frame(actor=OFFICER)
    asking = page.get_by_role("alertdialog", name="Are you still there?")

    page.clock.fast_forward(timedelta(minutes=28, seconds=10).seconds * 1000)
    expect(asking).to_be_visible()
    check_page(page)
    page.get_by_role("button", name="Stay signed in").click()

    expect(asking).to_be_hidden()
    page.clock.fast_forward(timedelta(minutes=20).seconds * 1000)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_forgotten_page_shows_nothing_of_what_was_on_it(open_frame: OpenFrame) -> None:
    page = open_frame("/list", actor=OFFICER, screen=DESKTOP)

    page.clock.fast_forward(timedelta(minutes=31).seconds * 1000)

    expect(page.get_by_role("link", name="Sign in again")).to_be_visible()
    expect(page.get_by_text("Clinic")).to_be_hidden()
    expect(page.get_by_text("Dana Whitfield").first).to_be_hidden()


def test_a_stranger_is_never_asked(open_frame: OpenFrame) -> None:
    page = open_frame()

    page.clock.fast_forward(timedelta(minutes=90).seconds * 1000)

    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_lost_connection_is_said_in_a_sentence(open_frame: OpenFrame) -> None:
    page = open_frame("/list")

    page.get_by_role("button", name="Report").click()

    expect(page.get_by_role("alert")).to_contain_text("There is no connection right now.")


def test_a_refusal_is_said_in_a_sentence_and_leaves_the_page_as_it_was(open_frame: OpenFrame) -> None:
    page = open_frame("/list")

    page.get_by_role("button", name="Accept").click()

    expect(page.get_by_role("alert")).to_contain_text("Someone changed this first.")
    expect(page.get_by_role("button", name="Report")).to_be_visible()


def test_a_fault_of_the_server_is_said_in_a_sentence(open_frame: OpenFrame) -> None:
    page = open_frame("/list")

    page.get_by_role("button", name="Send").click()

    expect(page.get_by_role("alert")).to_contain_text("What you typed is still here.")


def test_the_map_shows_what_the_list_says_and_asks_nobody_else(open_frame: OpenFrame) -> None:
    page = open_frame("/list", screen=DESKTOP)

    expect(page.locator(".tr-map .tr-pin")).to_have_count(3)
    page.get_by_role("button", name="Shelter").click()

    expect(page.get_by_role("link", name="Shelter")).to_be_focused()
    check_page(page)


def test_on_a_phone_the_map_waits_until_it_is_wanted(open_frame: OpenFrame) -> None:
    page = open_frame("/list")
    assert not page.evaluate("'L' in window"), "the map was fetched before anybody asked for it"

    page.get_by_text("Map", exact=True).click()

    expect(page.locator(".tr-map .tr-pin")).to_have_count(3)
    check_page(page)


def test_a_list_without_places_leaves_the_map_empty(open_frame: OpenFrame) -> None:
    page = open_frame("/list", screen=DESKTOP)
    expect(page.locator(".tr-map .tr-pin")).to_have_count(3)

    page.evaluate(
        """() => {
            document.getElementById("results").replaceChildren();
            document.body.dispatchEvent(new Event("htmx:afterSettle", { bubbles: true }));
        }"""
    )

    expect(page.locator(".tr-map .tr-pin")).to_have_count(1)
