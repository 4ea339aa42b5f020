"""Asks for rows of the directory by the ids to which they belong.

Each question is made once: making one costs three times as much as asking it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, Select, Table, and_, bindparam, or_, select
from sqlmodel import SQLModel

from network.exchange.shape import POINTERS

AT_ONCE = 10_000  # ids in one question

Rows = dict[UUID, RowMapping]
Wanted = Iterable[tuple[str, Collection[UUID]]]  # columns, and ids of which they hold one


def every_row(connection: Connection, name: str) -> Rows:
    """The whole table by id."""
    return {row["id"]: row for row in connection.execute(_question(name, None)).mappings()}


def rows_where(connection: Connection, name: str, wanted: Wanted) -> Rows:
    """Rows of which one of these columns is among these ids: one question, unless there are very many."""
    return {
        row["id"]: row
        for some in _portions(wanted)
        for row in connection.execute(_question(name, tuple(some)), some).mappings()
    }


def attributes_of(connection: Connection, ids_of: Mapping[str, Collection[UUID]]) -> Rows:
    """What is said of records, whose ids are given by kind: that is how the index has them."""
    return {
        row["id"]: row
        for some in _portions(ids_of.items())
        for row in connection.execute(_question_of_kinds(tuple(some)), some).mappings()
    }


def _portions(wanted: Wanted) -> Iterator[dict[str, list[UUID]]]:
    told = {name: list(ids) for name, ids in wanted if ids}
    if sum(map(len, told.values())) > AT_ONCE:
        for name, ids in told.items():
            for start in range(0, len(ids), AT_ONCE):
                yield {name: ids[start : start + AT_ONCE]}
    elif told:
        yield told


@cache
def _question(name: str, columns: tuple[str, ...] | None) -> Select[Any]:
    table = table_of(name)
    if columns is None:
        return select(table)
    among = (table.c[column].in_(bindparam(column, expanding=True)) for column in columns)
    return select(table).where(or_(*among))


@cache
def _question_of_kinds(kinds: tuple[str, ...]) -> Select[Any]:
    table = table_of("attribute")
    entity, pointer = (table.c[column] for column in POINTERS["attribute"])
    among = (and_(entity == kind, pointer.in_(bindparam(kind, expanding=True))) for kind in kinds)
    return select(table).where(or_(*among))


def table_of(name: str) -> Table:
    return SQLModel.metadata.tables[name]
