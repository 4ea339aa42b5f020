"""The first page, help, and what a wrong address or a forged form gets."""

import re
from dataclasses import replace

from network.words import say, speak
from tests.cast import Cast
from tests.web.browser import TestBrowser

TYPED = {"detox", "a bed tonight", "ID card", "desintoxicación", "una cama esta noche", "identificación"}


def test_a_stranger_sees_how_to_search_and_how_to_sign_in(stranger: TestBrowser) -> None:
    page = stranger.get("/")

    assert page.status_code == 200
    assert 'action="/search/place" method="post"' in page.text
    assert "/sign-in" in page.text
    assert "988" in page.text


def test_every_answer_is_guarded(stranger: TestBrowser) -> None:
    headers = stranger.get("/help").headers

    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert headers["x-request-id"]


def test_an_unknown_address_gets_our_own_page(stranger: TestBrowser) -> None:
    page = stranger.get("/no-such-page")

    assert page.status_code == 404
    assert "Trestle" in page.text


def test_a_wrong_method_gets_our_own_page(stranger: TestBrowser) -> None:
    page = stranger.post("/help", data={})

    assert page.status_code == 405
    assert "Trestle" in page.text


def test_a_forged_form_is_refused_and_changes_nothing(stranger: TestBrowser) -> None:
    answer = stranger.post("/language", data={"language": "es"}, forged=True, follow_redirects=False)

    assert "trestle_language" not in answer.cookies
    assert "trestle_language" not in stranger.cookies


def test_a_stranger_reads_spanish_after_choosing_it_and_stays_on_the_page(stranger: TestBrowser) -> None:
    page = stranger.post("/language", data={"language": "es", "next": "/help"})

    assert page.url.path == "/help"
    assert '<html lang="es"' in page.text


def test_a_browser_that_asks_for_spanish_gets_it(stranger: TestBrowser) -> None:
    page = stranger.get("/", headers={"accept-language": "es-MX,es;q=0.9,en;q=0.5"})

    assert '<html lang="es"' in page.text


def test_choosing_a_language_never_sends_anybody_to_another_site(stranger: TestBrowser) -> None:
    for asked in ("https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        answer = stranger.post("/language", data={"language": "es", "next": asked}, follow_redirects=False)
        assert answer.headers["location"] == "/"


def test_ten_megabytes_of_text_are_refused_in_a_sentence(stranger: TestBrowser) -> None:
    page = stranger.post("/language", data={"language": "x" * 11_000_000})

    assert page.status_code == 413


def test_machines_are_told_whether_it_is_alive_and_ready(stranger: TestBrowser) -> None:
    assert stranger.get("/health").json() == {"status": "alive"}
    assert stranger.get("/ready").json()["status"] == "ready"


def test_everybody_of_the_staff_can_read_the_first_page_and_help(as_actor, cast: Cast) -> None:  # type: ignore[no-untyped-def]
    for actor in cast.everybody.values():
        browser = as_actor(actor)
        assert browser.get("/").status_code == 200
        assert browser.get("/help").status_code == 200


def test_help_calls_everything_by_the_name_that_stands_on_the_page(as_actor, cast: Cast) -> None:  # type: ignore[no-untyped-def]
    for actor in cast.everybody.values():
        names = set(re.findall("“([^”]+)”", as_actor(actor).get("/help").text)) - TYPED
        spanish = as_actor(replace(actor, language="es")).get("/help", headers={"accept-language": "es"})
        in_spanish = set(re.findall("«([^»]+)»", spanish.text)) - TYPED
        assert len(names) >= 4
        assert in_spanish == {speak(say(name), "es") for name in names}


def test_an_officer_and_a_provider_read_in_help_how_a_place_is_held(as_actor, cast: Cast) -> None:  # type: ignore[no-untyped-def]
    assert "A free place can be held" in as_actor(cast.olive_officer).get("/help").text
    assert "Officers may hold a free place" in as_actor(cast.pat_provider).get("/help").text


def test_browsers_get_assets_for_good_and_nothing_of_how_they_are_made(stranger: TestBrowser) -> None:
    style = stranger.get("/static/trestle.css")

    assert style.status_code == 200
    assert "immutable" in style.headers["cache-control"]
    for path in ("vendor.py", "uswds.scss", "__init__.py", "../app.py", "%2e%2e/app.py"):
        assert stranger.get(f"/static/{path}").status_code == 404


def test_a_refused_piece_is_one_line_in_its_place(stranger: TestBrowser) -> None:
    answer = stranger.piece("/no-such-page")

    assert answer.status_code == 404
    assert answer.headers["hx-retarget"] == "#problem"
    assert "<html" not in answer.text
