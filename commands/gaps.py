"""`trestle gaps`: survey where needs find no service, and list what the newest survey found."""

import sys
import time
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from commands.console import console
from commands.opening import open_database, print_json
from network.actors import OPERATOR
from network.gaps.queries import NUMBERS, county_figures, kinds_in, newest_survey, shown
from network.gaps.surveying import find_gaps, keep_survey
from network.places.counties import get_county
from network.search.embedded import EmbeddedEngine
from network.search.kindred import kind_name
from network.settings import check_limits, check_secrets, read_settings
from network.tables import GapFigure

WITHHELD = "withheld"


@click.group("gaps")
def gaps_command() -> None:
    """Where needs find no service: survey them, list them.

    The worker makes a survey every TRESTLE_GAP_HOURS by itself. Numbers too small to be shown are withheld.
    """


@gaps_command.command("survey")
def survey_command() -> None:
    """Make a survey now: count what was needed and what there was to meet it."""
    settings = read_settings()
    check_secrets(settings)
    check_limits(settings)
    database, began = open_database(settings), time.monotonic()
    engine = EmbeddedEngine(settings.default_time_zone)
    columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("Reading the directory")
        with database.reading() as session:
            engine.refresh(session)
            progress.update(task, description="Counting what was needed")
            findings = find_gaps(session, engine, settings)
        progress.update(task, description="Keeping what was found")
        with database.writing() as session:
            keep_survey(session, findings, settings)
    database.close()
    seconds = round(time.monotonic() - began, 1)
    counties = {row["county_fips"] for row in findings.figures if row["county_fips"]}
    click.echo(f"Counties with needs: {len(counties)}. Figures: {len(findings.figures)}. {seconds} s.")


@gaps_command.command("list")
@click.option("--county", default="", help="Number of one county (FIPS); otherwise all.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_command(county: str, as_json: bool) -> None:
    """What the newest survey found, by county and kind of service."""
    database = open_database()
    with database.reading() as session:
        survey = newest_survey(session)
        if survey is None:
            raise click.ClickException("There is no survey yet. Make one: trestle gaps survey")
        figures = [
            figure
            for kind in ("", *kinds_in(session, OPERATOR, survey, county or None))
            for figure in county_figures(session, OPERATOR, survey, kind)
            if figure.county_fips == (county or figure.county_fips)
        ]
        told = [
            _told(figure) for figure in sorted(figures, key=lambda each: (each.county_fips or "~", each.kind))
        ]
    database.close()
    if as_json:
        made = {"made_at": survey.made_at.isoformat(), "since": survey.since.isoformat()}
        print_json({**made, "suppress_below": survey.suppress_below, "figures": told})
    else:
        _show(told)


def _told(figure: GapFigure) -> dict[str, Any]:
    """A figure as it may be shown; null: withheld."""
    return {
        "county_fips": figure.county_fips,
        "kind": figure.kind or None,
        **{name: shown(figure, name) for name in NUMBERS},
        "access": figure.access,
        "nearest_open_m": figure.nearest_open_m,
    }


def _show(told: list[dict[str, Any]]) -> None:
    table = Table("County", "Kind of service", "Needed", "Unmet", "Places per need")
    for one in told:
        county = get_county(one["county_fips"]) if one["county_fips"] else None
        numbers = (WITHHELD if one[name] is None else str(one[name]) for name in ("needed", "unmet"))
        access = "" if one["access"] is None else f"{one['access']:.2f}"
        where = county.label if county else "not known where"
        table.add_row(where, kind_name(one["kind"], "en") if one["kind"] else "All", *numbers, access)
    Console(file=sys.stdout).print(table)
