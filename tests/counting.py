"""Counts the questions that a page asks the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlmodel import Session


@contextmanager
def statements_of(session: Session) -> Iterator[list[str]]:
    """Every statement on the session's connection while this lasts, without savepoints."""
    engine = session.connection().engine
    asked: list[str] = []

    def listen(_: Any, __: Any, statement: str, *___: Any) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            asked.append(statement)

    event.listen(engine, "before_cursor_execute", listen)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", listen)
