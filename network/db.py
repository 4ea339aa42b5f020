"""Opening the database: SQLite for one machine, PostgreSQL for production; the rest of the code does not
care.

SQLite has one writer. So writers begin with BEGIN IMMEDIATE on an engine of one connection and wait fairly,
readers have
an engine of their own; nothing fails with "database is locked" under load (docs/decisions/0004).
"""

import random
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, event, make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import sessionmaker
from sqlmodel import Session, SQLModel, create_engine

WAIT_SECONDS = 10.0  # for SQLite's one writer
APPENDED = "appended"  # where a session that only reads keeps what it will write


class Store(Protocol):
    """Units of work: `Database` is one, a test's rolled-back transaction another."""

    def reading(self) -> AbstractContextManager[Session]: ...

    def writing(self) -> AbstractContextManager[Session]: ...

    def answers(self) -> bool: ...


class Database:
    """One database. `reading()` and `writing()` are units of work: all of it is kept, or none."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        if self.is_sqlite:
            self._reader, self._writer = (
                _open_sqlite(url, "DEFERRED", 8),
                _open_sqlite(url, "IMMEDIATE", 1),
            )
        else:
            self._writer = create_engine(
                url,
                pool_size=10,
                max_overflow=20,
                pool_pre_ping=True,
                hide_parameters=True,
                connect_args={"connect_timeout": 5},
            )
            # The same connections, but one moment of the database for all that a reader asks.
            self._reader = self._writer.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        self._reading = sessionmaker(self._reader, class_=Session, expire_on_commit=False)
        self._writing = sessionmaker(self._writer, class_=Session, expire_on_commit=False)

    @property
    def engine(self) -> Engine:
        """The engine that writes."""
        return self._writer

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A unit of work that only reads; what it sees, from its first question on, does not change under it.
        What `append` was given is written right after it."""
        with self._reading.begin() as session:
            rows = session.info[APPENDED] = []
            yield session
        if rows:
            with self.writing() as session:
                session.add_all(rows)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A unit of work that may write. It takes the writer's place at its first statement, not before."""
        with self._writing.begin() as session:
            yield session

    def answers(self) -> bool:
        """Whether the database can be reached now."""
        try:
            with self._reader.connect() as connection:
                connection.execute(text("SELECT 1"))
        except OperationalError:
            return False
        return True

    def close(self) -> None:
        self._reader.dispose()
        self._writer.dispose()


def holds_all(session: Session) -> bool:
    """Whether this unit of work holds the whole database until it ends, so that no row needs to be held:
    SQLite has one writer."""
    return session.get_bind().dialect.name == "sqlite"


def append(session: Session, *rows: SQLModel) -> None:
    """Keep rows that say that something was seen. A unit of work that only reads writes them in a short one
    of its own as soon as it has ended well, before what was seen is sent."""
    if (appended := session.info.get(APPENDED)) is not None:
        appended.extend(rows)
    else:
        session.add_all(rows)


def appended(session: Session) -> Sequence[SQLModel]:
    """What this unit of work, which only reads, has yet to write."""
    return tuple(session.info.get(APPENDED, ()))


def take_appended(session: Session) -> Sequence[SQLModel]:
    """The same, for somebody who writes it in the session's place."""
    rows = appended(session)
    session.info.get(APPENDED, []).clear()
    return rows


def _open_sqlite(url: str, begin: str, connections: int) -> Engine:
    path = make_url(url).database
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        connect_args={
            "isolation_level": None,
            "check_same_thread": False,
            "timeout": 0.05,
        },
        pool_size=connections,
        max_overflow=0,
        hide_parameters=True,  # an error must not say what was to be kept
        pool_timeout=WAIT_SECONDS * 3,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL"):
            _patiently(lambda sql=f"PRAGMA {pragma}": connection.execute(sql))

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        _patiently(lambda: connection.exec_driver_sql(f"BEGIN {begin}"))

    return engine


def _patiently(attempt: Any) -> None:
    """Try until SQLite's writer is free, with short random waits so that no process starves."""
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            attempt()
        except (OperationalError, sqlite3.OperationalError) as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(random.uniform(0.001, 0.02))
        else:
            return
