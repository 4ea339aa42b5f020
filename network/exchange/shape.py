"""The shape of HSDS 3.2, read from the official descriptor and schemas: which fields, what stands in what."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Integer, Table
from sqlmodel import SQLModel

import network.tables  # noqa: F401  (fills the metadata)

HSDS = Path(__file__).parent / "hsds"
VERSION = "3.2"

# References that the official descriptor forgets.
FORGOTTEN_LINKS = {
    "organization": {"parent_organization_id": "organization"},
    "taxonomy_term": {"parent_id": "taxonomy_term"},
}
# What HSDS 3.3 calls schedules.
NEW_LISTS = {"service": {"operating_hours": "schedule", "events": "schedule"}}
# Parents before those who point to them; capacities and units have no table of their own.
ORDER = (
    "taxonomy",
    "taxonomy_term",
    "organization",
    "program",
    "service",
    "location",
    "service_at_location",
    "contact",
    "phone",
    "organization_identifier",
    "url",
    "funding",
    "schedule",
    "service_area",
    "required_document",
    "language",
    "accessibility",
    "address",
    "cost_option",
    "unit",
    "service_capacity",
    "attribute",
    "metadata",
    "meta_table_description",
)
# Says of a record by naming its table and id.
POINTERS = {"attribute": ("link_entity", "link_id"), "metadata": ("resource_type", "resource_id")}
# Our own fields of records, which HSDS does not know, with their value when nothing is said.
OWN_FIELDS: dict[str, dict[str, Any]] = {
    "organization": {"is_member": False, "is_victim_service": False, "verified_at": None},
    "service": {"takes_referrals": None, "verified_at": None},  # None: as its source says
    "location": {"is_confidential": False, "precision": "exact", "time_zone": ""},
}
# Those of them that any directory may say in a column or property of this name.
PLAIN_OWN_FIELDS = {"location": {"is_confidential", "precision", "time_zone"}}
# What would tell where a confidential location is.
HIDDEN_FIELDS = (
    "latitude",
    "longitude",
    "transportation",
    "url",
    "external_identifier",
    "external_identifier_type",
)
# Its name often says where it is. Its own agency needs the name, so it is kept here and goes nowhere.
HIDDEN_NAMES = ("name", "alternate_name")


@dataclass(frozen=True, slots=True)
class HsdsField:
    """One field of a resource, as the official descriptor has it; `kind` is its type or format."""

    name: str
    kind: str
    is_required: bool
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resource:
    """One kind of record: its file, its fields, what its fields point to, its table here (None: none)."""

    name: str
    path: str
    fields: dict[str, HsdsField]
    links: dict[str, str]
    required_links: frozenset[str]
    table: Table | None

    @property
    def required(self) -> frozenset[str]:
        return frozenset(name for name, field in self.fields.items() if field.is_required)


@cache
def descriptor() -> dict[str, Any]:
    """The official `datapackage.json`."""
    return _read("datapackage.json")


@cache
def resources() -> dict[str, Resource]:
    """Every resource of HSDS by its name, parents before those who point to them."""
    told = {one["name"]: one for one in descriptor()["resources"]}
    return {name: _resource(told[name]) for name in ORDER}


@cache
def kept_resources() -> dict[str, Resource]:
    """Those that have a table of their own."""
    return {name: resource for name, resource in resources().items() if resource.table is not None}


@cache
def properties() -> dict[str, tuple[str, ...]]:
    """The property names of each nested object, in official order."""
    return {name: tuple(_read(f"{name}.json")["properties"]) for name in ORDER}


@cache
def nested() -> dict[str, dict[str, tuple[str, bool]]]:
    """For each resource: which property holds which other resource, and whether it is a list."""
    found: dict[str, dict[str, tuple[str, bool]]] = {}
    for name in ORDER:
        found[name] = {}
        for key, told in _read(f"{name}.json")["properties"].items():
            if target := told.get("$ref") or told.get("items", {}).get("$ref"):
                found[name][key] = (target.removesuffix(".json"), "$ref" not in told)
    return found


@cache
def parent_field(parent: str, child: str) -> str | None:
    """The field with which the child points to the parent that holds it in a list."""
    for field, target in resources()[child].links.items():
        if target == parent and field not in FORGOTTEN_LINKS.get(child, {}):
            return field
    return None


def _resource(told: dict[str, Any]) -> Resource:
    name = told["name"]
    table = SQLModel.metadata.tables.get(name)
    links = {key["fields"]: key["reference"]["resource"] for key in told["schema"].get("foreignKeys", [])}
    links |= FORGOTTEN_LINKS.get(name, {})
    fields = {field["name"]: _field(field, table) for field in told["schema"]["fields"]}
    required = frozenset(link for link in links if fields[link].is_required)
    return Resource(name, told["path"], fields, links, required, table)


def _field(told: dict[str, Any], table: Table | None) -> HsdsField:
    constraints = told.get("constraints", {})
    kind = told["format"] if told.get("format") in {"uuid", "email", "uri"} else told["type"]
    if kind == "number" and table is not None and isinstance(table.c[told["name"]].type, Integer):
        kind = "integer"
    return HsdsField(
        told["name"], kind, bool(constraints.get("required")), tuple(constraints.get("enum", ()))
    )


def _read(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((HSDS / name).read_text(encoding="utf-8"))
    return read
