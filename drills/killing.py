"""Kills web and workers while a clinic answers hundreds of referrals, and looks what is lost or doubled.

Each referral is answered by a form that a browser sends until the site says that it is done. Meanwhile the
workers write and send the letters of what was sent, reminded of and accepted, to a real mail server.
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from aiosmtpd.controller import Controller
from sqlmodel import Session, col, func, select

from drills.databases import FIELD_KEYS
from drills.processes import Process, free_port
from drills.races import Ground
from drills.score import Score
from network.accounts.sessions import begin_session
from network.clock import now, stopped_at
from network.db import Database
from network.notices.letters import cause_of, events_wait
from network.rules.happenings import HAPPENINGS
from network.settings import Settings
from network.tables import Account, AccountStatus, Event, Letter, LetterStatus
from web.visit import cookie_name, token_cookie_name

BROWSERS = 4
WORKERS = 2
SECONDS_AT_WORK = (0.5, 4.0)  # of a process that has come up, before it is killed
LONGEST = 3600.0  # seconds; a quiet machine needs a few minutes
ONCE = frozenset({"referral.sent", "referral.accepted", "referral.nudged"})


class Mailbox:
    """A mail server that remembers which letters it was given."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self.port = free_port()
        self._server = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.taken[BytesHeaderParser().parsebytes(envelope.content)["Message-ID"]] += 1
        return "250 OK"

    def __enter__(self) -> "Mailbox":
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop()


def run_killing(database: Database, folder: Path, referrals: int) -> Score:
    """The whole drill on one database."""
    began = time.monotonic()
    score = Score(f"kill -9, {referrals} referrals", "sqlite" if database.is_sqlite else "postgresql")
    port = free_port()
    with Mailbox() as mailbox:
        settings = settings_of(database, port, mailbox.port)
        ids, cookie = _prepare(database, settings, referrals)
        processes = processes_of(settings, folder, port)
        with under_fire(processes, LONGEST) as done:
            with ThreadPoolExecutor(BROWSERS) as browsers:
                score.attempts = _press_all(browsers, settings, cookie, ids, done)
            _wait_until_told(database, began)
        _count(database, mailbox, ids, score)
    score.seconds = time.monotonic() - began
    score.drill += f", {sum(process.killed for process in processes)} kills"
    return score


def _press_all(
    browsers: ThreadPoolExecutor, settings: Settings, cookie: str, ids: Sequence[UUID], done: threading.Event
) -> int:
    try:
        return sum(browsers.map(lambda one: _answer(settings, cookie, one, done), ids))
    except BaseException:
        done.set()  # nobody waits for buttons that are pressed for nothing
        raise


def settings_of(database: Database, port: int, mail_port: int) -> Settings:
    return Settings(
        database_url=database.url,
        base_url=f"http://127.0.0.1:{port}",
        secret_key="d" * 40,
        field_keys=FIELD_KEYS,
        second_factor_required=False,
        smtp_host="127.0.0.1",
        smtp_port=mail_port,
        smtp_security="none",
        mail_from="trestle@example.org",
        log_level="warning",
    )


def _prepare(database: Database, settings: Settings, referrals: int) -> tuple[list[UUID], str]:
    """Referrals sent eleven minutes ago, so that a first reminder of each is due; Pat is signed in."""
    with Session(database.engine, expire_on_commit=False) as session:
        with stopped_at(now() - timedelta(minutes=11)):
            ground = Ground(session)
            ids = [ground.sent().id for _ in range(referrals)]
        account = session.exec(select(Account).where(Account.id == ground.pat.id)).one()
        paul = session.exec(select(Account).where(Account.id == ground.paul.id)).one()
        paul.status = AccountStatus.DISABLED  # one reader at the clinic is enough letters
        session.add(paul)
        cookie = begin_session(session, account, settings, device="drill", is_whole=True)
        session.commit()
    return ids, cookie


def processes_of(settings: Settings, folder: Path, port: int) -> list[Process]:
    names = ("database_url", "base_url", "secret_key", "field_keys", "smtp_host", "smtp_port",
             "smtp_security", "mail_from", "log_level")  # fmt: skip
    environment = {f"TRESTLE_{name.upper()}": str(getattr(settings, name)) for name in names}
    environment["TRESTLE_SECOND_FACTOR_REQUIRED"] = "no"
    web = Process(("serve", "--port", str(port)), environment, folder / "web.log", port)
    workers = [Process(("worker",), environment, folder / f"worker-{n}.log") for n in range(WORKERS)]
    return [web, *workers]


@contextmanager
def under_fire(processes: Sequence[Process], patience: float) -> Iterator[threading.Event]:
    """The processes run, and are killed now and then. The event is set at the end, or after so many seconds
    of patience."""
    for process in processes:
        process.start()
    done = threading.Event()
    killer = threading.Thread(target=kill_now_and_then, args=(processes, done))
    killer.start()
    timer = threading.Timer(patience, done.set)
    timer.daemon = True
    timer.start()
    try:
        yield done
    finally:
        done.set()
        timer.cancel()
        killer.join()
        for process in processes:
            process.stop()


def kill_now_and_then(processes: Sequence[Process], done: threading.Event) -> None:
    """One after the other in no order, each some moments after it has come up."""
    dice = random.Random(11)
    while not done.is_set():
        victim = dice.choice(processes)
        while not victim.is_ready and not done.wait(0.2):
            pass
        if not done.wait(dice.uniform(*SECONDS_AT_WORK)):
            victim.kill()
            victim.start()


def _answer(settings: Settings, cookie: str, referral_id: UUID, done: threading.Event) -> int:
    """Press "Accept" until the site says that it is done, or was done before; how often it was pressed."""
    pressed = 0
    while not done.is_set():
        pressed += 1
        try:
            with httpx.Client(base_url=settings.base_url, timeout=10) as browser:
                browser.cookies.set(cookie_name(settings), cookie)
                browser.get("/help")
                token = browser.cookies.get(token_cookie_name(settings)) or ""
                response = browser.post(
                    f"/referrals/{referral_id}/moves/accept",
                    data={"seen": "sent"},
                    headers={"x-csrftoken": token},
                )
        except httpx.TransportError:
            time.sleep(0.3)
            continue
        if response.status_code in (303, 409):
            return pressed
        time.sleep(0.3)
    return pressed


def _wait_until_told(database: Database, began: float) -> None:
    while time.monotonic() - began < LONGEST:
        with database.reading() as session:
            due = select(func.count()).select_from(Letter).where(Letter.status == LetterStatus.DUE)
            if not events_wait(session) and not session.exec(due.where(Letter.due_at <= now())).one():
                return
        time.sleep(0.5)


def _count(database: Database, mailbox: Mailbox, ids: Sequence[UUID], score: Score) -> None:
    with database.reading() as session:
        events = session.exec(
            select(Event).where(col(Event.subject_id).in_(ids), col(Event.kind).in_(ONCE))
        ).all()
        letters = session.exec(select(Letter)).all()
    told = Counter((event.kind, event.subject_id) for event in events)
    accepted = {subject for kind, subject in told if kind == "referral.accepted"}
    score.winners = len(accepted)
    score.doubled = sum(count - 1 for count in told.values())
    score.doubled += sum(count - 1 for count in mailbox.taken.values())
    score.doubled += sum(
        count - 1 for count in Counter((one.cause, one.recipient) for one in letters).values()
    )
    causes = {letter.cause for letter in letters}
    untold = [e for e in events if HAPPENINGS[e.kind].letters and cause_of(e) not in causes]
    unsent = [one for one in letters if one.status is LetterStatus.DUE and one.due_at <= now()]
    score.lost = len(ids) - len(accepted) + len(untold) + len(unsent)
    score.lost += max(0, sum(one.sent_at is not None for one in letters) - len(mailbox.taken))
    score.perhaps_sent = sum(one.status is LetterStatus.SENDING for one in letters)
