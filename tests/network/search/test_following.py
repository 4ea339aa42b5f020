"""A change of the directory is found by every process at its next look, a few times a second.

How long that takes is measured by `make bench`; here the waits are only long enough for a busy machine."""

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
from network.providers.changes import DirectoryWatch, record_change
from network.search.embedded import EmbeddedEngine
from network.search.engine import Search
from network.search.following import SECONDS_BETWEEN, follow_directory
from tests.cast import Cast

SECONDS = 60  # to give up; a machine that runs all other tests beside is slow


@contextmanager
def following(store: Database, engine: EmbeddedEngine) -> Iterator[None]:
    stop = Event()
    thread = Thread(target=follow_directory, args=(store, engine, stop))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(SECONDS)


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.01)


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
        wait_until(lambda: engine.search(Search(q="methadone")).total == 1)
        found.send("ready")
        wait_until(lambda: engine.search(Search(q="renamed")).total == 1)
        found.send("found")
    database.close()


def test_a_change_is_seen_by_two_processes(database: Database) -> None:
    cast = make_cast(database)
    engine = EmbeddedEngine()
    here, there = multiprocessing.get_context("spawn").Pipe()
    url = database.engine.url.render_as_string(hide_password=False)
    other = multiprocessing.get_context("spawn").Process(target=look_from_another_process, args=(url, there))
    other.start()
    assert here.poll(SECONDS)
    assert here.recv() == "ready"
    with following(database, engine):
        rename(database, cast, "Renamed clinic")
        wait_until(lambda: engine.search(Search(q="renamed")).total == 1)

    assert here.poll(SECONDS)
    assert here.recv() == "found"
    other.join(SECONDS)
    assert other.exitcode == 0


def test_others_look_before_everything_is_read_again(database: Database) -> None:
    make_cast(database)
    watch, engine, stop = DirectoryWatch(), EmbeddedEngine(), Event()
    seen: list[tuple[int, int]] = []

    def look(session: Session) -> None:
        watch.look(session)
        seen.append((watch.version, engine.version))
        stop.set()

    follow_directory(database, engine, stop, 0.01, also=[look])

    assert seen[0][0] == engine.version > seen[0][1]


def test_one_look_is_enough_and_there_are_three_in_a_second(database: Database) -> None:
    cast = make_cast(database)
    engine = EmbeddedEngine()
    with database.reading() as session:
        engine.refresh(session)
    rename(database, cast, "Renamed clinic")

    with database.reading() as session:
        engine.refresh(session)

    assert engine.search(Search(q="renamed")).total == 1
    assert SECONDS_BETWEEN <= 1 / 3


def test_search_answers_while_the_database_is_away_and_catches_up(
    tmp_path: Path, sqlite_template: Path
) -> None:
    path = tmp_path / "trestle.db"
    shutil.copy(sqlite_template, path)
    database, engine = Database(f"sqlite:///{path}"), EmbeddedEngine()
    cast = make_cast(database)
    with following(_Fragile(database), engine):  # type: ignore[arg-type]
        wait_until(lambda: engine.search(Search(q="methadone")).total == 1)
        _Fragile.is_down = True
        rename(database, cast, "Renamed clinic")
        time.sleep(0.7)
        assert engine.search(Search(q="methadone")).total == 1
        _Fragile.is_down = False
        wait_until(lambda: engine.search(Search(q="renamed")).total == 1)
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
