"""Promises about words: everything said to people is translated, and nothing speaks of how the product is
made."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from commands.describing import outdated_pages
from commands.messages import problems_of
from network.words import LANGUAGES

ROOT = Path(__file__).parents[2]
ERRORS = {"NotFound", "NotAllowed", "Conflict", "TooMany", "Unavailable", "Verdict"}


def tracked(*endings: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.splitlines() if name.endswith(endings) and (ROOT / name).exists()]


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_everything_said_to_people_is_translated_once_and_still_said(language: str) -> None:
    assert problems_of(language) == []


def test_the_pages_that_follow_from_the_code_are_up_to_date() -> None:
    assert outdated_pages() == [], "run: trestle docs"


@pytest.mark.parametrize("path", tracked(".py"), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_sentence_for_a_person_is_a_message_and_no_f_string(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in {"say", "say_number"}:
                assert isinstance(node.args[0], (ast.Constant, ast.Name, ast.Call, ast.Attribute)), (
                    ast.unparse(node)
                )
            if node.func.id in ERRORS:
                assert not any(isinstance(part, (ast.JoinedStr, ast.Constant)) for part in node.args), (
                    ast.unparse(node)
                )


@pytest.mark.parametrize("path", tracked(".py", ".html"), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_is_longer_than_a_person_reads_at_once(path: Path) -> None:
    if not {"versions", "tests"} & set(path.parts):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


def test_the_project_names_no_machine() -> None:
    machine = re.compile(
        r"(?<![\w.])/(work|farm|root)/|\.\./shared|pythonhosted|registry\.npmjs|pypi\.org/simple"
    )
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tracked(
            ".py", ".md", ".toml", ".txt", ".html", ".js", ".sh", ".yaml", ".json", "Makefile", "run"
        )
        if path.name != "test_words.py" and "vendor" not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if machine.search(line)
    ]
    assert found == []
