"""Whoever sets Trestle up gets the packages that we had, from whatever mirror they use."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HERE = Path(__file__).parents[2]
RUNTIME, DEV, UV = "requirements.txt", "requirements-dev.txt", "setup/uv.txt"
PROJECT: dict[str, Any] = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))


def blocks(path: str) -> list[str]:
    """Each package of a lock file with the lines of its hashes."""
    return re.split(r"\n(?=\S)", (HERE / path).read_text(encoding="utf-8").strip())


def versions(path: str) -> dict[str, str]:
    """Package → the one version of it."""
    pairs = [block.split(" ")[0].split("==") for block in blocks(path)]
    return {canonicalize_name(name): version for name, version in pairs}


@pytest.mark.parametrize("path", [RUNTIME, DEV, UV])
def test_every_package_has_one_version_and_its_hashes(path: str) -> None:
    assert [block for block in blocks(path) if "--hash=sha256:" not in block] == []
    assert len(versions(path)) == len(blocks(path))


@pytest.mark.parametrize("path", [RUNTIME, DEV, UV])
def test_no_lock_says_where_its_packages_came_from(path: str) -> None:
    text = (HERE / path).read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if "://" in line or line.startswith("-")] == []


@pytest.mark.parametrize(("path", "groups"), [(RUNTIME, ["build"]), (DEV, ["build", "dev"])])
def test_the_locks_are_those_of_the_project(path: str, groups: list[str]) -> None:
    wanted = [*PROJECT["project"]["dependencies"]]
    for group in groups:
        wanted += PROJECT["dependency-groups"][group]
    locked = versions(path)
    missing = [
        text
        for text in wanted
        if not (wish := Requirement(text)).specifier.contains(
            locked.get(canonicalize_name(wish.name), ""), prereleases=True
        )
    ]
    assert missing == [], "run `make lock`"


def test_the_tests_run_with_the_versions_that_people_run() -> None:
    dev = versions(DEV)
    assert {name: version for name, version in versions(RUNTIME).items() if dev.get(name) != version} == {}


def test_the_package_is_built_with_what_is_locked() -> None:
    assert PROJECT["build-system"]["requires"] == PROJECT["dependency-groups"]["build"]
