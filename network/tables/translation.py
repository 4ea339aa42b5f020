from uuid import UUID

from sqlalchemy import UniqueConstraint

from network.tables.source import HsdsRow


class Translation(HsdsRow, table=True):
    """A field of a directory record in another language than English."""

    __table_args__ = (UniqueConstraint("entity_id", "field", "language"),)
    entity: str  # name of the record's table
    entity_id: UUID
    field: str
    language: str
    text: str
