"""A form that came too late: kept for its own account, an hour, and sealed."""

from datetime import timedelta

from sqlmodel import Session, select

from network.accounts.forgetting import forget_old
from network.accounts.keeping import LARGEST, find_kept_form, forget_kept_form, keep_form
from network.actors import Actor
from network.clock import now, stopped_at
from network.tables import Account, KeptForm
from tests.cast import Cast

FIELDS = [("note", "She came\nwith her sister 🦊"), ("role", "a"), ("role", "b"), ("empty", "")]


def keep(session: Session, account: Account, path: str = "/capacity?at=1") -> str:
    key = keep_form(session, account.id, path, FIELDS)
    session.commit()
    assert key is not None
    return key


def test_olive_gets_back_exactly_what_she_typed(session: Session, olive: Account) -> None:
    assert find_kept_form(session, olive.id, keep(session, olive)) == ("/capacity?at=1", FIELDS)


def test_nobody_else_gets_it_even_in_the_same_browser(session: Session, cast: Cast, olive: Account) -> None:
    key = keep(session, olive)
    others: list[Actor] = [one for one in cast.everybody.values() if one.id not in {None, olive.id}]

    assert all(find_kept_form(session, one.id, key) is None for one in others if one.id)
    assert find_kept_form(session, olive.id, "another key") is None


def test_it_is_forgotten_after_an_hour(session: Session, olive: Account) -> None:
    key = keep(session, olive)

    with stopped_at(now() + timedelta(minutes=61)):
        assert find_kept_form(session, olive.id, key) is None
        assert forget_old(session)["kept_forms"] == 1


def test_it_is_sealed_in_the_database(session: Session, olive: Account) -> None:
    keep(session, olive)

    raw = session.connection().exec_driver_sql("SELECT fields FROM kept_form").scalar_one()
    assert b"sister" not in bytes(raw)


def test_what_is_too_large_is_not_kept(session: Session, olive: Account) -> None:
    assert keep_form(session, olive.id, "/x", [("note", "x" * LARGEST)]) is None


def test_of_many_forms_the_latest_stay(session: Session, olive: Account) -> None:
    keys = [keep(session, olive) for _ in range(8)]

    kept = [key for key in keys if find_kept_form(session, olive.id, key)]
    assert kept == keys[-5:]
    assert len(session.exec(select(KeptForm)).all()) == 5


def test_olive_can_have_it_forgotten(session: Session, olive: Account) -> None:
    key = keep(session, olive)
    forget_kept_form(session, olive.id, key)

    assert find_kept_form(session, olive.id, key) is None
