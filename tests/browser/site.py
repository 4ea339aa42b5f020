"""The real site, served on loopback from a copy of the seeded demonstration."""

import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx

from seeds.marlow.year import canaries
from tests.run_folder import ends_with_us, made_once

TRESTLE = Path(sys.executable).with_name("trestle")
SECONDS_TO_SEED = 600  # both on a machine that is busy with all other tests
SECONDS_TO_START = 180
# Known to everybody, and fit only for a demonstration, which their first word says.
SECRETS = {
    "TRESTLE_SECRET_KEY": "demo-browser-tests-browser-tests-browser-tests",
    "TRESTLE_FIELD_KEYS": "demo-browser:YnJvd3Nlci10ZXN0cy1icm93c2VyLXRlc3RzLS0tLS0=",
}


class SiteFailed(Exception):
    """The site could not be seeded or served; the message holds what it said."""


def database_of(folder: Path) -> Path:
    """The database of the site in this folder."""
    return folder / "trestle.db"


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of the site, served from a database of its own in `folder`. Raises SiteFailed."""
    database = database_of(folder)
    _copy(made_once("demonstration.db", _seed), database)
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    log_path = folder / "site.log"
    with log_path.open("wb") as log:
        site = subprocess.Popen(
            [*ends_with_us("TERM"), TRESTLE, "demo"],
            cwd=folder,
            env=_environment(database, PORT=str(port), HOST="127.0.0.1"),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    try:
        _wait_for(address, site, log_path)
        yield address
    finally:
        site.terminate()
        try:
            site.wait(timeout=10)
        except subprocess.TimeoutExpired:
            site.kill()
            site.wait()
    _look_for_names(log_path)


def _look_for_names(log: Path) -> None:
    """What the site wrote down while it was looked at names nobody."""
    said = log.read_text(errors="replace")
    if told := [canary for canary in canaries.ALL if canary in said]:
        raise SiteFailed(f"The log of the site names people: {told}")


def _seed(seeded: Path) -> None:
    """Fill a new database as `make demo` does."""
    folder = seeded.with_suffix(".seeding")
    folder.mkdir()
    database = database_of(folder)
    done = subprocess.run(
        [TRESTLE, "demo", "--no-serve", "--quick"],
        cwd=folder,
        env=_environment(database),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS_TO_SEED,
        check=False,
    )
    if done.returncode != 0:
        raise SiteFailed(f"The demonstration could not be seeded:\n{done.stdout}{done.stderr}")
    _copy(database, seeded)


def _copy(seeded: Path, database: Path) -> None:
    with closing(sqlite3.connect(seeded)) as source, closing(sqlite3.connect(database)) as target:
        source.backup(target)


def _environment(database: Path, **more: str) -> dict[str, str]:
    """Our own settings and none of the developer's."""
    neutral = {name: value for name, value in os.environ.items() if not name.startswith("TRESTLE_")}
    return {
        **neutral,
        **SECRETS,
        "TRESTLE_MODE": "demo",
        "TRESTLE_DATABASE_URL": f"sqlite:///{database}",
        **more,
    }


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _wait_for(address: str, site: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            if httpx.get(f"{address}/health").is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
        if site.poll() is not None or time.monotonic() > until:
            raise SiteFailed(f"The site did not start:\n{log.read_text(errors='replace')[-4000:]}")
