"""What the database knows already of the records that come in."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, Table, select
from sqlmodel import Session

from network.exchange.draft import naming_of
from network.exchange.shape import FORGOTTEN_LINKS, kept_resources
from network.providers.kinds.reading import facts_taxonomy_id, kinds_taxonomy_id
from network.tables import ServiceAtLocation, Source

AT_ONCE = 5000  # ids in one question; SQLite takes 32,766
VOCABULARY = {"taxonomy", "taxonomy_term"}  # meant to be shared: others' terms may be used, never changed


class Known:
    """Looks records up by their ids."""

    def __init__(self, session: Session) -> None:
        session.flush()  # what follows goes past the session's own rows
        self.connection: Connection = session.connection()
        sources = Source.__table__  # type: ignore[attr-defined]
        self.source_ids: dict[str, UUID] = {
            row.name: row.id for row in self.connection.execute(select(sources.c.id, sources.c.name))
        }
        self._our_vocabularies = {kinds_taxonomy_id(), facts_taxonomy_id()}
        self._names = {identity: name for name, identity in self.source_ids.items()}

    def source_id(self, name: str | None) -> UUID | None:
        """The id of a source that is here, or the one that it will get."""
        return None if name is None else self.source_ids.get(name) or naming_of(name)

    def source_ids_of(self, names: Iterable[str | None]) -> list[UUID]:
        """The ids of those sources that are here."""
        return [self.source_ids[name] for name in names if name is not None and name in self.source_ids]

    def source_name(self, identity: UUID | None) -> str | None:
        return None if identity is None else self._names[identity]

    def rows(self, resource: str, ids: Collection[UUID]) -> dict[UUID, RowMapping]:
        """Whole rows by id."""
        table = _table(resource)
        if not ids or self.connection.execute(select(table.c.id).limit(1)).first() is None:
            return {}
        return {
            row["id"]: row
            for chunk in chunks(ids)
            for row in self.connection.execute(select(table).where(table.c.id.in_(chunk))).mappings()
        }

    def sources_of(self, resource: str, ids: Collection[UUID]) -> dict[UUID, str | None]:
        """Those of these records that are here, with the name of their source."""
        table = _table(resource)
        return {
            row.id: self.source_name(row.source_id)
            for chunk in chunks(ids)
            for row in self.connection.execute(
                select(table.c.id, table.c.source_id).where(table.c.id.in_(chunk))
            )
        }

    def parents(self, resource: str) -> dict[UUID, UUID]:
        """Who stands under whom, of all records of a kind."""
        table = _table(resource)
        column = table.c[next(iter(FORGOTTEN_LINKS[resource]))]
        rows = self.connection.execute(select(table.c.id, column).where(column.is_not(None)))
        return {row[0]: row[1] for row in rows}

    def places_of(self, service_ids: Collection[UUID]) -> dict[tuple[UUID, UUID], UUID]:
        """Services at locations by both."""
        table = ServiceAtLocation.__table__  # type: ignore[attr-defined]
        columns = (table.c.service_id, table.c.location_id, table.c.id)
        return {
            (row[0], row[1]): row[2]
            for chunk in chunks(service_ids)
            for row in self.connection.execute(select(*columns).where(table.c.service_id.in_(chunk)))
        }

    def may_be_used(self, resource: str, theirs: str | None, ours: str | None) -> bool:
        """Whether a record of one source may point to one of another."""
        return theirs == ours or resource in VOCABULARY

    def is_our_vocabulary(self, row: RowMapping) -> bool:
        """Kinds and facts of Trestle are the same everywhere and come with its migrations."""
        return row["id"] in self._our_vocabularies or row.get("taxonomy_id") in self._our_vocabularies


def chunks(ids: Iterable[UUID], size: int = AT_ONCE) -> Iterator[list[UUID]]:
    """The ids in portions that fit into one question."""
    every = list(ids)
    for start in range(0, len(every), size):
        yield every[start : start + size]


def _table(resource: str) -> Table:
    table = kept_resources()[resource].table
    assert table is not None
    return table


Rows = dict[str, dict[UUID, RowMapping]]


def existing_rows(known: Known, ids: dict[str, dict[UUID, Any]]) -> Rows:
    """For each resource the rows that are here already."""
    return {resource: known.rows(resource, ids[resource]) for resource in kept_resources()}
