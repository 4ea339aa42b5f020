from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field, SQLModel

from network.ids import new_id
from network.sealing import Sealed
from network.tables.columns import choice


class ProblemKind(StrEnum):
    WRONG_NUMBER = "wrong_number"
    MOVED = "moved"
    CLOSED = "closed"
    WRONG_HOURS = "wrong_hours"
    WRONG_CAPACITY = "wrong_capacity"
    NOT_AS_DESCRIBED = "not_as_described"
    OTHER = "other"


class ProblemStatus(StrEnum):
    OPEN = "open"
    MENDED = "mended"
    DISMISSED = "dismissed"


class Problem(SQLModel, table=True):
    """Somebody says that a listing is wrong; the curator checks it."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    service_id: UUID = Field(foreign_key="service.id", index=True)
    location_id: UUID | None = Field(default=None, foreign_key="location.id")
    kind: ProblemKind = Field(sa_type=choice(ProblemKind))
    words: str | None = Field(default=None, sa_type=Sealed("problem.words"))
    status: ProblemStatus = Field(default=ProblemStatus.OPEN, sa_type=choice(ProblemStatus), index=True)
    reported_by: UUID | None = Field(default=None, foreign_key="account.id")
    reported_at: datetime
    settled_by: UUID | None = Field(default=None, foreign_key="account.id")
    settled_at: datetime | None = None
