"""A form that is sent after sign-in has ended: kept, offered again to its person, never sent by itself."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from sqlmodel import Session, select

from network.accounts.second_factors import set_second_factor
from network.clock import now, stopped_at
from network.tables import Account, KeptForm
from tests.cast import Cast
from tests.web.browser import TestBrowser
from tests.web.entering import COOKIE, is_in, sign_in, with_password
from tests.web.stage import Stage
from web.world import World

TYPED = {"language": "es", "time_zone": "America/Denver", "password": "my secret"}


@pytest.fixture
def olive(session: Session, cast: Cast) -> Account:
    return with_password(session, cast.olive_officer)


@pytest.fixture
def later() -> Iterator[None]:
    """Forty minutes after whatever happened before."""
    with stopped_at(now() + timedelta(minutes=40)):
        yield


@pytest.fixture
def gone_quiet(stranger: TestBrowser, olive: Account, request: pytest.FixtureRequest) -> TestBrowser:
    """A browser in which Olive signed in forty minutes ago."""
    sign_in(stranger, olive.email)
    request.getfixturevalue("later")
    return stranger


def send(browser: TestBrowser, typed: Any = TYPED, **options: Any) -> Any:
    headers = {"referer": "http://testserver.local/profile?a=1"}
    return browser.post("/profile", data=typed, headers=headers, follow_redirects=False, **options)


def test_olive_gets_her_form_back_and_sends_it_herself(
    gone_quiet: TestBrowser, session: Session, olive: Account
) -> None:
    sent = send(gone_quiet)
    assert (sent.status_code, sent.headers["location"]) == (303, "/sign-in?next=%2Fprofile%3Fa%3D1")
    assert "What you typed is kept" in gone_quiet.get(sent.headers["location"]).text

    answer = sign_in(gone_quiet, olive.email, next_path="/profile?a=1")
    assert answer.headers["location"] == "/kept-form"
    page = gone_quiet.get("/kept-form").text
    assert 'action="/profile" method="post"' in page
    assert 'name="time_zone" value="America/Denver"' in page
    assert "my secret" not in page
    session.expire_all()
    assert session.get_one(Account, olive.id).language == "en"  # nothing was sent by itself

    done = gone_quiet.post("/profile", data={"language": "es", "time_zone": "America/Denver"})
    assert done.status_code == 200
    session.expire_all()
    assert session.get_one(Account, olive.id).time_zone == "America/Denver"


def test_it_is_offered_once_and_can_still_be_found(gone_quiet: TestBrowser, olive: Account) -> None:
    send(gone_quiet)
    sign_in(gone_quiet, olive.email)
    gone_quiet.post("/sign-out")

    assert "What you typed is kept" not in gone_quiet.get("/sign-in").text
    assert sign_in(gone_quiet, olive.email).headers["location"] == "/today"
    assert "America/Denver" in gone_quiet.get("/kept-form").text


def test_somebody_else_in_the_same_browser_never_sees_it(
    gone_quiet: TestBrowser, session: Session, cast: Cast
) -> None:
    send(gone_quiet)
    pat = with_password(session, cast.pat_provider)

    assert sign_in(gone_quiet, pat.email).headers["location"] == "/inbox"
    page = gone_quiet.get("/kept-form")
    assert page.status_code == 404
    assert "Denver" not in page.text


def test_the_key_alone_is_worth_nothing(gone_quiet: TestBrowser, world: World, stage: Stage) -> None:
    send(gone_quiet)
    with stage.browser(world) as thief:
        thief.cookies.set("trestle_kept", gone_quiet.cookies["trestle_kept"])
        assert thief.get("/kept-form", follow_redirects=False).headers["location"].startswith("/sign-in")


def test_after_an_hour_there_is_nothing_left(gone_quiet: TestBrowser, olive: Account) -> None:
    send(gone_quiet)
    with stopped_at(now() + timedelta(minutes=61)):
        assert sign_in(gone_quiet, olive.email).headers["location"] == "/today"
        assert gone_quiet.get("/kept-form").status_code == 404


def test_olive_can_forget_it(gone_quiet: TestBrowser, session: Session, olive: Account) -> None:
    send(gone_quiet)
    sign_in(gone_quiet, olive.email)
    gone_quiet.post("/kept-form/forgotten")

    assert gone_quiet.get("/kept-form").status_code == 404
    assert session.exec(select(KeptForm)).all() == []


def test_with_an_app_it_comes_after_the_code(
    gone_quiet: TestBrowser, session: Session, cast: Cast, olive: Account
) -> None:
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    set_second_factor(session, cast.olive_officer, olive, secret=secret, step=0)
    session.commit()
    send(gone_quiet)

    assert sign_in(gone_quiet, olive.email).headers["location"] == "/sign-in/code"
    code = {"code": pyotp.TOTP(secret).at(now())}
    answer = gone_quiet.post("/sign-in/code", data=code, follow_redirects=False)
    assert answer.headers["location"] == "/kept-form"


def test_a_form_whose_token_went_with_the_session_is_kept_too(
    gone_quiet: TestBrowser, olive: Account
) -> None:
    del gone_quiet.cookies["trestle_csrf"]
    sent = send(gone_quiet, TYPED | {"_csrf_token": "old"}, forged=True)

    assert sent.headers["location"].startswith("/sign-in")
    sign_in(gone_quiet, olive.email)
    page = gone_quiet.get("/kept-form").text
    assert "America/Denver" in page
    assert 'value="old"' not in page


def test_a_script_is_sent_to_the_sign_in_page_and_the_form_is_kept(
    gone_quiet: TestBrowser, olive: Account
) -> None:
    headers = {"hx-request": "true", "hx-current-url": "http://testserver.local/profile"}
    sent = gone_quiet.post("/profile", data=TYPED, headers=headers)

    assert (sent.status_code, sent.headers["hx-redirect"]) == (401, "/sign-in?next=%2Fprofile")
    assert sign_in(gone_quiet, olive.email).headers["location"] == "/kept-form"


@pytest.mark.parametrize("size", [300_000, 2_000_000])
def test_what_is_too_large_is_not_kept_and_the_page_promises_nothing(
    gone_quiet: TestBrowser, session: Session, size: int
) -> None:
    sent = send(gone_quiet, {"note": "x" * size})

    assert sent.headers["location"].startswith("/sign-in")
    assert "What you typed is kept" not in gone_quiet.get("/sign-in").text
    assert session.exec(select(KeptForm)).all() == []


def test_hostile_text_comes_back_as_text(gone_quiet: TestBrowser, olive: Account) -> None:
    note = '"><script>alert(1)</script>\u202e\nsecond line'
    send(gone_quiet, {"note": note, '"><img src=x>': "y"})
    sign_in(gone_quiet, olive.email)

    page = gone_quiet.get("/kept-form").text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "second line" in page


def test_a_stranger_fills_no_shelf(stranger: TestBrowser, session: Session) -> None:
    assert send(stranger).status_code == 303
    stranger.cookies.set(COOKIE, "an id that nobody gave")
    assert send(stranger).status_code == 303

    assert session.exec(select(KeptForm)).all() == []


def test_a_forged_form_of_somebody_signed_in_changes_nothing(
    stranger: TestBrowser, session: Session, olive: Account
) -> None:
    sign_in(stranger, olive.email)
    answer = send(stranger, forged=True)

    assert answer.status_code == 403
    assert "Please send that again" in answer.text
    assert is_in(stranger)
    session.expire_all()
    assert session.get_one(Account, olive.id).time_zone == "America/Los_Angeles"
    assert session.exec(select(KeptForm)).all() == []


def test_a_sign_in_page_that_was_open_too_long_is_shown_again(stranger: TestBrowser) -> None:
    answer = stranger.post("/sign-in", data={"email": "x"}, forged=True, follow_redirects=False)

    assert answer.headers["location"] == "/sign-in"
    assert "Please type it once more" in stranger.get("/sign-in").text


def test_forms_of_whoever_was_here_before_no_longer_count(
    stranger: TestBrowser, session: Session, cast: Cast, olive: Account
) -> None:
    pat = with_password(session, cast.pat_provider)
    sign_in(stranger, olive.email)
    stranger.get("/profile")
    token = stranger.cookies["trestle_csrf"]
    with stopped_at(now() + timedelta(minutes=40)):
        sign_in(stranger, pat.email)
        stranger.get("/profile")
        old = send(stranger, TYPED | {"_csrf_token": token}, forged=True)

    assert old.status_code == 403
    session.expire_all()
    assert session.get_one(Account, pat.id).time_zone == "America/Los_Angeles"
