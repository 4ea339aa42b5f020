"""What an operator is promised about the images: small, without secrets, run by nobody special."""

import re
from pathlib import Path

import pytest
from setuptools import Distribution
from setuptools.config.pyprojecttoml import apply_configuration

from tests.deployment.files import ROOT, compose, instructions, last_stage

IMAGES = ["Dockerfile", "docker/meilisearch.Dockerfile", "docker/proxy.Dockerfile"]
SECRET = re.compile(r"password|token|secret|_key|api.?key", re.IGNORECASE)


@pytest.mark.parametrize("path", IMAGES)
def test_every_image_it_stands_on_has_a_version(path: str) -> None:
    for word, rest in instructions(path):
        if word == "FROM":
            assert re.fullmatch(r"[a-z/]+:v?\d+\.\d+\S+( AS \w+)?", rest)


def test_the_database_has_a_version() -> None:
    assert re.fullmatch(r"postgres:\d+-\w+", compose()["services"]["db"]["image"])


@pytest.mark.parametrize("path", IMAGES)
def test_it_is_run_by_somebody_without_rights_and_says_how_it_is(path: str) -> None:
    words = dict(last_stage(path))

    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", words["USER"])
    assert "CMD" in words["HEALTHCHECK"]
    assert words["CMD"].startswith("[")


@pytest.mark.parametrize("path", IMAGES)
def test_no_secret_goes_into_an_image(path: str) -> None:
    for word, rest in instructions(path):
        assert word not in {"ARG", "ADD"}
        if word == "ENV":
            assert not SECRET.search(rest)
        if word == "COPY":
            assert "." not in rest.split()[:-1]


def test_the_last_stage_takes_only_what_was_built() -> None:
    last = last_stage("Dockerfile")

    assert [rest for word, rest in last if word == "COPY"] == ["--from=build /opt/trestle /opt/trestle"]
    assert not [rest for word, rest in last if word == "RUN" and re.search(r"\b(pip|apt|gcc)", rest)]


def test_packages_come_with_their_hashes() -> None:
    installs = [rest for word, rest in instructions("Dockerfile") if word == "RUN" and " install " in rest]

    assert len(installs) == 2
    assert "--require-hashes" in installs[0]
    assert "--only-binary :all:" in installs[0]
    assert "--no-deps --no-build-isolation ." in installs[1]


def test_no_module_is_ever_read_from_a_folder_that_a_container_may_write() -> None:
    last = last_stage("Dockerfile")

    assert dict(last)["WORKDIR"] == "/opt/trestle"
    assert any(word == "ENV" and "PYTHONSAFEPATH=1" in rest for word, rest in last)


def test_nothing_goes_to_the_builder_that_is_not_named() -> None:
    lines = [
        line
        for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]

    assert lines[0] == "*"
    let_in = {line[1:] for line in lines if line.startswith("!")}
    copied = {
        name
        for word, rest in instructions("Dockerfile")
        if word == "COPY" and "--from" not in rest
        for name in rest.split()[:-1]
    }
    assert let_in == copied
    assert "secrets/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_the_package_holds_every_file_of_its_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    project = apply_configuration(Distribution({"script_name": "setup.py"}), ROOT / "pyproject.toml")
    building = project.get_command_obj("build_py")
    building.ensure_finalized()
    packed = {Path(module[-1]) for module in building.find_all_modules()}
    packed |= {Path(folder, name) for _, folder, _, names in building.data_files for name in names}

    there = {
        path.relative_to(ROOT)
        for room in ("commands", "network", "seeds", "web")
        for path in (ROOT / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }
    assert there - packed == set()


def proxy_lines() -> list[str]:
    return (ROOT / "docker" / "Caddyfile").read_text(encoding="utf-8").splitlines()


def test_the_proxy_speaks_only_tls_and_says_so_for_a_year() -> None:
    text = "\n".join(proxy_lines())

    assert '?Strict-Transport-Security "max-age=31536000; includeSubDomains"' in text
    assert "auto_https" not in text
    assert "admin off" in text


def test_the_proxy_hands_on_who_asks_and_believes_nobody_else() -> None:
    text = "\n".join(proxy_lines())

    assert "reverse_proxy {$TRESTLE_SITE:web:8000}" in text
    assert "trusted_proxies" not in text  # so X-Forwarded-* of visitors are replaced
    assert "header_up Host" not in text
    for header in ("Forwarded", "X-Real-IP"):
        assert f"header_up -{header}" in text


def test_the_proxy_writes_down_no_address_that_was_asked_for() -> None:
    text = "\n".join(proxy_lines())

    for field in ("uri", "headers", "remote_ip", "client_ip"):
        assert f"request>{field} delete" in text
    assert not [line for line in proxy_lines() if re.fullmatch(r"\t+log( \{)?", line)]  # no access log
