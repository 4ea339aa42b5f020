from datetime import datetime, time
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from network.ids import new_id
from network.tables.columns import JSON, choice


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
        CheckConstraint("held >= 0", name="held_not_negative"),
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
    held: int = 0  # places that open holds keep; they are not among the available ones
    takes_holds: bool = True  # False: the provider does not let places be held
    hold_minutes: int | None = None  # None: as long as the setting says


class CapacityPart(SQLModel, table=True):
    """How many of a place's free places are for one population. The parts of a place are said together with
    the whole, which is their sum."""

    __tablename__ = "capacity_part"
    __table_args__ = (
        UniqueConstraint("service_at_location_id", "population"),
        CheckConstraint("available >= 0", name="available_not_negative"),
        CheckConstraint("maximum IS NULL OR maximum >= available", name="maximum_not_below_available"),
        CheckConstraint("held >= 0", name="held_not_negative"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    service_at_location_id: UUID = Field(foreign_key="service_at_location.id")
    population: str  # code of a fact: serves.women, serves.men, serves.families, serves.any, …
    available: int
    maximum: int | None = None
    held: int = 0


class IntakeHours(SQLModel, table=True):
    """When a service takes new people in at one location, which is often shorter than it is open. Several
    lines a day are possible; no line at all: its opening hours say it."""

    __tablename__ = "intake_hours"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    service_at_location_id: UUID = Field(foreign_key="service_at_location.id", index=True)
    weekday: int  # 0 is Monday
    opens_at: time  # on the place's own clock
    closes_at: time  # not after midnight; 23:59 means until midnight


class CapacityAsking(SQLModel, table=True):
    """An agency is asked by letter or text how full its places are, at these hours of its own clock."""

    __tablename__ = "capacity_asking"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", unique=True)
    hours: list[int] = Field(default_factory=list, sa_type=JSON)  # 0 to 23; none: not asked
    weekdays: list[int] = Field(default_factory=list, sa_type=JSON)  # 0 is Monday
    time_zone: str
    links_from: datetime  # links signed before no longer work
    asked_at: datetime | None = None
    next_at: datetime | None = Field(default=None, index=True)
    changed_at: datetime
    changed_by_account_id: UUID | None = Field(default=None, foreign_key="account.id")
