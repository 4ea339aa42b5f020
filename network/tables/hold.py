from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field, SQLModel

from network.ids import new_id
from network.tables.columns import choice


class HoldStatus(StrEnum):
    OPEN = "open"
    TAKEN = "taken"  # the referral was accepted: the held place is the taken one
    RELEASED = "released"  # given back by who held it, or by the provider
    LAPSED = "lapsed"  # its time was over


class Hold(SQLModel, table=True):
    """One free place is kept for somebody for a short time. Who it is for is never told to the provider."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    service_at_location_id: UUID = Field(foreign_key="service_at_location.id", index=True)
    population: str | None = None  # of the part of the capacity that it came from
    organization_id: UUID = Field(foreign_key="organization.id", index=True)  # that holds
    held_by_account_id: UUID = Field(foreign_key="account.id", index=True)
    need_id: UUID | None = Field(default=None, foreign_key="need.id", index=True)
    referral_id: UUID | None = Field(default=None, foreign_key="referral.id", index=True)
    question_id: UUID | None = Field(default=None, foreign_key="question.id")
    status: HoldStatus = Field(default=HoldStatus.OPEN, sa_type=choice(HoldStatus), index=True)
    placed_at: datetime
    until: datetime = Field(index=True)
    ended_at: datetime | None = None
    ended_by_account_id: UUID | None = Field(default=None, foreign_key="account.id")
