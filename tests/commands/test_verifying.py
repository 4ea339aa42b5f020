"""`trestle verify`: a sentence, an exit code, and JSON for programs; offline with a signature and a key."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlmodel import Session

from commands.main import cli
from network.db import Database
from network.reports.queries import signature_of
from network.reports.signing import public_text
from tests.cast import Cast
from tests.network.reports.made import KEY, PDF, report

PUBLIC = public_text(KEY)


@pytest.fixture
def folder(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """report.pdf and report.pdf.sig as they were downloaded; the database is the one of the settings."""
    with Session(database.engine, expire_on_commit=False) as session:
        made = report(session, Cast(session).lena_leadership)
        session.commit()
        (tmp_path / "report.pdf.sig").write_bytes(signature_of(made).as_file())
    (tmp_path / "report.pdf").write_bytes(PDF)
    url = database.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("TRESTLE_DATABASE_URL", url)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def verify(*words: str) -> Result:
    return CliRunner().invoke(cli, ["verify", *words])


def test_a_genuine_file_is_known_here_and_offline(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = verify("report.pdf")
    (folder / "key").write_text(f"{public_text(KEY)}\n")
    monkeypatch.setenv("TRESTLE_DATABASE_URL", "sqlite:////nowhere/at/all.db")
    offline = verify("report.pdf", "--public-key", PUBLIC)
    from_file = verify("report.pdf", "--public-key", "key", "--signature", "report.pdf.sig")

    assert here.exit_code == offline.exit_code == from_file.exit_code == 0, offline.output
    assert here.output == offline.output == from_file.output
    assert here.output.startswith("Genuine: the report on Quarter 2 of 2026, made by Marlow Diversion, ")


def test_one_byte_more_is_not_genuine_anywhere(folder: Path) -> None:
    (folder / "report.pdf").write_bytes(PDF + b" ")

    for answer in (verify("report.pdf"), verify("report.pdf", "--public-key", PUBLIC)):
        assert answer.exit_code == 1
        assert answer.output.startswith("Not genuine")


@pytest.mark.usefixtures("folder")
def test_programs_get_json() -> None:
    answer = verify("report.pdf", "--public-key", PUBLIC, "--json")
    wrong = verify("report.pdf.sig", "--json")

    told = json.loads(answer.output)
    assert told["genuine"] is True
    assert told["quarter"] == "2026-Q2"
    assert json.loads(wrong.output) | {"sha256": "", "sentence": ""} == {
        "genuine": False,
        "answer": "unknown",
        "sentence": "",
        "sha256": "",
        "replaced": False,
        "report": None,
        "quarter": None,
        "made_at": None,
        "operator": None,
    }
    assert wrong.exit_code == 1


def test_what_is_missing_is_said(folder: Path) -> None:
    (folder / "report.pdf.sig").rename(folder / "other.sig")
    assert "give --signature" in verify("report.pdf", "--public-key", PUBLIC).output

    (folder / "other.sig").write_text("{}")
    answer = verify("report.pdf", "--public-key", PUBLIC, "--signature", "other.sig")
    assert answer.exit_code == 1
    assert "is not the signature of a report" in answer.output


@pytest.mark.usefixtures("folder")
def test_a_key_of_somebody_else_proves_nothing() -> None:
    answer = verify("report.pdf", "--public-key", "A" * 43 + "=")

    assert answer.exit_code == 1
    assert "not made with this public key" in answer.output
