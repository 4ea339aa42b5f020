"""People who send what no browser would send are answered like everybody who mistyped: with a sentence."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from network.actors import Actor
from tests.cast import Cast
from tests.conftest import RolledBack
from tests.web.browser import TestBrowser
from web import refusals
from web.app import create_app
from web.visit import find_actor
from web.world import World

Browser = Callable[[Actor], TestBrowser]
COOKIES = ("trestle_said", "trestle_csrf", "trestle_session", "trestle_kept", "trestle_shortlist")
NO_HOST = "http://["
PART = b'--x\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n--x--'


@pytest.mark.parametrize("name", COOKIES)
def test_visitor_with_a_cookie_of_another_site_reads_the_page(stranger: TestBrowser, name: str) -> None:
    for value in (b"caf\xc3\xa9.\xff", b"abc." + b"\xff" * 80):
        page = stranger.get("/sign-in", headers={b"cookie": name.encode() + b"=" + value})
        assert page.status_code == 200


def test_visitor_with_a_token_that_nobody_gave_out_is_asked_to_send_again(stranger: TestBrowser) -> None:
    token = "é" * 80
    stranger.get("/help")
    answers = [
        stranger.post(
            "/shortlist", forged=True, data={"place": "1"}, headers={b"x-csrftoken": token.encode()}
        ),
        stranger.post("/shortlist", forged=True, data={"_csrf_token": token}),
        stranger.post(
            "/shortlist",
            forged=True,
            data={"place": "1"},
            headers={b"cookie": b"trestle_csrf=" + token.encode()},
        ),
    ]
    assert [answer.status_code for answer in answers] == [403, 403, 403]


@pytest.mark.parametrize(
    "body",
    [
        PART % (b"words", b"\r\nContent-Type: text/plain; charset=nobody-knows", b"closed"),
        PART % (b"words", b"", b"\xff"),
        PART % (b"_csrf_token", b'; filename="token"', b"closed"),
    ],
)
def test_a_form_that_cannot_be_read_is_refused(stranger: TestBrowser, body: bytes) -> None:
    stranger.get("/help")
    for headers in ({}, {"x-csrftoken": stranger.cookies["trestle_csrf"]}):
        headers = {"content-type": "multipart/form-data; boundary=x", **headers}
        answer = stranger.post("/kept-form/forgotten", forged=True, headers=headers, content=body)
        assert answer.status_code < 500


def test_a_form_of_a_million_fields_is_refused_before_it_is_taken_apart(stranger: TestBrowser) -> None:
    stranger.get("/help")
    for headers in ({}, {"x-csrftoken": stranger.cookies["trestle_csrf"]}):
        headers = {"content-type": "application/x-www-form-urlencoded", **headers}
        answer = stranger.post("/search/place", forged=True, headers=headers, content=b"a=1&" * 1_000_000)
        assert answer.status_code == 413


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2024-02-30"])
def test_program_that_asks_for_a_moment_out_of_time_is_answered(stranger: TestBrowser, moment: str) -> None:
    answer = stranger.get("/hsds/services", params={"modified_after": moment})
    assert answer.status_code in {200, 400}


@pytest.mark.parametrize("address", ["/language", "/shortlist/removal"])
def test_visitor_is_not_sent_to_a_host_that_is_none(stranger: TestBrowser, address: str) -> None:
    answer = stranger.post(address, data={"next": NO_HOST}, follow_redirects=False)
    assert answer.status_code in {303, 404}
    assert stranger.get("/sign-in", params={"next": NO_HOST}).status_code == 200


@pytest.mark.parametrize("header", ["referer", "hx-current-url"])
def test_officer_whose_browser_says_a_page_that_is_none_is_asked_to_sign_in(
    stranger: TestBrowser, header: str
) -> None:
    answer = stranger.get("/capacity", headers={"hx-request": "true", header: NO_HOST})
    assert answer.status_code == 401
    assert answer.headers["hx-redirect"] == "/sign-in"


def test_visitor_gets_an_answer_when_pages_themselves_are_broken(
    stranger: TestBrowser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("olive.officer@example.org")

    monkeypatch.setattr(refusals, "show", broken)
    monkeypatch.setattr("web.routes.home.show", broken)
    answer = stranger.get("/help")
    assert answer.status_code == 500
    assert answer.text == f"Error {answer.headers['x-request-id']}"
    assert "content-security-policy" in answer.headers


@pytest.fixture
def secure(world: World, store: RolledBack, cast: Cast) -> Iterator[TestBrowser]:  # noqa: ARG001
    """A browser in which nobody is signed in, of a site that is served over https."""
    settings = replace(world.settings, base_url="https://testserver.local")
    app = create_app(replace(world, settings=settings), find_actor)
    with TestBrowser(app, world) as browser:
        browser.base_url = settings.base_url
        yield browser


def test_officer_on_https_keeps_no_token_that_a_neighbouring_site_planted(secure: TestBrowser) -> None:
    cookie = secure.get("/help").headers["set-cookie"]
    assert cookie.startswith("__Host-trestle_csrf=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    token = secure.cookies["__Host-trestle_csrf"]
    planted = {"cookie": f"trestle_csrf={token}", "x-csrftoken": token}
    assert secure.post("/language", forged=True, headers=planted, data={"language": "es"}).status_code == 403
    taken = secure.post("/language", forged=True, headers={"cookie": ""}, data={"language": "es"})
    assert "__Host-trestle_csrf=" in taken.headers["set-cookie"]
    assert "Secure" in taken.headers["set-cookie"]
