"""What a web process does before it answers its first request."""

import os
import subprocess
import sys
from pathlib import Path

from drills.databases import FIELD_KEYS

# Of other commands, or of settings that are not the usual ones; each takes a tenth of a second or so.
OF_OTHERS = {"alembic", "httpx", "icalendar", "meilisearch", "psycopg", "rich"}


def python(program: str, **environment: str) -> str:
    """What a new process prints."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TRESTLE_")}
    run = subprocess.run(
        [sys.executable, "-c", program],
        env={**clean, **environment},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return run.stdout


def test_a_site_starts_without_what_only_others_need() -> None:
    read = python("import sys, uvicorn, commands.serving, commands.asgi; print(*sys.modules)")
    assert {name.partition(".")[0] for name in read.split()} & OF_OTHERS == set()


def test_a_site_that_is_built_looks_for_garbage_again(sqlite_template: Path, tmp_path: Path) -> None:
    path = tmp_path / "site.db"
    path.write_bytes(sqlite_template.read_bytes())
    looks = python(
        "import gc; gc.disable(); from commands.asgi import build; build(); print(gc.isenabled())",
        TRESTLE_DATABASE_URL=f"sqlite:///{path}",
        TRESTLE_SECRET_KEY="s" * 40,
        TRESTLE_FIELD_KEYS=FIELD_KEYS,
    )
    assert looks.strip() == "True"
