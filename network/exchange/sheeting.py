"""Writes the directory as a tabular data package: the official files, and three of Trestle beside them."""

import copy
import csv
import heapq
import io
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import SQLModel

from network.exchange import capacities, intake
from network.exchange.incoming import FIELDS_FILE, OURS, SOURCES_FILE, TRANSLATIONS_FILE
from network.exchange.nesting import source_told
from network.exchange.publishing import Published, Row, is_our_vocabulary, publish, published_texts
from network.exchange.selecting import Selection
from network.exchange.shape import OWN_FIELDS, descriptor, kept_resources, resources
from network.exchange.tabular import DESCRIPTOR
from network.exchange.values import ordered, told

SOURCE_COLUMNS = (
    "name",
    "kind",
    "notice",
    "notice_es",
    "licence",
    "url",
    "listed_on",
    "takes_referrals",
    "is_default",
)
FIELD_COLUMNS = ("resource", "resource_id", "scope", "field", "value")
TRANSLATION_COLUMNS = ("resource", "resource_id", "field", "language", "text")
# Constraints of the official descriptor that cannot be meant: an organization has several programs, two
# vocabularies may use one code. They stay as long as the data keeps them.
TOO_STRICT = (("program", "organization_id"), ("taxonomy_term", "code"))
OUR_FILES = (
    (
        f"{OURS}_source",
        SOURCES_FILE,
        SOURCE_COLUMNS,
        "Where records come from (the default one, unless a field says so) and what readers must know of it.",
    ),
    (
        f"{OURS}_field",
        FIELDS_FILE,
        FIELD_COLUMNS,
        "Fields that HSDS does not have, as JSON: Trestle's own (own) and those of others (extra).",
    ),
    (
        f"{OURS}_translation",
        TRANSLATIONS_FILE,
        TRANSLATION_COLUMNS,
        "Texts of records in other languages.",
    ),
)

Tell = Callable[[int, int | None], None]


class Sheeting:
    """Writes one package into a folder."""

    def __init__(self, selection: Selection, folder: Path, tell: Tell) -> None:
        self._selection, self._folder, self._tell = selection, folder, tell
        self._default = selection.most_frequent_source
        self._used_sources: set[UUID | None] = {self._default}
        self._doubled: set[tuple[str, str]] = set()
        self._kept_capacities: list[tuple[UUID, dict[str, Any]]] = []
        self.counts: dict[str, int] = {}

    def write(self) -> None:
        """Every file of the package."""
        said, taken_in = self._capacities(), self._intake()
        with _sheet(self._folder / FIELDS_FILE, FIELD_COLUMNS) as fields:
            for done, (name, shape) in enumerate(kept_resources().items()):
                self._tell(done, len(kept_resources()))
                added = _added_rows(name, said, taken_in)
                with _sheet(self._folder / shape.path, tuple(shape.fields)) as sheet:
                    self.counts[name] = self._write_resource(name, sheet, fields, added)
        self._write_capacities(said)
        self._write_translations()
        self._write_sources()
        self._write_descriptor()

    def _write_resource(
        self, name: str, sheet: "Writer", fields: "Writer", added: list[dict[str, Any]]
    ) -> int:
        names, count = tuple(resources()[name].fields), 0
        seen: dict[tuple[str, str], set[Any]] = {pair: set() for pair in TOO_STRICT if pair[0] == name}
        ours = ((row["id"], None, row) for row in added)
        theirs = ((row["id"], row, None) for row in self._selection.rows(name))
        for _, row, extra_row in heapq.merge(theirs, ours, key=lambda one: one[0]):
            if row is None:
                values = {key: told(value) for key, value in (extra_row or {}).items()}
            else:
                values = self._published(name, row, fields)
            for pair, values_seen in seen.items():
                value = values.get(pair[1])
                if value is not None and value in values_seen:
                    self._doubled.add(pair)
                values_seen.add(value)
            sheet.row([values.get(key) for key in names])
            count += 1
        return count

    def _published(self, name: str, row: Row, fields: "Writer") -> dict[str, Any]:
        source = self._selection.sources.get(row["source_id"])
        published = publish(name, row, takes_referrals=source is None or source["takes_referrals"])
        self._used_sources.add(row["source_id"])
        own = dict(published.own)
        if row["source_id"] != self._default and not (
            name in {"taxonomy", "taxonomy_term"} and is_our_vocabulary(row)
        ):
            own["source"] = None if source is None else source["name"]
        extra = self._without_capacities(name, row, published)
        for field in sorted(own, key=_own_order(name)):
            fields.row([name, str(row["id"]), "own", field, _json(own[field])])
        for field, value in extra.items():
            fields.row([name, str(row["id"]), "extra", field, _json(value)])
        return published.values

    def _without_capacities(self, name: str, row: Row, published: Published) -> dict[str, Any]:
        extra = dict(published.extra)
        if name == "service" and capacities.is_kept(extra.get(capacities.KEPT_AS)):
            self._kept_capacities += [(row["id"], one) for one in extra.pop(capacities.KEPT_AS)]
        return extra

    def _of_public_places(self, name: str) -> list[Row]:
        """Rows of this table for each public place that goes out, with its service."""
        table, place = SQLModel.metadata.tables[name], SQLModel.metadata.tables["service_at_location"]
        question = select(table, place.c.service_id, place.c.location_id).join(
            place, table.c.service_at_location_id == place.c.id
        )
        return [
            row
            for row in self._selection.connection.execute(question).mappings()
            if self._selection.has("service_at_location", row["service_at_location_id"])
            and self._selection.is_public_place(row["location_id"])
        ]

    def _intake(self) -> list[dict[str, Any]]:
        """When public places take people in, as schedules."""
        return [
            schedule
            for row in self._of_public_places("intake_hours")
            for schedule in intake.schedules_of(
                row["service_at_location_id"], [(row["weekday"], row["opens_at"], row["closes_at"])]
            )
        ]

    def _capacities(self) -> list[dict[str, Any]]:
        """What was said of every public place that goes out, with its service and its parts."""
        part = SQLModel.metadata.tables["capacity_part"]
        parts: dict[UUID, list[Row]] = {}
        for one in self._selection.connection.execute(select(part)).mappings():
            parts.setdefault(one["service_at_location_id"], []).append(one)
        return [
            {**row, "parts": parts.get(row["service_at_location_id"], [])}
            for row in self._of_public_places("capacity")
        ]

    def _write_capacities(self, said: list[dict[str, Any]]) -> None:
        by_service: dict[UUID, list[dict[str, Any]]] = {}
        for one in said:
            by_service.setdefault(one["service_id"], []).append(one)
        found = [
            one for service_id, parts in by_service.items() for one in capacities.sums_of(service_id, parts)
        ]
        units = {str(one["unit_id"]): {"id": one["unit_id"], "name": one["unit"]} for one in found}
        for service_id, kept in self._kept_capacities:
            found.append({**kept, "service_id": service_id, "unit_id": kept["unit"]["id"]})
            units.setdefault(str(kept["unit"]["id"]), kept["unit"])
        for name, rows in (("service_capacity", found), ("unit", list(units.values()))):
            names = tuple(resources()[name].fields)
            with _sheet(self._folder / resources()[name].path, names) as sheet:
                for row in sorted(rows, key=lambda one: str(one["id"])):
                    sheet.row([told(row.get(key)) for key in names])
            self.counts[name] = len(rows)

    def _write_translations(self) -> None:
        table = SQLModel.metadata.tables["translation"]
        question = select(table).order_by(table.c.entity_id)
        with _sheet(self._folder / TRANSLATIONS_FILE, TRANSLATION_COLUMNS) as sheet:
            rows = self._selection.connection.execute(question).mappings()
            for (entity, identity), texts in _grouped(rows):
                if entity not in kept_resources() or not self._selection.has(entity, identity):
                    continue
                is_hidden = entity == "location" and not self._selection.is_public_place(identity)
                for (field, language), text in published_texts(entity, texts, is_hidden=is_hidden).items():
                    sheet.row([entity, str(identity), field, language, text])

    def _write_sources(self) -> None:
        named = [self._selection.sources[one] for one in self._used_sources if one is not None]
        with _sheet(self._folder / SOURCES_FILE, SOURCE_COLUMNS) as sheet:
            for source in sorted(named, key=lambda source: str(source["name"])):
                shown = source_told(source) | {"is_default": source["id"] == self._default}
                sheet.row([shown.get(column) for column in SOURCE_COLUMNS])

    def _write_descriptor(self) -> None:
        package = copy.deepcopy(descriptor())
        # It is the licence of the specification; what the data may be used for is said of each source.
        del package["license"]
        for resource in package["resources"]:
            for field in resource["schema"]["fields"]:
                if (resource["name"], field["name"]) in self._doubled:
                    field["constraints"]["unique"] = False
        package["resources"] += [_our_resource(*told_of) for told_of in OUR_FILES]
        text = json.dumps(package, indent=2, ensure_ascii=False) + "\n"
        (self._folder / DESCRIPTOR).write_text(text, encoding="utf-8")


class Writer:
    """Writes rows of CSV: UTF-8, plain line ends, nothing quoted that need not be."""

    def __init__(self, path: Path, columns: Iterable[str]) -> None:
        self._file = io.TextIOWrapper(path.open("xb"), encoding="utf-8", newline="", write_through=False)
        self._csv = csv.writer(self._file, lineterminator="\n")
        self._csv.writerow(columns)

    def row(self, values: list[Any]) -> None:
        self._csv.writerow([_cell(value) for value in values])

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


def _sheet(path: Path, columns: Iterable[str]) -> Writer:
    return Writer(path, columns)


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else value


def _json(value: Any) -> str:
    return json.dumps(ordered(value), ensure_ascii=False, separators=(",", ":"))


def _own_order(name: str) -> Callable[[str], int]:
    order = ["source", "original_id", *OWN_FIELDS.get(name, {})]
    return order.index


def _added_rows(
    name: str, said: list[dict[str, Any]], taken_in: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Rows that stand for capacities and intake hours among the others of their kind."""
    if not said and not taken_in:
        return []
    match name:
        case "taxonomy":
            rows = [capacities.TAXONOMY]
        case "taxonomy_term":
            rows = capacities.terms()
        case "attribute":
            rows = [
                row for one in said for row in capacities.attributes_of(one["service_at_location_id"], one)
            ] + [intake.attribute_of(one["id"]) for one in taken_in]
        case "schedule":
            rows = taken_in
        case _:
            rows = []
    return sorted(rows, key=lambda row: row["id"])


def _grouped(rows: Iterable[Row]) -> Iterator[tuple[tuple[str, UUID], dict[tuple[str, str], str]]]:
    found: dict[tuple[str, UUID], dict[tuple[str, str], str]] = {}
    for row in rows:
        found.setdefault((row["entity"], row["entity_id"]), {})[row["field"], row["language"]] = row["text"]
    order = list(kept_resources())
    known = [key for key in found if key[0] in order]
    for key in sorted(known, key=lambda key: (order.index(key[0]), key[1])):
        yield key, found[key]


def _our_resource(name: str, path: str, columns: tuple[str, ...], description: str) -> dict[str, Any]:
    fields = [{"name": column, "type": "string"} for column in columns]
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": path,
        "description": description,
        "format": "csv",
        "mediatype": "text/csv",
        "schema": {"fields": fields},
    }
