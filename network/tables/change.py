from uuid import UUID

from sqlmodel import Field, SQLModel


class DirectoryVersion(SQLModel, table=True):
    """One row, one number: each change of the directory raises it under a lock, so versions follow
    commits."""

    __tablename__ = "directory_version"
    id: int = Field(default=1, primary_key=True)
    version: int = 0


class DirectoryChange(SQLModel, table=True):
    """Which service a version of the directory changed; None: so much that all must be read again."""

    __tablename__ = "directory_change"
    id: int | None = Field(default=None, primary_key=True)
    version: int = Field(index=True)
    service_id: UUID | None = None
