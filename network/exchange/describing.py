"""Describes the reads that exist in OpenAPI 3.1, with the official schemas inside."""

import json
from functools import cache
from typing import Any

from network.exchange.queries import MOST_ON_PAGE
from network.exchange.shape import HSDS, ORDER, VERSION

PROFILE = "https://docs.openreferral.org/en/latest/hsds/overview.html"
NOT_OF_JSON_SCHEMA = {"$id", "name", "path", "datapackage_metadata", "tabular_required"}
ABOUT = (
    "The part of the HSDS API that is built. Its schemas are those of the Human Services Data Specification, "
    "an Open Referral resource (https://openreferral.org/), CC BY-SA 4.0."
)
PAGE = {
    "type": "object",
    "required": ["empty"],
    "properties": {
        "total_items": {"type": "integer"},
        "total_pages": {"type": "integer"},
        "page_number": {"type": "integer"},
        "size": {"type": "integer"},
        "first_page": {"type": "boolean"},
        "last_page": {"type": "boolean"},
        "empty": {"type": "boolean"},
        "contents": {"type": "array", "items": {"$ref": "#/components/schemas/service"}},
    },
}
PARAMETERS: dict[str, tuple[dict[str, Any], str]] = {
    "search": ({"type": "string"}, "Words of the service or its organization."),
    "page": ({"type": "integer", "minimum": 1}, "Page number, from 1."),
    "per_page": ({"type": "integer", "minimum": 1, "maximum": MOST_ON_PAGE}, "Services on a page."),
    "format": ({"type": "string", "enum": ["json"]}, "Only json."),
    "taxonomy_term_id": ({"type": "string", "format": "uuid"}, "Services of which this term is said."),
    "taxonomy_id": (
        {"type": "string", "format": "uuid"},
        "Services of which a term of this taxonomy is said.",
    ),
    "organization_id": ({"type": "string", "format": "uuid"}, "Services of this organization."),
    "modified_after": ({"type": "string", "format": "date-time"}, "Modified then or later."),
    "minimal": ({"type": "boolean"}, "Only id, name, status and last_modified."),
    "full": ({"type": "boolean"}, "Each service whole."),
}


def describe_api(address: str) -> dict[str, str]:
    """What the root of the reads answers; `address` is where they begin."""
    return {
        "version": VERSION,
        "profile": PROFILE,
        "openapi_url": f"{address}/openapi.json",
        "description": "Services, read only. Private places have neither address nor coordinates.",
    }


def describe_reads(address: str) -> dict[str, Any]:
    """The OpenAPI document."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Trestle: HSDS reads",
            "version": VERSION,
            "description": ABOUT,
        },
        "servers": [{"url": address}],
        "paths": {
            "/": _path("About these reads", "getAbout", {"type": "object"}),
            "/services": _path(
                "A page of services", "listServices", {"$ref": "#/components/schemas/Page"}, _parameters()
            ),
            "/services/{id}": _path(
                "One service with all that stands in it",
                "getService",
                {"$ref": "#/components/schemas/service"},
                [
                    {
                        "name": "id",
                        "in": "path",
                        "required": True,
                        "schema": {"type": "string", "format": "uuid"},
                    }
                ],
            ),
        },
        "components": {"schemas": {"Page": PAGE, **_schemas()}},
    }


def _path(
    summary: str, operation: str, schema: dict[str, Any], parameters: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    responses: dict[str, Any] = {
        "200": {"description": summary, "content": {"application/json": {"schema": schema}}}
    }
    if parameters:
        refused = {"application/problem+json": {"schema": {"type": "object"}}}
        responses["400"] = {"description": "A parameter cannot be used.", "content": refused}
        responses["404"] = {"description": "There is no such record.", "content": refused}
    return {
        "get": {
            "summary": summary,
            "operationId": operation,
            "parameters": parameters or [],
            "responses": responses,
        }
    }


def _parameters() -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "query", "required": False, "description": says, "schema": schema}
        for name, (schema, says) in PARAMETERS.items()
    ]


@cache
def _schemas() -> dict[str, Any]:
    """The official schemas, pointing to each other within one document."""
    return {name: _inside(json.loads((HSDS / f"{name}.json").read_text("utf-8"))) for name in ORDER}


def _inside(schema: Any, *, is_schema: bool = True) -> Any:
    """A schema without what only the specification's tools read; of `properties` every name is a field's."""
    if isinstance(schema, list):
        return [_inside(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    shown = {}
    for key, value in schema.items():
        if is_schema and (key in NOT_OF_JSON_SCHEMA or key in {"constraints", "core", "datapackage_type"}):
            continue
        if is_schema and key == "$ref":
            shown[key] = f"#/components/schemas/{str(value).removesuffix('.json')}"
        else:
            shown[key] = _inside(value, is_schema=not (is_schema and key == "properties"))
    return shown
