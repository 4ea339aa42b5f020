"""Prepares one record for going out: what HSDS knows, what others said beyond, what Trestle says itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping

from network.exchange.addresses import is_email, is_uri, is_web_address
from network.exchange.own import texts_of
from network.exchange.shape import (
    HIDDEN_FIELDS,
    HIDDEN_NAMES,
    NEW_LISTS,
    OWN_FIELDS,
    PLAIN_OWN_FIELDS,
    HsdsField,
    properties,
    resources,
)
from network.exchange.values import WEB_FIELDS, clean, clean_deep, told
from network.providers.kinds.reading import facts_taxonomy_id, kinds_taxonomy_id
from network.words import LANGUAGES

ADDRESSES = {"email", "uri"}
NOTHING_KNOWN = "-"
NEVER_TOLD = frozenset({*HIDDEN_FIELDS, *HIDDEN_NAMES})  # of a confidential location

Row = RowMapping


@dataclass(frozen=True, slots=True)
class Published:
    """`values` by HSDS field as JSON has them, the empty left out; `extra` of others; `own` of Trestle."""

    values: dict[str, Any]
    extra: dict[str, Any]
    own: dict[str, Any]


def publish(resource: str, row: Row, *, takes_referrals: bool = True) -> Published:
    """One row of the database as it may leave; `takes_referrals` is what its source says."""
    is_hidden = resource == "location" and row["is_confidential"]
    values: dict[str, Any] = {}
    extra: dict[str, Any] = {} if is_hidden or not row["extra"] else clean_deep(dict(row["extra"]))
    for name, field in resources()[resource].fields.items():
        value = row[name]
        if value is not None:
            value = None if is_hidden and name in NEVER_TOLD else told(value)
            if field.kind in ADDRESSES and value is not None and not _fits(field, value):
                extra.setdefault(name, value)
                value = None
        if value is not None:
            values[name] = value
        elif field.is_required:
            values[name] = _instead(name, values)
    if resource == "location":
        _check_coordinates(values)
    if extra:
        extra = {name: extra[name] for name in sorted(extra) if extra[name] is not None}
    return Published(values, extra, _own(resource, row, is_hidden, takes_referrals))


def published_texts(
    resource: str, texts: Mapping[tuple[str, str], str], *, is_hidden: bool
) -> dict[tuple[str, str], str]:
    """Texts of a record in other languages that may leave, by field and language."""
    hidden = NEVER_TOLD if is_hidden and resource == "location" else ()
    found = {
        (field, language): clean(text)
        for (field, language), text in sorted(texts.items())
        if language in LANGUAGES and field in texts_of(resource) and field not in hidden
    }
    return {key: text for key, text in found.items() if text is not None}


@cache
def kept_apart(resource: str) -> frozenset[str]:
    """Names that an extra cannot have in a nested object, because they mean something there already."""
    own = PLAIN_OWN_FIELDS.get(resource, set())
    return frozenset({*properties()[resource], *NEW_LISTS.get(resource, {}), *own, "trestle"})


def is_our_vocabulary(row: Row) -> bool:
    """A kind or fact of Trestle, or the taxonomy of one: of no source, in every Trestle."""
    return bool({row["id"], row.get("taxonomy_id")} & _our_taxonomies())


@cache
def _our_taxonomies() -> frozenset[UUID]:
    return frozenset({kinds_taxonomy_id(), facts_taxonomy_id()})


def _instead(name: str, values: dict[str, Any]) -> Any:
    """What stands where HSDS requires something and nobody said it."""
    return values.get("name", NOTHING_KNOWN) if name == "description" else NOTHING_KNOWN


def _fits(field: HsdsField, value: Any) -> bool:
    """Whether the official format finds no error in it."""
    if field.kind == "email":
        return is_email(value)
    return is_web_address(value) if field.name in WEB_FIELDS else is_uri(value)


def _check_coordinates(values: dict[str, Any]) -> None:
    """Half a point, or one that is nowhere, is none."""
    latitude, longitude = values.get("latitude", 999), values.get("longitude", 999)
    if abs(latitude) > 90 or abs(longitude) > 180 or (latitude, longitude) == (0, 0):
        values.pop("latitude", None)
        values.pop("longitude", None)


def _own(resource: str, row: Row, is_hidden: bool, takes_referrals: bool) -> dict[str, Any]:
    own: dict[str, Any] = {}
    if original := clean(row["original_id"]):
        own["original_id"] = original
    for name, default in OWN_FIELDS.get(resource, {}).items():
        if is_hidden and name == "precision":
            continue
        if name == "takes_referrals":
            default = takes_referrals
        if (value := told(row[name])) not in (None, default):
            own[name] = value
    return own
