"""Small directories to import: a clinic with one service, written as CSV files or as a nested service."""

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from network.exchange.shape import resources

Sheets = dict[str, list[dict[str, Any]]]
NAMES = UUID("6a1de7a0-7c1c-4c6e-9a52-0a3f5d1f7f10")


def some_uuid(name: str) -> UUID:
    """The same UUID for the same name."""
    return uuid5(NAMES, name.encode("unicode_escape").decode())  # half a pair of surrogates is a name too


def some_id(name: str) -> str:
    """The same, as a file has it."""
    return str(some_uuid(name))


def clinic(**changes: Any) -> Sheets:
    """A package with one organization, service, location, address, phone, term and attribute."""
    sheets: Sheets = {
        "taxonomy": [{"id": some_id("words"), "name": "Words", "description": "Words of the county"}],
        "taxonomy_term": [
            {
                "id": some_id("care"),
                "code": "CARE",
                "name": "Care",
                "description": "Any care",
                "taxonomy": "Words",
                "taxonomy_id": some_id("words"),
            }
        ],
        "organization": [{"id": some_id("clinic"), "name": "Elm Clinic", "description": "A clinic"}],
        "service": [
            {
                "id": some_id("counseling"),
                "organization_id": some_id("clinic"),
                "name": "Counseling",
                "status": "active",
            }
        ],
        "location": [
            {
                "id": some_id("office"),
                "location_type": "physical",
                "name": "Elm Street office",
                "latitude": "40.05",
                "longitude": "-82.4",
            }
        ],
        "service_at_location": [
            {
                "id": some_id("counseling at office"),
                "service_id": some_id("counseling"),
                "location_id": some_id("office"),
            }
        ],
        "address": [
            {
                "id": some_id("address"),
                "location_id": some_id("office"),
                "address_1": "12 Elm Street",
                "city": "Newark",
                "state_province": "OH",
                "postal_code": "43055",
                "country": "US",
                "address_type": "physical",
            }
        ],
        "phone": [{"id": some_id("phone"), "service_id": some_id("counseling"), "number": "740-555-0188"}],
        "attribute": [
            {
                "id": some_id("says care"),
                "link_id": some_id("counseling"),
                "link_entity": "service",
                "taxonomy_term_id": some_id("care"),
            }
        ],
    }
    for place, value in changes.items():
        resource, _, field = place.partition("__")
        sheets[resource][0][field] = value
    return sheets


def write_package(folder: Path, sheets: Sheets, *, encoding: str = "utf-8", newline: str = "\n") -> Path:
    """One CSV file for each kind of record."""
    folder.mkdir(exist_ok=True)
    for resource, rows in sheets.items():
        columns = columns_of(resource, rows)
        with (folder / resources()[resource].path).open("w", encoding=encoding, newline="") as file:
            writer = csv.DictWriter(file, columns, lineterminator=newline)
            writer.writeheader()
            writer.writerows(rows)
    return folder


def columns_of(resource: str, rows: Iterable[dict[str, Any]]) -> list[str]:
    """Those of HSDS that are used or required, then the others."""
    used = {name for row in rows for name in row}
    official = [
        name for name, field in resources()[resource].fields.items() if name in used or field.is_required
    ]
    return official + sorted(used - set(official))


def nested_service(name: str = "counseling", **changes: Any) -> dict[str, Any]:
    """A service as nested HSDS has it, with its organization and location."""
    service = {
        "id": some_id(name),
        "name": "Counseling",
        "status": "active",
        "organization": {"id": some_id("clinic"), "name": "Elm Clinic", "description": "A clinic"},
        "phones": [{"id": some_id(f"phone of {name}"), "number": "740-555-0188"}],
        "service_at_locations": [
            {
                "id": some_id(f"{name} at office"),
                "location": {
                    "id": some_id("office"),
                    "location_type": "physical",
                    "name": "Elm Street office",
                    "latitude": 40.05,
                    "longitude": -82.4,
                    "addresses": [
                        {
                            "id": some_id("address"),
                            "address_1": "12 Elm Street",
                            "city": "Newark",
                            "state_province": "OH",
                            "postal_code": "43055",
                            "country": "US",
                            "address_type": "physical",
                        }
                    ],
                },
            }
        ],
    }
    return {**service, **changes}


def write_lines(path: Path, *services: Any) -> Path:
    """ndjson."""
    path.write_text("".join(json.dumps(service) + "\n" for service in services), encoding="utf-8")
    return path
