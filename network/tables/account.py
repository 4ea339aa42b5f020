from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field, SQLModel

from network.actors import Role
from network.ids import new_id
from network.sealing import Sealed
from network.tables.columns import choice


class AccountStatus(StrEnum):
    INVITED = "invited"
    ACTIVE = "active"
    DISABLED = "disabled"


class Account(SQLModel, table=True):
    """Somebody of the staff who can sign in."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    email: str = Field(unique=True)  # lower case
    name: str
    organization_id: UUID | None = Field(default=None, foreign_key="organization.id", index=True)
    language: str = "en"
    time_zone: str = "America/Chicago"
    status: AccountStatus = Field(default=AccountStatus.INVITED, sa_type=choice(AccountStatus))
    is_demo: bool = False  # lives only in demo mode
    created_at: datetime
    password_hash: str = ""  # argon2id
    password_changed_at: datetime | None = None
    locked_at: datetime | None = None  # until an administrator releases it (CJIS v6.0 AC-7)
    last_signed_in_at: datetime | None = None
    toured_at: datetime | None = None  # when the first look around was put away


class SecondFactor(SQLModel, table=True):
    """The authenticator app of an account; apart from it, so that listing accounts opens nothing that is
    sealed."""

    __tablename__ = "second_factor"
    account_id: UUID = Field(foreign_key="account.id", primary_key=True)
    secret: str = Field(sa_type=Sealed("second_factor.secret"))
    last_step: int = 0  # of the last code that was accepted: none is accepted twice
    set_at: datetime


class AccountRole(SQLModel, table=True):
    """A role that an account holds."""

    __tablename__ = "account_role"
    account_id: UUID = Field(foreign_key="account.id", primary_key=True)
    role: Role = Field(primary_key=True, sa_type=choice(Role))


class AccountSession(SQLModel, table=True):
    """One browser in which somebody is signed in. The cookie's id is kept only as a hash."""

    __tablename__ = "account_session"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    id_hash: str = Field(unique=True)  # SHA-256, hex
    account_id: UUID = Field(foreign_key="account.id", index=True)
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None
    second_factor_passed: bool = False
    device: str = ""  # browser and system, shortened


class LinkPurpose(StrEnum):
    INVITATION = "invitation"
    PASSWORD = "password"


class AccountLink(SQLModel, table=True):
    """A link in a letter with which somebody sets a password, once. Kept only as a hash."""

    __tablename__ = "account_link"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    token_hash: str = Field(unique=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    purpose: LinkPurpose = Field(sa_type=choice(LinkPurpose))
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


class KeptForm(SQLModel, table=True):
    """A form that was sent after sign-in had ended; it is offered again to the same account, then
    forgotten."""

    __tablename__ = "kept_form"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    key_hash: str = Field(unique=True)
    account_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    path: str
    fields: str = Field(sa_type=Sealed("kept_form.fields"))
    kept_at: datetime
    expires_at: datetime


class TriedSignIn(SQLModel, table=True):
    """A sign-in or forgotten password that was tried, by address and by name, both hashed; to slow down
    guessing."""

    __tablename__ = "tried_sign_in"
    id: int | None = Field(default=None, primary_key=True)
    key_hash: str = Field(index=True)
    tried_at: datetime = Field(index=True)
