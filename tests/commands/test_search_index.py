"""`trestle search-index`: the operator sets Meilisearch up, and hears how far it is."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session

from commands.secrets import secret_files
from network.db import Database
from network.providers.changes import record_change
from network.search.meilisearch.keys import KEYS, key_of
from network.search.meilisearch.names import INDEX
from tests.cast import Cast
from tests.commands.test_command_line import run
from tests.commands.test_worker import SECRETS
from tests.network.search.meilisearch.standin.server import MASTER_KEY, Standin


@pytest.fixture
def standin() -> Iterator[Standin]:
    server = Standin()
    yield server
    server.close()


@pytest.fixture
def settings(sqlite_template: Path, tmp_path: Path, standin: Standin) -> dict[str, str]:
    """A directory, a Meilisearch that knows nothing, and the keys that `trestle secrets` would have made."""
    path = tmp_path / "trestle.db"
    path.write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite:///{path}")
    with Session(database.engine) as session:
        Cast(session)
        record_change(session, None)
        session.commit()
    database.close()
    return {
        **SECRETS,
        "TRESTLE_DATABASE_URL": f"sqlite:///{path}",
        "TRESTLE_MODE": "demo",
        "TRESTLE_MEILISEARCH_URL": standin.url,
        "TRESTLE_MEILISEARCH_SEARCH_KEY": key_of(MASTER_KEY, "search"),
        "TRESTLE_MEILISEARCH_INDEX_KEY": key_of(MASTER_KEY, "index"),
    }


def test_the_operator_makes_the_keys_builds_the_index_and_hears_that_it_answers(
    settings: dict[str, str], tmp_path: Path, standin: Standin
) -> None:
    (tmp_path / "master").write_text(MASTER_KEY + "\n", encoding="utf-8")
    for _ in range(2):  # again does no harm
        made = run("search-index", "keys", "--master-key-file", str(tmp_path / "master"), **settings)
        assert (made.returncode, made.stdout) == (0, "search: made\nindex: made\n"), made.stderr

    before = run("search-index", "status", **settings)
    assert before.returncode == 1
    assert "none yet" in before.stdout
    built = run("search-index", "rebuild", "--now", **settings)
    assert built.returncode == 0, built.stderr
    after = run("search-index", "status", "--json", **settings)

    assert after.returncode == 0, after.stderr
    assert json.loads(after.stdout)["answers"] is True
    assert json.loads(after.stdout)["behind"] == 0
    assert len(standin.shelf.indexes[INDEX].documents) == 2
    found = json.loads(run("search", "methadone", "--json", **settings).stdout)
    assert (found["engine"], found["total"]) == ("meilisearch", 1)


def test_the_worker_builds_what_the_operator_ordered(settings: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "master").write_text(MASTER_KEY, encoding="utf-8")
    run("search-index", "keys", "--master-key-file", str(tmp_path / "master"), **settings)

    assert "The worker builds it" in run("search-index", "rebuild", **settings).stderr
    assert run("worker", "--once", **settings).returncode == 0
    assert run("search-index", "status", **settings).returncode == 0


def test_without_a_server_the_operator_hears_that_none_is_set(settings: dict[str, str]) -> None:
    told = run("search-index", "status", **{**settings, "TRESTLE_MEILISEARCH_URL": ""})

    assert told.returncode == 1
    assert "TRESTLE_MEILISEARCH_URL is not set" in told.stderr


@pytest.mark.parametrize(
    ("otherwise", "state", "says"),
    [
        ({}, "note", "not asked yet"),
        ({"TRESTLE_MEILISEARCH_URL": ""}, "fine", "inside the process"),
        ({"TRESTLE_MEILISEARCH_URL": "http://127.0.0.1:9"}, "wrong", "does not answer"),
        ({"TRESTLE_MEILISEARCH_SEARCH_KEY": MASTER_KEY}, "wrong", "TRESTLE_MEILISEARCH_SEARCH_KEY may make"),
    ],
)
def test_doctor_says_who_finds_words_and_whether_a_key_may_do_too_much(
    settings: dict[str, str], otherwise: dict[str, str], state: str, says: str
) -> None:
    findings = json.loads(run("doctor", "--json", **{**settings, **otherwise}).stdout)
    words = next(each for each in findings if each["about"] == "word search")

    assert words["state"] == state
    assert says in words["says"]


def test_the_secrets_of_a_new_installation_hold_the_keys_that_meilisearch_will_make() -> None:
    files = secret_files()

    for which in KEYS:
        assert files[f"meilisearch_{which}_key.txt"] == key_of(files["meilisearch_master_key.txt"], which)


def test_the_key_of_the_site_may_search_one_index_and_nothing_else() -> None:
    assert KEYS["search"]["actions"] == ["search"]
    assert KEYS["search"]["indexes"] == [INDEX]
    assert not any("*" in action or action.startswith("keys") for action in KEYS["index"]["actions"])
