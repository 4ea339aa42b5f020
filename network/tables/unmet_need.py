from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field, SQLModel

from network.ids import new_id
from network.tables.columns import JSON, choice


class Cause(StrEnum):
    """Why a need found no service."""

    NO_CAPACITY = "no_capacity"
    NOT_ELIGIBLE = "not_eligible"
    TOO_FAR = "too_far"
    NO_ANSWER = "no_answer"
    NO_SERVICE = "no_service"
    OTHER = "other"


class UnmetNeed(SQLModel, table=True):
    """An officer looked for a service and found none that fits: what was needed and roughly where, never
    for whom.

    Typed words are not kept, only the kinds of service they were understood as; the place is rounded to
    0.01°.
    """

    __tablename__ = "unmet_need"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    same_search: str = Field(
        index=True
    )  # hash of who searched, what and where; repeats within 30 minutes join
    kinds: list[str] = Field(default_factory=list, sa_type=JSON)
    filters: dict[str, object] = Field(default_factory=dict, sa_type=JSON)
    zip: str | None = None
    county_fips: str | None = Field(default=None, index=True)
    latitude: float | None = None
    longitude: float | None = None
    organization_id: UUID | None = Field(default=None, foreign_key="organization.id")
    first_at: datetime = Field(index=True)
    last_at: datetime
    times: int = 1
    cause: Cause | None = Field(default=None, sa_type=choice(Cause))  # None: from before it was noted
