from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from network.ids import new_id
from network.sealing import Sealed
from network.tables.case import Urgency
from network.tables.columns import JSON, choice


class QuestionStatus(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"  # somebody said yes
    CLOSED = "closed"


class Question(SQLModel, table=True):
    """ "Can you take…?", asked of up to five places without saying who it is."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", index=True)
    asked_by_account_id: UUID = Field(foreign_key="account.id", index=True)
    need_id: UUID | None = Field(default=None, foreign_key="need.id")  # never shown to who is asked
    kind: str  # of service
    urgency: Urgency = Field(sa_type=choice(Urgency))
    facts: dict[str, object] = Field(default_factory=dict, sa_type=JSON)  # codes: age band, sex, MOUD…
    status: QuestionStatus = Field(default=QuestionStatus.OPEN, sa_type=choice(QuestionStatus))
    asked_at: datetime
    answer_by: datetime
    closed_at: datetime | None = None


class QuestionAnswer(StrEnum):
    YES = "yes"
    WAITLIST = "waitlist"
    NO = "no"


class AskedPlace(SQLModel, table=True):
    """One service at a location that was asked a question, and what it said."""

    __tablename__ = "asked_place"
    __table_args__ = (UniqueConstraint("question_id", "service_at_location_id"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    question_id: UUID = Field(foreign_key="question.id", index=True)
    service_at_location_id: UUID = Field(foreign_key="service_at_location.id")
    organization_id: UUID = Field(foreign_key="organization.id", index=True)
    answer: QuestionAnswer | None = Field(default=None, sa_type=choice(QuestionAnswer))
    reason: str | None = None  # code of a DeclineReason
    expected_on: date | None = None
    answered_at: datetime | None = None
    answered_by_account_id: UUID | None = Field(default=None, foreign_key="account.id")
    referral_id: UUID | None = None  # that came of a yes


class AnswerAddress(SQLModel, table=True):
    """Where questions and referrals for an agency go when nobody there has an account, and by which other way
    a code can reach them."""

    __tablename__ = "answer_address"
    __table_args__ = (UniqueConstraint("organization_id", "service_id"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", index=True)
    service_id: UUID | None = Field(default=None, foreign_key="service.id")  # None: for all of its services
    email: str
    second_email: str | None = None
    mobile: str | None = None
    changed_at: datetime


class CodeChannel(StrEnum):
    """How a code reaches who holds a link: never the way the link came."""

    SMS = "sms"
    SECOND_ADDRESS = "second_address"
    SENDER = "sender"  # read out by the sender, whose page shows it


class AnswerLink(SQLModel, table=True):
    """A link with which somebody without an account answers one referral or question. Kept only as hashes."""

    __tablename__ = "answer_link"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    token_hash: str = Field(unique=True)  # SHA-256, hex
    referral_id: UUID | None = Field(default=None, foreign_key="referral.id", index=True)
    asked_place_id: UUID | None = Field(default=None, foreign_key="asked_place.id", index=True)
    organization_id: UUID = Field(foreign_key="organization.id")
    sent_to: str = Field(sa_type=Sealed("answer_link.sent_to"))
    created_at: datetime
    expires_at: datetime
    opened_at: datetime | None = None
    revoked_at: datetime | None = None
    code: str | None = Field(default=None, sa_type=Sealed("answer_link.code"))  # the sender's page shows it
    code_channel: CodeChannel | None = Field(default=None, sa_type=choice(CodeChannel))
    code_made_at: datetime | None = None
    wrong_codes: int = 0
    locked_at: datetime | None = None  # after five wrong codes
    key_hash: str | None = None  # of the browser that gave the right code
    key_until: datetime | None = None
