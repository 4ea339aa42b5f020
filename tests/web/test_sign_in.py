"""Signing in and out, as people do it in a browser."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from http.cookies import Morsel, SimpleCookie
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from network.clock import now, stopped_at
from network.settings import Settings
from network.tables import Account, AccountSession, AccountStatus, Event
from tests.cast import Cast
from tests.network.accounts.conftest import PASSWORD
from tests.web.browser import TestBrowser
from tests.web.entering import COOKIE, is_in, sign_in, with_password
from tests.web.stage import Stage
from web.visit import cookie_name, session_cookie
from web.world import World


@pytest.fixture
def olive(session: Session, cast: Cast) -> Account:
    return with_password(session, cast.olive_officer)


@pytest.fixture
def another_browser(world: World, stage: Stage) -> Iterator[TestBrowser]:
    with stage.browser(world) as browser:
        yield browser


def _cookie(answer: Any) -> Morsel[str]:
    headers = answer.headers.get_list("set-cookie")
    return next(SimpleCookie(header)[COOKIE] for header in headers if header.startswith(COOKIE))


def test_the_sign_in_page_tells_the_four_things_first(stranger: TestBrowser) -> None:
    page = stranger.get("/sign-in").text

    for sentence in (
        "restricted information system",
        "subject to audit",
        "prohibited",
        "you consent to monitoring",
    ):
        assert sentence in page


def test_olive_signs_in_and_comes_to_the_page_she_wanted(stranger: TestBrowser, olive: Account) -> None:
    asked = stranger.get("/profile?x=1", follow_redirects=False)
    assert (asked.status_code, asked.headers["location"]) == (303, "/sign-in?next=%2Fprofile%3Fx%3D1")
    assert 'name="next" value="/profile?x=1"' in stranger.get(asked.headers["location"]).text

    answer = sign_in(stranger, olive.email, next_path="/profile?x=1")

    assert (answer.status_code, answer.headers["location"]) == (303, "/profile?x=1")
    assert "Olive Officer" in stranger.get("/profile?x=1").text


@pytest.mark.parametrize(
    "evil", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/\tx", ""]
)
def test_nobody_is_sent_to_another_site(stranger: TestBrowser, olive: Account, evil: str) -> None:
    assert sign_in(stranger, olive.email, next_path=evil).headers["location"] == "/today"


def test_whoever_is_signed_in_goes_on(stranger: TestBrowser, olive: Account) -> None:
    sign_in(stranger, olive.email)

    assert stranger.get("/sign-in?next=/help", follow_redirects=False).headers["location"] == "/help"


def test_every_failure_says_the_same(
    stranger: TestBrowser, session: Session, cast: Cast, olive: Account
) -> None:
    with_password(session, cast.pat_provider, locked_at=now())
    with_password(session, cast.cora_curator, status=AccountStatus.DISABLED)
    emails = [olive.email, "nobody@example.org", "pat.provider@example.org", "cora.curator@example.org", ""]

    answers = [sign_in(stranger, email, "wrong" if email == olive.email else PASSWORD) for email in emails]

    assert {answer.status_code for answer in answers} == {422}
    assert all("address and password do not fit together" in answer.text for answer in answers)
    plain = [re.sub(r'value="[^"]*"|nonce="[^"]*"', "", answer.text) for answer in answers]
    assert len(set(plain)) == 1
    assert not is_in(stranger)


def test_what_was_typed_stays_but_not_the_password(stranger: TestBrowser, olive: Account) -> None:
    page = sign_in(stranger, olive.email, "wrong password 123").text

    assert f'value="{olive.email}"' in page
    assert "wrong password 123" not in page


def test_a_failed_try_is_kept_though_the_request_was_refused(
    stranger: TestBrowser, session: Session, olive: Account
) -> None:
    for _ in range(5):
        sign_in(stranger, olive.email, "wrong")
    session.expire_all()

    assert session.get_one(Account, olive.id).locked_at is not None
    kinds = session.exec(select(Event.kind).order_by(col(Event.id))).all()
    assert list(kinds) == ["account.sign_in_failed"] * 5 + ["account.locked"]
    assert sign_in(stranger, olive.email).status_code == 422


@pytest.mark.parametrize("what", ["email", "password"])
def test_ten_million_letters_are_refused_with_a_page(
    stranger: TestBrowser, olive: Account, what: str
) -> None:
    typed = {"email": olive.email, "password": PASSWORD} | {what: "x" * 9_000_000}
    assert stranger.post("/sign-in", data=typed).status_code == 422
    assert stranger.post("/sign-in", data=typed | {what: "x" * 11_000_000}).status_code == 413


def test_a_planted_cookie_is_never_taken_over(stranger: TestBrowser, olive: Account) -> None:
    stranger.cookies.set(COOKIE, "planted-by-somebody-else")
    answer = sign_in(stranger, olive.email)

    made = _cookie(answer).value
    assert made != "planted-by-somebody-else"
    stranger.cookies.clear()
    stranger.cookies.set(COOKIE, "planted-by-somebody-else")
    assert not is_in(stranger)


def test_a_session_of_somebody_else_that_was_planted_ends_when_olive_signs_in(
    stranger: TestBrowser, another_browser: TestBrowser, session: Session, cast: Cast, olive: Account
) -> None:
    mallory = with_password(session, cast.olga_outsider)
    sign_in(another_browser, mallory.email)
    planted = another_browser.cookies[COOKIE]
    stranger.cookies.set(COOKIE, planted)

    sign_in(stranger, olive.email)

    assert "Olive Officer" in stranger.get("/profile").text
    assert not is_in(another_browser)


def test_signing_in_again_gives_another_id_and_ends_the_first(
    stranger: TestBrowser, session: Session, olive: Account
) -> None:
    sign_in(stranger, olive.email)
    first = stranger.cookies[COOKIE]
    sign_in(stranger, olive.email)

    assert stranger.cookies[COOKIE] != first
    session.expire_all()
    ended = session.exec(select(AccountSession.ended_at).order_by(col(AccountSession.id))).all()
    assert [moment is not None for moment in ended] == [True, False]


def test_the_cookie_is_guarded(stranger: TestBrowser, olive: Account, settings: Settings) -> None:
    cookie = _cookie(sign_in(stranger, olive.email))
    assert cookie["httponly"]
    assert cookie["samesite"] == "lax"
    assert cookie["path"] == "/"
    assert not cookie["max-age"]

    secure = replace(settings, base_url="https://trestle.example.org")
    header = session_cookie("x", secure).to_header(header="")
    assert cookie_name(secure) == "__Host-trestle_session"
    assert "Secure" in header
    assert "Domain" not in header


def test_half_an_hour_without_a_click_asks_again_and_comes_back(
    stranger: TestBrowser, olive: Account
) -> None:
    sign_in(stranger, olive.email)
    with stopped_at(now() + timedelta(minutes=29)):
        assert is_in(stranger)
    with stopped_at(now() + timedelta(minutes=58)):  # the click a moment ago counted
        assert is_in(stranger)
    with stopped_at(now() + timedelta(minutes=90)):
        answer = stranger.get("/profile", follow_redirects=False)
        assert answer.headers["location"] == "/sign-in?next=%2Fprofile"


def test_a_script_can_say_that_somebody_is_still_there(stranger: TestBrowser, olive: Account) -> None:
    assert stranger.post("/session/presence").status_code == 401
    sign_in(stranger, olive.email)
    with stopped_at(now() + timedelta(minutes=20)):
        assert stranger.post("/session/presence").status_code == 204
    with stopped_at(now() + timedelta(minutes=45)):
        assert is_in(stranger)


def test_pages_say_how_long_until_the_cover_falls(stranger: TestBrowser, olive: Account) -> None:
    assert "data-idle-seconds" not in stranger.get("/help").text
    sign_in(stranger, olive.email)
    assert 'data-idle-seconds="1800"' in stranger.get("/help").text


def test_olive_signs_out(stranger: TestBrowser, olive: Account) -> None:
    sign_in(stranger, olive.email)
    cookie_id = stranger.cookies[COOKIE]

    assert "You are signed out." in stranger.post("/sign-out").text
    assert not is_in(stranger)
    stranger.cookies.set(COOKIE, cookie_id)
    assert not is_in(stranger)


def test_olive_signs_out_everywhere(
    stranger: TestBrowser, another_browser: TestBrowser, olive: Account
) -> None:
    sign_in(stranger, olive.email)
    sign_in(another_browser, olive.email)

    stranger.post("/sign-out/everywhere")

    assert not is_in(stranger)
    assert not is_in(another_browser)


def test_signing_out_twice_does_no_harm(stranger: TestBrowser) -> None:
    assert stranger.post("/sign-out").status_code == 200


def test_a_piece_of_a_page_leads_to_the_sign_in_page(stranger: TestBrowser) -> None:
    answer = stranger.piece("/profile", headers={"hx-current-url": "http://testserver.local/help?a=1"})

    assert answer.status_code == 401
    assert answer.headers["hx-redirect"] == "/sign-in?next=%2Fhelp%3Fa%3D1"


def test_a_database_in_which_nobody_can_write_still_shows_the_page(
    world: World, stage: Stage, olive: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    with stage.browser(world) as browser:
        sign_in(browser, olive.email)

        def locked() -> Any:
            raise OperationalError("UPDATE", {}, Exception("database is locked"))

        monkeypatch.setattr(world.store, "writing", locked)
        with stopped_at(now() + timedelta(minutes=5)):
            assert is_in(browser)
