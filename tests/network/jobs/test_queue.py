"""Slow work: done at least once, by one worker at a time, and given up in the end."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from network.clock import now, stopped_at
from network.db import Database, Store
from network.jobs import handling
from network.jobs.handling import do_next, does
from network.jobs.queue import (
    KEPT,
    LEASE,
    MOST_ATTEMPTS,
    WAITS,
    Lease,
    ask_for,
    bury_jobs,
    finish_job,
    forget_jobs,
    give_back_job,
    hold_job,
    take_job,
)
from network.tables import Job, JobStatus
from tests.conftest import RolledBack

KINDS = ["count"]


def only_job(session: Session) -> Job:
    session.expire_all()
    return session.exec(select(Job)).one()


def take(store: Store) -> Lease | None:
    with store.writing() as session:
        return take_job(session, KINDS)


@pytest.fixture
def asked(session: Session) -> None:
    """One job waits."""
    ask_for(session, "count", number=7)
    session.commit()


@pytest.mark.usefixtures("asked")
def test_a_job_is_done_with_what_it_was_told(store: RolledBack, session: Session) -> None:
    done: list[object] = []

    assert do_next(store, {"count": lambda _, lease: done.append(lease.facts)})
    assert not do_next(store, {"count": lambda _, lease: done.append(lease.facts)})

    assert done == [{"number": 7}]
    assert only_job(session).status is JobStatus.DONE


def test_work_that_was_rolled_back_is_not_asked_for(store: RolledBack) -> None:
    with pytest.raises(ZeroDivisionError), store.writing() as session:
        ask_for(session, "count")
        _ = 1 // 0

    assert take(store) is None


def test_the_same_work_is_asked_for_once(session: Session) -> None:
    assert ask_for(session, "count", unique_key="reindex 2026-11-23")
    assert not ask_for(session, "count", unique_key="reindex 2026-11-23")
    assert ask_for(session, "count", unique_key="reindex 2026-11-24")


def test_work_waits_for_its_time_and_the_oldest_comes_first(store: RolledBack, session: Session) -> None:
    ask_for(session, "count", run_at=now() + timedelta(hours=1), name="later")
    ask_for(session, "count", run_at=now() - timedelta(hours=1), name="second")
    ask_for(session, "count", run_at=now() - timedelta(hours=2), name="first")
    session.commit()

    taken = [take(store) for _ in range(3)]

    assert [lease and lease.facts["name"] for lease in taken] == ["first", "second", None]


@pytest.mark.usefixtures("asked")
def test_nobody_takes_work_that_they_do_not_know(store: RolledBack) -> None:
    assert not do_next(store, {"another": lambda *_: None})


@pytest.mark.usefixtures("asked")
def test_work_that_fails_is_tried_later_and_then_given_up(store: RolledBack, session: Session) -> None:
    def fail(_store: Store, _lease: Lease) -> None:
        raise ValueError("the name of a person")

    moment = now()
    for attempt in range(1, MOST_ATTEMPTS + 1):
        with stopped_at(moment):
            assert do_next(store, {"count": fail})
        job = only_job(session)
        assert (job.attempts, job.problem) == (attempt, "ValueError")
        if attempt < MOST_ATTEMPTS:
            assert job.status is JobStatus.WAITING
            assert job.run_at == moment + WAITS[min(attempt, len(WAITS)) - 1]
        moment = job.run_at

    assert only_job(session).status is JobStatus.FAILED
    with stopped_at(now() + timedelta(days=30)):
        assert not do_next(store, {"count": fail})


@pytest.mark.usefixtures("asked")
def test_another_worker_takes_over_what_one_left_behind(store: RolledBack, session: Session) -> None:
    first = take(store)
    assert first is not None
    assert take(store) is None

    with stopped_at(now() + LEASE + timedelta(seconds=1)):
        second = take(store)
        assert second is not None
        assert second.attempts == 2
        # the first was only slow: it can neither go on nor finish what is not its own any more
        assert not hold_job(session, first)
        assert not finish_job(session, first)
        assert not give_back_job(session, first, "slow")
        assert finish_job(session, second)


@pytest.mark.usefixtures("asked")
def test_whoever_says_that_they_are_still_at_it_keeps_the_work(store: RolledBack, session: Session) -> None:
    began = now()
    lease = take(store)
    assert lease is not None

    with stopped_at(began + LEASE - timedelta(seconds=1)):
        assert hold_job(session, lease)
        session.commit()
    with stopped_at(began + LEASE + timedelta(seconds=30)):
        assert take(store) is None


@pytest.mark.usefixtures("asked")
def test_work_with_which_worker_after_worker_dies_is_given_up(store: RolledBack, session: Session) -> None:
    moment = now()
    for _ in range(MOST_ATTEMPTS):
        with stopped_at(moment):
            assert take(store) is not None
        moment += LEASE + timedelta(seconds=1)

    with stopped_at(moment), store.writing() as other:
        assert take_job(other, KINDS) is None
        assert bury_jobs(other) == 1
    assert only_job(session).status is JobStatus.FAILED


@pytest.mark.usefixtures("asked")
def test_finished_work_is_forgotten_after_a_week(store: RolledBack, session: Session) -> None:
    do_next(store, {"count": lambda *_: None})

    assert forget_jobs(session) == 0
    with stopped_at(now() + KEPT + timedelta(minutes=1)):
        assert forget_jobs(session) == 1


def test_a_handler_is_known_by_its_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handling, "HANDLERS", {})

    @does("count")
    def count(store: Store, lease: Lease) -> None: ...

    assert {"count": count} == handling.HANDLERS


def test_a_long_job_is_held_while_it_goes_on(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with database.writing() as session:
        ask_for(session, "count")
    held = threading.Event()
    monkeypatch.setattr("network.jobs.handling.HEARTBEAT_SECONDS", 0.02)

    def hold(*_: object) -> bool:
        held.set()
        return True

    monkeypatch.setattr("network.jobs.handling.hold_job", hold)

    assert do_next(database, {"count": lambda *_: _seen(held)})
    with database.reading() as session:
        assert session.exec(select(Job.status)).one() == JobStatus.DONE


def _seen(event: threading.Event) -> None:
    assert event.wait(5)


def test_many_workers_do_each_job_once(database: Database) -> None:
    with database.writing() as session:
        for number in range(30):
            ask_for(session, "count", number=number)
    done: list[int] = []

    def work(_: int) -> None:
        while do_next(database, {"count": lambda _, lease: done.append(lease.facts["number"])}):
            pass

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))

    assert sorted(done) == list(range(30))


WORKER = """
import sys, time
from network.db import Database
from network.jobs import queue
from network.jobs.handling import do_next
queue.LEASE = queue.timedelta(seconds=1)
database = Database(sys.argv[1])
def count(store, lease):
    print("begin", lease.facts["number"], flush=True)
    time.sleep(float(sys.argv[2]))
    print("end", lease.facts["number"], flush=True)
while do_next(database, {"count": count}):
    pass
"""


@pytest.fixture
def killed(database: Database, tmp_path: Path) -> None:
    """Three jobs, of which a worker began one and was killed."""
    with database.writing() as session:
        for number in range(3):
            ask_for(session, "count", number=number)
    script = tmp_path / "worker.py"
    script.write_text(textwrap.dedent(WORKER), encoding="utf-8")
    url = database.engine.url.render_as_string(hide_password=False)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    worker = subprocess.Popen(
        [sys.executable, str(script), url, "60"], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert worker.stdout is not None
    assert worker.stdout.readline() == "begin 0\n"
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    worker.stdout.close()


@pytest.mark.usefixtures("killed")
def test_no_job_is_lost_when_a_worker_is_killed(database: Database) -> None:
    done: list[int] = []
    deadline = time.monotonic() + 60

    while len(done) < 3 and time.monotonic() < deadline:
        do_next(database, {"count": lambda _, lease: done.append(lease.facts["number"])})
        time.sleep(0.05)

    assert sorted(done) == [0, 1, 2]
    with database.reading() as session:
        attempts = session.exec(select(Job.attempts).order_by(col(Job.run_at), col(Job.id))).all()
    assert list(attempts) == [2, 1, 1]
