"""Who gets in, who does not, and when an account is locked."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlmodel import Session, col, select

from network.accounts import passwords
from network.accounts.administering import release_account
from network.accounts.sessions import SignInState, find_session
from network.accounts.signing_in import (
    NOBODY,
    NextStep,
    Try,
    check_password,
    sign_in,
)
from network.accounts.tries import PER_SOURCE
from network.clock import now, stopped_at
from network.db import Database
from network.errors import TooMany
from network.settings import Mode, Settings
from network.tables import Account, AccountStatus, Event
from tests.cast import Cast
from tests.conftest import RolledBack
from tests.network.accounts.conftest import PASSWORD, known_hash

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def enter(store: RolledBack, settings: Settings, email: str, password: str, source: str = "1.2.3.4") -> bool:
    return check_password(store, settings, email, password, source) is not None


def kinds(session: Session, account: Account) -> list[str]:
    session.expire_all()
    query = select(Event.kind).where(Event.subject_id == account.id).order_by(col(Event.id))
    return list(session.exec(query).all())


def test_olive_signs_in_with_her_address_however_she_types_it(
    store: RolledBack, session: Session, olive: Account, settings: Settings
) -> None:
    tried = check_password(store, settings, f"  {olive.email.upper()} ", PASSWORD, "1.2.3.4")
    assert tried is not None

    signed_in = sign_in(session, tried, settings, device="Firefox, Linux")
    session.flush()
    found = find_session(session, signed_in.cookie_id, settings)

    assert signed_in.next_step is NextStep.NOTHING
    assert found is not None
    assert found.state is SignInState.OPEN
    assert found.actor is not None
    assert found.actor.id == olive.id
    assert "account.signed_in" in kinds(session, olive)


@pytest.mark.parametrize("password", ["", "wrong", PASSWORD.upper(), PASSWORD + " ", "x" * 10_000_000])
def test_a_wrong_password_does_not_open(
    store: RolledBack, olive: Account, settings: Settings, password: str
) -> None:
    assert not enter(store, settings, olive.email, password)


@pytest.mark.usefixtures("cast")
def test_nobody_gets_in_with_the_password_of_nobody(store: RolledBack, settings: Settings) -> None:
    assert not enter(store, settings, "nobody@example.org", "the password of nobody")
    assert not enter(store, settings, "olive.officer@example.org", "the password of nobody")


def test_a_password_that_was_composed_on_another_keyboard_is_the_same(
    store: RolledBack, session: Session, olive: Account, settings: Settings
) -> None:
    olive.password_hash = passwords.hash_password("cafe\u0301 con leche fr\u00eda")
    session.add(olive)
    session.commit()

    assert enter(store, settings, olive.email, "caf\u00e9 con leche fri\u0301a")


def test_an_unknown_address_costs_as_much_as_a_known_one(
    store: RolledBack, olive: Account, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []
    verify = passwords._hasher.verify

    class Watched:
        def verify(self, kept: str, typed: bytes) -> bool:
            compared.append(kept)
            return verify(kept, typed)

    passwords._nobodys_hash()
    monkeypatch.setattr(passwords, "_hasher", Watched())

    enter(store, settings, olive.email, "wrong")
    enter(store, settings, "nobody@example.org", "wrong")

    assert len(compared) == 2


def test_an_unknown_address_is_written_down_like_a_known_one(
    store: RolledBack, session: Session, olive: Account, settings: Settings
) -> None:
    """Else the answer would come sooner, and tell that nobody has this address."""
    enter(store, settings, olive.email, "wrong")
    enter(store, settings, "nobody@example.org", "wrong")

    session.expire_all()
    failed = session.exec(select(Event).where(Event.kind == "account.sign_in_failed")).all()
    assert [event.subject_id for event in failed] == [olive.id, NOBODY]
    assert failed[1].facts["reason"] == "unknown"
    assert "nobody@example.org" not in str(failed[1].facts)


def test_five_wrong_tries_lock_the_account_until_an_administrator_releases_it(
    store: RolledBack, session: Session, cast: Cast, olive: Account, settings: Settings
) -> None:
    for _ in range(5):
        assert not enter(store, settings, olive.email, "wrong")

    assert not enter(store, settings, olive.email, PASSWORD)
    assert kinds(session, olive).count("account.locked") == 1
    with stopped_at(now() + timedelta(days=2)):
        assert not enter(store, settings, olive.email, PASSWORD)

    release_account(session, cast.ada_administrator, session.get_one(Account, olive.id), settings)
    session.commit()

    assert enter(store, settings, olive.email, PASSWORD)


def test_wrong_tries_are_counted_in_a_window_that_moves(
    store: RolledBack, session: Session, olive: Account, settings: Settings
) -> None:
    began = now()
    for minute in (0, 10, 12, 14):
        with stopped_at(began + timedelta(minutes=minute)):
            assert not enter(store, settings, olive.email, "wrong")
    with stopped_at(began + timedelta(minutes=16)):  # the first is forgotten: the fourth within 15 minutes
        assert not enter(store, settings, olive.email, "wrong")
        assert "account.locked" not in kinds(session, olive)
        assert not enter(store, settings, olive.email, "wrong")

    assert "account.locked" in kinds(session, olive)


def test_the_right_password_starts_the_count_anew(
    store: RolledBack, session: Session, olive: Account, settings: Settings
) -> None:
    for _ in range(3):
        for _ in range(4):
            assert not enter(store, settings, olive.email, "wrong")
        tried = check_password(store, settings, olive.email, PASSWORD, "1.2.3.4")
        assert tried is not None
        sign_in(session, tried, settings, device="")
        session.commit()

    assert "account.locked" not in kinds(session, olive)


def test_of_many_guesses_at_the_same_moment_no_more_than_five_are_compared(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.writing() as session:
        account = Account(
            email="olive@example.org",
            name="Olive",
            status=AccountStatus.ACTIVE,
            created_at=now(),
            password_hash=known_hash(),
        )
        session.add(account)
    judged: list[str] = []

    def judge(typed: str, _: str) -> bool:
        judged.append(typed)
        return typed == PASSWORD

    monkeypatch.setattr("network.accounts.signing_in.is_right", judge)

    def guess(number: int) -> Try | None:
        typed = PASSWORD if number == 7 else f"guess {number}"
        return check_password(database, settings, "olive@example.org", typed, f"10.0.0.{number}")

    with ThreadPoolExecutor(8) as pool:
        opened = [tried for tried in pool.map(guess, range(12)) if tried is not None]

    with database.reading() as session:
        kept = session.exec(select(Account)).one()
        events = session.exec(select(Event.facts)).all()
    assert kept.locked_at is not None
    assert len(opened) <= 1
    assert sum(facts.get("reason") == "password" for facts in events) <= 5


def test_a_disabled_person_and_an_invited_one_do_not_get_in(
    store: RolledBack, session: Session, olive: Account, settings: Settings
) -> None:
    for status in (AccountStatus.DISABLED, AccountStatus.INVITED):
        olive.status = status
        session.add(olive)
        session.commit()
        assert not enter(store, settings, olive.email, PASSWORD)


def test_a_demonstration_account_gets_in_only_in_the_demonstration(
    store: RolledBack, session: Session, olive: Account, settings: Settings
) -> None:
    olive.is_demo = True
    session.add(olive)
    session.commit()

    assert not enter(store, settings, olive.email, PASSWORD)
    assert enter(store, replace(settings, mode=Mode.DEMO), olive.email, PASSWORD)


def test_whoever_tries_many_addresses_from_one_place_is_slowed_down(
    store: RolledBack, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("network.accounts.signing_in.is_right", lambda *_: False)
    for number in range(PER_SOURCE):
        assert not enter(store, settings, f"person{number}@example.org", "wrong")

    with pytest.raises(TooMany):
        enter(store, settings, "another@example.org", "wrong")
    assert not enter(store, settings, "another@example.org", "wrong", source="5.6.7.8")


def test_an_old_hash_is_made_anew_at_the_next_sign_in(
    store: RolledBack, session: Session, olive: Account, settings: Settings
) -> None:
    weaker = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1)
    olive.password_hash = weaker.hash(PASSWORD)
    session.add(olive)
    session.commit()

    tried = check_password(store, settings, olive.email, PASSWORD, "")
    assert tried is not None
    sign_in(session, tried, settings, device="")
    session.commit()

    assert not passwords.is_outdated(session.get_one(Account, olive.id).password_hash)


def test_a_year_old_password_is_due_and_an_easy_one_too(
    store: RolledBack, session: Session, olive: Account, settings: Settings
) -> None:
    olive.password_changed_at = now() - timedelta(days=366)
    session.add(olive)
    session.commit()
    tried = check_password(store, settings, olive.email, PASSWORD, "")
    assert tried is not None
    assert sign_in(session, tried, settings, device="").password_is_due

    olive.password_hash, olive.password_changed_at = passwords.hash_password("password"), now()
    session.add(olive)
    session.commit()
    tried = check_password(store, settings, olive.email, "password", "")
    assert tried is not None
    assert sign_in(session, tried, settings, device="").password_is_due


@pytest.mark.parametrize(
    "email", ["", "\x00@example.org", "\ud800@example.org", "\u202e", "x" * 10_000_000, "' OR 1=1"]
)
@pytest.mark.parametrize("password", ["\x00", "\ud800\udfff", "🦊" * 500])
def test_hostile_text_is_only_wrong(store: RolledBack, settings: Settings, email: str, password: str) -> None:
    assert not enter(store, settings, email, password)
