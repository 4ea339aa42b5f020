from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from network.ids import new_id


class Synonym(SQLModel, table=True):
    """Words that curators have taught the search: who types `words` also means `means`."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    words: str
    means: str
    is_both_ways: bool = True
    added_at: datetime
    added_by_account_id: UUID | None = Field(default=None, foreign_key="account.id")


class WordIndexState(SQLModel, table=True):
    """How far an outside word engine has come; one row for each."""

    __tablename__ = "word_index_state"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(unique=True)  # of the engine: `meilisearch`
    index_uid: str  # the index that answers
    settings_version: str
    directory_version: int  # that the index holds
    updated_at: datetime
    fault: str | None = None  # the kind of the last failure; None: the last try went well
    lease_by: str | None = None  # the worker that is at it
    lease_until: datetime | None = None  # and until when; without a worker: not before then
    building_uid: str | None = None  # the index that is being built to take the other's place
    building_settings: str | None = None
    building_version: int | None = None  # of the directory, when its building began
    building_after: UUID | None = None  # the last service in it; None: it is still empty
