"""The promise of who may know a person: every route that names one, for every relation to them, by hand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from network.db import Database
from tests.promises.application import whole_paths
from tests.promises.related import RELATIONS, RelatedTown

TABLE = Path(__file__).with_name("who_may_know_whom.txt")
ABOUT_SOMEBODY = re.compile(
    r"{(person|case|participation|need|consent|referral|outcome|question|program)_id:"
)
WORDS = {"403": "no", "404": "404", "in": "in"}  # all else: shown, done, or wrongly typed
SHUT = "409"  # of somebody's own page: without the code nothing else is there


@dataclass(frozen=True)
class Row:
    """One address, and what whoever stands in each relation to the person meets there."""

    route: str
    met: dict[str, str]
    asked: str  # method and address
    form: dict[str, str]

    def __str__(self) -> str:
        return f"{self.route} {self.asked}"


def read_table() -> list[Row]:
    """The table as it stands in its file."""
    lines = [line.split() for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]
    assert lines[0] == ["route", *RELATIONS]
    width = len(RELATIONS) + 1
    return [
        Row(
            line[0],
            dict(zip(RELATIONS, line[1:width], strict=True)),
            " ".join(line[width : width + 2]),
            dict(parse_qsl(" ".join(line[width + 2 :]))),
        )
        for line in lines[1:]
    ]


ROWS = read_table()


@pytest.fixture(scope="module")
def town(shared_sqlite: Database) -> Iterator[RelatedTown]:
    with shared_sqlite.engine.connect() as connection:
        everything = connection.begin()
        town = RelatedTown(connection)
        with town.browser:
            yield town
        everything.rollback()


def test_every_route_about_somebody_stands_in_the_table(town: RelatedTown) -> None:
    about = {name for name, path in whole_paths().items() if ABOUT_SOMEBODY.search(path)}

    assert about <= {row.route for row in ROWS}
    assert set(RELATIONS.values()) <= set(town.people)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_whoever_stands_so_to_the_person_meets_what_the_table_says(town: RelatedTown, row: Row) -> None:
    met = {}
    for relation, person in RELATIONS.items():
        outcome = town.ask(person, row.asked, row.form).outcome
        assert not outcome.startswith("5"), (row, relation)
        is_shut = outcome == SHUT and row.route.startswith("mine-")
        met[relation] = "code" if is_shut else WORDS.get(outcome, "yes")

    assert met == row.met
