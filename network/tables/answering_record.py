from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from network.ids import new_id


class AnsweringRecord(SQLModel, table=True):
    """How a service at a location has answered referrals lately, counted from the referrals themselves."""

    __tablename__ = "answering_record"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    service_at_location_id: UUID = Field(foreign_key="service_at_location.id", unique=True)
    answered: int  # referrals with a yes, a waitlist or a no of the provider, or silence until the deadline
    accepted: int  # of these
    answer_hours: float  # the sum of hours from sending to answer, or to the deadline
    counted_at: datetime
