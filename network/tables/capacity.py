from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from network.ids import new_id
from network.tables.columns import choice


class CapacityUnit(StrEnum):
    BED = "bed"
    SLOT = "slot"
    PLACE = "place"


class CapacityVoice(StrEnum):
    """Who said how full it is; a provider knows best."""

    PROVIDER = "provider"  # its own staff, in Trestle or by an answer
    PHONE = "phone"  # its own staff, to somebody who called
    CURATOR = "curator"  # whoever keeps the directory
    IMPORT = "import"  # a record that came with a directory
    INFERRED = "inferred"  # from accepted and declined referrals


class Waitlist(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    NONE = "none"
    UNKNOWN = "unknown"


class Capacity(SQLModel, table=True):
    """How many more people a service can take at one location, who said so and when. One row each; events
    keep the past."""

    __table_args__ = (
        UniqueConstraint("service_at_location_id"),
        CheckConstraint("available >= 0", name="available_not_negative"),
        CheckConstraint(
            "maximum IS NULL OR maximum >= available",
            name="maximum_not_below_available",
        ),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    service_at_location_id: UUID = Field(foreign_key="service_at_location.id")
    available: int
    maximum: int | None = None
    unit: CapacityUnit = Field(sa_type=choice(CapacityUnit))
    waitlist: Waitlist = Field(default=Waitlist.UNKNOWN, sa_type=choice(Waitlist))
    expected_wait_days: int | None = None
    said_by: CapacityVoice = Field(sa_type=choice(CapacityVoice))
    said_by_account_id: UUID | None = Field(default=None, foreign_key="account.id")
    said_at: datetime  # UTC
