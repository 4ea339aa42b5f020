"""Reads one CSV file row by row, whatever program wrote it, and says what cannot be read."""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from network.exchange import limits
from network.exchange.containers import Container
from network.exchange.problems import Outcome, Place, ProblemKind, Problems
from network.words import say

Cells = Iterator[list[str]]
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
HEADER_ROW = 1


@dataclass
class Sheet:
    """A CSV file: its column names, and its rows with their numbers (the header is row 1)."""

    file: str
    columns: list[str]
    rows: Iterator[tuple[int, list[str]]]


def open_sheet(container: Container, file: str, resource: str, problems: Problems) -> Sheet | None:
    """The sheet of this name; None when it is empty or its header cannot be used."""
    encoding = _encoding_of(container, file, resource, problems)
    csv.field_size_limit(limits.LONGEST_CELL)
    stream = io.TextIOWrapper(container.open(file), encoding=encoding, newline="", errors="replace")
    first = stream.readline(limits.LONGEST_CELL)
    if not first.strip():
        stream.close()
        return None
    lines = _lines(first, stream)
    reader = csv.reader(lines, delimiter=_delimiter_of(first), strict=True)
    header = _header(reader, file, resource, problems)
    if header is None:
        stream.close()
        return None
    return Sheet(file, header, _rows(reader, stream, len(header), file, resource, problems))


def _lines(first: str, stream: io.TextIOWrapper) -> Iterator[str]:
    yield first
    while line := stream.readline(limits.LONGEST_CELL):
        yield line


def _header(reader: Cells, file: str, resource: str, problems: Problems) -> list[str] | None:
    place = Place(file, HEADER_ROW)
    try:
        header = [name.strip() for name in next(reader)]
    except (csv.Error, StopIteration):
        _refuse_file(problems, place, resource)
        return None
    while header and not header[-1]:
        header.pop()
    doubled = sorted({name for name in header if name and header.count(name) > 1})
    if "" in header or doubled:
        reason = say("the first row must name every column once; this file was left out")
        problems.add(
            place,
            resource,
            ", ".join(doubled),
            ProblemKind.UNREADABLE,
            Outcome.LEFT_OUT,
            reason,
        )
        return None
    return header


def _refuse_file(problems: Problems, place: Place, resource: str) -> None:
    reason = say("the first row cannot be read; this file was left out")
    problems.add(place, resource, "", ProblemKind.UNREADABLE, Outcome.LEFT_OUT, reason)


def _rows(
    reader: Cells,
    stream: io.TextIOWrapper,
    width: int,
    file: str,
    resource: str,
    problems: Problems,
) -> Iterator[tuple[int, list[str]]]:
    number = HEADER_ROW
    with stream:
        while True:
            number += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                reason = say("this row cannot be read: {why}", why=str(error))
                place = Place(file, number)
                problems.add(place, resource, "", ProblemKind.UNREADABLE, Outcome.LEFT_OUT, reason)
                continue
            if not any(cells):
                continue
            while len(cells) > width and not cells[-1]:
                cells.pop()
            if len(cells) != width:
                reason = say("has {number} cells; the first row has {width}", number=len(cells), width=width)
                place = Place(file, number)
                problems.add(place, resource, "", ProblemKind.WRONG_WIDTH, Outcome.LEFT_OUT, reason)
                continue
            yield number, cells


def _encoding_of(container: Container, file: str, resource: str, problems: Problems) -> str:
    """By its mark, else UTF-8 if all of it is, else the old encoding of Western Windows, with a note."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with container.open(file) as stream:
        piece = stream.read(1 << 20)
        for mark, encoding in BYTE_ORDER_MARKS.items():
            if piece.startswith(mark):
                return encoding
        try:
            while piece:
                decoder.decode(piece)
                piece = stream.read(1 << 20)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            reason = say("is not UTF-8; read as Windows-1252, so look at letters with accents")
            problems.add(Place(file, HEADER_ROW), resource, "", ProblemKind.READ_AS, Outcome.NOTED, reason)
            return "cp1252"
    return "utf-8"


def _delimiter_of(first: str) -> str:
    """A comma, unless the first row has none and more of what some spreadsheets write instead."""
    return "," if "," in first else max(",;\t", key=first.count)
