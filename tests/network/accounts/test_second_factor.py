"""Authenticator apps: whose code opens, once; and who has to set one up."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pyotp
import pytest
from sqlmodel import Session

from network.accounts.second_factors import set_second_factor
from network.accounts.sessions import SignInState, find_session
from network.accounts.signing_in import NextStep, check_code, check_password, pass_second_factor, sign_in
from network.actors import OPERATOR
from network.clock import now
from network.db import Database
from network.settings import Settings
from network.tables import Account, AccountStatus
from tests.cast import Cast
from tests.conftest import RolledBack
from tests.network.accounts.conftest import PASSWORD
from tests.network.accounts.test_signing_in import kinds

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def half(store: RolledBack, session: Session, cast: Cast, olive: Account, settings: Settings) -> UUID:
    """Olive's browser between password and code."""
    set_second_factor(session, cast.olive_officer, olive, secret=SECRET, step=0)
    session.commit()
    tried = check_password(store, settings, olive.email, PASSWORD, "")
    assert tried is not None
    signed_in = sign_in(session, tried, settings, device="")
    session.commit()
    found = find_session(session, signed_in.cookie_id, settings)
    assert signed_in.next_step is NextStep.CODE
    assert found is not None
    assert found.state is SignInState.HALF
    assert found.actor is None
    return found.id


def test_the_code_of_the_app_lets_her_in_under_another_id(
    store: RolledBack, session: Session, olive: Account, settings: Settings, half: UUID
) -> None:
    tried = check_code(store, settings, olive.id, pyotp.TOTP(SECRET).at(now()), "")
    assert tried is not None
    signed_in = pass_second_factor(session, tried, settings, half)
    session.commit()

    found = find_session(session, signed_in.cookie_id, settings)
    assert found is not None
    assert found.state is SignInState.OPEN


@pytest.mark.usefixtures("half")
def test_a_code_opens_once(store: RolledBack, olive: Account, settings: Settings) -> None:
    code = pyotp.TOTP(SECRET).at(now())

    assert check_code(store, settings, olive.id, code, "") is not None
    assert check_code(store, settings, olive.id, code, "") is None


@pytest.mark.usefixtures("half")
def test_an_earlier_code_does_not_open_after_a_later_one(
    store: RolledBack, olive: Account, settings: Settings
) -> None:
    earlier, later = (pyotp.TOTP(SECRET).at(now(), counter_offset=step) for step in (-1, 1))

    assert check_code(store, settings, olive.id, later, "") is not None
    assert check_code(store, settings, olive.id, earlier, "") is None


@pytest.mark.parametrize(("steps", "opens"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
@pytest.mark.usefixtures("half")
def test_a_phone_may_be_half_a_minute_off(
    store: RolledBack, olive: Account, settings: Settings, steps: int, opens: bool
) -> None:
    code = pyotp.TOTP(SECRET).at(now(), counter_offset=steps)

    assert (check_code(store, settings, olive.id, code, "") is not None) is opens


@pytest.mark.parametrize("code", ["", "abcdef", "١٢٣٤٥٦", "0" * 10_000_000, "12345"])
@pytest.mark.usefixtures("half")
def test_nonsense_does_not_open(store: RolledBack, olive: Account, settings: Settings, code: str) -> None:
    assert check_code(store, settings, olive.id, code, "") is None


@pytest.mark.usefixtures("half")
def test_five_wrong_codes_lock_the_account_even_with_the_right_password_between(
    store: RolledBack, session: Session, olive: Account, settings: Settings
) -> None:
    for number in range(5):
        tried = check_password(store, settings, olive.email, PASSWORD, "")
        assert (tried is not None) is True, number
        assert tried is not None
        sign_in(session, tried, settings, device="")
        session.commit()
        assert check_code(store, settings, olive.id, "000000", "") is None

    assert "account.locked" in kinds(session, olive)
    assert check_code(store, settings, olive.id, pyotp.TOTP(SECRET).at(now()), "") is None


def test_of_two_who_type_the_same_code_at_once_one_gets_in(database: Database, settings: Settings) -> None:
    with database.writing() as session:
        account = Account(
            email="olive@example.org", name="Olive", status=AccountStatus.ACTIVE, created_at=now()
        )
        session.add(account)
        session.flush()
        set_second_factor(session, OPERATOR, account, secret=SECRET, step=0)
        account_id = account.id
    code = pyotp.TOTP(SECRET).at(now())

    with ThreadPoolExecutor(2) as pool:
        tried = list(pool.map(lambda _: check_code(database, settings, account_id, code, ""), range(2)))

    assert sum(one is not None for one in tried) == 1


def test_where_everybody_needs_an_app_a_new_person_sets_one_up_first(
    store: RolledBack, session: Session, olive: Account, strict: Settings
) -> None:
    tried = check_password(store, strict, olive.email, PASSWORD, "")
    assert tried is not None
    signed_in = sign_in(session, tried, strict, device="")
    session.flush()
    found = find_session(session, signed_in.cookie_id, strict)

    assert signed_in.next_step is NextStep.SET_UP
    assert found is not None
    assert found.state is SignInState.HALF
