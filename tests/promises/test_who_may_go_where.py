"""The promise of who may go where: every URL for every kind of person, written by hand and not derived."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from network.db import Database
from tests.promises.application import handlers
from tests.promises.town import Town

GROUPS = {
    "visitor": ("visitor",),
    "officers": ("olive_officer", "cody_coordinator", "sal_supervisor"),
    "pat": ("pat_provider",),
    "olga": ("olga_outsider",),
    "overseers": ("lena_leadership", "priya_privacy"),
    "cora": ("cora_curator",),
    "hana": ("hana_at_shelter",),
    "ada": ("ada_administrator",),
}
TABLE = Path(__file__).with_name("who_may_go_where.txt")

# Further addresses at which the shelter, or where it is, could show.
SHELTER = (
    "GET /services/{shelter_service}?at={shelter_at}",
    "GET /services/{shelter_service}/card?at={shelter_at}",
    "GET /services/{shelter_service}/problems/new?at={shelter_at}",
    "GET /organizations/{shelter}",
    "GET /search?q=shelter&near=94103",
    "GET /search?q=quiet+lane",
    "GET /search?q=willow+yard",
    "GET /api/search?q=shelter&near=94103",
    "GET /api/search?q=quiet+lane",
    "GET /api/search?near=94103&within_miles=1&hours=weekend&almost=yes&why_not={shelter_service}",
    "GET /search/why-not?near=94103&within_miles=1&which=shelter",
    "GET /search/why-not?which=quiet+lane",
    "GET /hsds/services/{shelter_service}",
    "GET /hsds/services?search=quiet",
    "GET /directory/services/{shelter_service}",
    "GET /directory/organizations/{shelter}",
    "GET /directory/locations/{shelter_at}",
    "GET /directory/locations/{shelter_at}/hours",
    "GET /directory/locations/{shelter_at}/private",
    "POST /directory/locations/{shelter_at}/private",
)


@dataclass(frozen=True)
class Row:
    """One route: what each group of people meets, and how it is asked for."""

    route: str
    met: dict[str, str]
    asked: str  # method and path
    form: dict[str, str] | None  # None: as it is shown at this path

    def __str__(self) -> str:
        return self.route


def read_table() -> list[Row]:
    """The table as it stands in its file."""
    lines = [line.split() for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]
    assert lines[0] == ["route", *GROUPS]
    width = len(GROUPS) + 1
    return [
        Row(
            line[0],
            dict(zip(GROUPS, line[1:width], strict=True)),
            " ".join(line[width : width + 2]),
            _form_of(" ".join(line[width + 2 :])),
        )
        for line in lines[1:]
    ]


def _form_of(text: str) -> dict[str, str] | None:
    return None if text == "as shown" else dict(parse_qsl(text))


ROWS = read_table()
READ = [row for row in ROWS if row.asked.startswith("GET")]
SENT = [row for row in ROWS if row.asked.startswith("POST")]
WITHOUT_TOKEN = {"api-search-posted"}  # reads no session and changes nothing: there is nothing to forge
STAFF_ONLY = [row for row in SENT if row.met["visitor"] == "in"]


@pytest.fixture(scope="module")
def town(shared_sqlite: Database) -> Iterator[Town]:
    with shared_sqlite.engine.connect() as connection:
        everything = connection.begin()
        town = Town(connection)
        with town.browser:
            yield town
        everything.rollback()


def test_every_route_stands_in_the_table_once_and_so_does_everybody(town: Town) -> None:
    assert sorted(row.route for row in ROWS) == sorted(handlers())
    assert sorted(town.people) == sorted(name for names in GROUPS.values() for name in names)
    for row in ROWS:
        assert row.asked.split()[0] in handlers()[row.route].http_methods, row


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_everybody_meets_what_the_table_says(town: Town, row: Row) -> None:
    met = {
        group: [town.ask(person, row.asked, row.form).outcome for person in people]
        for group, people in GROUPS.items()
    }

    assert met == {group: _each(outcome, len(GROUPS[group])) for group, outcome in row.met.items()}


def _each(outcome: str, people: int) -> list[str]:
    """`404/200` is the first of the group and the second; one status is everybody's."""
    outcomes = outcome.split("/")
    return outcomes * people if len(outcomes) == 1 else outcomes


@pytest.mark.parametrize("row", READ, ids=str)
def test_every_page_is_whole_in_spanish_for_everybody(town: Town, row: Row) -> None:
    for people in GROUPS.values():
        answer = town.ask(people[0], row.asked, language="es")

        if answer.is_page:
            assert '<html lang="es"' in answer.text  # and the browser has looked at its HTML


@pytest.mark.parametrize("asked", SHELTER)
def test_nobody_but_its_own_curator_reads_where_the_shelter_is(town: Town, asked: str) -> None:
    for person in town.people:
        town.ask(person, asked)  # which looks for it in every answer of these tests


def test_its_own_curator_reads_where_the_shelter_is_only_when_asking_for_it(town: Town) -> None:
    for verb, is_shown in (("GET", False), ("POST", True)):
        answer = town.ask("hana_at_shelter", f"{verb} /directory/locations/{{shelter_at}}/private")

        assert (town.private_address in answer.text) is is_shown


@pytest.mark.parametrize("row", STAFF_ONLY, ids=str)
def test_a_form_that_came_after_sign_in_had_ended_is_kept(town: Town, row: Row) -> None:
    with town.everybody_is_signed_out():
        answer = town.ask("ada_administrator", row.asked, {**(row.form or {}), "words": "Typed"})

    assert answer.outcome == "in"
    assert "trestle_kept=" in answer.cookies_set


@pytest.mark.parametrize("row", [row for row in SENT if row.route not in WITHOUT_TOKEN], ids=str)
def test_a_forged_form_does_nothing(town: Town, row: Row) -> None:
    for person in ("visitor", "ada_administrator"):
        answer = town.ask(person, row.asked, row.form or {}, forged=True)

        assert answer.status == 403 or answer.leads_to == "/sign-in"


@pytest.mark.parametrize("path", ["/sign-in/code", "/sign-in/second-factor", "/sign-in/code?next=/profile"])
def test_whoever_is_signed_in_is_not_sent_in_a_circle(town: Town, path: str) -> None:
    answer = town.ask("olive_officer", f"GET {path}", on_to_the_end=True)

    assert answer.status == 200
