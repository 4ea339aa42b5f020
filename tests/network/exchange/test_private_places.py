"""A place that is confidential, however that is said, comes in without its address and stays hidden."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, SQLModel, col, select

from network.exchange.exporting import ExportFormat, export_directory
from network.tables import Address, Attribute, Location, Metadata, Precision, Translation
from tests.network.exchange.conftest import Import, told
from tests.network.exchange.packages import (
    Sheets,
    clinic,
    nested_service,
    some_id,
    some_uuid,
    write_lines,
    write_package,
)

STREET = "12 Elm Street"


def said_by_column(sheets: Sheets, word: str) -> None:
    sheets["location"][0]["is_confidential"] = word


def said_by_attribute(sheets: Sheets, entity: str) -> None:
    sheets["taxonomy_term"].append(
        {"id": some_id("hidden"), "code": "x", "name": "Confidential location", "description": "x"}
    )
    target = "office" if entity == "location" else "counseling at office"
    sheets["attribute"].append(
        {
            "id": some_id("says hidden"),
            "link_id": some_id(target),
            "link_entity": entity,
            "taxonomy_term_id": some_id("hidden"),
        }
    )


def private_clinic() -> Sheets:
    """The address in every field that could tell it."""
    sheets = clinic(
        location__transportation=f"Bus to {STREET}",
        location__external_identifier=STREET,
        location__url="https://maps.example.org/12-Elm-Street",
    )
    sheets["location"][0]["street"] = STREET
    for number, (kind, name) in enumerate((("location", "office"), ("address", "address"))):
        sheets.setdefault("metadata", []).append(
            {
                "id": some_id(f"change {number}"),
                "resource_id": some_id(name),
                "resource_type": kind,
                "last_action_date": "2026-01-01",
                "last_action_type": "update",
                "field_name": "address_1",
                "previous_value": STREET,
                "replacement_value": "-",
                "updated_by": "Ann",
            }
        )
    sheets["attribute"].append(
        {
            "id": some_id("of address"),
            "link_id": some_id("address"),
            "link_entity": "address",
            "taxonomy_term_id": some_id("care"),
            "value": STREET,
        }
    )
    return sheets


def everything(session: Session) -> str:
    """All that the database holds, as text."""
    connection = session.connection()
    tables = SQLModel.metadata.sorted_tables
    return "\n".join(str(row) for table in tables for row in connection.execute(table.select()))


@pytest.mark.parametrize(
    ("say", "how"),
    [
        (said_by_column, "true"),
        (said_by_column, "Yes"),
        (said_by_column, "unsure"),
        (said_by_attribute, "location"),
        (said_by_attribute, "service_at_location"),
    ],
)
def test_the_address_of_a_confidential_place_is_never_kept(
    session: Session, bring_in: Import, tmp_path: Path, say: Any, how: str
) -> None:
    sheets = private_clinic()
    say(sheets, how)
    report = bring_in(write_package(tmp_path / "package", sheets))
    location = session.exec(select(Location)).one()
    assert location.is_confidential
    assert (location.latitude, location.longitude, location.precision) == (None, None, Precision.UNKNOWN)
    assert location.extra == {}
    for table in (Address, Metadata):
        assert session.exec(select(table)).all() == []
    assert "Elm Street" not in everything(session).replace("Elm Street office", "")
    assert ("locations.csv", 2, "", "kept-private", "noted") in told(report)
    assert "12 Elm" not in str(report.problems.listed)


@pytest.mark.parametrize("word", ["false", "No", "0", ""])
def test_a_place_that_is_not_confidential_has_its_address(
    session: Session, bring_in: Import, tmp_path: Path, word: str
) -> None:
    sheets = clinic()
    said_by_column(sheets, word)
    bring_in(write_package(tmp_path / "package", sheets))
    assert session.exec(select(Address)).one().address_1 == STREET


def test_a_nested_place_may_be_confidential_too(session: Session, bring_in: Import, tmp_path: Path) -> None:
    service = nested_service()
    service["service_at_locations"][0]["location"]["is_confidential"] = True
    bring_in(write_lines(tmp_path / "s.ndjson", service))
    assert session.exec(select(Address)).all() == []
    assert session.exec(select(Location)).one().latitude is None


def test_a_place_that_becomes_confidential_loses_what_stood_here(
    session: Session, bring_in: Import, tmp_path: Path
) -> None:
    bring_in(write_package(tmp_path / "package", private_clinic()), source="County")
    assert everything(session).count(STREET) == 7
    sheets = clinic()
    said_by_column(sheets, "true")
    bring_in(write_package(tmp_path / "package", sheets), source="County")
    assert session.exec(select(Address)).all() == []
    assert "Elm Street" not in everything(session).replace("Elm Street office", "")


def test_an_import_never_makes_a_place_public(session: Session, bring_in: Import, tmp_path: Path) -> None:
    folder = write_package(tmp_path / "package", clinic(location__is_confidential="yes"))
    bring_in(folder, source="County")
    bring_in(write_package(folder, clinic(location__is_confidential="no")), source="County")
    session.expire_all()
    location = session.exec(select(Location)).one()
    assert (location.is_confidential, location.latitude) == (True, None)
    assert session.exec(select(Address)).all() == []


def test_an_export_with_a_forged_address_is_read_like_any_other(
    session: Session, bring_in: Import, tmp_path: Path
) -> None:
    bring_in(write_package(tmp_path / "package", clinic(location__is_confidential="yes")), source="County")
    export_directory(session, tmp_path / "out.ndjson", form=ExportFormat.NDJSON)
    line = json.loads((tmp_path / "out.ndjson").read_text())
    location = line["service_at_locations"][0]["location"]
    location |= {"latitude": 40.5, "longitude": -82.5}
    location["trestle"]["translations"] = {"es": {"transportation": STREET, "name": "Oficina"}}
    location["addresses"] = nested_service()["service_at_locations"][0]["location"]["addresses"]
    bring_in(write_lines(tmp_path / "in.ndjson", line))
    session.expire_all()
    assert session.exec(select(Location)).one().latitude is None
    assert session.exec(select(Address)).all() == []
    texts = session.exec(
        select(Translation.text).where(col(Translation.entity_id) == some_uuid("office"))
    ).all()
    assert list(texts) == ["Oficina"]
    assert session.exec(select(Attribute).where(Attribute.link_entity == "address")).all() == []


NAME = "Wintergreen Annex"


@pytest.mark.parametrize("form", list(ExportFormat))
def test_what_a_private_place_is_called_never_leaves_and_stays_when_an_export_comes_back(
    session: Session, bring_in: Import, tmp_path: Path, form: ExportFormat
) -> None:
    sheets = clinic(
        location__is_confidential="yes", location__name=NAME, location__alternate_name=f"The old {NAME}"
    )
    bring_in(write_package(tmp_path / "package", sheets), source="County")
    here = session.exec(select(Location)).one()
    session.add(
        Translation(entity="location", entity_id=here.id, field="name", language="es", text=f"Anexo {NAME}")
    )
    session.flush()
    assert here.name == NAME
    out = tmp_path / ("out" if form is ExportFormat.DATAPACKAGE else "out.ndjson")
    export_directory(session, out, form=form)
    files = [out] if out.is_file() else [file for file in out.rglob("*") if file.is_file()]
    assert [file.name for file in files if NAME in file.read_text(encoding="utf-8")] == []
    bring_in(out)
    session.expire_all()
    assert session.exec(select(Location)).one().name == NAME
