from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from network.ids import new_id
from network.sealing import Sealed, SealedBytes
from network.tables.case import CaseRole
from network.tables.columns import JSON, choice


class Instrument(StrEnum):
    """By which rule a consent is given; one plain question decides."""

    VOLUNTARY = "part2_2_31"  # 42 CFR 2.31 with 45 CFR 164.508: can be taken back at any time
    CRIMINAL_JUSTICE = "part2_2_35"  # 42 CFR 2.35: taking part is a condition of a disposition or release


class ConsentStatus(StrEnum):
    DRAFT = "draft"
    SIGNED = "signed"
    REVOKED = "revoked"
    REPLACED = "replaced"  # by a newer signing


class InformationKind(StrEnum):
    """What a person can let one party tell another."""

    IDENTITY = "identity"  # name and birth date
    CONTACT = "contact"  # how they can be reached safely
    NEED = "need"  # what help is needed, how soon, what matters for it
    CASE = "case"  # that there is a diversion program, and its deadline
    NOTE = "note"  # what the sender writes in their own words
    STATUS = "status"  # answered, appointment, linked or not
    ATTENDANCE = "attendance"  # appointments kept and missed
    PROGRESS = "progress"  # engaged, completed, left
    REASONS = "reasons"  # why somebody was declined or not linked, where it is about the person


class Purpose(StrEnum):
    """Why information may be passed on. (2.31(a)(5))"""

    REFERRAL = "referral"  # find and arrange a service
    COORDINATION = "coordination"  # know what came of it and help further
    MONITORING = "monitoring"  # a duty to monitor progress, 2.35(a)(1)
    PATIENT_REQUEST = "patient_request"  # only when the person themselves asked for it


class Proceeding(StrEnum):
    """What taking part is a condition of. (2.35(a))"""

    DEFERRED_CHARGE = "deferred_charge"
    PRETRIAL_RELEASE = "pretrial_release"
    SENTENCE_OR_PROBATION = "sentence_or_probation"
    PAROLE = "parole"
    OTHER = "other"


class SigningWay(StrEnum):
    SCREEN = "screen"  # drawn with a pointer or finger
    KEYBOARD = "keyboard"  # the name typed as a signature
    PAPER = "paper"  # a scan of the signed paper
    WITNESSED = "witnessed"  # a mark or spoken yes, in front of a witness


class EndEvent(StrEnum):
    """An event that can end a consent. (2.31(a)(7))"""

    REFERRAL_CLOSED = "referral_closed"
    PROGRAM_ENDED = "program_ended"
    FINAL_DISPOSITION = "final_disposition"


class Consent(SQLModel, table=True):
    """One signing by one person: what was asked, how it was signed, until when. What it permits are its
    grants."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    case_id: UUID | None = Field(default=None, foreign_key="case_file.id")
    organization_id: UUID = Field(foreign_key="organization.id", index=True)  # that took it
    taken_by_account_id: UUID | None = Field(default=None, foreign_key="account.id")
    instrument: Instrument = Field(sa_type=choice(Instrument))
    status: ConsentStatus = Field(default=ConsentStatus.DRAFT, sa_type=choice(ConsentStatus), index=True)
    language: str = "en"
    used_interpreter: bool = False
    purposes: list[str] = Field(default_factory=list, sa_type=JSON)  # Purpose values
    asked_by_person: bool = False  # the person began it, 2.31(a)(5)(i)
    effective_from: date
    expires_on: date | None = None
    expires_event: EndEvent | None = Field(default=None, sa_type=choice(EndEvent))
    # 2.35 only
    proceeding: Proceeding | None = Field(default=None, sa_type=choice(Proceeding))
    condition_authority: str | None = None  # the court or office that set the condition
    condition_reference: str | None = Field(default=None, sa_type=Sealed("consent.condition_reference"))
    condition_set_on: date | None = None
    treatment_ends_on: date | None = None  # anticipated, 2.35(b)(1)
    final_disposition_on: date | None = None  # anticipated, 2.35(b)(2)
    factors: str | None = Field(default=None, sa_type=Sealed("consent.factors"))  # 2.35(b)(3)
    revocable_on: date | None = None  # 2.35(c)
    revocable_event: EndEvent | None = Field(default=None, sa_type=choice(EndEvent, "revocable_event"))
    # The signature
    signed_at: datetime | None = None
    signing_way: SigningWay | None = Field(default=None, sa_type=choice(SigningWay))
    signed_name: str | None = Field(default=None, sa_type=Sealed("consent.signed_name"))
    signature: str | None = Field(default=None, sa_type=Sealed("consent.signature"))  # SVG path data
    witness_name: str | None = Field(default=None, sa_type=Sealed("consent.witness_name"))
    representative: str | None = Field(default=None, sa_type=Sealed("consent.representative"))
    representative_authority: str | None = Field(
        default=None, sa_type=Sealed("consent.representative_authority")
    )  # 45 CFR 164.508(c)(1)(vi)
    could_decide: bool = False  # the taker saw that the person could decide now
    text_version: str = ""  # of the words that were shown
    text: str | None = Field(default=None, sa_type=Sealed("consent.text"))  # the whole text as signed
    copy_given_at: datetime | None = None
    # The end
    revocation_asked_at: datetime | None = None  # 2.35: queued until it is revocable
    revoked_at: datetime | None = None
    replaced_by_id: UUID | None = Field(default=None, foreign_key="consent.id")
    created_at: datetime


class ConsentGrant(SQLModel, table=True):
    """One permission: this discloser may tell this recipient these kinds of things, until then. Each is
    checked and revoked alone.

    The recipient is an organization, one named account, or whoever holds a case role in the consent's case.
    """

    __tablename__ = "consent_grant"
    __table_args__ = (
        CheckConstraint(
            "(recipient_organization_id IS NOT NULL) OR (recipient_account_id IS NOT NULL)"
            " OR (recipient_case_role IS NOT NULL)",
            name="has_recipient",
        ),
        Index(None, "person_id", "recipient_organization_id"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    consent_id: UUID = Field(foreign_key="consent.id", index=True)
    person_id: UUID = Field(foreign_key="person.id")
    case_id: UUID | None = Field(default=None, foreign_key="case_file.id")
    discloser_organization_id: UUID = Field(foreign_key="organization.id", index=True)
    recipient_organization_id: UUID | None = Field(default=None, foreign_key="organization.id")
    recipient_account_id: UUID | None = Field(default=None, foreign_key="account.id")
    recipient_case_role: CaseRole | None = Field(default=None, sa_type=choice(CaseRole))
    information: list[str] = Field(default_factory=list, sa_type=JSON)  # InformationKind values
    purpose: Purpose = Field(sa_type=choice(Purpose))
    instrument: Instrument = Field(sa_type=choice(Instrument))
    starts_at: datetime
    until: datetime | None = None  # None: until an event, see its consent
    revocable_from: datetime | None = None  # 2.35; None: at any time, or at an event
    revocation_asked_at: datetime | None = None  # 2.35: queued until it is revocable
    revoked_at: datetime | None = None


class ConsentScan(SQLModel, table=True):
    """The scan of a paper that was signed, checked and sealed."""

    __tablename__ = "consent_scan"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    consent_id: UUID = Field(foreign_key="consent.id", index=True)
    media_type: str
    content: bytes = Field(sa_type=SealedBytes("consent_scan.content"))
    sha256: str
    size: int  # bytes, before sealing
    kept_at: datetime
