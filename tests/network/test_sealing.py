"""Identifying text is sealed before it reaches the database, and comes back only with the right key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from network.clock import now
from network.db import Database
from network.ids import new_id
from network.sealing import Keyring, blind_index
from network.settings import WrongSetting
from network.tables import Organization, Problem, ProblemKind
from tests.cast import Cast

OLD, NEW = bytes(32), bytes(range(32))


@given(st.text())
def test_whatever_is_sealed_comes_back(words: str) -> None:
    keys = Keyring({"new": NEW})

    assert keys.open(keys.seal(words, "person.name"), "person.name") == words


def test_the_same_name_never_looks_the_same_twice() -> None:
    keys = Keyring({"new": NEW})

    assert keys.seal("Rosa", "person.name") != keys.seal("Rosa", "person.name")


def test_a_value_moved_to_another_column_does_not_open() -> None:
    keys = Keyring({"new": NEW})

    with pytest.raises(WrongSetting, match="changed or moved"):
        keys.open(keys.seal("Rosa", "person.name"), "problem.words")


def test_after_a_new_key_old_values_still_open() -> None:
    sealed = Keyring({"old": OLD}).seal("Rosa", "person.name")

    assert Keyring({"new": NEW, "old": OLD}).open(sealed, "person.name") == "Rosa"
    with pytest.raises(WrongSetting, match="not in TRESTLE_FIELD_KEYS"):
        Keyring({"new": NEW}).open(sealed, "person.name")


def test_without_a_key_nothing_is_sealed() -> None:
    with pytest.raises(WrongSetting, match="is needed"):
        Keyring({}).seal("Rosa", "person.name")


def test_a_blind_index_finds_the_same_text_in_the_same_column_only() -> None:
    assert blind_index("rosa", "person.name") == blind_index("rosa", "person.name")
    assert blind_index("rosa", "person.name") != blind_index("rosa", "person.alias")


def test_the_database_never_holds_the_words(session: Session, cast: Cast) -> None:
    problem = Problem(
        service_id=cast.clinic_service.id,
        kind=ProblemKind.OTHER,
        words="they moved to Canary Lane",
        reported_at=now(),
    )
    session.add(problem)
    session.flush()
    session.expire_all()

    kept = session.exec(text("SELECT words FROM problem")).scalar_one()  # type: ignore[call-overload]
    assert b"Canary" not in bytes(kept)
    assert problem.words == "they moved to Canary Lane"


def test_an_error_of_the_database_never_says_what_was_to_be_kept(database: Database) -> None:
    with pytest.raises(IntegrityError) as refused, database.writing() as session:
        session.add(Organization(name="Canary Lane 12", description="secret", source_id=new_id()))
        session.flush()

    assert "Canary" not in str(refused.value)
