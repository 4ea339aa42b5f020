"""Asks the database for whole columns of many rows."""

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import String, select, type_coerce
from sqlmodel import Session

from network.tables import Attribute

Ids = Collection[UUID] | None  # None: all
MOST_NAMED = 500  # more than this are asked for as "all"
AT_A_TIME = 400  # ids in one question to the database


def read_rows(
    session: Session, ids: Ids, table: Any, columns: Sequence[str], links: Sequence[str]
) -> Iterator[Any]:
    """Rows of these columns: all, or those that one of the link columns ties to one of the ids."""
    asked = (getattr(table, name) for name in columns)
    if table is Attribute:
        asked = (type_coerce(column, String) for column in asked)  # so many ids: see id_of
    wanted = select(*asked).order_by(table.id)
    if ids is None:
        yield from session.connection().execute(wanted).all()
        return
    ordered = sorted(ids)
    for link in links:
        for start in range(0, len(ordered), AT_A_TIME):
            yield from (
                session.connection()
                .execute(wanted.where(getattr(table, link).in_(ordered[start : start + AT_A_TIME])))
                .all()
            )


@lru_cache(maxsize=65536)
def id_of(value: UUID | str) -> UUID:
    """An id as the driver gave it. The same ones come again and again, and making a UUID takes long."""
    return value if isinstance(value, UUID) else UUID(value)
