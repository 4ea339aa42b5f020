from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from network.tables.source import HsdsRow


class Taxonomy(HsdsRow, table=True):
    """A vocabulary of terms. (HSDS taxonomy)"""

    name: str
    description: str
    uri: str | None = None
    version: str | None = None


class TaxonomyTerm(HsdsRow, table=True):
    """One term of a vocabulary. (HSDS taxonomy_term)"""

    __tablename__ = "taxonomy_term"
    code: str | None = Field(default=None, index=True)
    name: str
    description: str
    parent_id: UUID | None = Field(default=None, foreign_key="taxonomy_term.id", index=True)
    taxonomy: str | None = None
    language: str | None = None
    taxonomy_id: UUID | None = Field(default=None, foreign_key="taxonomy.id", index=True)
    term_uri: str | None = None


class Attribute(HsdsRow, table=True):
    """Says a term of a record: `link_entity` is the name of its table, `link_id` its id. (HSDS attribute)"""

    __table_args__ = (Index(None, "link_entity", "link_id"),)
    link_id: UUID
    taxonomy_term_id: UUID = Field(foreign_key="taxonomy_term.id", index=True)
    link_type: str | None = None
    link_entity: str
    value: str | None = None
    label: str | None = None
