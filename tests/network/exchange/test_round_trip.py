"""What goes out comes back the same, and goes out again as the same bytes, from one kind of database to the
other."""

import filecmp
import json
from datetime import time
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from network.actors import OPERATOR
from network.db import Database
from network.exchange.capacities import attribute_id
from network.exchange.exporting import ExportFormat, export_directory
from network.exchange.importing import ImportReport, import_directory
from network.exchange.intake import schedule_id
from network.tables import (
    Capacity,
    CapacityPart,
    CapacityVoice,
    IntakeHours,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    Source,
    Translation,
)
from tests.cast import Cast
from tests.network.exchange.town import AWKWARD, SECRET_STREET, fill_every_table
from tests.network.exchange.validating import faults_of_object, faults_of_package

NDJSON, DATAPACKAGE = ExportFormat.NDJSON, ExportFormat.DATAPACKAGE


@pytest.fixture
def town(database: Database) -> Database:
    """The test's own database with a record of every kind."""
    with Session(database.engine, expire_on_commit=False) as session:
        fill_every_table(session, Cast(session))
    return database


def send(database: Database, path: Path, form: ExportFormat, source: str | None = None) -> Path:
    with database.reading() as session:
        export_directory(session, path, form=form, source=source)
    return path


def bring(database: Database, path: Path) -> ImportReport:
    with database.writing() as session:
        return import_directory(session, OPERATOR, path)


def bytes_of(path: Path) -> dict[str, bytes]:
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return {file.name if path.is_dir() else "": file.read_bytes() for file in files}


@pytest.mark.parametrize(
    ("form", "name"),
    [(NDJSON, "town.ndjson"), (NDJSON, "town.ndjson.gz"), (DATAPACKAGE, "town"), (DATAPACKAGE, "town.zip")],
)
def test_a_directory_travels_to_the_other_database_and_leaves_it_as_the_same_bytes(
    town: Database, other_database: Database, tmp_path: Path, form: ExportFormat, name: str
) -> None:
    (tmp_path / "first").mkdir()
    (tmp_path / "second").mkdir()
    first = send(town, tmp_path / "first" / name, form)
    report = bring(other_database, first)
    second = send(other_database, tmp_path / "second" / name, form)
    assert bytes_of(first) == bytes_of(second)
    assert report.problems.left_out() == 0
    again = bring(other_database, second)
    assert again.counts["service"].unchanged == 2
    assert {name for name, counts in again.counts.items() if counts.inserted or counts.updated} == set()


def test_the_official_schemas_find_no_fault_in_any_service(town: Database, tmp_path: Path) -> None:
    lines = send(town, tmp_path / "town.ndjson", NDJSON).read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2
    assert [fault for line in lines for fault in faults_of_object("service", json.loads(line))] == []


def test_frictionless_finds_no_fault_in_the_package(town: Database, tmp_path: Path) -> None:
    assert faults_of_package(send(town, tmp_path / "town", DATAPACKAGE)) == []


@pytest.mark.parametrize("form", [NDJSON, DATAPACKAGE])
def test_a_private_place_never_leaves(town: Database, tmp_path: Path, form: ExportFormat) -> None:
    files = bytes_of(send(town, tmp_path / "town", form))
    for content in files.values():
        assert SECRET_STREET.encode() not in content
        assert b"Hidden Hollow" not in content
        assert b"40.1234567" not in content
        assert b"82.7654321" not in content


def test_what_is_private_there_is_private_here(
    town: Database, other_database: Database, tmp_path: Path
) -> None:
    bring(other_database, send(town, tmp_path / "town.zip", DATAPACKAGE))
    with other_database.reading() as session:
        shelter = session.exec(select(Location).where(Location.is_confidential)).one()
        assert (shelter.latitude, shelter.longitude, shelter.transportation) == (None, None, None)
        place = session.exec(
            select(ServiceAtLocation).where(ServiceAtLocation.location_id == shelter.id)
        ).one()
        full = select(Capacity).where(Capacity.service_at_location_id == place.id)
        assert session.exec(full).all() == []


@pytest.mark.parametrize("form", [NDJSON, DATAPACKAGE])
def test_facts_words_and_warnings_of_listings_survive(
    town: Database, other_database: Database, tmp_path: Path, form: ExportFormat
) -> None:
    bring(other_database, send(town, tmp_path / "town", form))
    with other_database.reading() as session:
        clinic = session.exec(select(Organization).where(Organization.name == "Riverside Clinic")).one()
        service = session.exec(select(Service).where(Service.organization_id == clinic.id)).one()
        source = session.exec(select(Source).where(Source.name == "Another directory")).one()
        spanish = session.exec(select(Translation.text).where(Translation.entity_id == service.id)).one()
        assert clinic.is_member
        assert clinic.original_id == "clinic-17"
        assert clinic.verified_at is not None
        assert clinic.website is None
        assert clinic.extra["website"] == "riverside.example.org"
        assert "=1+1 🙂" in clinic.description
        assert "\x07" not in clinic.description
        assert not service.takes_referrals
        assert service.extra["phones"] == "555"
        assert (source.notice, source.notice_es, str(source.listed_on)) == ("Old", "Viejo", "2017-01-01")
        assert spanish == "Consejería y medicinas"


def test_who_said_how_full_it_is_survives(town: Database, other_database: Database, tmp_path: Path) -> None:
    bring(other_database, send(town, tmp_path / "town", NDJSON))
    with other_database.reading() as session:
        capacity = session.exec(select(Capacity).where(Capacity.available == 3)).one()
        assert (capacity.maximum, capacity.said_by) == (10, CapacityVoice.PROVIDER)


@pytest.mark.parametrize("form", [NDJSON, DATAPACKAGE])
def test_for_whom_the_free_places_are_survives(
    town: Database, other_database: Database, tmp_path: Path, form: ExportFormat
) -> None:
    sent = send(town, tmp_path / f"town.{form}", form)
    bring(other_database, sent)
    with other_database.reading() as session:
        parts = session.exec(select(CapacityPart).order_by(col(CapacityPart.available))).all()
        assert [(part.population, part.available, part.maximum) for part in parts] == [
            ("serves.men", 1, None),
            ("serves.women", 2, 4),
        ]
    again = send(other_database, tmp_path / f"again.{form}", form)
    assert bytes_of(again) == bytes_of(sent)


@pytest.mark.parametrize("form", [NDJSON, DATAPACKAGE])
def test_when_people_are_taken_in_survives(
    town: Database, other_database: Database, tmp_path: Path, form: ExportFormat
) -> None:
    sent = send(town, tmp_path / f"town.{form}", form)
    report = bring(other_database, sent)
    with other_database.reading() as session:
        rows = session.exec(
            select(IntakeHours).order_by(col(IntakeHours.weekday), col(IntakeHours.opens_at))
        ).all()
        assert [(row.weekday, row.opens_at, row.closes_at) for row in rows] == [
            (0, time(9), time(11, 30)),
            (0, time(13), time(15)),
            (6, time(20), time(23, 59)),
        ]
        assert session.exec(select(Schedule).where(Schedule.description == "Takes new people in")).all() == []
    assert report.intake == 1
    assert bring(other_database, sent).intake == 0
    assert bytes_of(send(other_database, tmp_path / f"again.{form}", form)) == bytes_of(sent)


def test_when_a_place_takes_people_in_is_changed_by_who_said_it_but_not_over_who_works_there(
    town: Database, other_database: Database, tmp_path: Path
) -> None:
    def come_in(name: str) -> list[tuple[int, time]]:
        bring(other_database, send(town, tmp_path / name, DATAPACKAGE))
        with other_database.reading() as session:
            return sorted((row.weekday, row.opens_at) for row in session.exec(select(IntakeHours)))

    def earlier(database: Database, by: int) -> None:
        with database.writing() as session:
            for row in session.exec(select(IntakeHours).where(IntakeHours.weekday == 6)):
                row.opens_at = time(row.opens_at.hour - by)

    come_in("first")
    earlier(town, 1)
    assert come_in("changed there") == [(0, time(9)), (0, time(13)), (6, time(19))]
    earlier(other_database, 5)
    earlier(town, 1)
    assert come_in("changed here") == [(0, time(9)), (0, time(13)), (6, time(14))]


@pytest.mark.parametrize("form", [NDJSON, DATAPACKAGE])
def test_when_a_private_place_takes_people_in_never_leaves(
    town: Database, tmp_path: Path, form: ExportFormat
) -> None:
    files = bytes_of(send(town, tmp_path / "town", form))
    with town.reading() as session:
        of_shelter = session.exec(select(IntakeHours).where(IntakeHours.weekday == 2)).one()
        of_clinic = session.exec(select(IntakeHours).where(IntakeHours.weekday == 6)).one()
    for row, leaves in ((of_clinic, True), (of_shelter, False)):
        line = (row.weekday, row.opens_at, row.closes_at)
        identity = str(schedule_id(row.service_at_location_id, line)).encode()
        assert any(identity in content for content in files.values()) is leaves


@pytest.mark.parametrize("form", [NDJSON, DATAPACKAGE])
def test_how_full_a_private_place_is_never_leaves(town: Database, tmp_path: Path, form: ExportFormat) -> None:
    with town.reading() as session:
        shelter = session.exec(
            select(ServiceAtLocation.id)
            .join(Location, col(Location.id) == col(ServiceAtLocation.location_id))
            .where(Location.is_confidential)
        ).one()
    for part in ("available", "waitlist", "available.serves.women"):
        identity = str(attribute_id(shelter, part)).encode()
        files = bytes_of(send(town, tmp_path / part, form))
        assert [name for name, content in files.items() if identity in content] == []


def test_a_service_has_one_number_for_its_public_places_only(town: Database, tmp_path: Path) -> None:
    lines = send(town, tmp_path / "town", NDJSON).read_text(encoding="utf-8").splitlines()
    services = {service["name"]: service for service in map(json.loads, lines)}
    (capacity,) = services["Methadone and buprenorphine"]["capacities"]
    assert (capacity["available"], capacity["maximum"], capacity["unit"]["name"]) == (3, 10, "bed")
    assert "capacities" not in services["Safe shelter"]


def test_one_source_goes_out_alone_with_what_it_points_to(
    town: Database, other_database: Database, tmp_path: Path
) -> None:
    first = send(town, tmp_path / "first", DATAPACKAGE, source="Test directory")
    bring(other_database, first)
    second = send(other_database, tmp_path / "second", DATAPACKAGE, source="Test directory")
    compared = filecmp.dircmp(first, second)
    assert (compared.diff_files, compared.left_only, compared.right_only) == ([], [], [])
    assert faults_of_package(first) == []
    with other_database.reading() as session:
        assert session.exec(select(Organization).where(Organization.name == "Elm Trust")).one()


def test_awkward_text_stays_what_it_was_but_for_control_characters(
    town: Database, other_database: Database, tmp_path: Path
) -> None:
    bring(other_database, send(town, tmp_path / "town", DATAPACKAGE))
    expected = AWKWARD.replace("\r\n", "\n").replace("\x07", "")
    with other_database.reading() as session:
        assert session.exec(select(Service.description).where(Service.description == expected)).one()


def test_an_export_is_refused_where_something_stands(session: Session, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.jpg").write_bytes(b"cat")
    (tmp_path / "old.ndjson").write_text("old")
    for path, form, force in (
        (tmp_path / "photos", DATAPACKAGE, True),
        (tmp_path / "old.ndjson", NDJSON, False),
        (tmp_path / "photos", NDJSON, True),
        (tmp_path / "nowhere" / "new.ndjson", NDJSON, False),
    ):
        with pytest.raises(Exception, match="folder|already"):
            export_directory(session, path, form=form, force=force)
    assert (tmp_path / "photos" / "cat.jpg").exists()
    assert (tmp_path / "old.ndjson").read_text() == "old"
    export_directory(session, tmp_path / "old.ndjson", form=NDJSON, force=True)
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["old.ndjson", "photos"]


def test_half_an_export_leaves_nothing_behind(town: Database, tmp_path: Path) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    for path, form in ((tmp_path / "town", DATAPACKAGE), (tmp_path / "town.zip", DATAPACKAGE)):
        with town.reading() as session, pytest.raises(KeyboardInterrupt):
            export_directory(session, path, form=form, tell=stop)
    assert list(tmp_path.glob("*town*")) == []


def test_a_phone_without_a_number_leaves_with_a_dash(
    town: Database, other_database: Database, tmp_path: Path
) -> None:
    bring(other_database, send(town, tmp_path / "town", DATAPACKAGE))
    with other_database.reading() as session:
        assert session.exec(select(Phone).where(Phone.number == "-")).one()
