from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from network.ids import new_id
from network.sealing import Sealed
from network.tables.case import Urgency
from network.tables.columns import JSON, choice


class ReferralStatus(StrEnum):
    """Where a referral stands; `network/rules/moves.py` says how one becomes another."""

    DRAFT = "draft"
    AWAITING_CONSENT = "awaiting_consent"
    SENT = "sent"
    VIEWED = "viewed"
    UNDER_REVIEW = "under_review"
    INFO_REQUESTED = "info_requested"
    ACCEPTED = "accepted"
    WAITLISTED = "waitlisted"
    SCHEDULED = "scheduled"
    MISSED_APPT = "missed_appt"
    LINKED = "linked"
    ENGAGED = "engaged"
    COMPLETED = "completed"
    DECLINED_PROVIDER = "declined_provider"
    RELEASED_AFTER_ACCEPT = "released_after_accept"
    DECLINED_CLIENT = "declined_client"
    NOT_LINKED = "not_linked"
    EXPIRED_NO_RESPONSE = "expired_no_response"
    WITHDRAWN = "withdrawn"
    CONSENT_REVOKED = "consent_revoked"
    LOST_CONTACT = "lost_contact"
    OUTCOME_UNKNOWN = "outcome_unknown"
    OBSOLETE = "obsolete"
    ENTERED_IN_ERROR = "entered_in_error"


class Trying(StrEnum):
    """How several candidates for one need are asked."""

    IN_TURN = "in_turn"
    AT_ONCE = "at_once"  # the first yes wins, the rest are withdrawn


class Candidacy(SQLModel, table=True):
    """Several referrals for one need of which one is enough."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    need_id: UUID = Field(foreign_key="need.id", index=True)
    trying: Trying = Field(sa_type=choice(Trying))
    won_by_id: UUID | None = None  # the referral that was accepted first; set once, by asking the database
    created_at: datetime


class Referral(SQLModel, table=True):
    """One person is referred to one service at one location."""

    __table_args__ = (
        Index(None, "receiver_organization_id", "status"),
        Index(None, "sender_organization_id", "status"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    need_id: UUID = Field(foreign_key="need.id", index=True)
    case_id: UUID | None = Field(default=None, foreign_key="case_file.id")
    service_id: UUID = Field(foreign_key="service.id")
    service_at_location_id: UUID = Field(foreign_key="service_at_location.id", index=True)
    sender_organization_id: UUID = Field(foreign_key="organization.id")
    sender_account_id: UUID = Field(foreign_key="account.id", index=True)
    receiver_organization_id: UUID = Field(foreign_key="organization.id")
    claimed_by_account_id: UUID | None = Field(default=None, foreign_key="account.id")  # of the receiver
    kind: str  # of the need, when it was made
    urgency: Urgency = Field(sa_type=choice(Urgency))
    status: ReferralStatus = Field(default=ReferralStatus.DRAFT, sa_type=choice(ReferralStatus), index=True)
    status_since: datetime
    reason: str | None = None  # code of a DeclineReason, of the present status
    candidacy_id: UUID | None = Field(default=None, foreign_key="candidacy.id", index=True)
    turn: int = 0
    question_id: UUID | None = Field(default=None, foreign_key="question.id")
    information: list[str] = Field(default_factory=list, sa_type=JSON)  # InformationKinds to be disclosed
    grant_id: UUID | None = Field(default=None, foreign_key="consent_grant.id")  # by which it was sent
    created_at: datetime
    sent_at: datetime | None = None
    answered_at: datetime | None = None
    answer_by: datetime | None = None  # when silence ends it (UTC)
    waitlist_position: int | None = None
    expected_on: date | None = None  # a place is expected, waitlisted or after a decline
    takes_place: bool = False  # acceptance took a place of the capacity, release gives it back
    reopened_at: datetime | None = None


class AppointmentStatus(StrEnum):
    BOOKED = "booked"
    KEPT = "kept"
    MISSED = "missed"
    MOVED = "moved"  # another one took its place
    CANCELLED = "cancelled"


class Appointment(SQLModel, table=True):
    """When and where somebody is expected."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    referral_id: UUID = Field(foreign_key="referral.id", index=True)
    starts_at: datetime
    minutes: int | None = None
    words: str | None = Field(
        default=None, sa_type=Sealed("appointment.words")
    )  # whom to ask for, what to bring
    status: AppointmentStatus = Field(default=AppointmentStatus.BOOKED, sa_type=choice(AppointmentStatus))
    status_since: datetime
    made_at: datetime
    made_by_account_id: UUID | None = Field(default=None, foreign_key="account.id")


class RemarkKind(StrEnum):
    NOTE = "note"  # what the sender adds
    QUESTION = "question"  # what the receiver asks
    REPLY = "reply"
    REASON = "reason"  # words beside a reason's code
    EVIDENCE = "evidence"  # words beside an outcome


class Remark(SQLModel, table=True):
    """Words that somebody wrote about a referral, sealed; events point to them by `remark`."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    referral_id: UUID = Field(foreign_key="referral.id", index=True)
    kind: RemarkKind = Field(sa_type=choice(RemarkKind))
    words: str = Field(sa_type=Sealed("remark.words"))
    written_at: datetime
    written_by_account_id: UUID | None = Field(default=None, foreign_key="account.id")
    organization_id: UUID | None = Field(default=None, foreign_key="organization.id")  # whose words


class TimerKind(StrEnum):
    NUDGE = "nudge"
    ESCALATE = "escalate"
    EXPIRE = "expire"
    APPOINTMENT_NEEDED = "appointment_needed"
    APPOINTMENT_LATE = "appointment_late"
    APPOINTMENT_REMINDER = "appointment_reminder"
    OUTCOME_PROMPT = "outcome_prompt"
    CHECK_IN = "check_in"
    WAITLIST_CONFIRM = "waitlist_confirm"
    UNKNOWN = "unknown"
    CLOCK_WARNING = "clock_warning"  # the diversion clock, days before it ends
    CLOCK_BURNS = "clock_burns"  # a slow answer will cost the deadline
    CLOCK_ENDED = "clock_ended"


class Timer(SQLModel, table=True):
    """Something that is due at a moment, for a referral or a case. Fired once, by asking the database."""

    __table_args__ = (Index(None, "settled_at", "due_at"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    referral_id: UUID | None = Field(default=None, foreign_key="referral.id", index=True)
    case_id: UUID | None = Field(default=None, foreign_key="case_file.id", index=True)
    kind: TimerKind = Field(sa_type=choice(TimerKind))
    due_at: datetime
    settled_at: datetime | None = None  # fired, or no longer wanted
    has_fired: bool = False
