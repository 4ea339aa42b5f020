"""Finds out what was handed in (folder, zip, ndjson, JSON, packed or not) and reads its records."""

import gzip
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any

from network.exchange import limits
from network.exchange.containers import Folder, Zip, limited, open_zip, unusable
from network.exchange.fetching import fetched, is_web_address
from network.exchange.incoming import Incoming
from network.exchange.problems import Outcome, Place, ProblemKind, Problems
from network.exchange.tabular import Tell, files_of, read_package
from network.exchange.unnesting import Unnesting
from network.words import say

ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
GZIP_MARK = b"\x1f\x8b"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
MOST_BLANK_LINES = 1000  # before the first line
LINES_TRIED = 20  # to find out whether a file is ndjson whose first line is broken
JSON_ENDINGS = (".ndjson", ".jsonl", ".json")


@contextmanager
def incoming(where: str | Path, problems: Problems, tell: Tell) -> Iterator[Incoming]:
    """The records at a path or address. Raises Invalid or Unavailable when nothing can be read."""
    with ExitStack() as open_things:
        path = (
            open_things.enter_context(fetched(str(where), tell))
            if is_web_address(str(where))
            else Path(where)
        )
        name = str(where).rstrip("/").rsplit("/", 1)[-1] if is_web_address(str(where)) else path.name
        if not path.exists():
            raise unusable(say("There is no file {path}.", path=str(where)))
        if path.is_dir():
            yield _package(Folder(path), problems, tell)
            return
        with path.open("rb") as file:
            mark = file.read(4)
        if mark.startswith(ZIP_MARKS):
            yield _zipped(open_things.enter_context(open_zip(path)), problems, tell)
            return
        if mark.startswith(GZIP_MARK):
            packed = open_things.enter_context(gzip.open(path))
            yield _services(limited(packed), name, problems, tell, None)
        else:
            stream = open_things.enter_context(path.open("rb"))
            yield _services(limited(stream), name, problems, tell, path.stat().st_size)


def _zipped(container: Zip, problems: Problems, tell: Tell) -> Incoming:
    if not files_of(container):
        documents = [name for name in container.names() if name.endswith(JSON_ENDINGS)]
        if len(documents) == 1:
            name = documents[0]
            return _services(container.open(name), name, problems, tell, container.size(name))
    return _package(container, problems, tell)


def _package(container: Folder | Zip, problems: Problems, tell: Tell) -> Incoming:
    if not files_of(container):
        raise unusable(
            say("There is no data package here: no organizations.csv, no services.csv, no other file of one.")
        )
    return read_package(container, problems, tell)


def _services(stream: IO[bytes], name: str, problems: Problems, tell: Tell, size: int | None) -> Incoming:
    taken = Unnesting(problems)
    found = 0
    with stream:
        for row, service in _objects(stream, name, problems, tell, size):
            found += 1
            taken.add_service(service, name, row)
    if not found and not problems.total:
        reason = say("There is nothing in this file.")
        problems.add(Place(name, 1), "service", "", ProblemKind.MISSING, Outcome.NOTED, reason)
    return Incoming(taken.raws(), taken.sources)


def _objects(
    stream: IO[bytes], name: str, problems: Problems, tell: Tell, size: int | None
) -> Iterator[tuple[int, Any]]:
    """Services with their line (of ndjson) or number (in one document)."""
    first = stream.readline(limits.LONGEST_LINE).removeprefix(BYTE_ORDER_MARK)
    blank = 0
    while first and not first.strip() and blank < MOST_BLANK_LINES:
        first, blank = stream.readline(limits.LONGEST_LINE), blank + 1
    line = _parse(first) if first.strip().startswith(b"{") else None
    if isinstance(line, dict) and "contents" not in line:
        yield from _lines(first, blank, stream, name, problems, tell, size)
        return
    document = first + stream.read(limits.LARGEST_DOCUMENT)
    if stream.read(1):
        raise unusable(
            say("This JSON is larger than {number} MB; as ndjson, one service in a line, it may be.",
                number=limits.LARGEST_DOCUMENT // 1_000_000)
        )  # fmt: skip
    if not document.strip():
        return
    whole = _parse(document)
    if isinstance(whole, str) or whole is None:
        if _has_services_in_lines(document):
            yield from _split(document, name, problems)
            return
        raise unusable(say("This is neither a data package nor JSON: {why}", why=str(whole)))
    yield from enumerate(_contents(whole, name, problems), 1)


def _lines(
    first: bytes, before: int, stream: IO[bytes], name: str, problems: Problems, tell: Tell, size: int | None
) -> Iterator[tuple[int, Any]]:
    number, done, line = before, before, first
    while line:
        number, done = number + 1, done + len(line)
        yield from _line(line, name, number, problems)
        if number % 50 == 0:
            tell(done, size)
        line = stream.readline(limits.LONGEST_LINE)
    tell(done, size)


def _has_services_in_lines(document: bytes) -> bool:
    return any(isinstance(_parse(line), dict) for line in document.split(b"\n", LINES_TRIED)[:LINES_TRIED])


def _split(document: bytes, name: str, problems: Problems) -> Iterator[tuple[int, Any]]:
    """ndjson whose first line is broken."""
    for number, line in enumerate(document.split(b"\n"), 1):
        yield from _line(line, name, number, problems)


def _line(line: bytes, name: str, number: int, problems: Problems) -> Iterator[tuple[int, Any]]:
    if not line.strip():
        return
    service = _parse(line)
    if isinstance(service, str):
        reason = say("this line cannot be read: {why}", why=service)
        problems.add(Place(name, number), "service", "", ProblemKind.UNREADABLE, Outcome.LEFT_OUT, reason)
        return
    yield number, service


def _contents(whole: Any, name: str, problems: Problems) -> list[Any]:
    """The services of an array, of a page of an HSDS API, or the one that it is."""
    if isinstance(whole, list):
        return whole
    contents = whole.get("contents") if isinstance(whole, dict) else None
    if not isinstance(contents, list):
        return [whole]
    if isinstance(pages := whole.get("total_pages"), int) and pages > 1:
        reason = say("is one of {number} pages; only this one was read", number=pages)
        problems.add(Place(name, 1), "service", "", ProblemKind.READ_AS, Outcome.NOTED, reason)
    return contents


def _parse(text: bytes) -> Any:
    """The JSON value; text that says why when it is none (a service is never text)."""
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
    except UnicodeDecodeError:
        return "not UTF-8"
    except RecursionError:
        return "too deep"
    except ValueError as error:
        return str(error)
    return value if not isinstance(value, str) else "not an object"


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
