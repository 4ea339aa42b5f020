"""The promise about pages: those that were agreed on exist or are left out for a stated reason
(docs/pages.md)."""

import re
from pathlib import Path

import pytest

from tests.promises.application import handlers, whole_paths

PAGES = Path(__file__).parents[2] / "docs" / "pages.md"
# What was agreed on before anything was built, written by hand and not read from the page it is held against.
AGREED = """
/ /search /services/{} /organizations/{} /answers/{} /mine/{}
/today /people /people/{} /people/{}/consents/new /referrals/new /referrals /referrals/{} /board
/inbox /capacity /our-services /our-results
/gaps /gaps/{} /measures /reports
/disclosures /audit /access-review /directory /agencies /users /settings /notices /jobs
"""
# No page: machines' checks, outlines of a map, the way in, and back to a form that was kept meanwhile.
NO_PAGE = {"health", "ready", "county-shapes", "kept-form"}


def _plain(path: str) -> str:
    """An address without the names and kinds of its parts."""
    return re.sub(r"\{[^}]*\}", "{}", path).rstrip("/") or "/"


def _rows(section: str) -> dict[str, str]:
    """Address and last column of the tables in this part of the page."""
    rows = re.findall(r"^\| `(/[^`]*)` \|(?:.*\|)? (.+?) \|$", section, re.MULTILINE)
    return {_plain(path): words for path, words in rows}


THERE, LEFT_OUT = map(_rows, PAGES.read_text(encoding="utf-8").split("## Left out, and why"))
PATHS = {name: _plain(path) for name, path in whole_paths().items()}
READ = {name: path for name, path in PATHS.items() if "GET" in handlers()[name].http_methods}


def test_every_page_that_was_agreed_on_is_there_or_left_out_for_a_reason() -> None:
    assert set(AGREED.split()) <= THERE.keys() | LEFT_OUT.keys()
    assert not THERE.keys() & LEFT_OUT.keys()
    assert all(len(reason) > 60 for reason in LEFT_OUT.values())


@pytest.mark.parametrize("path", sorted(THERE))
def test_every_page_of_the_table_exists(path: str) -> None:
    assert path in READ.values()


def test_nothing_that_is_left_out_exists() -> None:
    assert not LEFT_OUT.keys() & set(READ.values())


def test_every_address_that_can_be_opened_stands_there_or_below_one_that_does() -> None:
    def is_below(path: str) -> bool:
        above = [path.rsplit("/", number)[0] for number in range(path.count("/"))]
        return any(one.partition(".")[0] in THERE for one in (path, *above))

    assert {name for name, path in READ.items() if not is_below(path)} == NO_PAGE
