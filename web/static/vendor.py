"""Brings other people's style, script, type and icons into the tree, by exact version, with their licences.

\b
    python -m web.static.vendor check     every file is the one the manifest names (no network)
    python -m web.static.vendor update    fetch the packages with npm, write vendor/ and its manifest

Only a maintainer who changes a version needs npm and node, for `update`; setting up, testing and running
need neither. The stylesheet is compiled from `uswds.scss`, which is USWDS's own way to take a part of it:
the same versions give the same bytes.
"""

import base64
import hashlib
import json
import re
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import click

HERE = Path(__file__).parent
VENDOR = HERE / "vendor"
MANIFEST = VENDOR / "manifest.json"
SASS = "sass@1.100.0"
"""The version that USWDS itself is built with."""
SOURCES = ("uswds.scss", "icons.txt")
"""What we write ourselves and `update` builds from: the stylesheet's choice, and the names of the icons."""


@dataclass(frozen=True)
class Package:
    """One npm package: its exact version, its terms, and the files taken from it as they are."""

    name: str
    version: str
    licence: str
    licence_file: str
    folder: str
    files: dict[str, str] = field(default_factory=dict)


USWDS = Package("@uswds/uswds", "3.14.0", "CC0-1.0, with parts Apache-2.0 and MIT", "LICENSE.md", "uswds")
PACKAGES = (
    USWDS,
    Package(
        "@fontsource-variable/public-sans",
        "5.3.0",
        "OFL-1.1",
        "LICENSE",
        "public-sans",
        {"files/public-sans-latin-wght-normal.woff2": "public-sans.woff2"},
    ),
    Package("htmx.org", "2.0.11", "0BSD", "LICENSE", "htmx", {"dist/htmx.min.js": "htmx.min.js"}),
    Package(
        "leaflet",
        "1.9.4",
        "BSD-2-Clause",
        "LICENSE",
        "leaflet",
        {
            "dist/leaflet.css": "leaflet.css",
            "dist/leaflet.js": "leaflet.js",
            "dist/images/layers-2x.png": "images/layers-2x.png",
            "dist/images/layers.png": "images/layers.png",
            "dist/images/marker-icon-2x.png": "images/marker-icon-2x.png",
            "dist/images/marker-icon.png": "images/marker-icon.png",
            "dist/images/marker-shadow.png": "images/marker-shadow.png",
        },
    ),
)


def sha256_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def files_in(folder: Path) -> dict[str, str]:
    """Every file below the folder with its sha256, by its path, in order."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256_of(path) for path in found}


def problems() -> list[str]:
    """What is wrong with vendor/, one sentence each; empty when every file is the one the manifest names."""
    manifest = json.loads(MANIFEST.read_text())
    listed: dict[str, str] = {}
    wrong = []
    for package in manifest["packages"]:
        listed.update(package["files"])
        if package["licence_file"] not in package["files"]:
            wrong.append(f"{package['name']} has no licence file.")
    present = {path: digest for path, digest in files_in(VENDOR).items() if path != MANIFEST.name}
    wrong += [f"{path} is missing." for path in listed if path not in present]
    wrong += [f"{path} is not in the manifest." for path in present if path not in listed]
    wrong += [
        f"{path} was changed by hand." for path in listed if listed[path] != present.get(path, listed[path])
    ]
    changed = [name for name in SOURCES if manifest["sources"].get(name) != sha256_of(HERE / name)]
    wrong += [f"{name} changed since vendor/ was made from it: run update." for name in changed]
    return wrong


def _npm(*words: str, within: Path) -> str:
    done = subprocess.run(["npm", *words], cwd=within, check=True, capture_output=True, text=True)
    return done.stdout


def _fetch(package: Package, into: Path) -> tuple[Path, str]:
    """The unpacked package and its integrity, as npm states it and as we counted it ourselves."""
    packed = json.loads(_npm("pack", "--json", f"{package.name}@{package.version}", within=into))
    entry = packed[0] if isinstance(packed, list) else next(iter(packed.values()))
    archive = into / entry["filename"]
    counted = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if counted != entry["integrity"]:
        raise click.ClickException(f"{package.name} {package.version} is not what its integrity promises.")
    unpacked = into / package.folder
    with tarfile.open(archive) as tar:
        tar.extractall(unpacked, filter="data")
    return unpacked / "package", counted


def _compile_stylesheet(uswds: Path, target: Path, workroom: Path) -> None:
    """Compile uswds.scss, and copy the pictures that the result asks for."""
    _npm("install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", SASS, within=workroom)
    sass = workroom / "node_modules" / ".bin" / "sass"
    options = ["--style=compressed", "--no-source-map", "--quiet-deps", f"--load-path={uswds / 'packages'}"]
    subprocess.run([sass, *options, HERE / "uswds.scss", target / "uswds.css"], check=True)
    for picture in sorted(set(re.findall(r'url\("(img/[^"]+)"\)', (target / "uswds.css").read_text()))):
        place = target / picture
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(uswds / "dist" / picture, place)


def _gather_icons(uswds: Path, target: Path) -> None:
    """One file with a symbol for every icon in icons.txt, used as <use href="…/icons.svg#name">."""
    symbols = []
    for name in (HERE / "icons.txt").read_text().split():
        drawing = (uswds / "dist" / "img" / "usa-icons" / f"{name}.svg").read_text()
        inner = re.sub(r"^.*?<svg[^>]*>|</svg>\s*$", "", drawing, flags=re.DOTALL)
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{inner.strip()}</symbol>')
    text = "\n".join(symbols)
    (target / "icons.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n{text}\n</svg>\n')


@click.group(help=__doc__, context_settings={"max_content_width": 110})
def main() -> None: ...


@main.command()
def check() -> None:
    """Say whether vendor/ is exactly what the manifest names."""
    wrong = problems()
    for line in wrong:
        click.echo(line, err=True)
    if wrong:
        raise SystemExit(1)
    click.echo("Every vendored file is the one the manifest names, and has its licence.")


@main.command()
def update() -> None:
    """Fetch every package again and write vendor/ anew."""
    with tempfile.TemporaryDirectory() as room:
        fresh = Path(room) / "vendor"
        entries = []
        for package in PACKAGES:
            click.echo(f"Fetching {package.name} {package.version}")
            source, integrity = _fetch(package, Path(room))
            target = fresh / package.folder
            for taken, place in {**package.files, package.licence_file: "LICENSE"}.items():
                (target / place).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source / taken, target / place)
            if package is USWDS:
                _compile_stylesheet(source, target, Path(room))
                _gather_icons(source, target)
            entries.append(_entry(package, integrity, target))
        sources = {name: sha256_of(HERE / name) for name in SOURCES}
        manifest = {"sources": sources, "compiled_with": SASS, "packages": entries}
        (fresh / MANIFEST.name).write_text(json.dumps(manifest, indent=2) + "\n")
        shutil.rmtree(VENDOR, ignore_errors=True)
        shutil.copytree(fresh, VENDOR)
    click.echo(f"Wrote {VENDOR}")


def _entry(package: Package, integrity: str, target: Path) -> dict[str, object]:
    return {
        "name": package.name,
        "version": package.version,
        "integrity": integrity,
        "licence": package.licence,
        "licence_file": f"{package.folder}/LICENSE",
        "files": {f"{package.folder}/{path}": digest for path, digest in files_in(target).items()},
    }


if __name__ == "__main__":
    main()
