from datetime import date, time
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field

from network.tables.columns import choice
from network.tables.source import HsdsRow


class Weekday(StrEnum):
    MO = "MO"
    TU = "TU"
    WE = "WE"
    TH = "TH"
    FR = "FR"
    SA = "SA"
    SU = "SU"


class Frequency(StrEnum):
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"


class Schedule(HsdsRow, table=True):
    """When something is open, as in RFC 5545. (HSDS schedule)

    A row without `freq` counts only on its days (`valid_from` to `valid_to`) and stands before the weekly
    ones; without
    `opens_at` it says that these days are closed.
    """

    service_id: UUID | None = Field(default=None, foreign_key="service.id", index=True)
    location_id: UUID | None = Field(default=None, foreign_key="location.id", index=True)
    service_at_location_id: UUID | None = Field(
        default=None, foreign_key="service_at_location.id", index=True
    )
    valid_from: date | None = None
    valid_to: date | None = None
    dtstart: date | None = None
    timezone: float | None = None  # hours from UTC; HSDS has no names of time zones
    until: date | None = None
    count: int | None = None
    wkst: Weekday | None = Field(default=None, sa_type=choice(Weekday))
    freq: Frequency | None = Field(default=None, sa_type=choice(Frequency))
    interval: int | None = None
    byday: str | None = None
    byweekno: str | None = None
    bymonthday: str | None = None
    byyearday: str | None = None
    description: str | None = None
    opens_at: time | None = None
    closes_at: time | None = None
    schedule_link: str | None = None
    attending_type: str | None = None
    notes: str | None = None
