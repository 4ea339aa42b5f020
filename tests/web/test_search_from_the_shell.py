"""Somebody at the machine searches without a browser."""

import json

import pytest
from click.testing import CliRunner, Result
from sqlmodel import Session

from commands.main import cli
from network.db import Database
from tests.cast import Cast


@pytest.fixture
def run(database: Database, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Runs `trestle` over a directory that has the clinic and the shelter."""
    monkeypatch.setenv("TRESTLE_DATABASE_URL", database.url)
    with Session(database.engine) as session:
        Cast(session)

    def run(*words: str) -> Result:
        return CliRunner().invoke(cli, ["search", *words])

    return run


def test_the_answer_is_that_of_the_api(run) -> None:  # type: ignore[no-untyped-def]
    told = run("methadone", "--near", "94103", "--within", "25", "--limit", "10", "--json")

    answer = json.loads(told.stdout)
    assert told.exit_code == 0
    assert list(answer) == [
        "total", "engine", "took_ms", "next", "facets", "results", "relaxations", "almost", "why_not",
        "understood", "is_understood",
    ]  # fmt: skip
    assert (answer["total"], answer["engine"], answer["next"]) == (1, "embedded", None)
    assert answer["results"][0]["name"] == "Methadone and buprenorphine"
    assert list(answer["results"][0]) == [
        "service_id",
        "location_id",
        "organization_id",
        "name",
        "organization",
        "distance_m",
        "latitude",
        "longitude",
        "capacity",
        "why",
        "asks",
        "unsaid",
        "score",
        "record",
    ]


def test_the_table_says_where_and_how_sure(run) -> None:  # type: ignore[no-untyped-def]
    told = run("--near", "94103")

    assert told.exit_code == 0
    assert "Riverside Clinic" in told.stdout
    assert "Place kept private" in " ".join(told.stdout.replace("│", " ").split())
    assert "1–2 of 2 services" in told.stdout
    assert "Measured from the middle of San Francisco" in told.stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--near", "00000"), "No place is known as '00000'"),
        (("--within", "far"), "The distance is a number of miles"),
        (("--taxonomy", "nonsense"), "We do not know this kind of service"),
        (("--cursor", "nonsense"), "Start from the first page"),
        (("--fact", "age=old"), "The age is a number of years"),
        (("--fact", "shoes=red"), "Choose one of those that are listed"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_a_sentence(run, words: tuple[str, ...], sentence: str) -> None:  # type: ignore[no-untyped-def]
    told = run(*words)

    assert told.exit_code == 1
    assert sentence in told.stderr


def test_what_is_known_of_a_person_decides_who_is_there(run) -> None:  # type: ignore[no-untyped-def]
    told = run("methadone", "--fact", "moud=methadone", "--fact", "household=pets", "--json")
    sure = run("methadone", "--fact", "household=pets", "--only-sure", "--json")

    [found] = json.loads(told.stdout)["results"]
    assert found["unsaid"] == ["household"]  # an opioid treatment program gives methadone itself
    assert json.loads(sure.stdout)["total"] == 0
