"""What programs write: folders, zips, ndjson, JSON; packed or not, however encoded, from disk or afar."""

import functools
import gzip
import http.server
import json
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from sqlmodel import Session, select

from network.errors import Invalid, Unavailable
from network.exchange import fetching, limits
from network.tables import Organization, Schedule, Service
from tests.network.exchange.conftest import Import, told
from tests.network.exchange.packages import (
    Sheets,
    clinic,
    nested_service,
    some_id,
    write_lines,
    write_package,
)


def pack(folder: Path, path: Path, within: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in folder.iterdir():
            packed.write(file, within + file.name)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_package(tmp_path / "package", clinic())


def came_in(session: Session) -> list[str]:
    return [one.name for one in session.exec(select(Service)).all()]


@pytest.mark.parametrize("within", ["", "package/", "a/b/"])
def test_a_zip_may_hold_its_files_in_a_folder(
    session: Session, bring_in: Import, folder: Path, tmp_path: Path, within: str
) -> None:
    path = pack(folder, tmp_path / "county.zip", within)
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr("__MACOSX/._services.csv", b"\x00rubbish")
    assert bring_in(path).sources == ["county"]
    assert came_in(session) == ["Counseling"]


@pytest.mark.parametrize(
    ("encoding", "newline", "notes"),
    [
        ("utf-8-sig", "\r\n", []),
        ("utf-16", "\r\n", []),
        ("cp1252", "\n", [("organizations.csv", 1, "", "read-as", "noted")]),
    ],
)
def test_what_spreadsheets_write_is_understood(
    session: Session, bring_in: Import, tmp_path: Path, encoding: str, newline: str, notes: list[object]
) -> None:
    sheets: Sheets = {
        "organization": [{"id": some_id("a"), "name": "Clínica Olmo", "description": "Dos\nlíneas"}]
    }
    report = bring_in(write_package(tmp_path / "package", sheets, encoding=encoding, newline=newline))
    organization = session.exec(select(Organization)).one()
    assert (organization.name, organization.description) == ("Clínica Olmo", "Dos\nlíneas")
    assert told(report) == notes


def test_a_semicolon_may_stand_between_cells(session: Session, bring_in: Import, tmp_path: Path) -> None:
    (tmp_path / "organizations.csv").write_text(f"id;name;description\n{some_id('a')};Elm, and Oak;x;\n")
    bring_in(tmp_path)
    assert session.exec(select(Organization)).one().name == "Elm, and Oak"


def test_a_package_may_call_its_files_as_it_likes_but_not_files_outside_it(
    session: Session, bring_in: Import, folder: Path, tmp_path: Path
) -> None:
    (folder / "services.csv").rename(folder / "what_we_do.csv")
    (tmp_path / "secret.csv").write_text(f"id,name,description\n{some_id('x')},Secret,x\n")
    (folder / "organizations.csv").rename(tmp_path / "moved.csv")
    (folder / "phones.csv").unlink()
    (folder / "phones.csv").symlink_to(tmp_path / "secret.csv")
    paths = {"service": "what_we_do.csv", "organization": "../secret.csv", "location": "/etc/passwd"}
    descriptor = {"resources": [{"name": name, "path": path} for name, path in paths.items()]}
    (folder / "datapackage.json").write_text(json.dumps(descriptor))
    report = bring_in(folder)
    assert ("what_we_do.csv", 2, "organization_id", "not-found", "left out") in told(report)
    assert session.exec(select(Organization)).all() == []


def test_a_broken_descriptor_is_said(session: Session, bring_in: Import, folder: Path) -> None:
    (folder / "datapackage.json").write_text('{"resources": [{"name"')
    assert told(bring_in(folder)) == [("datapackage.json", 1, "", "unreadable", "noted")]
    assert came_in(session) == ["Counseling"]


def test_ndjson_may_be_packed_and_may_begin_with_a_mark(
    session: Session, bring_in: Import, tmp_path: Path
) -> None:
    text = "\ufeff" + json.dumps(nested_service()) + "\r\n\r\n" + json.dumps(nested_service("second"))
    path = tmp_path / "county.ndjson.gz"
    path.write_bytes(gzip.compress(text.encode()))
    assert bring_in(path).sources == ["county"]
    assert len(came_in(session)) == 2


@pytest.mark.parametrize(
    "wrap", [lambda one: one, lambda one: [one], lambda one: {"contents": [one], "total_pages": 3}]
)
def test_json_may_be_a_service_a_list_or_a_page(
    session: Session, bring_in: Import, tmp_path: Path, wrap: functools.partial[object]
) -> None:
    path = tmp_path / "services.json"
    path.write_text(json.dumps(wrap(nested_service()), indent=2))
    bring_in(path)
    assert came_in(session) == ["Counseling"]


def test_hours_and_events_of_hsds_3_3_are_schedules(
    session: Session, bring_in: Import, tmp_path: Path
) -> None:
    hours = {"id": some_id("hours"), "freq": "WEEKLY", "byday": "MO", "opens_at": "09:00", "group": "winter"}
    event = {"id": some_id("event"), "valid_from": "2026-12-24", "valid_to": "2026-12-24"}
    bring_in(write_lines(tmp_path / "s.ndjson", nested_service(operating_hours=[hours], events=[event])))
    rows = {str(one.id): one for one in session.exec(select(Schedule)).all()}
    assert rows[some_id("hours")].extra == {"group": "winter"}
    assert str(rows[some_id("event")].service_id) == some_id("counseling")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("page.html", b"<html></html>", "neither"),
        ("cut.zip", b"PK\x03\x04 and no more", "damaged"),
        ("cut.gz", gzip.compress(b'{"id": "a"}' * 1000, mtime=0)[:40], "damaged"),
        ("text.json", b'"text"', "neither"),
        ("no.zip", None, "no data package"),
        ("gone.zip", "gone", "no file"),
    ],
)
def test_what_is_no_directory_is_refused_in_a_sentence(
    bring_in: Import, tmp_path: Path, name: str, content: bytes | str | None, says: str
) -> None:
    path = tmp_path / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content is None:
        with zipfile.ZipFile(path, "w") as packed:
            packed.writestr("../../services.csv", "id\n")
            packed.writestr("photo.jpg", "x")
    with pytest.raises(Invalid, match=says):
        bring_in(path)


def test_an_empty_file_brings_nothing_and_says_so(bring_in: Import, tmp_path: Path) -> None:
    (tmp_path / "empty.ndjson").write_bytes(b"\n\n")
    report = bring_in(tmp_path / "empty.ndjson")
    assert (report.came_in, report.changed) == (0, 0)
    assert [str(one.reason) for one in report.problems.listed] == ["There is nothing in this file."]


def test_a_zip_bomb_is_refused_before_it_fills_anything(
    bring_in: Import, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_BYTES", 1_000_000)
    (folder / "services.csv").write_bytes(b"id,name\n" + b"0" * 5_000_000)
    path = pack(folder, tmp_path / "bomb.zip")
    with pytest.raises(Invalid, match="larger than 1 MB"):
        bring_in(path)
    lying = path.read_bytes().replace((5_000_008).to_bytes(4, "little"), (8).to_bytes(4, "little"))
    (tmp_path / "lying.zip").write_bytes(lying)
    with pytest.raises(Invalid, match="damaged|larger"):
        bring_in(tmp_path / "lying.zip")
    (tmp_path / "bomb.ndjson.gz").write_bytes(gzip.compress(b"{" + b" " * 5_000_000))
    with pytest.raises(Invalid, match="larger than 1 MB"):
        bring_in(tmp_path / "bomb.ndjson.gz")


def test_too_many_files_and_locked_ones_are_refused(
    bring_in: Import, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = pack(folder, tmp_path / "locked.zip")
    content = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + at] |= 1
    (tmp_path / "locked.zip").write_bytes(content)
    with pytest.raises(Invalid, match="password"):
        bring_in(tmp_path / "locked.zip")
    monkeypatch.setattr(limits, "MOST_FILES", 3)
    with pytest.raises(Invalid, match="more than 3"):
        bring_in(pack(folder, tmp_path / "many.zip"))


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing."""

    def do_GET(self) -> None:
        if self.path.startswith("/moved/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/moved"))
            self.end_headers()
        elif self.path.startswith("/away"):
            self.send_response(302)
            self.send_header("Location", "http://directory.example.org/services.zip")
            self.end_headers()
        elif self.path.startswith("/circle"):
            self.send_response(302)
            self.send_header("Location", self.path)
            self.end_headers()
        else:
            super().do_GET()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """A web server on this machine that serves the test's folder."""
    handler = functools.partial(Quiet, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as served:
        thread = threading.Thread(target=served.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{served.server_port}"
        served.shutdown()
        thread.join()


def test_a_directory_comes_over_the_network(
    session: Session, bring_in: Import, folder: Path, tmp_path: Path, server: str
) -> None:
    pack(folder, tmp_path / "county.zip")
    first = bring_in(f"{server}/county.zip?key=secret")
    again = bring_in(f"{server}/moved/moved/county.zip")
    assert first.sources == ["county"]
    assert again.counts["service"].unchanged == 1
    assert came_in(session) == ["Counseling"]


@pytest.mark.parametrize(
    ("address", "error", "says"),
    [
        ("{server}/nothing.zip", Unavailable, "404"),
        ("{server}/circle", Unavailable, "redirects"),
        ("{server}/away", Invalid, "https only"),
        ("http://directory.example.org/services.zip", Invalid, "https only"),
        ("http://[::bad/", Invalid, "not an address"),
        ("http://127.0.0.1:1/closed.zip", Unavailable, "Cannot fetch"),
        ("https://127.0.0.1:1/closed.zip?password=secret", Unavailable, "closed.zip: "),
    ],
)
def test_what_cannot_be_fetched_is_said_in_a_sentence_without_secrets(
    bring_in: Import, server: str, address: str, error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says) as caught:
        bring_in(address.format(server=server))
    assert "secret" not in str(caught.value)


def test_nobody_is_sent_from_elsewhere_to_this_machine() -> None:
    with pytest.raises(Invalid, match="https only"):
        fetching._check(httpx.URL("http://127.0.0.1/admin"), began_here=False)


def test_what_is_too_large_to_fetch_is_refused(
    bring_in: Import, tmp_path: Path, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_DOWNLOADED", 1_000_000)
    (tmp_path / "large.ndjson").write_bytes(b" " * 1_000_001)
    with pytest.raises(Invalid, match="larger than 1 MB"):
        bring_in(f"{server}/large.ndjson")
