"""Which records go out: all, or those of one source with whatever they point to."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, Table, func, select
from sqlmodel import Session, SQLModel

from network.exchange.containers import unusable
from network.exchange.known import chunks
from network.exchange.shape import POINTERS, kept_resources
from network.words import say

AT_ONCE = 2000  # rows fetched in one go
COUNTED = (
    "organization",
    "service",
    "location",
)  # whose most frequent source is the one not said of each record


class Selection:
    """The rows of each kind in the order of their ids."""

    def __init__(self, session: Session, source: str | None = None) -> None:
        self.connection: Connection = session.connection()
        rows = self.connection.execute(select(_table("source"))).mappings()
        self.sources: dict[UUID, RowMapping] = {row["id"]: row for row in rows}
        self.source_id: UUID | None = None
        if source is not None:
            named = [identity for identity, row in self.sources.items() if row["name"] == source]
            if not named:
                raise unusable(say("There is no source called {name} here.", name=source))
            self.source_id = named[0]

    def rows(self, resource: str) -> Iterator[RowMapping]:
        """Rows of a kind, without addresses of confidential places and without what points to nothing."""
        table = _table(resource)
        for row in self._chosen(resource, table):
            if resource == "address" and row["location_id"] in self.private_locations:
                continue
            if resource in POINTERS and not self._is_pointing(resource, row):
                continue
            yield row

    def has(self, resource: str, identity: UUID) -> bool:
        """Whether this record goes out."""
        return identity in self._ids.get(resource, ())

    @cached_property
    def private_locations(self) -> set[UUID]:
        table = _table("location")
        return set(self.connection.execute(select(table.c.id).where(table.c.is_confidential)).scalars())

    @cached_property
    def most_frequent_source(self) -> UUID | None:
        """Of the records that can be counted the same way before and after they travelled."""
        if self.source_id is not None:
            return self.source_id
        counts: dict[UUID | None, int] = {}
        for resource in COUNTED:
            table = _table(resource)
            grouped = select(table.c.source_id, func.count()).group_by(table.c.source_id)
            for source_id, count in self.connection.execute(grouped):
                counts[source_id] = counts.get(source_id, 0) + count
        if not counts:
            return None
        return min(counts, key=lambda one: (-counts[one], one is None, self._name(one)))

    def is_public_place(self, location_id: UUID) -> bool:
        return location_id not in self.private_locations

    def _name(self, source_id: UUID | None) -> str:
        return "" if source_id is None else str(self.sources[source_id]["name"])

    def _chosen(self, resource: str, table: Table) -> Iterator[RowMapping]:
        question = select(table).order_by(table.c.id)
        if self.source_id is None:
            yield from self._stream(question)
            return
        wanted = sorted(self._ids[resource])
        for chunk in chunks(wanted):
            yield from self._stream(question.where(table.c.id.in_(chunk)))

    def _stream(self, question: Any) -> Iterator[RowMapping]:
        # On the question, not on the connection, which would keep it for whatever comes after.
        result = self.connection.execute(question.execution_options(yield_per=AT_ONCE))
        yield from result.mappings()

    def _is_pointing(self, resource: str, row: RowMapping) -> bool:
        entity, pointer = (row[column] for column in POINTERS[resource])
        if entity == resource or not self.has(entity, pointer):
            return False
        return not (resource == "metadata" and entity == "location" and pointer in self.private_locations)

    @cached_property
    def _ids(self) -> dict[str, set[UUID]]:
        """The ids of everything that goes out, by kind; what points comes last, after all it can point to."""
        ids = {resource: self._ids_of(resource) for resource in kept_resources()}
        private = _table("address")
        hidden = select(private.c.id).where(private.c.location_id.in_(self.private_locations))
        if self.private_locations:
            ids["address"] -= set(self.connection.execute(hidden).scalars())
        if self.source_id is not None:
            self._add_what_is_pointed_to(ids)
        return ids

    def _ids_of(self, resource: str) -> set[UUID]:
        table = _table(resource)
        question = select(table.c.id)
        if self.source_id is not None:
            question = question.where(table.c.source_id == self.source_id)
        return set(self.connection.execute(question).scalars())

    def _add_what_is_pointed_to(self, ids: dict[str, set[UUID]]) -> None:
        for resource, shape in reversed(kept_resources().items()):
            table = _table(resource)
            added = ids[resource]
            while added:  # more than once only where records stand above others of their kind
                columns = [table.c[field] for field in shape.links]
                more: set[UUID] = set()
                for chunk in chunks(added if columns else ()):
                    for row in self.connection.execute(select(*columns).where(table.c.id.in_(chunk))):
                        for target, identity in zip(shape.links.values(), row, strict=True):
                            if identity is None:
                                continue
                            if target == resource and identity not in ids[resource]:
                                more.add(identity)
                            ids[target].add(identity)
                added = more


def _table(name: str) -> Table:
    return SQLModel.metadata.tables[name]
