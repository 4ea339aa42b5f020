"""Units of work: nothing acknowledged is lost, nothing half done is kept."""

import subprocess
import sys
from threading import Thread

import pytest
from sqlalchemy import text, update
from sqlmodel import select

from network import migrations
from network.clock import now
from network.db import Database
from network.ids import new_id
from network.providers.changes import changes_since, directory_version, record_change
from network.tables import Account, Cause, DirectoryVersion, Job, UnmetNeed

# Reads a number, then writes the next one, 25 times in each of 4 threads: as careless code would.
CARELESS = """
import sys
from threading import Thread
from sqlalchemy import text
from network.db import Database
database = Database(sys.argv[1])
def add() -> None:
    for _ in range(25):
        with database.writing() as session:
            if not database.is_sqlite:
                session.exec(text("LOCK TABLE directory_version"))
            seen = session.exec(text("SELECT version FROM directory_version")).scalar_one()
            session.exec(text("UPDATE directory_version SET version = :next"), params={"next": seen + 1})
threads = [Thread(target=add) for _ in range(4)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
"""


def test_what_a_refused_unit_of_work_wrote_is_gone(database: Database) -> None:
    with pytest.raises(ValueError, match="refused"), database.writing() as session:
        session.add(Job(kind="half done", run_at=now()))
        session.flush()
        raise ValueError("refused")

    with database.reading() as session:
        assert session.exec(select(Job)).all() == []


def test_no_update_is_lost_when_many_write_at_once_from_two_processes(database: Database) -> None:
    """Each of 2 processes × 4 threads adds 25 to one number, reading it before writing as careless code
    would."""
    with database.reading() as session:
        before = directory_version(session)

    processes = [subprocess.Popen([sys.executable, "-c", CARELESS, database.url]) for _ in range(2)]
    assert [process.wait(timeout=120) for process in processes] == [0, 0]

    with database.reading() as session:
        assert directory_version(session) == before + 200


def test_a_reader_is_not_held_up_by_a_writer(database: Database) -> None:
    with database.writing() as writer:
        writer.add(Job(kind="not committed yet", run_at=now()))
        writer.flush()
        with database.reading() as reader:
            assert reader.exec(select(Job)).all() == []


def test_directory_versions_follow_commits_when_two_change_at_once(database: Database) -> None:
    with database.reading() as session:
        seen = directory_version(session)

    def change() -> None:
        for _ in range(10):
            with database.writing() as session:
                record_change(session, [new_id()])

    threads = [Thread(target=change) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with database.reading() as session:
        assert directory_version(session) == seen + 40


def test_too_many_changes_to_name_mean_read_everything(database: Database) -> None:
    with database.reading() as session:
        seen = directory_version(session)
    with database.writing() as session:
        record_change(session, None)

    with database.reading() as session:
        assert changes_since(session, seen) is None


def test_tables_and_migrations_agree(database: Database) -> None:
    with database.engine.connect() as connection:
        assert migrations.differences(connection) == []
    assert migrations.revision_of(database) == migrations.newest_revision()


def test_migrations_go_back_to_nothing_and_forward_again(database: Database) -> None:
    database.close()
    migrations.downgrade(database.url, "base")
    migrations.upgrade(database.url)

    with database.writing() as session:
        session.exec(update(DirectoryVersion).values(version=1))
    with database.engine.connect() as connection:
        assert migrations.differences(connection) == []


def test_who_goes_back_one_migration_keeps_what_older_tables_hold(database: Database) -> None:
    account = Account(email="a@example.org", name="A", time_zone="UTC", created_at=now(), toured_at=now())
    with database.writing() as session:
        session.add(account)
        session.add(UnmetNeed(same_search="x", first_at=now(), last_at=now(), cause=Cause.TOO_FAR))
    database.close()
    migrations.downgrade(database.url, "0002")
    database.close()
    migrations.upgrade(database.url)

    with database.reading() as session:
        assert session.exec(select(Account.email, Account.toured_at)).one() == ("a@example.org", None)
        assert session.exec(select(UnmetNeed.cause)).one() is None
    with pytest.raises(Exception, match=r"(?i)check"), database.writing() as session:
        session.connection().execute(text("UPDATE unmet_need SET cause = 'nonsense'"))


def test_a_database_that_is_down_is_said_to_be_down() -> None:
    nowhere = Database("postgresql+psycopg://nobody@127.0.0.1:1/nothing")

    assert not nowhere.answers()


def test_a_status_that_does_not_exist_is_refused_by_the_database(database: Database) -> None:
    sql = text(
        "INSERT INTO job (id, kind, facts, status, run_at, attempts, problem) VALUES "
        "('00000000000000000000000000000001', 'x', '{}', 'nonsense', '2026-01-01 00:00:00', 0, '')"
    )
    with pytest.raises(Exception, match=r"(?i)check"), database.writing() as session:
        session.exec(sql)  # type: ignore[call-overload]


def test_what_a_reader_sees_does_not_change_while_somebody_writes(database: Database) -> None:
    with database.reading() as reader:
        before = directory_version(reader)
        with database.writing() as writer:
            record_change(writer, None)
        assert directory_version(reader) == before
        assert changes_since(reader, before) == set()

    with database.reading() as reader:
        assert directory_version(reader) == before + 1


def test_who_wrote_just_now_reads_it_on_the_same_connection(database: Database) -> None:
    """A connection that read a moment ago may write now, and the other way round."""
    for number in range(1, 30):
        with database.writing() as writer:
            writer.add(Job(kind=f"number {number}", run_at=now()))
        with database.reading() as reader:
            assert len(reader.exec(select(Job)).all()) == number
