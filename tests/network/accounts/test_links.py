"""Links with which people set their password: once, in time, and only their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from network.accounts.administering import disable_account, invite_account
from network.accounts.links import (
    ask_for_password,
    check_link_password,
    find_link,
    hand_out_link,
    make_link,
    use_link,
)
from network.accounts.passwords import is_right
from network.accounts.sessions import begin_session, open_sessions
from network.actors import Actor, Role
from network.clock import now, stopped_at
from network.db import Database
from network.errors import Conflict, Invalid, NotAllowed
from network.settings import Settings
from network.tables import Account, AccountLink, AccountStatus, Event, LinkPurpose
from tests.cast import Cast
from tests.conftest import RolledBack

NEW = "seven green umbrellas wait"


@pytest.fixture
def nia(session: Session, cast: Cast) -> Account:
    """Somebody who was invited just now."""
    account = invite_account(
        session,
        cast.ada_administrator,
        name="Nia New",
        email="nia@example.org",
        organization_id=cast.clinic.id,
        roles={Role.PROVIDER},
    )
    session.commit()
    return account


def test_an_invited_person_chooses_a_password_and_is_in(
    store: RolledBack, session: Session, nia: Account, settings: Settings
) -> None:
    secret = make_link(session, nia)
    session.commit()

    chosen = check_link_password(store, settings, secret, NEW, NEW)
    link = use_link(session, secret, chosen, settings)
    session.commit()

    assert link.purpose is LinkPurpose.INVITATION
    assert nia.status is AccountStatus.ACTIVE
    assert is_right(NEW, nia.password_hash)
    assert find_link(session, secret, settings) is None


def test_a_link_works_once(session: Session, nia: Account, settings: Settings) -> None:
    secret = make_link(session, nia)
    use_link(session, secret, "hash", settings)

    with pytest.raises(Conflict):
        use_link(session, secret, "another hash", settings)
    assert nia.password_hash == "hash"


@pytest.mark.parametrize(("joined", "hours"), [(False, 72), (True, 1)])
def test_a_link_works_in_time(
    session: Session, nia: Account, olive: Account, settings: Settings, joined: bool, hours: int
) -> None:
    secret = make_link(session, olive if joined else nia)

    with stopped_at(now() + timedelta(hours=hours, minutes=-1)):
        assert find_link(session, secret, settings) is not None
    with stopped_at(now() + timedelta(hours=hours, minutes=1)):
        assert find_link(session, secret, settings) is None
        with pytest.raises(Conflict):
            use_link(session, secret, "hash", settings)


def test_looking_at_a_link_uses_nothing_up(session: Session, nia: Account, settings: Settings) -> None:
    secret = make_link(session, nia)

    assert find_link(session, secret, settings) == find_link(session, secret, settings)


def test_a_newer_link_ends_the_older_one(session: Session, nia: Account, settings: Settings) -> None:
    older, newer = make_link(session, nia), make_link(session, nia)

    assert find_link(session, older, settings) is None
    assert find_link(session, newer, settings) is not None


def test_the_store_keeps_no_link_that_a_thief_could_use(session: Session, nia: Account) -> None:
    secret = make_link(session, nia)

    assert secret not in session.exec(select(AccountLink)).one().model_dump_json()


@pytest.mark.parametrize("guess", ["", "x", "x" * 100_000, "' OR 1=1 --", "\u202e\u0000", "🦊"])
def test_a_guessed_link_opens_nothing(session: Session, nia: Account, settings: Settings, guess: str) -> None:
    make_link(session, nia)

    assert find_link(session, guess, settings) is None


def test_somebody_who_was_disabled_meanwhile_cannot_use_it(
    session: Session, cast: Cast, nia: Account, settings: Settings
) -> None:
    secret = make_link(session, nia)
    disable_account(session, cast.ada_administrator, nia)
    session.commit()

    with pytest.raises(Conflict):
        use_link(session, secret, "hash", settings)


def test_a_new_password_signs_every_browser_out_and_unlocks_nothing(
    session: Session, olive: Account, settings: Settings
) -> None:
    begin_session(session, olive, settings, device="", is_whole=True)
    olive.locked_at = now()
    session.add(olive)
    secret = make_link(session, olive)

    use_link(session, secret, "hash", settings)

    assert open_sessions(session, olive.id, settings) == []
    assert olive.locked_at is not None


@pytest.mark.parametrize(
    ("password", "again", "field"),
    [
        ("short", "short", "password"),
        ("nia new nia new", "nia new nia new", "password"),
        (NEW, NEW + "!", "again"),
        ("x" * 10_000_000, "x", "password"),
    ],
)
def test_a_password_that_cannot_be_chosen_uses_nothing_up(
    store: RolledBack,
    session: Session,
    nia: Account,
    settings: Settings,
    password: str,
    again: str,
    field: str,
) -> None:
    secret = make_link(session, nia)
    session.commit()

    with pytest.raises(Invalid) as wrong:
        check_link_password(store, settings, secret, password, again)

    assert list(wrong.value.problems) == [field]
    assert find_link(session, secret, settings) is not None


def test_of_two_who_use_a_link_at_once_one_sets_the_password(database: Database, settings: Settings) -> None:
    with database.writing() as session:
        account = Account(email="nia@example.org", name="Nia", created_at=now())
        session.add(account)
        session.flush()
        secret = make_link(session, account)

    def use(password_hash: str) -> str:
        try:
            with database.writing() as session:
                use_link(session, secret, password_hash, settings)
        except Conflict:
            return ""
        return password_hash

    with ThreadPoolExecutor(4) as pool:
        winners = [one for one in pool.map(use, ["a", "b", "c", "d"]) if one]

    with database.reading() as session:
        kept = session.exec(select(Account.password_hash)).one()
    assert winners == [kept]


class TestForgottenPassword:
    """What happens when somebody says that a password is forgotten."""

    @pytest.fixture
    def asked(self, session: Session, settings: Settings) -> Callable[..., int]:
        """Asks for a password, and answers how many letters that has caused until now."""

        def ask(email: str, source: str = "1.2.3.4", **changes: object) -> int:
            ask_for_password(session, replace(settings, **changes), email, source)  # type: ignore[arg-type]
            session.commit()
            kinds = session.exec(select(Event.kind).where(col(Event.kind) == "account.password_forgotten"))
            return len(kinds.all())

        return ask

    def test_a_known_address_gets_a_letter_and_an_unknown_one_nothing(
        self, olive: Account, asked: Callable[..., int]
    ) -> None:
        assert asked("nobody@example.org") == 0
        assert asked(olive.email.upper()) == 1

    @pytest.mark.usefixtures("nia")
    def test_an_invited_person_gets_another_invitation(self, asked: Callable[..., int]) -> None:
        assert asked("nia@example.org") == 1

    def test_nobody_gets_more_than_three_letters_an_hour(
        self, olive: Account, asked: Callable[..., int]
    ) -> None:
        assert [asked(olive.email, f"10.0.0.{number}") for number in range(5)] == [1, 2, 3, 3, 3]

        with stopped_at(now() + timedelta(minutes=61)):
            assert asked(olive.email) == 4

    def test_nobody_writes_letters_to_everybody_from_one_place(
        self, session: Session, cast: Cast, asked: Callable[..., int]
    ) -> None:
        emails = session.exec(select(Account.email).where(col(Account.id).is_not(None))).all()
        assert len(emails) == len(cast.everybody) - 1

        assert [asked(email) for email in [*emails, *emails]][-1] == 15

    def test_a_disabled_person_gets_nothing(
        self, session: Session, olive: Account, asked: Callable[..., int]
    ) -> None:
        olive.status = AccountStatus.DISABLED
        session.add(olive)
        session.commit()

        assert asked(olive.email) == 0


def test_the_operator_hands_a_link_out_and_that_is_written_down(
    session: Session, cast: Cast, nia: Account, settings: Settings
) -> None:
    address = hand_out_link(session, cast.ada_administrator, nia, settings)

    assert address.startswith("https://trestle.example.org/links/")
    assert find_link(session, address.rsplit("/", 1)[1], settings) is not None
    assert session.exec(select(Event).where(Event.kind == "account.link_made")).one().subject_id == nia.id


def test_nobody_else_hands_links_out(session: Session, cast: Cast, nia: Account, settings: Settings) -> None:
    others: list[Actor] = [one for one in cast.everybody.values() if one is not cast.ada_administrator]
    for actor in others:
        with pytest.raises(NotAllowed):
            hand_out_link(session, actor, nia, settings)
