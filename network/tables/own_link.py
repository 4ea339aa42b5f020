from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from network.ids import new_id
from network.sealing import Sealed


class OwnLink(SQLModel, table=True):
    """A link with which somebody who is being helped opens their own page, with a code that they were told.
    The link is kept only as a hash; the code is sealed, so that their officer can say it again."""

    __tablename__ = "own_link"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    token_hash: str = Field(unique=True)  # SHA-256, hex
    person_id: UUID = Field(foreign_key="person.id", index=True)
    made_by_account_id: UUID | None = Field(default=None, foreign_key="account.id")
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    opened_at: datetime | None = None  # for the first time
    code: str = Field(sa_type=Sealed("own_link.code"))
    wrong_codes: int = 0
    locked_at: datetime | None = None  # after five wrong codes
    key_hash: str | None = None  # of the browser that gave the right code
    key_until: datetime | None = None
