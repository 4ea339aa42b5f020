from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field, SQLModel

from network.ids import new_id
from network.tables.columns import JSON, choice


class SourceKind(StrEnum):
    CURATED = "curated"  # written and verified here
    IMPORTED = "imported"  # real, from somebody else's directory
    FICTIONAL = "fictional"  # invented for the demonstration


class Source(SQLModel, table=True):
    """Where records of the directory come from, and what a reader must know about them."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(unique=True)
    kind: SourceKind = Field(sa_type=choice(SourceKind))
    notice: str = ""  # English; said on every listing of this source
    notice_es: str = ""
    licence: str = ""
    url: str = ""
    listed_on: date | None = None  # when the source itself says it was true
    takes_referrals: bool = False


class HsdsRow(SQLModel):
    """What every record of the directory has: its id here, and what its source called it.

    `extra` keeps fields that HSDS does not name, so that an import loses nothing.
    """

    id: UUID = Field(default_factory=new_id, primary_key=True)
    source_id: UUID | None = Field(default=None, foreign_key="source.id", index=True)
    original_id: str = ""
    extra: dict[str, object] = Field(default_factory=dict, sa_type=JSON)


class Verified(SQLModel):
    """When a human here last said that the record is right; apart from when it was last edited."""

    verified_at: datetime | None = None
    verified_by: UUID | None = None  # an account
