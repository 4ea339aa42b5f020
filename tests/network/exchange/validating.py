"""The official schemas and frictionless as judges of what goes out."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from frictionless import validate
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from network.exchange.shape import HSDS, ORDER


@cache
def validator_of(name: str) -> Draft202012Validator:
    """Checks one object of this kind by the official schema, formats included."""
    schemas = {one: json.loads((HSDS / f"{one}.json").read_text(encoding="utf-8")) for one in ORDER}
    registry: Registry[Any] = Registry().with_resources(
        (schema["$id"], Resource.from_contents(schema, default_specification=DRAFT202012))
        for schema in schemas.values()
    )
    return Draft202012Validator(schemas[name], registry=registry, format_checker=FormatChecker())


def faults_of_object(name: str, value: Any) -> list[str]:
    """What the official schema finds."""
    return [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message}"
        for error in validator_of(name).iter_errors(value)
    ]


def faults_of_package(folder: Path) -> list[Any]:
    """What frictionless finds: types, formats, what is required, unique, and where references lead."""
    report = validate(str(folder / "datapackage.json"))
    return list(report.flatten(["type", "rowNumber", "fieldName", "message"]))
