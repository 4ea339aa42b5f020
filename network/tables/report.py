from datetime import date, datetime
from uuid import UUID

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from network.ids import new_id
from network.tables.columns import JSON


class Report(SQLModel, table=True):
    """What a quarter was like, for funders and the council: kept as it was given out, and signed."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    first_day: date
    last_day: date
    language: str = "en"
    words: str = ""  # of leadership, printed in it
    made_at: datetime = Field(index=True)
    corrects_id: UUID | None = Field(default=None, foreign_key="report.id")  # the one that it replaces
    made_by_account_id: UUID | None = Field(default=None, foreign_key="account.id")
    figures: dict[str, object] = Field(default_factory=dict, sa_type=JSON)  # everything that it shows
    pdf: bytes = Field(sa_type=LargeBinary)
    sha256: str = Field(index=True)  # of the PDF, hexadecimal
    signature: str  # Ed25519 over a statement that holds the hash, base64
    public_key: str  # base64; belongs to the signature
