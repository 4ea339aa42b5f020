"""A package with every kind of fault: each is named with file, row, field and reason; the rest comes in."""

from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from network.exchange.problems import TITLES, ProblemKind
from network.tables import (
    Attribute,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    TaxonomyTerm,
)
from tests.network.exchange.conftest import Import, told
from tests.network.exchange.packages import (
    Sheets,
    clinic,
    some_id,
    write_package,
)

LONG = "x" * 10_000_000


@pytest.mark.parametrize(
    ("place", "value", "field", "kind"),
    [
        ("service__status", "open", "status", "wrong-option"),
        ("service__status", "", "status", "missing"),
        ("service__name", "   ", "name", "missing"),
        ("service__name", LONG, "name", "too-long"),
        ("service__organization_id", some_id("nobody"), "organization_id", "not-found"),
        ("service__organization_id", "", "organization_id", "missing"),
        ("service__id", "", "id", "missing"),
    ],
)
def test_a_service_that_cannot_be_used_is_left_out_with_what_needs_it(
    session: Session, bring_in: Import, tmp_path: Path, place: str, value: str, field: str, kind: str
) -> None:
    report = bring_in(write_package(tmp_path / "package", clinic(**{place: value})))
    assert ("services.csv", 2, field, kind, "left out") in told(report)
    for table in (Service, ServiceAtLocation, Phone, Attribute):
        assert session.exec(select(table)).all() == []
    assert [one.name for one in session.exec(select(Organization)).all()] == ["Elm Clinic"]
    assert session.exec(select(Location)).one().name == "Elm Street office"


@pytest.mark.parametrize(
    ("place", "value", "kind"),
    [
        ("service__email", "call us", "wrong-address"),
        ("service__url", "www.example.org", "wrong-address"),
        ("service__url", "javascript:alert(1)", "wrong-address"),
        ("service__minimum_age", "adult", "wrong-type"),
        ("service__maximum_age", "NaN", "wrong-type"),
        ("service__assured_date", "1/31/2026", "wrong-type"),
        ("service__assured_date", "2026-02-30", "wrong-type"),
        ("service__last_modified", "yesterday", "wrong-type"),
        ("service__program_id", some_id("no program"), "not-found"),
        ("phone__extension", "x12", "wrong-type"),
        ("phone__extension", "99999999999", "wrong-type"),
    ],
)
def test_a_field_that_cannot_be_used_is_left_out_of_its_record_and_kept_beside(
    session: Session, bring_in: Import, tmp_path: Path, place: str, value: str, kind: str
) -> None:
    resource, _, field = place.partition("__")
    report = bring_in(write_package(tmp_path / "package", clinic(**{place: value})))
    table: Any = {"service": Service, "phone": Phone}[resource]
    record = session.exec(select(table)).one()
    assert (2, field, kind, "without") in [one[1:] for one in told(report)]
    assert getattr(record, field) is None
    assert record.extra[field] == value


def test_an_organization_that_is_left_out_takes_everything_of_it_along(
    session: Session, bring_in: Import, tmp_path: Path
) -> None:
    report = bring_in(write_package(tmp_path / "package", clinic(organization__name="")))
    assert [one for one in told(report) if one[4] == "left out"] == [
        ("organizations.csv", 2, "name", "missing", "left out"),
        ("services.csv", 2, "organization_id", "parent-left-out", "left out"),
        ("service_at_location.csv", 2, "service_id", "parent-left-out", "left out"),
        ("phones.csv", 2, "", "parent-left-out", "left out"),
        ("attributes.csv", 2, "link_id", "parent-left-out", "left out"),
    ]
    assert report.counts["service"].left_out == 1
    assert session.exec(select(Service)).all() == []


def test_rows_that_a_spreadsheet_broke_are_named_and_the_others_come_in(
    session: Session, bring_in: Import, tmp_path: Path
) -> None:
    folder = write_package(tmp_path / "package", clinic())
    good = some_id("other"), some_id("third")
    with (folder / "organizations.csv").open("a") as file:
        file.write(f"{some_id('wide')},Wide,Words,more,and more\n{some_id('narrow')},Narrow\n\n")
        file.write(f'{some_id("quoted")},"Quo"ted,Words\n')
        file.write(f"{good[0]},Other,Words\n")
        file.write(f'{good[1]},Third,"Words without an end\n')
    report = bring_in(folder)
    assert told(report) == [
        ("organizations.csv", 3, "", "wrong-width", "left out"),
        ("organizations.csv", 4, "", "wrong-width", "left out"),
        ("organizations.csv", 6, "", "unreadable", "left out"),
        ("organizations.csv", 8, "", "unreadable", "left out"),
    ]
    assert {one.name for one in session.exec(select(Organization)).all()} == {"Elm Clinic", "Other"}


def test_a_file_without_a_required_column_is_left_out_once(bring_in: Import, tmp_path: Path) -> None:
    folder = write_package(tmp_path / "package", clinic())
    (folder / "phones.csv").write_text("id,service_id\na,b\nc,d\n")
    (folder / "addresses.csv").write_text("id,id,city\n1,2,3\n")
    (folder / "contacts.csv").write_text("")
    report = bring_in(folder)
    assert told(report) == [
        ("phones.csv", 1, "number", "missing", "left out"),
        ("addresses.csv", 1, "id", "unreadable", "left out"),
    ]
    assert report.counts["service"].inserted == 1


def test_rows_that_stand_there_twice_are_said(session: Session, bring_in: Import, tmp_path: Path) -> None:
    sheets = clinic()
    sheets["organization"] += [sheets["organization"][0], {**sheets["organization"][0], "name": "Oak Clinic"}]
    sheets["service_at_location"].append({**sheets["service_at_location"][0], "id": some_id("again")})
    sheets["phone"].append(
        {"id": some_id("there"), "service_at_location_id": some_id("again"), "number": "740-555-0189"}
    )
    report = bring_in(write_package(tmp_path / "package", sheets))
    assert told(report) == [
        ("organizations.csv", 3, "id", "duplicate", "noted"),
        ("organizations.csv", 4, "id", "duplicate", "left out"),
        ("service_at_location.csv", 3, "id", "duplicate", "noted"),
    ]
    place = session.exec(select(ServiceAtLocation)).one()
    assert (
        session.exec(select(Phone).where(Phone.number == "740-555-0189")).one().service_at_location_id
        == place.id
    )


def test_nothing_stands_above_itself(session: Session, bring_in: Import, tmp_path: Path) -> None:
    sheets: Sheets = {
        "organization": [
            {"id": some_id(name), "name": name, "description": "x", "parent_organization_id": some_id(above)}
            for name, above in (("a", "b"), ("b", "c"), ("c", "a"), ("d", "d"), ("e", "a"))
        ]
    }
    report = bring_in(write_package(tmp_path / "package", sheets))
    parents = {one.id: one.parent_organization_id for one in session.exec(select(Organization)).all()}
    assert [one[1:4] for one in told(report)] == [
        (2, "parent_organization_id", "circle"),
        (5, "parent_organization_id", "circle"),
    ]
    for start in parents:
        above = parents[start]
        for _ in range(5):
            above = parents[above] if above is not None else None
        assert above is None


def test_zip_codes_that_lost_a_zero_are_said_and_not_mended(bring_in: Import, tmp_path: Path) -> None:
    report = bring_in(write_package(tmp_path / "package", clinic(address__postal_code="6511")))
    assert told(report) == [("addresses.csv", 2, "postal_code", "short-zip", "noted")]
    assert "12 Elm" not in "".join(str(one) for one in report.problems.listed)


@pytest.mark.parametrize(("latitude", "longitude"), [("0", "0"), ("91", "10"), ("40", "181"), ("40", "")])
def test_coordinates_that_are_nowhere_are_left_out_and_the_zip_code_tells_the_place(
    session: Session, bring_in: Import, tmp_path: Path, latitude: str, longitude: str
) -> None:
    sheets = clinic(location__latitude=latitude, location__longitude=longitude)
    report = bring_in(write_package(tmp_path / "package", sheets))
    location = session.exec(select(Location)).one()
    assert told(report) == [("locations.csv", 2, "latitude", "nowhere", "without")]
    assert report.placed == 1
    assert (location.precision, location.time_zone) == ("zip", "America/New_York")
    assert location.latitude == pytest.approx(40.06, abs=0.1)


def test_times_are_read_as_on_the_wall(session: Session, bring_in: Import, tmp_path: Path) -> None:
    sheets = clinic()
    hours = {"a": ("9:00", "24:00"), "b": ("09:00-05:00", "17:00-05:00"), "c": ("9 AM", "noon")}
    sheets["schedule"] = [
        {
            "id": some_id(name),
            "service_id": some_id("counseling"),
            "freq": "weekly",
            "opens_at": opens,
            "closes_at": closes,
        }
        for name, (opens, closes) in hours.items()
    ]
    report = bring_in(write_package(tmp_path / "package", sheets))
    rows = {str(one.id): one for one in session.exec(select(Schedule)).all()}
    assert str(rows[some_id("a")].closes_at) == "00:00:00"
    assert (str(rows[some_id("b")].opens_at), rows[some_id("b")].timezone) == ("09:00:00", -5.0)
    assert rows[some_id("c")].opens_at is None
    assert [one[2:] for one in told(report) if one[1] == 4] == [
        ("freq", "read-as", "noted"),
        ("opens_at", "wrong-type", "without"),
        ("closes_at", "wrong-type", "without"),
    ]


def test_ids_that_are_no_uuids_become_the_same_ones_every_time(
    session: Session, bring_in: Import, tmp_path: Path
) -> None:
    sheets: Sheets = {
        "organization": [{"id": "17", "name": "Elm Clinic", "description": "x"}],
        "service": [{"id": "s-1", "organization_id": "17", "name": "Care", "status": "active"}],
        "phone": [{"id": "p", "service_id": "s-1", "number": "1"}],
    }
    first = bring_in(write_package(tmp_path / "package", sheets), source="County list")
    again = bring_in(tmp_path / "package", source="County list")
    service = session.exec(select(Service)).one()
    assert service.original_id == "s-1"
    assert session.exec(select(Phone)).one().service_id == service.id
    assert [one[3] for one in told(first)] == ["not-uuid"] * 3
    assert again.counts["service"].unchanged == 1


def test_columns_that_hsds_does_not_know_are_kept(session: Session, bring_in: Import, tmp_path: Path) -> None:
    sheets = clinic()
    sheets["service"][0]["walk_in"] = "Yes, mornings"
    report = bring_in(write_package(tmp_path / "package", sheets))
    assert told(report) == [("services.csv", 1, "walk_in", "unknown-field", "noted")]
    assert session.exec(select(Service)).one().extra == {"walk_in": "Yes, mornings"}


def test_thousands_of_problems_are_counted_and_all_told_to_whoever_writes_them_down(
    bring_in: Import, tmp_path: Path
) -> None:
    sheets = clinic()
    sheets["phone"] = [
        {"id": some_id(str(n)), "service_id": some_id("gone"), "number": "1"} for n in range(2500)
    ]
    written: list[object] = []
    report = bring_in(write_package(tmp_path / "package", sheets), tell_problem=written.append)
    assert report.problems.total == len(written) == 5000
    assert len(report.problems.listed) == 1000


def test_terms_are_indexed_so_their_codes_cannot_be_endless(
    session: Session, bring_in: Import, tmp_path: Path
) -> None:
    report = bring_in(write_package(tmp_path / "package", clinic(taxonomy_term__code="c" * 501)))
    assert told(report) == [("taxonomy_terms.csv", 2, "code", "too-long", "without")]
    assert session.exec(select(TaxonomyTerm).where(TaxonomyTerm.name == "Care")).one().code is None


def test_every_kind_of_problem_has_a_name_for_people() -> None:
    assert TITLES.keys() == set(ProblemKind)
