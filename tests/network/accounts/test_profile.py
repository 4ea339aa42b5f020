"""What people do with their own account."""

from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
from sqlmodel import Session, select

from network.accounts import profile
from network.accounts.passwords import is_right
from network.accounts.second_factors import app_address, has_second_factor, offered_secret, set_second_factor
from network.accounts.sessions import begin_session, find_session, open_sessions, rotate_session
from network.clock import now, stopped_at
from network.errors import Conflict, Invalid, NotFound, TooMany
from network.settings import Settings
from network.tables import Account, Event, SecondFactor
from tests.cast import Cast
from tests.conftest import RolledBack
from tests.network.accounts.conftest import PASSWORD

NEW = "seven green umbrellas wait"


def test_olive_reads_spanish_in_another_time_zone(session: Session, cast: Cast, olive: Account) -> None:
    profile.change_profile(session, cast.olive_officer, olive, language="es", time_zone="America/Denver")

    assert (olive.language, olive.time_zone) == ("es", "America/Denver")


@pytest.mark.parametrize(
    ("language", "time_zone", "field"),
    [("xx", "America/Denver", "language"), ("es", "Mars/Olympus", "time_zone"), ("es", "", "time_zone")],
)
def test_what_cannot_be_chosen_changes_nothing(
    session: Session, cast: Cast, olive: Account, language: str, time_zone: str, field: str
) -> None:
    with pytest.raises(Invalid) as wrong:
        profile.change_profile(session, cast.olive_officer, olive, language=language, time_zone=time_zone)

    assert list(wrong.value.problems) == [field]
    assert olive.language == "en"


def test_a_visitor_has_no_account(session: Session, cast: Cast) -> None:
    with pytest.raises(NotFound):
        profile.own_account(session, cast.visitor)


def test_another_password_signs_out_every_other_browser(
    store: RolledBack, session: Session, cast: Cast, olive: Account, settings: Settings
) -> None:
    here, there = (begin_session(session, olive, settings, device="", is_whole=True) for _ in range(2))
    session.commit()
    this = find_session(session, here, settings)
    assert this is not None

    new = profile.check_change(store, settings, cast.olive_officer, PASSWORD, NEW, NEW)
    profile.change_password(session, cast.olive_officer, olive, password_hash=new, but=this.id)
    rotated = rotate_session(session, this.id, settings)
    session.commit()

    assert is_right(NEW, olive.password_hash)
    assert [one.id for one in open_sessions(session, olive.id, settings)] == [this.id]
    assert find_session(session, here, settings) is None
    assert find_session(session, rotated, settings) is not None
    assert there


@pytest.mark.parametrize(
    ("old", "password", "again", "field"),
    [
        ("wrong", NEW, NEW, "old"),
        (PASSWORD, NEW, NEW + "x", "again"),
        (PASSWORD, "short", "short", "password"),
        (PASSWORD, PASSWORD, PASSWORD, "password"),
    ],
)
def test_a_change_that_cannot_be_made_says_where(
    store: RolledBack,
    cast: Cast,
    olive: Account,
    settings: Settings,
    old: str,
    password: str,
    again: str,
    field: str,
) -> None:
    assert olive.password_hash
    with pytest.raises(Invalid) as wrong:
        profile.check_change(store, settings, cast.olive_officer, old, password, again)

    assert list(wrong.value.problems) == [field]


def test_whoever_sits_at_her_screen_cannot_guess_her_password(
    store: RolledBack, cast: Cast, olive: Account, settings: Settings
) -> None:
    assert olive.password_hash
    for _ in range(5):
        with pytest.raises(Invalid):
            profile.check_own_password(store, settings, cast.olive_officer, "wrong")

    with pytest.raises(TooMany):
        profile.check_own_password(store, settings, cast.olive_officer, PASSWORD)
    with stopped_at(now() + timedelta(minutes=16)):
        profile.check_own_password(store, settings, cast.olive_officer, PASSWORD)


class TestSettingUpAnApp:
    @pytest.fixture
    def cookie_id(self, session: Session, olive: Account, settings: Settings) -> str:
        made = begin_session(session, olive, settings, device="", is_whole=True)
        session.commit()
        return made

    def test_the_key_stays_while_the_page_is_looked_at_and_changes_with_the_session(
        self, session: Session, olive: Account, settings: Settings, cookie_id: str
    ) -> None:
        this = find_session(session, cookie_id, settings)
        assert this is not None

        first = offered_secret(session, this.id, settings)
        assert first == offered_secret(session, this.id, settings)
        assert first != offered_secret(session, this.id, replace(settings, secret_key="j" * 40))
        assert "secret=" + first in app_address(first, olive)

        rotate_session(session, this.id, settings)
        assert offered_secret(session, this.id, settings) != first

    def test_an_app_counts_once_its_first_code_was_typed(
        self, session: Session, cast: Cast, olive: Account, settings: Settings, cookie_id: str
    ) -> None:
        this = find_session(session, cookie_id, settings)
        assert this is not None
        secret = offered_secret(session, this.id, settings)
        code = pyotp.TOTP(secret).at(now())
        with pytest.raises(Invalid):
            profile.check_first_code(secret, "000000" if code != "000000" else "000001")

        step = profile.check_first_code(secret, code)
        set_second_factor(session, cast.olive_officer, olive, secret=secret, step=step, but=this.id)
        session.commit()

        assert has_second_factor(session, olive.id)
        assert session.get_one(SecondFactor, olive.id).last_step == step
        with pytest.raises(Conflict):
            set_second_factor(session, cast.olive_officer, olive, secret=secret, step=step, but=this.id)

        profile.remove_own_app(session, cast.olive_officer, olive, but=this.id)
        assert not has_second_factor(session, olive.id)

    def test_the_key_is_sealed_in_the_database(self, session: Session, cast: Cast, olive: Account) -> None:
        set_second_factor(session, cast.olive_officer, olive, secret="A" * 32, step=0)
        session.flush()

        raw = session.connection().exec_driver_sql("SELECT secret FROM second_factor").scalar_one()
        assert b"AAAA" not in bytes(raw)


def test_signing_out_is_written_down(
    session: Session, cast: Cast, olive: Account, settings: Settings
) -> None:
    cookie_id = begin_session(session, olive, settings, device="", is_whole=True)
    session.flush()
    found = find_session(session, cookie_id, settings)
    assert found is not None

    profile.sign_out(session, cast.olive_officer, found.id)
    assert profile.sign_out_everywhere(session, cast.olive_officer) == 0
    session.flush()

    kinds = session.exec(select(Event.kind)).all()
    assert list(kinds) == ["account.signed_out", "account.signed_out_everywhere"]
