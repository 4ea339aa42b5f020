"""Writes the directory out: the same bytes for the same records, nothing of a place that is kept private."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, SQLModel

from network.exchange.gathering import gather
from network.exchange.nesting import Nesting, Object
from network.exchange.selecting import Selection
from network.exchange.shared import load_shared
from network.exchange.sheeting import Sheeting
from network.exchange.writing import check_target, new_file, new_folder, zip_folder
from network.search.building import without_collector
from network.words import Say, say

SERVICES_AT_ONCE = 100

Tell = Callable[[Say, int, int | None], None]


class ExportFormat(StrEnum):
    NDJSON = "ndjson"  # one nested service in a line; packed when the name ends in .gz
    DATAPACKAGE = (
        "datapackage"  # CSV files with their descriptor in a folder; packed when the name ends in .zip
    )


@dataclass(frozen=True)
class ExportReport:
    """How many records of each kind went out."""

    path: Path
    counts: dict[str, int]


def _keep_quiet(step: Say, done: int, total: int | None) -> None:
    """Whoever does not watch."""


def export_directory(
    session: Session,
    path: str | Path,
    *,
    form: ExportFormat,
    source: str | None = None,
    force: bool = False,
    tell: Tell = _keep_quiet,
) -> ExportReport:
    """Write every record, or those of one source, to `path`.

    What anybody may see on a listing, and no more: confidential places leave without address and coordinates.
    Read back into an empty directory it gives the same directory, and that the same bytes. Raises Invalid
    when the path is taken.
    """
    path = Path(path)
    if form is ExportFormat.NDJSON:
        check_target(path, force=force, is_folder=False)
        return ExportReport(path, {"service": _write_lines(session, path, source, tell)})
    is_zip = path.suffix.lower() == ".zip"
    check_target(path, force=force, is_folder=not is_zip)
    selection = Selection(session, source)
    writing = say("Writing")
    if is_zip:
        with TemporaryDirectory(prefix="trestle-export-") as folder:
            sheeting = Sheeting(selection, Path(folder), lambda done, total: tell(writing, done, total))
            sheeting.write()
            zip_folder(Path(folder), path)
    else:
        with new_folder(path) as folder_path:
            sheeting = Sheeting(selection, folder_path, lambda done, total: tell(writing, done, total))
            sheeting.write()
    return ExportReport(path, sheeting.counts)


def _write_lines(session: Session, path: Path, source: str | None, tell: Tell) -> int:
    ids = _service_ids(session, source)
    writing = say("Writing")
    with without_collector(), new_file(path) as file:
        for done, line in enumerate(_lines(session, ids), 1):
            file.write(line)
            if done % SERVICES_AT_ONCE == 0:
                tell(writing, done, len(ids))
    return len(ids)


def _lines(session: Session, ids: list[UUID]) -> Iterator[bytes]:
    shared = load_shared(session)
    for start in range(0, len(ids), SERVICES_AT_ONCE):
        some = ids[start : start + SERVICES_AT_ONCE]
        nesting = Nesting(gather(session, some, shared, with_owners=True))
        for service_id in some:
            yield _line(nesting.with_others(service_id))


def _line(service: Object) -> bytes:
    text = json.dumps(service, ensure_ascii=False, separators=(",", ":"))
    # Unicode knows more ends of a line than ndjson does, and so do some readers.
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").encode() + b"\n"


def _service_ids(session: Session, source: str | None) -> list[UUID]:
    table = SQLModel.metadata.tables["service"]
    question = select(table.c.id).order_by(table.c.id)
    if source is not None:
        question = question.where(table.c.source_id == Selection(session, source).source_id)
    return list(session.connection().execute(question).scalars())
