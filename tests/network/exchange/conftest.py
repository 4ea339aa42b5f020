"""Bringing directories in and looking at what came of it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from network.actors import OPERATOR
from network.db import Database
from network.exchange.importing import ImportReport, import_directory
from tests.databases import drop_database, fresh_database

Import = Callable[..., ImportReport]


@pytest.fixture
def bring_in(session: Session) -> Import:
    """Imports into the test's directory as the operator does."""

    def bring_in(path: Path | str, **words: Any) -> ImportReport:
        report = import_directory(session, OPERATOR, path, **words)
        session.flush()
        return report

    return bring_in


@pytest.fixture
def other_database(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Database]:
    """An empty database of the other kind than the test's."""
    if database_kind == "sqlite":
        url = fresh_database(request.getfixturevalue("postgres_template"))
        other = Database(url)
        yield other
        other.close()
        drop_database(url)
    else:
        path = tmp_path / "other.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        other = Database(f"sqlite:///{path}")
        yield other
        other.close()


def told(report: ImportReport) -> list[tuple[str, int, str, str, str]]:
    """Every problem as file, row, field, kind, outcome."""
    return [
        (one.file, one.row, one.field, one.kind.value, one.outcome.value) for one in report.problems.listed
    ]
