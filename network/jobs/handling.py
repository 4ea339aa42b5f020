"""Which code does which kind of job, and how it is done: with a heartbeat, and every fault written down."""

import logging
import threading
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from network.db import Store
from network.jobs.queue import LEASE, Lease, finish_job, give_back_job, hold_job, job_waits, take_job

log = logging.getLogger("trestle.jobs")

HEARTBEAT_SECONDS = LEASE.total_seconds() / 4

Handler = Callable[[Store, Lease], None]
HANDLERS: dict[str, Handler] = {}


def does(kind: str) -> Callable[[Handler], Handler]:
    """Register a handler: `@does("directory.import")`. It may run twice, and has its own transactions."""

    def register(handler: Handler) -> Handler:
        HANDLERS[kind] = handler
        return handler

    return register


def do_next(store: Store, handlers: dict[str, Handler] | None = None) -> bool:
    """Do one job that is due; answers whether there was one."""
    known = HANDLERS if handlers is None else handlers
    with store.reading() as session:
        if not job_waits(session, list(known)):
            return False
    with store.writing() as session:
        lease = take_job(session, list(known))
    if lease is None:
        return False
    try:
        with _Heartbeat(store, lease):
            known[lease.kind](store, lease)
    except Exception as fault:
        log.error(
            "job failed", extra={"job": str(lease.job_id), "kind": lease.kind, "error": type(fault).__name__}
        )
        with store.writing() as session:
            give_back_job(session, lease, type(fault).__name__)
    else:
        with store.writing() as session:
            finish_job(session, lease)
    return True


class _Heartbeat:
    """Keeps a lease alive while the handler works."""

    def __init__(self, store: Store, lease: Lease) -> None:
        self._store, self._lease = store, lease
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._over.wait(HEARTBEAT_SECONDS):
            try:
                with self._store.writing() as session:
                    if not hold_job(session, self._lease):
                        return
            except SQLAlchemyError:
                log.warning("job not held", extra={"job": str(self._lease.job_id)})
