"""Reads a tabular data package: one CSV file for each kind of record (HSDS docs/hsds/serialization.md)."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from network.exchange.containers import Container
from network.exchange.incoming import (
    FIELDS_FILE,
    OURS,
    SAID_NOWHERE,
    SOURCES_FILE,
    TRANSLATIONS_FILE,
    Incoming,
    Raw,
)
from network.exchange.problems import Outcome, Place, ProblemKind, Problems
from network.exchange.shape import PLAIN_OWN_FIELDS, Resource, resources
from network.exchange.sheets import HEADER_ROW, Sheet, open_sheet
from network.words import say

DESCRIPTOR = "datapackage.json"
LARGEST_DESCRIPTOR = 5_000_000

OwnFields = dict[tuple[str, str], dict[str, Any]]  # resource and id → what Trestle says of it
Tell = Callable[[int, int | None], None]


def read_package(container: Container, problems: Problems, tell: Tell) -> Incoming:
    """Every record of the package, in the order of the files that others point to."""
    names = set(container.names())
    is_whole = SOURCES_FILE in names
    sources, default = _read_sources(container, problems) if is_whole else ({}, SAID_NOWHERE)
    own = _read_own(container, names, problems) if is_whole else {}
    paths = {name: path for name, path in _paths(container, names, problems).items() if path in names}
    return Incoming(_raws(container, paths, own, default, is_whole, problems, tell), sources)


def files_of(container: Container) -> set[str]:
    """Names of files that belong to a data package."""
    known = {resource.path for resource in resources().values()} | {DESCRIPTOR}
    return known & set(container.names())


def _paths(container: Container, names: set[str], problems: Problems) -> dict[str, str]:
    """The file of each resource: as the package says, else as HSDS calls it."""
    paths = {name: resource.path for name, resource in resources().items()}
    if DESCRIPTOR not in names:
        return paths
    with container.open(DESCRIPTOR) as file:
        text = file.read(LARGEST_DESCRIPTOR)
    try:
        for one in json.loads(text.decode("utf-8-sig"))["resources"]:
            if one["name"] in paths and isinstance(one["path"], str):
                paths[one["name"]] = one["path"].removeprefix("./")
    except (ValueError, KeyError, TypeError, RecursionError):
        reason = say("cannot be read; the usual names of files were used")
        problems.add(Place(DESCRIPTOR, 1), "", "", ProblemKind.UNREADABLE, Outcome.NOTED, reason)
    return paths


def _raws(
    container: Container,
    paths: dict[str, str],
    own: OwnFields,
    default: Any,
    is_whole: bool,
    problems: Problems,
    tell: Tell,
) -> Iterator[Raw]:
    total, done = sum(map(container.size, paths.values())), 0
    for name, path in paths.items():
        resource = resources()[name]
        sheet = open_sheet(container, path, name, problems)
        if sheet is not None and _can_be_used(sheet, resource, problems):
            for raw in _sheet_raws(sheet, resource, problems):
                raw.source, raw.is_whole = default, is_whole
                if said := own.get((name, raw.values.get("id", ""))):
                    raw.own, raw.source = said, said.get("source", default)
                yield raw
        done += container.size(path)
        tell(done, total)


def _can_be_used(sheet: Sheet, resource: Resource, problems: Problems) -> bool:
    missing = sorted(resource.required - set(sheet.columns))
    for name in missing:
        reason = say("this required column is missing; the file was left out")
        problems.add(
            Place(sheet.file, HEADER_ROW), resource.name, name, ProblemKind.MISSING, Outcome.LEFT_OUT, reason
        )
    if missing:
        for _ in sheet.rows:
            pass
    return not missing


def _sheet_raws(sheet: Sheet, resource: Resource, problems: Problems) -> Iterator[Raw]:
    plain = PLAIN_OWN_FIELDS.get(resource.name, set())
    known = [(at, name) for at, name in enumerate(sheet.columns) if name in resource.fields]
    other = [(at, name) for at, name in enumerate(sheet.columns) if name not in resource.fields]
    for _, name in other:
        if name not in plain:
            reason = say("is no field of HSDS; kept as it is")
            place = Place(sheet.file, HEADER_ROW)
            problems.add(place, resource.name, name, ProblemKind.UNKNOWN_FIELD, Outcome.NOTED, reason)
    for number, cells in sheet.rows:
        values = {name: cells[at] for at, name in known if cells[at]}
        raw = Raw(resource.name, values, Place(sheet.file, number))
        for at, name in other:
            if cells[at]:
                (raw.own if name in plain else raw.extra)[name] = cells[at]
        yield raw


def _read_sources(container: Container, problems: Problems) -> tuple[dict[str, dict[str, Any]], str | None]:
    sources: dict[str, dict[str, Any]] = {}
    default = None
    for row in _own_rows(container, SOURCES_FILE, problems):
        sources[row.get("name", "")] = row
        if row.get("is_default") == "true":
            default = row.get("name", "")
    return sources, default


def _read_own(container: Container, names: set[str], problems: Problems) -> OwnFields:
    own: OwnFields = defaultdict(dict)
    for row in _own_rows(container, FIELDS_FILE, problems) if FIELDS_FILE in names else ():
        said = own[row.get("resource", ""), row.get("resource_id", "")]
        try:
            value = json.loads(row.get("value", ""))
        except (ValueError, RecursionError):
            continue
        (said.setdefault("extra", {}) if row.get("scope") == "extra" else said)[row.get("field", "")] = value
    for row in _own_rows(container, TRANSLATIONS_FILE, problems) if TRANSLATIONS_FILE in names else ():
        said = own[row.get("resource", ""), row.get("resource_id", "")]
        texts = said.setdefault("translations", {}).setdefault(row.get("language", ""), {})
        texts[row.get("field", "")] = row.get("text", "")
    return own


def _own_rows(container: Container, file: str, problems: Problems) -> Iterator[dict[str, str]]:
    sheet = open_sheet(container, file, OURS, problems)
    for _, cells in sheet.rows if sheet is not None else ():
        yield dict(zip(sheet.columns, cells, strict=True)) if sheet is not None else {}
