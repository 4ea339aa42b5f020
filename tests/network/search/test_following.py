"""A change of the directory is found by every process within a second, whatever happens to the database."""

import multiprocessing
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event, Thread

from sqlmodel import Session

from network.db import Database
from network.providers.changes import record_change
from network.search.embedded import EmbeddedEngine
from network.search.engine import Search
from network.search.following import follow_directory
from tests.cast import Cast


@contextmanager
def following(store: Database, engine: EmbeddedEngine) -> Iterator[None]:
    stop = Event()
    thread = Thread(target=follow_directory, args=(store, engine, stop))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(5)


def seconds_until(holds: Callable[[], bool], at_most: float = 5) -> float:
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < at_most
        time.sleep(0.01)
    return time.monotonic() - began


def rename(database: Database, cast: Cast, name: str) -> None:
    with database.writing() as session:
        service = session.merge(cast.clinic_service)
        service.name = name
        session.flush()
        record_change(session, [service.id])


def make_cast(database: Database) -> Cast:
    with Session(database.engine) as session:
        cast = Cast(session)
        record_change(session, None)
        session.commit()
    return cast


def look_from_another_process(url: str, found: Connection) -> None:
    """What a second process of the site does: follow, and search."""
    database, engine = Database(url), EmbeddedEngine()
    with following(database, engine):
        seconds_until(lambda: engine.search(Search(q="methadone")).total == 1, at_most=30)
        found.send("ready")
        seconds_until(lambda: engine.search(Search(q="renamed")).total == 1, at_most=30)
        found.send(time.time())
    database.close()


def test_a_change_is_seen_by_two_processes_within_a_second(database: Database) -> None:
    cast = make_cast(database)
    engine = EmbeddedEngine()
    here, there = multiprocessing.get_context("spawn").Pipe()
    url = database.engine.url.render_as_string(hide_password=False)
    other = multiprocessing.get_context("spawn").Process(target=look_from_another_process, args=(url, there))
    other.start()
    assert here.poll(60)
    assert here.recv() == "ready"
    with following(database, engine):
        rename(database, cast, "Renamed clinic")
        changed_at = time.time()
        seconds = seconds_until(lambda: engine.search(Search(q="renamed")).total == 1)

    assert here.poll(10)
    assert here.recv() - changed_at < 1
    assert seconds < 1
    other.join(10)
    assert other.exitcode == 0


def test_search_answers_while_the_database_is_away_and_catches_up(
    tmp_path: Path, sqlite_template: Path
) -> None:
    path = tmp_path / "trestle.db"
    shutil.copy(sqlite_template, path)
    database, engine = Database(f"sqlite:///{path}"), EmbeddedEngine()
    cast = make_cast(database)
    with following(_Fragile(database), engine):  # type: ignore[arg-type]
        seconds_until(lambda: engine.search(Search(q="methadone")).total == 1)
        _Fragile.is_down = True
        rename(database, cast, "Renamed clinic")
        time.sleep(0.7)
        assert engine.search(Search(q="methadone")).total == 1
        _Fragile.is_down = False
        assert seconds_until(lambda: engine.search(Search(q="renamed")).total == 1) < 1
    database.close()


class _Fragile:
    """A database that is away when a test says so."""

    is_down = False

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def reading(self) -> Iterator[Session]:
        if _Fragile.is_down:
            raise ConnectionError("away")
        with self._database.reading() as session:
            yield session
