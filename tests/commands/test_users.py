"""Accounts, from the shell of the machine."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlmodel import col, select

from commands.main import cli
from network.db import Database
from network.errors import NetworkError
from network.tables import Event


@pytest.fixture
def url(sqlite_template: Path, tmp_path: Path) -> str:
    path = tmp_path / "operator.db"
    path.write_bytes(sqlite_template.read_bytes())
    return f"sqlite:///{path}"


def users(url: str, *words: str, code: int = 0) -> str:
    """Type `trestle users …`; what it says, on standard output when it went well."""
    clean = {name: None for name in os.environ if name.startswith("TRESTLE_")}
    settings = {"TRESTLE_DATABASE_URL": url, "TRESTLE_SECRET_KEY": "k" * 40}
    answer = CliRunner().invoke(cli, ["users", *words], env={**clean, **settings})
    if isinstance(answer.exception, NetworkError):  # commands.main makes a sentence of it
        assert code == 1
        return str(answer.exception)
    assert answer.exit_code == code, answer.output
    return answer.stdout if code == 0 else answer.stderr


def invite(url: str, email: str = "ada@example.org", role: str = "administrator") -> dict[str, object]:
    said = users(url, "invite", email, "--name", "Ada Núñez", "--role", role, "--json")
    answer = json.loads(said)
    assert isinstance(answer, dict)
    return answer


def test_the_first_administrator_is_invited_and_given_a_link(url: str) -> None:
    ada = invite(url)
    assert (ada["standing"], ada["roles"], ada["name"]) == ("invited", ["administrator"], "Ada Núñez")

    link = users(url, "link", "ADA@example.org").strip()
    assert link.startswith("http://127.0.0.1:8000/links/")
    assert json.loads(users(url, "link", "ada@example.org", "--json"))["link"] != link


def test_the_operator_lists_changes_disables_and_enables(url: str) -> None:
    invite(url)
    invite(url, "olive@example.org", "leadership")

    assert [one["email"] for one in json.loads(users(url, "list", "--json"))] == [
        "ada@example.org",
        "olive@example.org",
    ]
    assert json.loads(users(url, "list", "--search", "olive", "--role", "curator", "--json")) == []
    table = users(url, "list")
    assert "olive@example.org" in table
    assert "2 accounts" in table

    assert "leadership, curator" in users(url, "roles", "olive@example.org", "leadership", "curator")
    assert "disabled" in users(url, "disable", "olive@example.org")
    assert "disabled already" in users(url, "disable", "olive@example.org", code=1)
    assert "invited" in users(url, "enable", "olive@example.org")
    assert "Signed out" in users(url, "sign-out", "olive@example.org")


def test_what_cannot_be_done_is_a_sentence(url: str) -> None:
    invite(url)

    assert "no account with this address" in users(url, "unlock", "nobody@example.org", code=1)
    assert "not locked" in users(url, "unlock", "ada@example.org", code=1)
    assert "whole e-mail address" in users(
        url, "invite", "nonsense", "--name", "X", "--role", "officer", code=1
    )
    assert "0 member agencies" in users(
        url, "invite", "x@example.org", "--name", "X", "--role", "officer", "--organization", "None", code=1
    )
    assert "belong to an agency" in users(
        url, "invite", "x@example.org", "--name", "X", "--role", "officer", code=1
    )
    assert "belong to an agency" in users(url, "roles", "ada@example.org", "administrator", "officer", code=1)
    assert "king" in users(url, "roles", "ada@example.org", "king", code=2)


def test_what_the_operator_does_is_written_down(url: str) -> None:
    invite(url)
    users(url, "link", "ada@example.org")
    database = Database(url)
    with database.reading() as session:
        rows = session.exec(select(Event.kind, Event.actor_kind).order_by(col(Event.id))).all()
    database.close()

    assert [(kind, str(actor)) for kind, actor in rows] == [
        ("account.invited", "operator"),
        ("account.link_made", "operator"),
    ]
