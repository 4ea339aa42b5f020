from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from network.ids import new_id
from network.sealing import Sealed


class KeptFacts(SQLModel, table=True):
    """What somebody said of a person for a search, under a short id that stands in the address in its place.
    Only the account or the browser that said it can use it, and only for some hours."""

    __tablename__ = "kept_facts"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(unique=True)  # the short id
    account_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    browser_hash: str | None = None  # SHA-256, hex, of a visitor's browser key
    need_id: UUID | None = Field(default=None, foreign_key="need.id")
    facts: str = Field(sa_type=Sealed("kept_facts.facts"))  # JSON, as in need.facts
    made_at: datetime
    until: datetime = Field(index=True)
