"""A person's own account, in a browser."""

from collections.abc import Iterator

import pyotp
import pytest
from sqlmodel import Session

from network.accounts.second_factors import has_second_factor
from network.clock import now
from network.tables import Account
from tests.cast import Cast
from tests.network.accounts.conftest import PASSWORD
from tests.web.browser import TestBrowser
from tests.web.entering import COOKIE, is_in, sign_in, with_password
from tests.web.stage import Stage
from web.world import World

NEW = "seven green umbrellas wait"


@pytest.fixture
def olive(session: Session, cast: Cast) -> Account:
    return with_password(session, cast.olive_officer)


@pytest.fixture
def here(stranger: TestBrowser, olive: Account) -> TestBrowser:
    """A browser in which Olive is signed in."""
    sign_in(stranger, olive.email)
    return stranger


@pytest.fixture
def there(world: World, stage: Stage, olive: Account) -> Iterator[TestBrowser]:
    """Another browser of hers."""
    with stage.browser(world) as browser:
        browser.headers["user-agent"] = (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18 Safari/604.1"
        )
        sign_in(browser, olive.email)
        yield browser


def test_olive_sees_who_she_is_here(here: TestBrowser) -> None:
    page = here.get("/profile").text

    for words in (
        "Olive Officer",
        "olive.officer@example.org",
        "Marlow Diversion Unit",
        "Officer",
        "Pacific",
    ):
        assert words in page


def test_a_stranger_has_no_profile(stranger: TestBrowser) -> None:
    for path in ("/profile", "/profile/password", "/profile/authenticator-app"):
        assert stranger.get(path, follow_redirects=False).headers["location"].startswith("/sign-in?next=")


def test_olive_reads_spanish_from_the_next_page_on(here: TestBrowser) -> None:
    here.post("/language", data={"language": "en", "next": "/"})
    answer = here.post("/profile", data={"language": "es", "time_zone": "America/Denver"})

    assert '<html lang="es">' in answer.text
    assert '<html lang="es">' in here.get("/help").text


def test_the_language_button_counts_in_this_browser(here: TestBrowser, there: TestBrowser) -> None:
    here.post("/language", data={"language": "es", "next": "/"})

    assert '<html lang="es">' in here.get("/help").text
    assert '<html lang="en">' in there.get("/help").text


def test_a_time_zone_that_does_not_exist_is_not_taken(here: TestBrowser) -> None:
    answer = here.post("/profile", data={"language": "en", "time_zone": "Mars/Olympus"})

    assert answer.status_code == 422
    assert "Choose a time zone" in answer.text
    assert "Where you are signed in" in answer.text


def test_olive_sees_her_browsers_and_signs_the_other_out(here: TestBrowser, there: TestBrowser) -> None:
    page = here.get("/profile").text
    assert "Safari, iPhone" in page
    assert page.count("this one") == 1
    end = page.split('action="/profile/sessions/')[1].split('"')[0]

    assert "That browser is signed out." in here.post(f"/profile/sessions/{end}").text
    assert not is_in(there)
    assert is_in(here)
    assert here.post(f"/profile/sessions/{end}").status_code == 404


def test_nobody_signs_somebody_elses_browser_out(
    here: TestBrowser, there: TestBrowser, session: Session, cast: Cast
) -> None:
    page = here.get("/profile").text
    end = page.split('action="/profile/sessions/')[1].split('"')[0]
    pat = with_password(session, cast.pat_provider)
    sign_in(here, pat.email)

    assert here.post(f"/profile/sessions/{end}").status_code == 404
    assert is_in(there)


def test_another_password_gives_this_browser_another_id_and_signs_the_other_out(
    here: TestBrowser, there: TestBrowser, olive: Account
) -> None:
    before = here.cookies[COOKIE]
    typed = {"old": PASSWORD, "password": NEW, "again": NEW}

    assert "Your password is changed" in here.post("/profile/password", data=typed).text
    assert here.cookies[COOKIE] != before
    assert is_in(here)
    assert not is_in(there)
    assert sign_in(there, olive.email, PASSWORD).status_code == 422
    assert sign_in(there, olive.email, NEW).status_code == 303


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"old": "wrong", "password": NEW, "again": NEW}, "This is not your password"),
        ({"old": PASSWORD, "password": "short", "again": "short"}, "at least 12 characters"),
        ({"old": PASSWORD, "password": NEW, "again": "other"}, "The two passwords differ"),
        ({"old": PASSWORD, "password": "Olive Officer 1", "again": "Olive Officer 1"}, "Your name or e-mail"),
        ({}, "This is not your password"),
    ],
)
def test_a_password_that_cannot_be_changed_says_why_and_is_not_shown(
    here: TestBrowser, typed: dict[str, str], says: str
) -> None:
    answer = here.post("/profile/password", data=typed)

    assert answer.status_code == 422
    assert says in answer.text
    assert NEW not in answer.text


def test_olive_sets_an_app_up_and_removes_it_again(
    here: TestBrowser, there: TestBrowser, session: Session, olive: Account
) -> None:
    page = here.get("/profile/authenticator-app").text
    assert 'src="data:image/svg+xml' in page
    key = page.split("<code>")[1].split("</code>")[0].replace(" ", "")
    code, before = pyotp.TOTP(key).at(now()), here.cookies[COOKIE]

    for wrong in ({"password": "x", "code": code}, {"password": PASSWORD, "code": "000000"}):
        assert here.post("/profile/authenticator-app", data=wrong).status_code == 422
    assert not has_second_factor(session, olive.id)

    done = here.post("/profile/authenticator-app", data={"password": PASSWORD, "code": code})
    assert "The app is set up" in done.text
    assert has_second_factor(session, olive.id)
    assert here.cookies[COOKIE] != before
    assert not is_in(there)
    assert here.get("/profile/authenticator-app", follow_redirects=False).status_code == 303

    assert here.post("/profile/authenticator-app/removal", data={"password": "x"}).status_code == 422
    assert has_second_factor(session, olive.id)
    done = here.post("/profile/authenticator-app/removal", data={"password": PASSWORD})
    assert "The app is removed" in done.text
    assert not has_second_factor(session, olive.id)
    assert is_in(here)


def test_removing_an_app_that_is_not_there_is_a_page(here: TestBrowser) -> None:
    assert here.post("/profile/authenticator-app/removal", data={"password": PASSWORD}).status_code == 404
    assert "Remove the app" in here.get("/profile/authenticator-app/removal").text
