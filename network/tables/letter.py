from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from network.ids import new_id
from network.sealing import Sealed
from network.tables.columns import choice


class LetterStatus(StrEnum):
    DUE = "due"
    SENDING = "sending"  # committed before the mail server hears of it; left here after a crash: perhaps sent
    SENT = "sent"
    FAILED = "failed"


class Letter(SQLModel, table=True):
    """An e-mail to one person, written with what caused it, sent later, at most once per cause and person."""

    __table_args__ = (UniqueConstraint("cause", "recipient"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: str
    cause: str  # what it tells of: an event's or link's id
    recipient: str  # whom it is for: an account's id, or a hash of the address
    address: str = Field(sa_type=Sealed("letter.address"))
    subject: str = Field(sa_type=Sealed("letter.subject"))
    body: str = Field(sa_type=Sealed("letter.body"))
    language: str = "en"
    status: LetterStatus = Field(default=LetterStatus.DUE, sa_type=choice(LetterStatus), index=True)
    attempts: int = 0
    created_at: datetime
    due_at: datetime
    sent_at: datetime | None = None
    problem: str = ""  # why the last try failed, without addresses
