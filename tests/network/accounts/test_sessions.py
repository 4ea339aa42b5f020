"""Browsers in which people are signed in: how long, and whose."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from network.accounts.forgetting import SESSIONS_KEPT, forget_old
from network.accounts.sessions import (
    SignInState,
    begin_session,
    end_session,
    end_sessions,
    find_session,
    hash_of,
    needs_touch,
    open_sessions,
    rotate_session,
    touch_session,
)
from network.clock import now, stopped_at
from network.errors import NotFound
from network.settings import Settings
from network.tables import Account, AccountSession, AccountStatus


def begin(session: Session, account: Account, settings: Settings, *, whole: bool = True) -> str:
    cookie_id = begin_session(session, account, settings, device="Firefox, Linux", is_whole=whole)
    session.commit()
    return cookie_id


def state(session: Session, cookie_id: str, settings: Settings) -> SignInState | None:
    session.expire_all()
    found = find_session(session, cookie_id, settings)
    return None if found is None else found.state


def test_only_ids_that_the_store_gave_count(session: Session, olive: Account, settings: Settings) -> None:
    begin(session, olive, settings)

    assert find_session(session, "an id that somebody planted", settings) is None
    assert find_session(session, "", settings) is None


def test_the_store_keeps_no_id_that_a_thief_could_use(
    session: Session, olive: Account, settings: Settings
) -> None:
    cookie_id = begin(session, olive, settings)
    kept = session.exec(select(AccountSession)).one()

    assert kept.id_hash == hash_of(cookie_id)
    assert cookie_id not in kept.model_dump_json()
    assert find_session(session, kept.id_hash, settings) is None


def test_half_an_hour_without_a_click_ends_it(session: Session, olive: Account, settings: Settings) -> None:
    cookie_id, began = begin(session, olive, settings), now()

    with stopped_at(began + timedelta(minutes=29, seconds=59)):
        assert state(session, cookie_id, settings) is SignInState.OPEN
    with stopped_at(began + timedelta(minutes=30)):
        assert state(session, cookie_id, settings) is SignInState.OVER


def test_a_click_keeps_it_awake_but_for_no_longer_than_twelve_hours(
    session: Session, olive: Account, settings: Settings
) -> None:
    cookie_id, began = begin(session, olive, settings), now()
    row = session.exec(select(AccountSession)).one()

    for minute in range(20, 12 * 60, 20):
        with stopped_at(began + timedelta(minutes=minute)):
            assert state(session, cookie_id, settings) is SignInState.OPEN
            touch_session(session, row.id)
            session.commit()
    with stopped_at(began + timedelta(hours=12)):
        assert state(session, cookie_id, settings) is SignInState.OVER


def test_that_somebody_is_there_is_written_once_a_minute_at_most(
    session: Session, olive: Account, settings: Settings
) -> None:
    cookie_id, began = begin(session, olive, settings), now()
    found = find_session(session, cookie_id, settings)
    assert found is not None

    assert not needs_touch(found)
    with stopped_at(began + timedelta(seconds=61)):
        assert needs_touch(found)


def test_another_id_takes_the_place_of_the_first(
    session: Session, olive: Account, settings: Settings
) -> None:
    before = begin(session, olive, settings)
    found = find_session(session, before, settings)
    assert found is not None

    after = rotate_session(session, found.id, settings)
    session.commit()

    assert state(session, before, settings) is None
    assert state(session, after, settings) is SignInState.OPEN


def test_another_id_does_not_make_the_twelve_hours_longer(
    session: Session, olive: Account, settings: Settings
) -> None:
    begin(session, olive, settings)
    row = session.exec(select(AccountSession)).one()
    until = row.expires_at

    with stopped_at(now() + timedelta(minutes=20)):
        rotate_session(session, row.id, settings)
    session.commit()
    session.expire_all()

    assert session.get_one(AccountSession, row.id).expires_at == until


def test_a_session_that_is_over_gets_no_other_id(
    session: Session, olive: Account, settings: Settings
) -> None:
    begin(session, olive, settings)
    row = session.exec(select(AccountSession)).one()
    end_sessions(session, olive.id)

    with pytest.raises(NotFound):
        rotate_session(session, row.id, settings)


def test_between_password_and_code_there_are_ten_minutes(
    session: Session, olive: Account, settings: Settings
) -> None:
    cookie_id = begin(session, olive, settings, whole=False)

    assert state(session, cookie_id, settings) is SignInState.HALF
    assert open_sessions(session, olive.id, settings) == []
    with stopped_at(now() + timedelta(minutes=11)):
        assert state(session, cookie_id, settings) is SignInState.OVER


def test_whoever_is_disabled_is_out_at_once(session: Session, olive: Account, settings: Settings) -> None:
    cookie_id = begin(session, olive, settings)
    olive.status = AccountStatus.DISABLED
    session.add(olive)
    session.commit()

    assert state(session, cookie_id, settings) is SignInState.OVER


def test_a_demonstration_account_is_out_as_soon_as_it_is_no_demonstration(
    session: Session, olive: Account, settings: Settings
) -> None:
    cookie_id = begin(session, olive, settings)
    olive.is_demo = True
    session.add(olive)
    session.commit()

    assert state(session, cookie_id, settings) is SignInState.OVER


def test_olive_signs_one_browser_out_or_all_but_this(
    session: Session, olive: Account, settings: Settings
) -> None:
    first, second, third = (begin(session, olive, settings) for _ in range(3))
    one, other, this = (find_session(session, cookie, settings) for cookie in (first, second, third))
    assert one
    assert other
    assert this

    end_session(session, olive.id, one.id)
    assert end_sessions(session, olive.id, but=this.id) == 1
    session.commit()

    assert [browser.id for browser in open_sessions(session, olive.id, settings)] == [this.id]
    with pytest.raises(NotFound):
        end_session(session, olive.id, one.id)


def test_nobody_signs_somebody_elses_browser_out(
    session: Session, olive: Account, settings: Settings
) -> None:
    cookie_id = begin(session, olive, settings)
    found = find_session(session, cookie_id, settings)
    assert found is not None

    with pytest.raises(NotFound):
        end_session(session, replace(found).id, found.id)
    assert state(session, cookie_id, settings) is SignInState.OPEN


def test_sessions_are_forgotten_a_week_after_their_end(
    session: Session, olive: Account, settings: Settings
) -> None:
    begin(session, olive, settings)

    with stopped_at(now() + timedelta(hours=12) + SESSIONS_KEPT - timedelta(minutes=1)):
        assert forget_old(session)["sessions"] == 0
    with stopped_at(now() + timedelta(hours=12) + SESSIONS_KEPT + timedelta(minutes=1)):
        assert forget_old(session)["sessions"] == 1
