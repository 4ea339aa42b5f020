from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field, SQLModel

from network.actors import ActorKind
from network.ids import new_id
from network.tables.columns import choice


class OutcomeStep(StrEnum):
    """What came of a referral: a ladder from no contact to completed, and what can happen beside it."""

    NO_CONTACT = "no_contact"
    CONTACTED = "contacted"
    APPOINTMENT_MADE = "appointment_made"
    ARRIVED_SCREENED = "arrived_screened"
    ADMITTED_ENROLLED = "admitted_enrolled"
    INITIATED = "initiated"  # the first service
    ENGAGED = "engaged"
    CONTINUING = "continuing"
    COMPLETED_SERVICE = "completed_service"
    NO_SHOW = "no_show"
    RESCHEDULED = "rescheduled"
    LEFT_AGAINST_ADVICE = "left_against_advice"
    TRANSFERRED = "transferred"
    RECONNECTED = "reconnected"
    LOST_CONTACT = "lost_contact"
    ENTERED_IN_ERROR = "entered_in_error"  # corrects an entry of something that never happened


class Evidence(StrEnum):
    """How sure it is, the weakest first."""

    SELF_REPORT = "self_report"
    OFFICER_OBSERVED = "officer_observed"
    PROVIDER_ATTESTED = "provider_attested"
    DOCUMENT_OR_FEED = "document_or_feed"


class Outcome(SQLModel, table=True):
    """One thing that came of a referral: when, who says so, on what evidence. Never changed; corrected by
    another."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    referral_id: UUID = Field(foreign_key="referral.id", index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    need_id: UUID = Field(foreign_key="need.id")
    step: OutcomeStep = Field(sa_type=choice(OutcomeStep))
    detail: str | None = None  # code of what it was, by the kind of service
    happened_on: date
    evidence: Evidence = Field(sa_type=choice(Evidence))
    said_at: datetime
    said_by_kind: ActorKind = Field(sa_type=choice(ActorKind))
    said_by_account_id: UUID | None = Field(default=None, foreign_key="account.id")
    organization_id: UUID | None = Field(default=None, foreign_key="organization.id")  # whose word it is
    appointment_id: UUID | None = Field(default=None, foreign_key="appointment.id")
    remark_id: UUID | None = Field(default=None, foreign_key="remark.id")
    for_justice: bool = False  # may be shown to case roles of the justice system
    corrects_id: UUID | None = Field(default=None, foreign_key="outcome.id")
