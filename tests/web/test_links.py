"""Links from letters, and forgotten passwords, in a browser."""

from dataclasses import replace

import pytest
from sqlmodel import Session, select

from network.accounts.links import make_link
from network.settings import Settings
from network.tables import Account, AccountLink, AccountStatus, Event
from tests.cast import Cast
from tests.web.browser import TestBrowser
from tests.web.entering import is_in, sign_in, with_password

NEW = "seven green umbrellas wait"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Somebody who has a mail server."""
    return replace(settings, smtp_host="127.0.0.1", smtp_port=1, smtp_security="none")


@pytest.fixture
def nia(session: Session, cast: Cast) -> Account:
    """Somebody who was invited."""
    return with_password(session, cast.olive_officer, status=AccountStatus.INVITED, password_hash="")


@pytest.fixture
def secret(session: Session, nia: Account) -> str:
    made = make_link(session, nia)
    session.commit()
    return made


def test_an_invited_person_sets_a_password_and_signs_in(
    stranger: TestBrowser, nia: Account, secret: str
) -> None:
    page = stranger.get(f"/links/{secret}").text
    assert "Welcome to Trestle" in page
    assert "Hello Olive Officer" in page

    done = stranger.post(f"/links/{secret}", data={"password": NEW, "again": NEW})

    assert "The password is set" in done.text
    assert not is_in(stranger)
    assert sign_in(stranger, nia.email, NEW).status_code == 303
    assert is_in(stranger)


def test_a_scanner_that_opens_the_link_changes_nothing(
    stranger: TestBrowser, session: Session, secret: str
) -> None:
    for _ in range(3):
        assert stranger.get(f"/links/{secret}").status_code == 200
    session.expire_all()

    assert session.exec(select(AccountLink.used_at)).one() is None


def test_a_used_link_says_what_to_do(stranger: TestBrowser, secret: str) -> None:
    stranger.post(f"/links/{secret}", data={"password": NEW, "again": NEW})

    page = stranger.get(f"/links/{secret}")
    assert page.status_code == 410
    assert "This link cannot be used" in page.text
    assert 'href="/forgotten-password"' in page.text
    again = stranger.post(f"/links/{secret}", data={"password": NEW, "again": NEW})
    assert again.status_code == 409
    assert "This link cannot be used" in again.text


@pytest.mark.parametrize("guess", ["x", "x" * 5000, "..%2f..", "%00", "%F0%9F%A6%8A", "' OR 1=1"])
def test_a_guessed_link_opens_nothing(stranger: TestBrowser, guess: str) -> None:
    assert stranger.get(f"/links/{guess}").status_code in {404, 410}


def test_a_password_that_cannot_be_chosen_says_why_and_uses_nothing_up(
    stranger: TestBrowser, secret: str
) -> None:
    answer = stranger.post(f"/links/{secret}", data={"password": "short", "again": "short"})

    assert answer.status_code == 422
    assert "at least 12 characters" in answer.text
    assert stranger.get(f"/links/{secret}").status_code == 200


def test_a_form_without_fields_is_only_wrong(stranger: TestBrowser, secret: str) -> None:
    assert stranger.post(f"/links/{secret}", data={}).status_code in {400, 422}


def test_whether_an_address_is_known_shows_nowhere(
    stranger: TestBrowser, session: Session, cast: Cast
) -> None:
    answers = [
        stranger.post("/forgotten-password", data={"email": email}).text
        for email in (f"{cast.pat_provider.name.replace(' ', '.')}@Example.org", "nobody@example.org", "")
    ]

    assert all("a letter with a link is on its way" in answer for answer in answers)
    kinds = session.exec(select(Event.kind)).all()
    assert list(kinds) == ["account.password_forgotten"]


def test_ten_million_letters_of_an_address_do_no_harm(stranger: TestBrowser) -> None:
    assert stranger.post("/forgotten-password", data={"email": "x" * 9_000_000}).status_code == 200


def test_where_letters_are_sent_the_page_offers_one(stranger: TestBrowser) -> None:
    assert "Send me a link" in stranger.get("/forgotten-password").text


class TestWithoutAMailServer:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, smtp_host="")

    def test_the_page_says_whom_to_ask(self, stranger: TestBrowser) -> None:
        page = stranger.get("/forgotten-password").text

        assert "No letters are sent from here" in page
        assert "Send me a link" not in page
