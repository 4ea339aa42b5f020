"""`trestle gaps`: a survey by hand, and what it found."""

import json
from pathlib import Path

import pytest

from network.clock import now
from network.db import Database
from network.ids import new_id
from network.tables import Cause, UnmetNeed
from tests.commands.test_command_line import run
from tests.commands.test_worker import SECRETS


@pytest.fixture
def settings(sqlite_template: Path, tmp_path: Path) -> dict[str, str]:
    """A database in which twelve searches near San Francisco found no free place, and two no residence."""
    path = tmp_path / "gaps.db"
    path.write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite:///{path}")
    with database.writing() as session:
        for kind, cause in [
            *[("treatment.otp", Cause.NO_CAPACITY)] * 12,
            *[("housing", Cause.NO_SERVICE)] * 2,
        ]:
            session.add(
                UnmetNeed(
                    id=new_id(),
                    same_search="x",
                    kinds=[kind],
                    zip="94103",
                    cause=cause,
                    first_at=now(),
                    last_at=now(),
                )
            )
    database.close()
    return {**SECRETS, "TRESTLE_DATABASE_URL": f"sqlite:///{path}", "TRESTLE_MODE": "demo"}


def test_before_the_first_survey_the_operator_hears_how_to_make_one(settings: dict[str, str]) -> None:
    told = run("gaps", "list", **settings)

    assert told.returncode == 1
    assert "trestle gaps survey" in told.stderr
    assert "Traceback" not in told.stderr


def test_the_operator_surveys_and_reads_what_may_be_shown(settings: dict[str, str]) -> None:
    made = run("gaps", "survey", **settings)
    assert made.returncode == 0, made.stderr
    assert "needs: 1." in made.stdout

    found = json.loads(run("gaps", "list", "--json", **settings).stdout)
    figures = {each["kind"]: each for each in found["figures"]}
    assert figures["treatment.otp"]["no_capacity"] in (12, None)
    assert figures["housing"]["needed"] is None
    assert not any(
        each[name] and each[name] < 11 for each in found["figures"] for name in ("needed", "unmet", "met")
    )
    table = run("gaps", "list", "--county", "06075", COLUMNS="200", **settings).stdout
    assert "San Francisco" in table
    assert "withheld" in table
