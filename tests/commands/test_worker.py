"""The worker: sends, works, forgets, stops in good order, and outlives what goes wrong."""

import json
import os
import signal
import subprocess
import threading
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from commands import worker
from commands.worker import run_worker
from network.accounts.administering import invite_account
from network.actors import OPERATOR, Role
from network.clock import now
from network.db import Database
from network.jobs import handling
from network.jobs.queue import ask_for
from network.notices.sending import send_due
from network.sealing import use_keys
from network.settings import Mode, Settings
from network.tables import Job, JobStatus, KeptForm, Letter, LetterStatus
from tests.commands.test_command_line import TRESTLE, run

SETTINGS = Settings(mode=Mode.DEMO, secret_key="k" * 40, mail_from="trestle@example.org")
SECRETS = {
    "TRESTLE_SECRET_KEY": "k" * 40,
    "TRESTLE_FIELD_KEYS": "test:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
}


def invite(database: Database) -> None:
    with database.writing() as session:
        invite_account(
            session,
            OPERATOR,
            name="Nia New",
            email="nia@example.org",
            organization_id=None,
            roles={Role.LEADERSHIP},
        )


def letters(database: Database) -> list[LetterStatus]:
    with database.reading() as session:
        return [LetterStatus(status) for status in session.exec(select(Letter.status)).all()]


def test_one_look_sends_works_and_forgets(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[object] = []
    monkeypatch.setitem(handling.HANDLERS, "count", lambda _, lease: done.append(lease.facts["number"]))
    invite(database)
    with database.writing() as session:
        for number in range(3):
            ask_for(session, "count", number=number)
        old = now() - timedelta(hours=2)
        session.add(KeptForm(key_hash="x", path="/", fields="[]", kept_at=old, expires_at=old))

    run_worker(database, SETTINGS, threading.Event(), once=True)

    assert letters(database) == [LetterStatus.SENT]
    assert done == [0, 1, 2]
    with database.reading() as session:
        asked = session.exec(select(Job.status).where(Job.kind == "count")).all()
        assert set(asked) == {JobStatus.DONE}
        assert session.exec(select(KeptForm)).all() == []


def test_without_a_mail_server_letters_wait_for_one(database: Database) -> None:
    invite(database)
    run_worker(database, replace(SETTINGS, mode=Mode.PRODUCTION), threading.Event(), once=True)
    assert letters(database) == [LetterStatus.DUE]


def test_it_stops_when_it_is_told(database: Database) -> None:
    stop = threading.Event()
    thread = threading.Thread(target=run_worker, args=(database, SETTINGS, stop))
    thread.start()
    invite(database)
    deadline = time.monotonic() + 60
    while letters(database) != [LetterStatus.SENT] and time.monotonic() < deadline:
        time.sleep(0.05)
    stop.set()
    thread.join(60)

    assert not thread.is_alive()
    assert letters(database) == [LetterStatus.SENT]


def test_it_goes_on_after_a_fault(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "PAUSE", 0.01)
    faults: list[int] = []

    def send_later(*arguments: Any) -> Any:
        faults.append(1)
        if len(faults) < 3:
            raise RuntimeError("nia@example.org")
        return send_due(*arguments)

    monkeypatch.setattr(worker, "send_due", send_later)
    invite(database)
    stop = threading.Event()
    thread = threading.Thread(target=run_worker, args=(database, SETTINGS, stop))
    thread.start()
    deadline = time.monotonic() + 60
    while letters(database) != [LetterStatus.SENT] and time.monotonic() < deadline:
        time.sleep(0.02)
    stop.set()
    thread.join(60)

    assert letters(database) == [LetterStatus.SENT]


def test_a_letter_that_cannot_be_opened_is_no_reason_to_stop(database: Database) -> None:
    invite(database)
    run_worker(database, replace(SETTINGS, mode=Mode.PRODUCTION), threading.Event(), once=True)
    use_keys({"another": bytes(range(32, 64))})
    try:
        with pytest.raises(Exception, match="Not everything could be done"):
            run_worker(database, SETTINGS, threading.Event(), once=True)
    finally:
        use_keys({"test": bytes(range(32))})


@pytest.fixture
def url(sqlite_template: Path, tmp_path: Path) -> str:
    path = tmp_path / "worker.db"
    path.write_bytes(sqlite_template.read_bytes())
    return f"sqlite:///{path}"


def test_the_operator_starts_it_for_once(url: str) -> None:
    database = Database(url)
    invite(database)
    told = run("worker", "--once", TRESTLE_DATABASE_URL=url, TRESTLE_MODE="demo", **SECRETS)

    assert told.returncode == 0, told.stderr
    lines = [json.loads(line) for line in told.stderr.splitlines() if line.startswith("{")]
    assert {"message": "letters", "written": 1, "sent": 1}.items() <= lines[0].items()
    assert "nia" not in told.stderr
    assert letters(database) == [LetterStatus.SENT]
    database.close()


def test_it_refuses_to_start_without_secrets(url: str) -> None:
    refused = run("worker", "--once", TRESTLE_DATABASE_URL=url)

    assert refused.returncode == 1
    assert "TRESTLE_SECRET_KEY" in refused.stderr


def test_sigterm_stops_it_in_good_order(url: str) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TRESTLE_")}
    environment = {**clean, **SECRETS, "TRESTLE_DATABASE_URL": url, "TRESTLE_MODE": "demo"}
    process = subprocess.Popen([*TRESTLE, "worker"], stderr=subprocess.PIPE, text=True, env=environment)
    assert process.stderr is not None
    assert "waits for something to do" in process.stderr.readline()
    process.send_signal(signal.SIGTERM)

    assert process.wait(10) == 0
    assert "Traceback" not in process.stderr.read()
    process.stderr.close()
