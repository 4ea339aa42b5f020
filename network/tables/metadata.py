from datetime import date
from uuid import UUID

from sqlmodel import Field

from network.tables.source import HsdsRow


class Metadata(HsdsRow, table=True):
    """What was changed in a record, as another directory tells it. (HSDS metadata)"""

    resource_id: UUID = Field(index=True)
    resource_type: str
    last_action_date: date
    last_action_type: str
    field_name: str
    previous_value: str
    replacement_value: str
    updated_by: str


class MetaTableDescription(HsdsRow, table=True):
    """Language and character set of a table. (HSDS meta_table_description)"""

    __tablename__ = "meta_table_description"
    name: str | None = None
    language: str | None = None
    character_set: str | None = None
