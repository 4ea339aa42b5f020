from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field, SQLModel

from network.ids import new_id
from network.sealing import Sealed
from network.tables.columns import choice


class DiversionProgram(SQLModel, table=True):
    """A way of an agency to move people away from prosecution, and how soon its intake must be done."""

    __tablename__ = "diversion_program"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", index=True)
    name: str
    intake_days: int | None = None  # days from the start to the deadline; None: no clock
    is_active: bool = True


class CaseEnding(StrEnum):
    COMPLETED = "completed"
    LEFT = "left"  # the person does not wish to go on
    DEADLINE_PASSED = "deadline_passed"
    MOVED_AWAY = "moved_away"
    TRANSFERRED = "transferred"
    DIED = "died"
    OTHER = "other"


class CaseFile(SQLModel, table=True):
    """One time that a person is in a diversion program: its clock, and a reference number of the court's or
    agency's."""

    __tablename__ = "case_file"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    organization_id: UUID = Field(foreign_key="organization.id", index=True)
    program_id: UUID | None = Field(default=None, foreign_key="diversion_program.id")
    reference: str | None = Field(default=None, sa_type=Sealed("case_file.reference"))
    opened_on: date
    intake_by: datetime | None = None  # the diversion clock (UTC)
    intake_done_at: datetime | None = None
    disposed_on: date | None = None  # final disposition of the matter, when known
    closed_at: datetime | None = None
    ending: CaseEnding | None = Field(default=None, sa_type=choice(CaseEnding))


class CaseRole(StrEnum):
    """What somebody is in one case; apart from the roles of their account."""

    OFFICER = "officer"
    PROSECUTOR = "prosecutor"
    DEFENDER = "defender"
    COURT = "court"
    PROBATION = "probation"
    PAROLE = "parole"
    MONITOR = "monitor"  # of a diversion program


class CaseParticipant(SQLModel, table=True):
    """Somebody of the staff who takes part in a case, from when to when."""

    __tablename__ = "case_participant"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    role: CaseRole = Field(sa_type=choice(CaseRole))
    since: datetime
    until: datetime | None = None


class Urgency(StrEnum):
    EMERGENT = "emergent"  # handed over now
    URGENT = "urgent"
    ROUTINE = "routine"


class NeedStatus(StrEnum):
    OPEN = "open"
    MET = "met"
    CLOSED = "closed"  # no longer wanted, or met elsewhere


class Need(SQLModel, table=True):
    """What a person needs, as a kind of service, and roughly where."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    case_id: UUID | None = Field(default=None, foreign_key="case_file.id", index=True)
    kind: str  # code of our kinds of service, e.g. `treatment.otp`
    urgency: Urgency = Field(default=Urgency.ROUTINE, sa_type=choice(Urgency))
    facts: str | None = Field(default=None, sa_type=Sealed("need.facts"))  # JSON: search filters that count
    words: str | None = Field(default=None, sa_type=Sealed("need.words"))
    zip: str | None = None
    latitude: float | None = None  # degrees, rounded to 0.01
    longitude: float | None = None
    status: NeedStatus = Field(default=NeedStatus.OPEN, sa_type=choice(NeedStatus), index=True)
    status_since: datetime
    opened_at: datetime
    opened_by_account_id: UUID | None = Field(default=None, foreign_key="account.id")
