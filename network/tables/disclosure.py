from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field, SQLModel

from network.actors import ActorKind
from network.ids import new_id
from network.sealing import Sealed
from network.tables.columns import JSON, choice
from network.tables.consent import Purpose


class Basis(StrEnum):
    """By what right something was disclosed."""

    CONSENT = "consent"
    EMERGENCY = "emergency"  # 42 CFR 2.51
    COURT_ORDER = "court_order"  # 42 CFR 2.61 and after, with a subpoena or similar mandate


class Channel(StrEnum):
    """By what way it went out."""

    PAGE = "page"
    LINK = "link"  # a page behind a link from a message
    PDF = "pdf"
    CSV = "csv"
    JSON = "json"
    EMAIL = "email"
    CALENDAR = "calendar"
    PHONE = "phone"


class Disclosure(SQLModel, table=True):
    """What was told about a person, to whom, why, by which grant and with which notice; written once.
    (42 CFR 2.24, 2.25; 45 CFR 164.528)"""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    referral_id: UUID | None = Field(default=None, foreign_key="referral.id", index=True)
    consent_id: UUID | None = Field(default=None, foreign_key="consent.id")
    grant_id: UUID | None = Field(default=None, foreign_key="consent_grant.id", index=True)
    basis: Basis = Field(default=Basis.CONSENT, sa_type=choice(Basis))
    discloser_organization_id: UUID = Field(foreign_key="organization.id")
    recipient_organization_id: UUID | None = Field(default=None, foreign_key="organization.id")
    recipient_account_id: UUID | None = Field(default=None, foreign_key="account.id")
    recipient_name: str | None = Field(default=None, sa_type=Sealed("disclosure.recipient_name"))
    information: list[str] = Field(default_factory=list, sa_type=JSON)  # InformationKind values
    fields: list[str] = Field(default_factory=list, sa_type=JSON)  # SharedField values
    purpose: Purpose = Field(sa_type=choice(Purpose))
    channel: Channel = Field(sa_type=choice(Channel))
    notice_version: str = ""  # of the 2.32 notice that went with it
    disclosed_at: datetime = Field(index=True)
    actor_kind: ActorKind = Field(sa_type=choice(ActorKind))
    actor_id: UUID | None = None
