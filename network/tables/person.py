from datetime import datetime, time
from enum import StrEnum
from uuid import UUID

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from network.ids import new_id
from network.sealing import Sealed
from network.tables.columns import choice


class Person(SQLModel, table=True):
    """Somebody who is being helped, on the caseload of one agency. Whatever identifies them is sealed.

    No criminal history is kept anywhere: a case has a reference number, nothing else.
    """

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", index=True)  # whose caseload
    given_name: str = Field(sa_type=Sealed("person.given_name"))
    family_name: str = Field(sa_type=Sealed("person.family_name"))
    called: str | None = Field(default=None, sa_type=Sealed("person.called"))  # the name they use
    born_on: str | None = Field(default=None, sa_type=Sealed("person.born_on"))  # ISO date
    language: str = "en"  # BCP 47
    needs_interpreter: bool = False
    created_at: datetime
    created_by_account_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    changed_at: datetime
    is_fictional: bool = False  # of the demonstration


class MarkKind(StrEnum):
    NAME = "name"  # given and family name, plainly spelled
    NAME_AND_BIRTH = "name_and_birth"
    FAMILY_AND_BIRTH = "family_and_birth"
    PHONE = "phone"


class PersonMark(SQLModel, table=True):
    """A blind index of what identifies a person, so that somebody already known is noticed and found by an
    exact name without anything being opened."""

    __tablename__ = "person_mark"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    organization_id: UUID = Field(foreign_key="organization.id")
    kind: MarkKind = Field(sa_type=choice(MarkKind))
    value: bytes = Field(sa_type=LargeBinary, index=True)


class ContactWay(StrEnum):
    """How somebody can be reached."""

    CALL = "call"
    TEXT = "text"
    EMAIL = "email"
    IN_PERSON = "in_person"  # through their officer only


class SafeContact(SQLModel, table=True):
    """How a person may be reached without harm. Every notice obeys it; without a row nobody is written to."""

    __tablename__ = "safe_contact"
    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    preferred: ContactWay = Field(default=ContactWay.IN_PERSON, sa_type=choice(ContactWay))
    phone: str | None = Field(default=None, sa_type=Sealed("safe_contact.phone"))
    email: str | None = Field(default=None, sa_type=Sealed("safe_contact.email"))
    may_call: bool = False
    may_leave_voicemail: bool = False
    may_text: bool = False  # False: never text
    may_email: bool = False
    not_before: time | None = None  # on the clock of `time_zone`
    not_after: time | None = None
    time_zone: str = ""  # IANA name; empty: the network's own
    words: str | None = Field(default=None, sa_type=Sealed("safe_contact.words"))  # "ask for her sister"
    changed_at: datetime
