"""What an operator types: help, exit codes, JSON, and a sentence for everything that cannot be done."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from commands.demo import demo_environment
from commands.main import COMMANDS

TRESTLE = [sys.executable, "-c", "from commands.main import main; main()"]


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Type `trestle …`, with these settings and none of the machine's own."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TRESTLE_")}
    return subprocess.run(
        [*TRESTLE, *words],
        capture_output=True,
        text=True,
        env={**clean, **environment},
        timeout=120,
        check=False,
    )


@pytest.fixture
def url(sqlite_template: Path, tmp_path: Path) -> str:
    """A migrated database that is empty but for the kinds of service."""
    path = tmp_path / "operator.db"
    path.write_bytes(sqlite_template.read_bytes())
    return f"sqlite:///{path}"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str) -> None:
    told = run(name, "--help")

    assert told.returncode == 0, told.stderr
    assert "Usage:" in told.stdout
    assert len(told.stdout.splitlines()) > 4


def test_the_operator_sees_every_command_at_once() -> None:
    told = run("--help")

    assert all(name in told.stdout for name in COMMANDS)


def test_an_unknown_command_is_not_understood() -> None:
    assert run("dance").returncode == 2


def test_migrate_makes_a_new_database_and_may_be_repeated(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new.db"

    first = run("migrate", TRESTLE_DATABASE_URL=url)
    second = run("migrate", TRESTLE_DATABASE_URL=url)

    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert "empty" in first.stderr


def test_a_database_that_is_not_migrated_is_refused_with_what_to_do(tmp_path: Path) -> None:
    refused = run("search", "methadone", TRESTLE_DATABASE_URL=f"sqlite:///{tmp_path}/none.db")

    assert refused.returncode == 1
    assert "trestle migrate" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_database_that_is_down_is_a_sentence_without_its_password() -> None:
    refused = run("migrate", TRESTLE_DATABASE_URL="postgresql+psycopg://ada:geheim@127.0.0.1:1/none")

    assert refused.returncode == 1
    assert "does not answer" in refused.stderr
    assert "geheim" not in refused.stderr
    assert "Traceback" not in refused.stderr


def test_serve_refuses_to_start_without_secrets(url: str) -> None:
    refused = run("serve", TRESTLE_DATABASE_URL=url)

    assert refused.returncode == 1
    assert "TRESTLE_SECRET_KEY is not set" in refused.stderr


def test_serve_refuses_the_secrets_of_the_demonstration(url: str) -> None:
    key = "demo-" + "k" * 40
    refused = run("serve", TRESTLE_DATABASE_URL=url, TRESTLE_SECRET_KEY=key, TRESTLE_FIELD_KEYS="x:y")

    assert refused.returncode == 1
    assert "demonstration" in refused.stderr


def test_the_demonstration_tells_the_time_of_its_county(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert demo_environment("127.0.0.1", 8000)["TRESTLE_DEFAULT_TIME_ZONE"] == "America/New_York"


def test_the_demonstration_is_never_seeded_into_production(url: str) -> None:
    made = dict(line.split("=", 1) for line in run("secrets").stdout.splitlines())
    refused = run("seed", TRESTLE_DATABASE_URL=url, **made)

    assert refused.returncode == 1
    assert "demo mode" in refused.stderr


def test_doctor_says_what_is_wrong_in_words_and_in_json(url: str) -> None:
    in_words = run("doctor", TRESTLE_DATABASE_URL=url)
    in_json = run("doctor", "--json", TRESTLE_DATABASE_URL=url)

    assert (in_words.returncode, in_json.returncode) == (1, 1)
    assert "TRESTLE_SECRET_KEY is not set" in in_words.stdout
    findings = {found["about"]: found["state"] for found in json.loads(in_json.stdout)}
    assert findings["settings"] == "wrong"
    assert findings["database"] == "fine"


def test_doctor_is_content_with_a_good_production_installation(url: str) -> None:
    made = dict(line.split("=", 1) for line in run("secrets").stdout.splitlines())

    content = run(
        "doctor", "--json", TRESTLE_DATABASE_URL=url, TRESTLE_BASE_URL="https://trestle.example", **made
    )

    assert content.returncode == 0, content.stdout


def test_doctor_says_when_the_mail_server_does_not_answer(url: str) -> None:
    told = run(
        "doctor",
        "--json",
        TRESTLE_DATABASE_URL=url,
        TRESTLE_SMTP_HOST="127.0.0.1",
        TRESTLE_SMTP_PORT="1",
        TRESTLE_MAIL_FROM="a@example.org",
    )

    assert {found["about"]: found["state"] for found in json.loads(told.stdout)}["mail"] == "wrong"
