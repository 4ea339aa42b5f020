"""Throwaway databases for the drills: a file, and a PostgreSQL server of our own or the given one."""

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from network.db import Database
from network.sealing import use_keys
from network.settings import read_field_keys
from tests.conftest import prepare
from tests.databases import (
    begin_server,
    drop_databases_of_this_run,
    fresh_database,
    given_url,
    template_database,
)
from tests.run_folder import make_run_folder

FIELD_KEYS = "test:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
KINDS = ("sqlite", "postgresql")


@contextmanager
def throwaway() -> Iterator[Path]:
    """The folder of this run, with a PostgreSQL server unless one is given; gone afterwards."""
    use_keys(read_field_keys(FIELD_KEYS))
    folder = make_run_folder()
    server = None if given_url() else begin_server(folder / "postgres")
    try:
        yield folder
    finally:
        if server is None:
            drop_databases_of_this_run()
        elif server.poll() is None:
            os.killpg(server.pid, signal.SIGINT)
            server.wait(timeout=10)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def fresh(kind: str, folder: Path) -> Iterator[Database]:
    """A new database with all tables."""
    if kind == "sqlite":
        template = folder / "drill-template.db"
        if not template.exists():
            prepare(f"sqlite:///{template}")
        path = folder / f"drill-{len(list(folder.iterdir()))}.db"
        shutil.copy(template, path)
        url = f"sqlite:///{path}"
    else:
        url = fresh_database(template_database(prepare))
    database = Database(url)
    try:
        yield database
    finally:
        database.close()
