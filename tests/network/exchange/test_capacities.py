"""How full services are, from directories that count whole services."""

from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from network.exchange.exporting import ExportFormat, export_directory
from network.tables import Capacity, Service
from tests.network.exchange.conftest import Import, told
from tests.network.exchange.packages import clinic, some_id, write_package
from tests.network.exchange.validating import faults_of_package


def with_capacity(unit: str = "bed", **values: Any) -> Any:
    sheets = clinic()
    sheets["unit"] = [{"id": some_id("unit"), "name": unit}]
    capacity = {
        "id": some_id("capacity"),
        "service_id": some_id("counseling"),
        "unit_id": some_id("unit"),
        "available": 4,
        "maximum": 9,
        "updated": "2026-01-02T03:04:05Z",
    }
    sheets["service_capacity"] = [capacity | values]
    return sheets


def test_a_service_at_one_place_is_as_full_as_the_place(
    session: Session, bring_in: Import, tmp_path: Path
) -> None:
    report = bring_in(write_package(tmp_path / "package", with_capacity("Beds")))
    capacity = session.exec(select(Capacity)).one()
    assert (capacity.available, capacity.maximum, capacity.unit, capacity.said_by) == (4, 9, "bed", "import")
    assert report.problems.total == 0


@pytest.mark.parametrize(
    ("unit", "values"),
    [("Kilogram", {}), ("bed", {"available": 12}), ("bed", {"available": 1.5}), ("bed", {"available": -1})],
)
def test_what_cannot_be_placed_stays_with_its_service_and_goes_out_again(
    session: Session, bring_in: Import, tmp_path: Path, unit: str, values: Any
) -> None:
    report = bring_in(write_package(tmp_path / "package", with_capacity(unit, **values)))
    assert [one[3] for one in told(report)] == ["capacity"]
    assert session.exec(select(Capacity)).all() == []
    assert len(session.exec(select(Service)).one().extra["capacities"]) == 1  # type: ignore[arg-type]
    export_directory(session, tmp_path / "out", form=ExportFormat.DATAPACKAGE)
    assert some_id("capacity") in (tmp_path / "out" / "service_capacity.csv").read_text()
    assert unit in (tmp_path / "out" / "units.csv").read_text()
    assert faults_of_package(tmp_path / "out") == []


def test_a_service_at_two_places_cannot_be_as_full_as_either(
    session: Session, bring_in: Import, tmp_path: Path
) -> None:
    sheets = with_capacity()
    sheets["location"].append({"id": some_id("annex"), "location_type": "physical"})
    place = {"service_id": some_id("counseling"), "location_id": some_id("annex")}
    sheets["service_at_location"].append({"id": some_id("at annex"), **place})
    report = bring_in(write_package(tmp_path / "package", sheets))
    assert ("service_capacity.csv", 2, "available", "capacity", "noted") in told(report)
    assert session.exec(select(Capacity)).all() == []
