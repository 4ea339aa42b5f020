"""Asks the database for whole columns of many rows."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import String, Uuid, cast, select
from sqlmodel import Session

Id = str  # an id as the database writes it, with dashes or without
Ids = Collection[Id] | None  # None: all
MOST_NAMED = 500  # more than this are asked for as "all"
ROWS_AT_A_TIME = 2_000
AT_A_TIME = 400  # ids in one question to the database


def read_rows(
    session: Session,
    ids: Ids,
    table: Any,
    columns: Sequence[str],
    links: Sequence[str],
    *,
    in_order: bool = False,
) -> Iterator[Any]:
    """Rows of these columns, ids as text: all, or those that a link column ties to one of the ids.

    `in_order`: by their ids, where the first one counts; it takes much longer.
    """
    wanted = select(*(as_read(getattr(table, name)) for name in columns))
    if in_order:
        wanted = wanted.order_by(table.id)
    if ids is None:
        streamed = wanted.execution_options(stream_results=True)
        for some_rows in session.connection().execute(streamed).partitions(ROWS_AT_A_TIME):
            yield from some_rows
        return
    ordered = [UUID(each) for each in sorted(ids)]
    for link in links:
        for start in range(0, len(ordered), AT_A_TIME):
            some = ordered[start : start + AT_A_TIME]
            yield from session.connection().execute(wanted.where(getattr(table, link).in_(some)))


def as_read(column: Any) -> Any:
    """The column; an id as text, because making a UUID of each takes longer than all the rest."""
    return cast(column, String).label(column.key) if isinstance(column.type, Uuid) else column
