"""The promise that everybody sees where they are: what stands above a page, its title, and the doors of the
menu."""

import re
from collections.abc import Iterator

import pytest

from network.db import Database
from tests.promises.test_who_may_go_where import GROUPS, READ, Row, _each
from tests.promises.town import Asked, Town
from web.pages.frame import _DOORS
from web.pages.tour import landing_path

NAMES = ("Rosa", "Medina", "Reyes")  # of the people in need who live in the town
# Pages of a quiet frame, without places to go, and those to which nothing leads but themselves.
ALONE = {"sign-in", "code", "second-factor", "forgotten", "link", "answer", "mine", "kept-form"}
_OPENED: dict[tuple[str, str], bool] = {}
PAPER = {"service-card", "shortlist-cards", "consent-copy"}  # to print and take along


@pytest.fixture(scope="module")
def town(shared_sqlite: Database) -> Iterator[Town]:
    with shared_sqlite.engine.connect() as connection:
        everything = connection.begin()
        town = Town(connection)
        with town.browser:
            yield town
        everything.rollback()


def _crumbs(page: str) -> list[str]:
    """Where the links above the page lead."""
    trail = re.search(r'<nav class="usa-breadcrumb.*?</nav>', page, re.DOTALL)
    return re.findall(r'href="([^"]+)"', trail[0]) if trail else []


def _shown(town: Town, row: Row) -> Iterator[tuple[str, Asked]]:
    """The page as the first of every group who may see it gets it; what is public, as a visitor gets it."""
    groups = ["visitor"] if row.met["visitor"] == "200" else list(GROUPS)
    for group in groups:
        people = GROUPS[group]
        met = dict(zip(people, _each(row.met[group], len(people)), strict=True))
        person = next((person for person in people if met[person] == "200"), None)
        answer = town.ask(person, row.asked) if person else None
        if person and answer and answer.is_page:
            yield person, answer


def _opens(town: Town, person: str, href: str) -> bool:
    """Whether somebody may go there; asked once of everybody."""
    if (person, href) not in _OPENED:
        _OPENED[person, href] = town.ask(person, f"GET {href}").status == 200
    return _OPENED[person, href]


def _is_below_a_list(row: Row) -> bool:
    path = row.asked.split()[1].partition("?")[0]
    return path.strip("/").count("/") > 0 and row.route not in ALONE | PAPER


@pytest.mark.parametrize("row", READ, ids=str)
def test_a_page_says_where_one_is_and_leads_back_and_its_title_names_nobody(town: Town, row: Row) -> None:
    for person, answer in _shown(town, row):
        title = answer.text.partition("<title>")[2].partition("</title>")[0]
        assert title.strip().removesuffix("– Trestle").strip(), person
        assert not [name for name in NAMES if name in title], f"{person} reads {title!r}"
        if _is_below_a_list(row):
            trail = _crumbs(answer.text)
            assert trail, f"{person} does not see where this page stands"
            for href in trail:
                assert _opens(town, person, href), f"{person} cannot go back to {href}"


@pytest.mark.parametrize("person", [name for names in GROUPS.values() for name in names])
def test_every_door_of_the_menu_opens_and_says_that_one_is_there(town: Town, person: str) -> None:
    actor = town.people[person]
    for door in _DOORS:
        if (door.roles is None or actor.has(*door.roles)) and not (door.only_in_demo and person == "visitor"):
            answer = town.ask(person, f"GET {door.href}")

            assert answer.status == 200, f"{person}: {door.href}"
            assert f'<a href="{door.href}" aria-current="page">' in answer.text
    assert town.ask(person, f"GET {landing_path(actor)}").status == 200
