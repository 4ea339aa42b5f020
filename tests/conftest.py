"""The network of a test: a migrated database on SQLite and on PostgreSQL, and the cast who act in it."""

import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection
from sqlalchemy.orm import sessionmaker
from sqlmodel import Session

from network import migrations
from network.db import Database
from network.providers.kinds.loading import load_kinds
from network.sealing import use_keys
from tests.cast import Cast
from tests.databases import drop_database, fresh_database, template_database
from tests.run_folder import made_once

pytest_plugins = ["tests.postgres_plugin", "tests.word_engine_plugin"]

use_keys({"test": bytes(range(32))})
BOTH = ("sqlite", "postgresql")


class RolledBack:
    """Units of work that all live inside one transaction, thrown away after the test."""

    def __init__(self, connection: Connection) -> None:
        self._sessions = sessionmaker(
            connection, class_=Session, expire_on_commit=False, join_transaction_mode="create_savepoint"
        )

    @contextmanager
    def _one(self) -> Iterator[Session]:
        with self._sessions.begin() as session:
            yield session

    def reading(self) -> AbstractContextManager[Session]:
        return self._one()

    def writing(self) -> AbstractContextManager[Session]:
        return self._one()

    def answers(self) -> bool:
        return True


def prepare(url: str) -> None:
    """All tables and the kinds of service, as `trestle migrate` makes them."""
    migrations.upgrade(url)
    database = Database(url)
    with database.writing() as session:
        load_kinds(session)
    database.close()


@pytest.fixture(scope="session")
def sqlite_template() -> Path:
    """A migrated SQLite file to copy, made by whichever worker asks first."""
    return made_once("template.db", lambda path: prepare(f"sqlite:///{path}"))


@pytest.fixture(scope="session")
def postgres_template() -> str:
    """The name of a migrated PostgreSQL database to copy."""
    return template_database(prepare)


@pytest.fixture(params=BOTH)
def database_kind(request: pytest.FixtureRequest) -> str:
    """Every test of the domain runs once on each database."""
    return str(request.param)


@pytest.fixture
def database(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Database]:
    """A migrated database of its own, for tests that commit from several connections or processes."""
    if database_kind == "sqlite":
        path = tmp_path / "trestle.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        database = Database(f"sqlite:///{path}")
        yield database
        database.close()
    else:
        url = fresh_database(request.getfixturevalue("postgres_template"))
        database = Database(url)
        yield database
        database.close()
        drop_database(url)


@pytest.fixture(scope="session")
def shared_sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = tmp_path_factory.mktemp("shared") / "shared.db"
    shutil.copy(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    yield database
    database.close()


@pytest.fixture(scope="session")
def shared_postgresql(postgres_template: str) -> Iterator[Database]:
    url = fresh_database(postgres_template)
    database = Database(url)
    yield database
    database.close()
    drop_database(url)


@pytest.fixture
def store(database_kind: str, request: pytest.FixtureRequest) -> Iterator[RolledBack]:
    """The database of this worker, in a transaction that is thrown away."""
    database: Database = request.getfixturevalue(f"shared_{database_kind}")
    with database.engine.connect() as connection:
        everything = connection.begin()
        yield RolledBack(connection)
        everything.rollback()


@pytest.fixture
def session(store: RolledBack) -> Iterator[Session]:
    """A session in the test's transaction; `session.commit()` shows its rows to other units of work of
    `store`."""
    with store._sessions() as session:
        yield session


@pytest.fixture
def cast(session: Session) -> Cast:
    """The people and agencies of the tests."""
    return Cast(session)
