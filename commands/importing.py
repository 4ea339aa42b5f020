"""`trestle import`: bring in a directory, and say what could not be used."""

import csv
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from commands.console import console
from commands.opening import open_database, print_json
from network.actors import OPERATOR
from network.exchange.importing import ImportReport, Tell, import_directory
from network.exchange.problems import TITLES, Outcome, Problem, ProblemKind
from network.tables import SourceKind
from network.words import Say

LISTED = 20
COLUMNS = ("file", "row", "field", "kind", "outcome", "reason", "value")
FORMULA = ("=", "+", "-", "@", "\t")  # a spreadsheet would calculate what begins so
OUTCOMES = {Outcome.LEFT_OUT: "record left out", Outcome.WITHOUT: "field left out", Outcome.NOTED: "came in"}
KINDS = (SourceKind.IMPORTED.value, SourceKind.CURATED.value)


@click.command("import")
@click.argument("path", metavar="PATH|URL")
@click.option("--source", help="Where it comes from. Default: as the file tells, or the file's name.")
@click.option(
    "--kind", type=click.Choice(KINDS), default=KINDS[0], show_default=True, help="Of a new source."
)
@click.option("--notice", default="", help="What every listing of this source says, in English.")
@click.option("--notice-es", default="", help="The same in Spanish.")
@click.option("--licence", default="", help="What the records may be used for.")
@click.option("--listed-on", type=click.DateTime(["%Y-%m-%d"]), help="When the source says it was true.")
@click.option("--takes-referrals/--no-referrals", default=None, help="Whether referrals may be sent there.")
@click.option("--remove-missing", is_flag=True, help="Remove what this source no longer has.")
@click.option("--check", "check_only", is_flag=True, help="Only say what would happen; write nothing.")
@click.option(
    "--problems",
    "problems_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write all to this CSV.",
)
@click.option("--list", "listed", type=int, help="Problems listed: 20 on the terminal, 1000 as JSON.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def import_command(
    path: str,
    listed_on: datetime | None,
    check_only: bool,
    remove_missing: bool,
    problems_file: Path | None,
    listed: int | None,
    as_json: bool,
    **told: Any,
) -> None:
    """Bring in a directory: an HSDS data package (folder, zip) or services as ndjson or JSON (plain, gzip).

    From disk or over https; plain http only from this machine. Records with problems are left out and named,
    the rest comes in. Importing again from the same source updates in place.
    """
    began = time.monotonic()
    database = open_database()
    told["kind"] = SourceKind(told["kind"])
    with ExitStack() as open_things:
        tell_problem = open_things.enter_context(_problem_file(problems_file)) if problems_file else None
        tell = open_things.enter_context(progress_bar())
        session = open_things.enter_context(database.reading() if check_only else database.writing())
        report = import_directory(
            session,
            OPERATOR,
            path,
            listed_on=listed_on.date() if listed_on else None,
            check_only=check_only,
            remove_absent=remove_missing,
            tell=tell,
            tell_problem=tell_problem,
            **told,
        )
    seconds = round(time.monotonic() - began, 2)
    if as_json:
        print_json(_as_json(report, seconds, listed))
    else:
        _show(report, seconds, LISTED if listed is None else listed, problems_file)
    if report.problems.left_out() and (check_only or not report.came_in):
        sys.exit(1)


@contextmanager
def progress_bar() -> Iterator[Tell]:
    """A bar on standard error for whatever takes longer than a moment."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=None)

        def tell(step: Say, done: int, total: int | None) -> None:
            progress.update(task, description=str(step), completed=done, total=total)

        yield tell


@contextmanager
def _problem_file(path: Path) -> Iterator[Callable[[Problem], None]]:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)

        def tell_problem(problem: Problem) -> None:
            writer.writerow([_harmless(cell) for cell in _cells(problem).values()])

        yield tell_problem


def _cells(problem: Problem) -> dict[str, Any]:
    return {**asdict(problem), "reason": str(problem.reason)}


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _as_json(report: ImportReport, seconds: float, listed: int | None) -> dict[str, Any]:
    problems = report.problems
    shown = problems.listed[:listed]
    return {
        "sources": report.sources,
        "checked_only": report.was_checked_only,
        "counts": {
            name: asdict(counts) for name, counts in report.counts.items() if any(asdict(counts).values())
        },
        "placed": report.placed,
        "translations": report.translations,
        "capacities": report.capacities,
        "intake": report.intake,
        "problems": {
            "total": problems.total,
            "by_kind": [
                {"kind": kind, "outcome": outcome, "count": count, "says": str(TITLES[kind])}
                for (kind, outcome), count in _by_frequency(report)
            ],
            "listed": [{name: _cells(problem)[name] for name in COLUMNS} for problem in shown],
        },
        "seconds": seconds,
    }


def _by_frequency(report: ImportReport) -> list[tuple[tuple[ProblemKind, Outcome], int]]:
    return sorted(report.problems.counts.items(), key=lambda item: (item[0][1], -item[1], item[0][0]))


def _show(report: ImportReport, seconds: float, listed: int, problems_file: Path | None) -> None:
    out = Console()
    out.print(_count_table(report))
    if report.placed:
        out.print(f"{report.placed} locations were placed by their ZIP code or town.", highlight=False)
    problems = report.problems
    if problems.total:
        out.print(_kind_table(report))
        out.print(_problem_table(problems.listed[:listed]))
        if problems.total > listed and problems_file is None:
            out.print(f"{problems.total - listed} more; --problems FILE writes all of them.", highlight=False)
    done = "Checked, nothing written" if report.was_checked_only else "Imported"
    names = ", ".join(report.sources) or "Trestle"
    click.echo(f"{done}: {names}, {problems.left_out()} records left out, {seconds} s")


def _count_table(report: ImportReport) -> Table:
    table = Table("Records", "new", "changed", "unchanged", "left out", "missing", "removed", box=None)
    for column in table.columns[1:]:
        column.justify = "right"
    for name, counts in report.counts.items():
        if any(numbers := asdict(counts).values()):
            table.add_row(name, *(str(number) if number else "·" for number in numbers))
    return table


def _kind_table(report: ImportReport) -> Table:
    table = Table("Problems", "", "", box=None)
    for (kind, outcome), count in _by_frequency(report):
        table.add_row(str(count), str(TITLES[kind]), OUTCOMES[outcome])
    return table


def _problem_table(problems: list[Problem]) -> Table:
    table = Table(box=None, show_header=True)
    table.add_column("Where", overflow="fold", max_width=32)
    table.add_column("Field", overflow="fold", max_width=28)
    table.add_column("Problem", overflow="fold")
    for problem in problems:
        where = f"{problem.file}:{problem.row}" if problem.row else problem.file
        says = f"{problem.reason} ({problem.value})" if problem.value else str(problem.reason)
        table.add_row(_plain(where), _plain(problem.field), _plain(says))
    return table


def _plain(cell: str) -> str:
    """Text of others must not format our table, nor move the cursor of the terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in cell).replace("[", r"\[")
