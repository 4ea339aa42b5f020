"""`trestle worker`: fires timers, sends letters, does slow work, forgets what is old."""

import logging
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import click

from commands.console import console
from commands.logs import set_up_logs
from commands.opening import open_database
from network.accounts.forgetting import forget_old
from network.answers.sending import renew_lapsed
from network.db import Store
from network.gaps.regular import JOB as SURVEY
from network.gaps.regular import ask_for_survey, do_survey
from network.gaps.weekly import ask_for_week
from network.jobs.handling import HANDLERS, Handler, do_next
from network.jobs.queue import bury_jobs, forget_jobs
from network.notices.letters import events_wait, forget_letters, write_letters
from network.notices.post import PostOffice
from network.notices.sending import send_due
from network.notices.texting import post_office
from network.providers.asking import ask_due
from network.providers.operations.holding import lapse_holds
from network.questions.operations import lapse_questions
from network.referrals.answering_record import count_answers_when_due
from network.referrals.firing import fire_due
from network.referrals.operations import apply_withdrawals
from network.search.kept import forget_old_facts
from network.settings import Settings, check_limits, check_secrets, read_settings

log = logging.getLogger("trestle.worker")

PAUSE = 1.0  # seconds between two looks when there was nothing to do
LONGEST_PAUSE = 60.0  # while the database is away
TIDY_EVERY = 600.0


@dataclass
class _Round:
    """One worker and when it last tidied up."""

    store: Store
    settings: Settings
    post: PostOffice | None
    tidied_at: float = field(default=-TIDY_EVERY)

    def look(self) -> bool:
        """Do what is due; answers whether there may be more at once."""
        busy = self._timers()
        busy = self._letters() or busy
        busy = self._words() or busy
        busy = do_next(self.store, HANDLERS | self._handlers()) or busy
        if time.monotonic() - self.tidied_at >= TIDY_EVERY:
            self.tidied_at = time.monotonic()
            busy = self._tidy() or busy
        return busy

    def _handlers(self) -> dict[str, Handler]:
        """Slow work that depends on the settings."""
        return {SURVEY: lambda store, lease: do_survey(store, lease, self.settings)}

    def _timers(self) -> bool:
        lapsed = lapse_holds(self.store)  # first: a place that is free again is seen within a second
        fired = fire_due(self.store)
        fired["holds_over"] += lapsed
        fired["questions_over"] += lapse_questions(self.store)
        fired["links_renewed"] += renew_lapsed(self.store)
        fired["agencies_asked"] += ask_due(self.store)
        if fired.total():
            log.info("timers", extra=dict(fired))
        return fired.total() > fired["failed"]

    def _letters(self) -> bool:
        written = 0
        with self.store.reading() as session:  # most looks find nothing, and need no turn of the one writer
            waits = events_wait(session)
        if waits:
            with self.store.writing() as session:
                written = write_letters(session)
        if self.post is None:
            return False
        tally = send_due(self.store, self.post, self.settings)
        if written or tally:
            log.info("letters", extra={"written": written, **tally})
        return bool(tally["sent"])

    def _words(self) -> bool:
        """Tell the word engine beside us what changed, where there is one."""
        if not self.settings.meilisearch_url:
            return False
        from network.search.meilisearch.indexing import follow_words  # noqa: PLC0415

        return follow_words(self.store, self.settings)

    def _tidy(self) -> bool:
        """Forget what is old; answers whether regular work was asked for."""
        with self.store.writing() as session:
            gone = forget_old(session)
            gone |= {"letters": forget_letters(session), "jobs": forget_jobs(session)}
            gone["kept_facts"] = forget_old_facts(session)
            gone["consents_ended"] = apply_withdrawals(session)
            gone["records_of_answers"] = count_answers_when_due(session)
            buried = bury_jobs(session)
            ask_for_week(session, self.settings)
            asked = ask_for_survey(session, self.settings)
        if any(gone.values()) or buried:
            log.info("tidied", extra={**gone, "jobs_given_up": buried})
        return asked


def run_worker(store: Store, settings: Settings, stop: threading.Event, *, once: bool = False) -> None:
    """Work until told to stop; what is begun is finished first. `once`: only what is due now.

    A fault (the database is away, a row cannot be read) is written to the log; the worker looks again later.
    """
    worker = _Round(store, settings, post_office(settings))
    pause = PAUSE
    while not stop.is_set():
        busy, failed = _guarded(worker.look)
        if not failed and settings.heartbeat_file:
            Path(settings.heartbeat_file).touch()
        if once and not busy:
            if failed:
                raise click.ClickException("Not everything could be done; the log says why.")
            return
        pause = min(pause * 2, LONGEST_PAUSE) if failed else PAUSE
        if not busy:
            stop.wait(pause)


def _guarded(look: Callable[[], bool]) -> tuple[bool, bool]:
    """Whether there is more to do, and whether something went wrong."""
    try:
        return look(), False
    except Exception as fault:
        log.error("worker fault", extra={"error": type(fault).__name__})
        return False, True


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what is due now, then stop.")
def worker_command(once: bool) -> None:
    """Send letters, do slow work and forget what is old. Stops in good order on Ctrl-C and SIGTERM.

    Several workers may run at the same time. Exit code 1 when --once met a fault.
    """
    settings = read_settings()
    check_secrets(settings)
    check_limits(settings)
    database = open_database(settings)
    set_up_logs(settings.log_level)
    stop = threading.Event()
    for asked in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked, lambda *_: stop.set())
    if not once:
        console.print("The worker waits for something to do. Ctrl-C stops it.")
    run_worker(database, settings, stop, once=once)
    database.close()
