from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field, SQLModel

from network.ids import new_id
from network.tables.columns import JSON, choice


class JobStatus(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"  # gave up; somebody must look


class Job(SQLModel, table=True):
    """Slow work for the worker, written in the same transaction as the change that needs it."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: str = Field(index=True)
    facts: dict[str, object] = Field(default_factory=dict, sa_type=JSON)
    status: JobStatus = Field(default=JobStatus.WAITING, sa_type=choice(JobStatus), index=True)
    unique_key: str | None = Field(default=None, unique=True)  # the same work is not asked for twice
    run_at: datetime
    attempts: int = 0
    lease_by: str | None = None
    lease_until: datetime | None = None
    finished_at: datetime | None = None
    problem: str = ""
