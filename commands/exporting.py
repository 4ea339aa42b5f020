"""`trestle export`: write the directory out."""

import time
from dataclasses import asdict
from pathlib import Path

import click

from commands.importing import progress_bar
from commands.opening import open_database, print_json
from network.exchange.exporting import ExportFormat, export_directory

FORMATS = click.Choice([form.value for form in ExportFormat])


@click.command("export")
@click.option("--format", "form", type=FORMATS, required=True, help="Nested services, or CSV files.")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--source", help="Only what comes from here, and what it points to.")
@click.option("--force", is_flag=True, help="Replace what is there.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def export_command(form: str, path: Path, source: str | None, force: bool, as_json: bool) -> None:
    """Write the directory out as HSDS 3.2.

    ndjson: one nested service in a line, packed when PATH ends in .gz. datapackage: CSV files with their
    descriptor in a folder, or packed when PATH ends in .zip. Nothing tells where a private place is.
    """
    began = time.monotonic()
    database = open_database()
    with progress_bar() as tell, database.reading() as session:
        report = export_directory(
            session, path, form=ExportFormat(form), source=source, force=force, tell=tell
        )
    seconds = round(time.monotonic() - began, 2)
    if as_json:
        print_json({**asdict(report), "format": form, "bytes": _size(path), "seconds": seconds})
    else:
        click.echo(f"{path}: {report.counts['service']} services, {_size(path):,} bytes, {seconds} s")


def _size(path: Path) -> int:
    return sum(one.stat().st_size for one in path.iterdir()) if path.is_dir() else path.stat().st_size
