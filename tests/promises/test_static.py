"""Promises about what browsers fetch: ours or licensed, unchanged, small, and from no other host."""

import gzip
import json
import re
from pathlib import Path

import pytest

from web.rendering import STATIC, TEMPLATES, make_environment
from web.static.vendor import MANIFEST, PACKAGES, VENDOR, problems

ROOT = Path(__file__).parents[2]
OURS = sorted(path for path in STATIC.glob("*") if path.suffix in {".css", ".js", ".svg"})
PAGES = sorted(TEMPLATES.rglob("*.html"))
OUTSIDE = re.compile(r"(?:https?:)?//[a-z0-9-]+\.[a-z]", re.IGNORECASE)
EVERY_PAGE = (
    "vendor/uswds/uswds.css",
    "trestle.css",
    "parts.css",
    "vendor/htmx/htmx.min.js",
    "trestle.js",
)
KILOBYTES = 45


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_every_file_of_others_is_the_one_that_was_taken() -> None:
    assert problems() == []


def test_a_change_by_hand_is_noticed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    changed = json.loads(MANIFEST.read_text())
    changed["packages"][0]["files"]["uswds/uswds.css"] = "0" * 64
    del changed["packages"][1]["files"]["public-sans/LICENSE"]
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps(changed))
    monkeypatch.setattr("web.static.vendor.MANIFEST", manifest)

    wrong = problems()

    assert "uswds/uswds.css was changed by hand." in wrong
    assert "public-sans/LICENSE is not in the manifest." in wrong
    assert "@fontsource-variable/public-sans has no licence file." in wrong


def test_every_package_has_its_licence_and_its_credit() -> None:
    notice = (ROOT / "NOTICE").read_text()
    listed = {package["name"]: package for package in json.loads(MANIFEST.read_text())["packages"]}

    assert set(listed) == {package.name for package in PACKAGES}
    for package in PACKAGES:
        assert listed[package.name]["version"] == package.version
        assert listed[package.name]["integrity"].startswith("sha512-")
        assert len((VENDOR / package.folder / "LICENSE").read_text()) > 500
        assert f"{package.name} {package.version}" in notice, f"NOTICE does not name {package.name}"


@pytest.mark.parametrize("path", [*OURS, *PAGES], ids=name_of)
def test_no_page_asks_another_host(path: Path) -> None:
    text = path.read_text().replace("http://www.w3.org/2000/svg", "")

    assert not OUTSIDE.findall(text)


@pytest.mark.parametrize("path", sorted(VENDOR.rglob("*.css")), ids=name_of)
def test_no_style_of_others_asks_another_host_or_a_missing_file(path: Path) -> None:
    for address in re.findall(r"url\(['\"]?([^)'\"]+)", path.read_text()):
        if not address.startswith(("data:", "#")):
            assert (path.parent / address).is_file(), address


def test_our_styles_ask_only_for_files_that_are_there() -> None:
    for path in STATIC.glob("*.css"):
        for address in re.findall(r"url\(['\"]?([^)'\"]+)", path.read_text()):
            assert (STATIC / address).is_file(), f"{path.name}: {address}"


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_no_page_carries_style_or_script_in_itself(path: Path) -> None:
    text = path.read_text()

    assert not re.search(
        r"\sstyle\s*=|<style|\son[a-z]+\s*=\s*['\"]|hx-on|hx-vals=['\"]js:|javascript:", text
    )
    scripts = re.findall(r"<script[^>]*>", text)
    assert all("src=" in script or 'type="application/json"' in script for script in scripts)


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_page_can_be_read_by_the_template_engine(path: Path) -> None:
    make_environment().get_template(path.relative_to(TEMPLATES).as_posix())


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_parts_are_taken_with_their_frame(path: Path) -> None:
    for line in re.findall(r"{%-?\s*(?:import|from)\s[^%]*%}", path.read_text()):
        assert "with context" in line, line


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_icon_on_a_page_exists(path: Path) -> None:
    known = set((STATIC / "icons.txt").read_text().split())

    asked = re.findall(r"icon\(\"([a-z_]+)\"", path.read_text())

    assert set(asked) <= known, "add it to web/static/icons.txt and run: python -m web.static.vendor update"


def test_what_every_page_fetches_stays_small() -> None:
    sizes = {name: len(gzip.compress((STATIC / name).read_bytes(), 9)) for name in EVERY_PAGE}

    assert sum(sizes.values()) < KILOBYTES * 1000, sizes
