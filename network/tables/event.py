from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, Integer
from sqlmodel import Field, SQLModel

from network.actors import ActorKind
from network.tables.columns import JSON, choice


class Event(SQLModel, table=True):
    """Something that happened; written once, never changed. Facts are codes, ids, times and numbers, never
    words."""

    __table_args__ = (Index(None, "subject_id", "id"), Index(None, "kind", "id"))
    id: int | None = Field(
        default=None,
        primary_key=True,
        sa_type=BigInteger().with_variant(Integer(), "sqlite"),
    )
    happened_at: datetime = Field(index=True)
    kind: str
    subject: str  # name of the subject's table
    subject_id: UUID
    actor_kind: ActorKind = Field(sa_type=choice(ActorKind))
    actor_id: UUID | None = Field(default=None, index=True)
    organization_id: UUID | None = None
    facts: dict[str, object] = Field(default_factory=dict, sa_type=JSON)
