"""People who sign in."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest
from sqlmodel import Session

from network.accounts.passwords import hash_password
from network.actors import Actor
from network.clock import now
from network.settings import Settings
from network.tables import Account
from tests.cast import Cast

PASSWORD = "blue kettle sings at noon"


@cache
def known_hash() -> str:
    return hash_password(PASSWORD)


@pytest.fixture
def settings() -> Settings:
    return Settings(secret_key="k" * 40, second_factor_required=False, base_url="https://trestle.example.org")


@pytest.fixture
def strict(settings: Settings) -> Settings:
    """Where everybody needs a second factor."""
    return replace(settings, second_factor_required=True)


@pytest.fixture
def account(session: Session) -> Callable[[Actor], Account]:
    """The account of one of the cast, who has the password PASSWORD."""

    def of(actor: Actor) -> Account:
        found = session.get_one(Account, actor.id)
        found.password_hash, found.password_changed_at = known_hash(), now()
        session.add(found)
        session.commit()
        return found

    return of


@pytest.fixture
def olive(account: Callable[[Actor], Account], cast: Cast) -> Account:
    return account(cast.olive_officer)
