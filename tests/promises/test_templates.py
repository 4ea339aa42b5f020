"""Promises about templates: each is used, and a piece that is swapped alone is a part of a page."""

import ast
import re
from pathlib import Path

import pytest
from jinja2 import meta

from tests.web import test_capacity, test_referral_page, test_search, test_search_for_somebody
from web.rendering import TEMPLATES, make_environment

WEB = TEMPLATES.parent
NAMES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*") if path.is_file())
TAKEN = re.compile(r"(?:{%-?\s*(?:extends|include|import|from)\s+|\bkept\()[\"']([^\"']+)[\"']")
MACRO = re.compile(r"{%-?\s*macro.*?endmacro\s*-?%}", re.DOTALL)

# A piece and the test that it equals the same part of a reloaded page; None: it stands for no part of one.
SAME_AS_ITS_PART_OF_THE_PAGE = {
    "search/_results.html": test_search.test_the_piece_is_what_a_reload_shows,
    "search/_why_not.html": test_search_for_somebody.test_the_answer_why_is_the_same_as_on_its_page,
    "capacity/_place.html": test_capacity.test_the_piece_is_the_same_as_that_part_of_the_page,
    "referrals/_answer.html": test_referral_page.test_the_pieces_are_the_same_as_those_parts_of_the_page,
    "referrals/_timeline.html": test_referral_page.test_the_pieces_are_the_same_as_those_parts_of_the_page,
    "errors/_line.html": None,
}


def shown_by_code() -> set[str]:
    """Every template that Python names; `directory/{section}.html` names all that fit."""
    found: set[str] = set()
    for path in WEB.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= {node.value} & set(NAMES)
            if isinstance(node, ast.JoinedStr) and ast.unparse(node).endswith(".html'"):
                fits = re.compile("".join(_pattern(part) for part in node.values))
                found |= {name for name in NAMES if fits.fullmatch(name)}
    return found


def _pattern(part: ast.expr) -> str:
    return re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z][a-z_]*"


def taken_by(name: str) -> set[str]:
    return set(TAKEN.findall((TEMPLATES / name).read_text()))


def test_every_template_is_used() -> None:
    used, new = set(), shown_by_code()
    while new:
        used |= new
        new = {taken for name in new for taken in taken_by(name)} - used

    assert sorted(set(NAMES) - used) == []
    assert sorted(used - set(NAMES)) == [], "a template takes one that is not there"


def test_every_piece_that_is_shown_alone_equals_its_part_of_the_page() -> None:
    alone = {name for name in shown_by_code() if Path(name).name.startswith("_")}

    assert alone == set(SAME_AS_ITS_PART_OF_THE_PAGE)


@pytest.mark.parametrize("name", [name for name, test in SAME_AS_ITS_PART_OF_THE_PAGE.items() if test])
def test_a_piece_has_one_root_with_an_id_and_stands_on_a_page(name: str) -> None:
    shown = MACRO.sub("", (TEMPLATES / name).read_text())
    first_tag = re.search(r"<[a-z]+[^>]*>", shown)

    assert first_tag
    assert ' id="' in first_tag[0]
    assert [other for other in NAMES if name in taken_by(other)]


def test_the_keyboard_can_skip_the_menu_first_and_lands_in_the_page() -> None:
    layout = (TEMPLATES / "layouts/base.html").read_text()
    first = re.search(r"<(?:a|button|input|summary)\b[^>]*>", layout.partition("<body")[2])

    assert first
    assert first[0] == '<a class="usa-skipnav" href="#main">'
    assert '<main id="main" tabindex="-1">' in layout


IMPORTED = re.compile(r'{%-? *(?:from|import) "([^"]+)"')


def test_macros_know_the_page_its_frame_and_what_they_are_given() -> None:
    """So they are made once for a page (web/rendering.py), whoever imports them first."""
    environment = make_environment()
    imported = {name for path in TEMPLATES.rglob("*.html") for name in IMPORTED.findall(path.read_text())}

    for name in sorted(imported):
        known = meta.find_undeclared_variables(environment.parse((TEMPLATES / name).read_text()))
        assert known <= {"page", "frame", *environment.globals}, name
