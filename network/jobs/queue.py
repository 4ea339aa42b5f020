"""Jobs are rows, written with the change that needs them, and done later by a worker: each at least once.

A worker leases a job and says so again while it works. When it dies its lease ends and another takes over;
when it was only slow, it can no longer finish what is not its own now (fencing). So handlers may run twice.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, CursorResult, and_, delete, or_, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from network.clock import now
from network.tables import Job, JobStatus

LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 6
WAITS = tuple(timedelta(seconds=seconds) for seconds in (10, 60, 300, 1800, 7200))
KEPT = timedelta(days=7)


@dataclass(frozen=True)
class Lease:
    """A job that one worker has taken. `holder` is new for every taking."""

    job_id: UUID
    kind: str
    facts: dict[str, Any]
    attempts: int
    holder: str


def ask_for(
    session: Session,
    kind: str,
    *,
    unique_key: str | None = None,
    run_at: datetime | None = None,
    **facts: str | int | None,
) -> bool:
    """Ask for slow work, in the transaction of the change that needs it; facts are ids and codes only.

    With a unique key the same work is asked for once; answers whether it was.
    """
    job = Job(kind=kind, facts=dict(facts), unique_key=unique_key, run_at=run_at or now())
    try:
        with session.begin_nested():
            session.add(job)
    except IntegrityError:
        return False
    return True


def job_waits(session: Session, kinds: list[str]) -> bool:
    """Whether a job of a kind we know could be taken now."""
    return session.exec(select(col(Job.id)).where(*_free(kinds)).limit(1)).first() is not None


def take_job(session: Session, kinds: list[str]) -> Lease | None:
    """Lease the job that has waited longest, of a kind we know; None when there is none."""
    next_one = (
        select(col(Job.id))
        .where(*_free(kinds))
        .order_by(col(Job.run_at), col(Job.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    holder = secrets.token_hex(8)
    taken = session.exec(
        update(Job)
        .where(col(Job.id) == next_one.scalar_subquery())
        .values(
            status=JobStatus.RUNNING,
            lease_by=holder,
            lease_until=now() + LEASE,
            attempts=col(Job.attempts) + 1,
        )
        .returning(col(Job.id), col(Job.kind), col(Job.facts), col(Job.attempts))
    ).one_or_none()
    return None if taken is None else Lease(taken[0], taken[1], dict(taken[2]), taken[3], holder)


def _free(kinds: list[str]) -> list[ColumnElement[bool]]:
    waits = and_(col(Job.status) == JobStatus.WAITING, col(Job.run_at) <= now())
    left_behind = and_(col(Job.status) == JobStatus.RUNNING, col(Job.lease_until) < now())
    return [or_(waits, left_behind), col(Job.attempts) < MOST_ATTEMPTS, col(Job.kind).in_(kinds)]


def hold_job(session: Session, lease: Lease) -> bool:
    """Still at work: the lease begins anew. Answers whether it was still ours."""
    return _change(session, lease, lease_until=now() + LEASE)


def finish_job(session: Session, lease: Lease) -> bool:
    """The work is done. Answers whether the job was still ours to finish."""
    return _change(session, lease, status=JobStatus.DONE, finished_at=now(), lease_by=None, problem="")


def give_back_job(session: Session, lease: Lease, problem: str) -> bool:
    """It did not work: wait longer each time, then give up. `problem` names the fault, no person."""
    if lease.attempts >= MOST_ATTEMPTS:
        return _change(
            session, lease, status=JobStatus.FAILED, finished_at=now(), lease_by=None, problem=problem
        )
    later = now() + WAITS[min(lease.attempts, len(WAITS)) - 1]
    return _change(session, lease, status=JobStatus.WAITING, run_at=later, lease_by=None, problem=problem)


def bury_jobs(session: Session) -> int:
    """Give up on jobs with which worker after worker died; answers how many."""
    dead = update(Job).where(
        col(Job.status) == JobStatus.RUNNING,
        col(Job.lease_until) < now(),
        col(Job.attempts) >= MOST_ATTEMPTS,
    )
    return session.exec(
        dead.values(status=JobStatus.FAILED, finished_at=now(), problem="the worker stopped while doing it")
    ).rowcount


def forget_jobs(session: Session) -> int:
    """Remove jobs that were done a week ago; answers how many."""
    old = (col(Job.status) == JobStatus.DONE, col(Job.finished_at) < now() - KEPT)
    return session.exec(delete(Job).where(*old)).rowcount


def _change(session: Session, lease: Lease, **values: object) -> bool:
    ours = (
        col(Job.id) == lease.job_id,
        col(Job.lease_by) == lease.holder,
        col(Job.status) == JobStatus.RUNNING,
    )
    result = session.exec(update(Job).where(*ours).values(**values))
    assert isinstance(result, CursorResult)
    return result.rowcount == 1
