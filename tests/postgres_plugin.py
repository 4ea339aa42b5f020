"""Gives a run of the tests its folder and its PostgreSQL, and takes both away when it ends.

The server starts in the background while the tests are collected; the first test that needs it waits for it.
"""

import os
import shutil
import signal
import subprocess

import pytest

from tests.databases import (
    NoPostgres,
    begin_server,
    drop_databases_of_this_run,
    given_url,
    postgres_programs,
    refuse,
)
from tests.run_folder import make_run_folder


def pytest_configure(config: pytest.Config) -> None:
    """Start before the workers, which find the way through the environment."""
    if hasattr(config, "workerinput") or config.option.help or config.option.collectonly:
        return
    folder = make_run_folder()
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    if given_url():
        config.add_cleanup(_drop_what_we_made)
        return
    try:
        server = begin_server(folder / "postgres")
    except NoPostgres as error:
        refuse(str(error))
    else:
        config.add_cleanup(lambda: _stop(server))


def pytest_report_header() -> str:
    """Say where PostgreSQL comes from, or that the tests on it will fail."""
    if given_url():
        return "PostgreSQL: the server of TEST_DATABASE_URL"
    try:
        return f"PostgreSQL: {postgres_programs()}"
    except NoPostgres as error:
        return f"PostgreSQL: none, and every test on it will fail. {error}"


def _drop_what_we_made() -> None:
    try:
        drop_databases_of_this_run()
    except NoPostgres:
        return


def _stop(server: subprocess.Popen[bytes]) -> None:
    """Stop the server, or the programs still making it; they are a session of their own."""
    if server.poll() is None:
        os.killpg(server.pid, signal.SIGINT)  # PostgreSQL's "fast": roll back and leave
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
