"""How the people of the tests sign in, through the sign-in page."""

from typing import Any

from sqlmodel import Session

from network.actors import Actor
from network.clock import now
from network.tables import Account
from tests.network.accounts.conftest import PASSWORD, known_hash
from tests.web.browser import TestBrowser

COOKIE = "trestle_session"


def with_password(session: Session, actor: Actor, **changes: Any) -> Account:
    """The account of one of the cast, who can sign in with PASSWORD."""
    account = session.get_one(Account, actor.id)
    account.password_hash, account.password_changed_at = known_hash(), now()
    for name, value in changes.items():
        setattr(account, name, value)
    session.add(account)
    session.commit()
    return account


def sign_in(browser: TestBrowser, email: str, password: str = PASSWORD, next_path: str = "/") -> Any:
    """Send the form of the sign-in page; what comes back is not followed."""
    typed = {"email": email, "password": password, "next": next_path}
    return browser.post("/sign-in", data=typed, follow_redirects=False)


def is_in(browser: TestBrowser) -> bool:
    """Whether somebody is signed in in this browser."""
    answer = browser.get("/profile", follow_redirects=False)
    return bool(answer.status_code == 200)
