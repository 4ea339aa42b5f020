"""Nested services with faults: each is named with its line and its path in the object; the rest comes in."""

from pathlib import Path

from sqlmodel import Session, select

from network.tables import Organization, Phone
from tests.network.exchange.conftest import Import, told
from tests.network.exchange.packages import nested_service, some_id, write_lines


def test_lines_that_cannot_be_read_are_named_and_the_others_come_in(bring_in: Import, tmp_path: Path) -> None:
    path = write_lines(
        tmp_path / "services.ndjson",
        nested_service(),
        ["not a service"],
        nested_service("second", phones="740-555-0188"),
        nested_service("third", organization=None),
        {"name": "Nobody"},
        nested_service("fourth", status="maybe"),
        nested_service(
            "fifth", service_at_locations=[{"id": some_id("x"), "location": {"name": "No id"}}, 7]
        ),
    )
    with path.open("ab") as file:
        file.write(b'{"id": "broken\n' + b"[" * 100_000 + b"\n" + b'{"id": NaN}\n\xff\xfe\n')
    report = bring_in(path)
    assert told(report)[:3] == [
        ("services.ndjson", 2, "", "wrong-type", "left out"),
        ("services.ndjson", 3, "phones", "wrong-type", "without"),
        ("services.ndjson", 5, "id", "missing", "left out"),
    ]
    assert ("services.ndjson", 4, "organization_id", "missing", "left out") in told(report)
    assert ("services.ndjson", 6, "status", "wrong-option", "left out") in told(report)
    assert ("services.ndjson", 7, "service_at_locations[0].location.id", "missing", "left out") in told(
        report
    )
    assert ("services.ndjson", 7, "service_at_locations[1]", "wrong-type", "left out") in told(report)
    assert [one[1] for one in told(report) if one[3] == "unreadable"] == [8, 9, 10, 11]
    assert report.counts["service"].inserted == 3


def test_one_record_in_two_others_is_copied_and_said(
    session: Session, bring_in: Import, tmp_path: Path
) -> None:
    shared = {"id": some_id("shared"), "number": "740-555-0100"}
    first, second = nested_service(phones=[shared]), nested_service("second", phones=[shared])
    report = bring_in(write_lines(tmp_path / "services.ndjson", first, second))
    phones = session.exec(select(Phone)).all()
    assert told(report) == [("services.ndjson", 2, "phones[0].id", "copied", "noted")]
    assert len({phone.service_id for phone in phones}) == 2


def test_what_is_told_twice_and_differently_is_said(
    session: Session, bring_in: Import, tmp_path: Path
) -> None:
    second = nested_service("second")
    second["organization"]["name"] = "Oak Clinic"
    report = bring_in(write_lines(tmp_path / "services.ndjson", nested_service(), second))
    assert told(report) == [("services.ndjson", 2, "organization.name", "duplicate", "noted")]
    assert session.exec(select(Organization)).one().name == "Elm Clinic"
