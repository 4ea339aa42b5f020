"""Reads rows of the directory by the ids to which they belong, without making objects of a session of them.

Each question is made once: making one costs three times as much as asking it. Where one id is asked for it
has another shape than where several are, which have to be written into it each time.
"""

from collections import namedtuple
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    RowMapping,
    Select,
    Table,
    and_,
    bindparam,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlmodel import SQLModel

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
        for row in connection.execute(_question(name, _shape(some)), _told(some)).mappings()
    }


def records_where(connection: Connection, name: str, wanted: Wanted) -> list[Any]:
    """The same rows in the order of their ids, with attributes as the table's own class has them."""
    rows = (
        row
        for some in _portions(wanted)
        for row in connection.execute(_question(name, _shape(some)), _told(some))
    )
    found = {record.id: record for record in map(record_of(name)._make, rows)}
    return sorted(found.values(), key=attrgetter("id"))


def records_beside(row: Sequence[Any], names: Iterable[str]) -> Iterator[Any]:
    """The records of several tables in one row of a join; None where there is none."""
    start = 0
    for kind in map(record_of, names):
        end = start + len(kind._fields)
        record = kind._make(row[start:end])
        yield None if record.id is None else record
        start = end


@cache
def record_of(name: str) -> Any:
    """What a row of this table becomes: a tuple with the names of its columns."""
    return namedtuple(name, table_of(name).c.keys())


def which_have_any(connection: Connection, wanted_of: Mapping[str, Wanted]) -> set[str]:
    """Which of these tables have such rows at all: one question instead of one for each, most of which find
    nothing for a single service."""
    told = {
        f"{name}.{column}": list(ids) for name, wanted in wanted_of.items() for column, ids in wanted if ids
    }
    if sum(map(len, told.values())) > AT_ONCE or not told:
        return set(wanted_of)
    return set(connection.execute(_question_of_any(_shape(told)), _told(told)).scalars())


def attributes_of(connection: Connection, ids_of: Mapping[str, Collection[UUID]]) -> Rows:
    """What is said of records, whose ids are given by kind: that is how the index has them."""
    return {
        row["id"]: row
        for some in _portions(ids_of.items())
        for row in connection.execute(_question_of_kinds(_shape(some)), _told(some)).mappings()
    }


def _portions(wanted: Wanted) -> Iterator[dict[str, list[UUID]]]:
    told = {name: list(ids) for name, ids in wanted if ids}
    if sum(map(len, told.values())) > AT_ONCE:
        for name, ids in told.items():
            for start in range(0, len(ids), AT_ONCE):
                yield {name: ids[start : start + AT_ONCE]}
    elif told:
        yield told


Shape = tuple[tuple[str, bool], ...]  # of which columns or kinds ids are given, and whether it is one id


def _shape(told: Mapping[str, list[UUID]]) -> Shape:
    return tuple((name, len(ids) == 1) for name, ids in told.items())


def _told(told: Mapping[str, list[UUID]]) -> dict[str, Any]:
    return {name: ids[0] if len(ids) == 1 else ids for name, ids in told.items()}


@cache
def _question(name: str, shape: Shape | None) -> Select[Any]:
    table = table_of(name)
    if shape is None:
        return select(table)
    return select(table).where(or_(*(_is_among(table.c[column], column, one) for column, one in shape)))


@cache
def _question_of_kinds(shape: Shape) -> Select[Any]:
    table = table_of("attribute")
    entity, pointer = table.c.link_entity, table.c.link_id
    return select(table).where(
        or_(*(and_(entity == kind, _is_among(pointer, kind, one)) for kind, one in shape))
    )


@cache
def _question_of_any(shape: Shape) -> CompoundSelect[Any]:
    conditions: dict[str, list[ColumnElement[bool]]] = {}
    for path, one in shape:
        name, _, column = path.partition(".")
        conditions.setdefault(name, []).append(_is_among(table_of(name).c[column], path, one))
    return union_all(
        *(
            select(literal_column(f"'{name}'")).where(
                select(table_of(name).c.id).where(or_(*any_of)).exists()
            )
            for name, any_of in conditions.items()
        )
    )


def _is_among(column: ColumnElement[UUID], name: str, one: bool) -> ColumnElement[bool]:
    return column == bindparam(name) if one else column.in_(bindparam(name, expanding=True))


def table_of(name: str) -> Table:
    return SQLModel.metadata.tables[name]
