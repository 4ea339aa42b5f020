"""`trestle seed`: the demonstration's data."""

import click
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from sqlmodel import select

from commands.console import console
from commands.first_report import make_first_report
from commands.opening import open_database
from network.db import Database
from network.errors import NotAllowed
from network.providers.kinds.loading import load_kinds
from network.settings import Settings, check_secrets, read_settings
from network.tables import Organization
from network.words import say
from seeds.marlow.reading import read_town
from seeds.marlow.seeding import seed_town
from seeds.marlow.year.seeding import seed_year
from seeds.otp.seeding import seed_treatment_programs
from seeds.staff import seed_staff


def is_empty(database: Database) -> bool:
    """Whether there is no organization in the directory."""
    with database.reading() as session:
        return session.exec(select(Organization.id).limit(1)).first() is None


def seed_demo(database: Database, settings: Settings, *, share: float = 1.0) -> None:
    """Marlow County, its staff, a year of people (or a share of it) and the real treatment programs of 2017:
    all of it, or nothing. Demo mode only."""
    if not settings.is_demo:
        raise NotAllowed(say("The demonstration's data are loaded only in demo mode (TRESTLE_MODE=demo)."))
    columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
    with Progress(*columns, console=console, transient=True) as progress, database.writing() as session:
        task = progress.add_task("Kinds of service")
        load_kinds(session)
        town = read_town()
        seed_town(session, town, tell=lambda name: progress.update(task, description=name))
        progress.update(task, description="Staff")
        seed_staff(session, settings, town)
        seed_year(
            session, settings, town, share=share, tell=lambda said: progress.update(task, description=said)
        )
        progress.update(task, description="A report")
        make_first_report(session, settings)
        progress.update(task, description="Opioid treatment programs of 2017")
        programs = seed_treatment_programs(session)
    services = sum(len(agency.offers) for agency in town.agencies)
    console.print(
        f"{town.name}: {len(town.agencies)} agencies with {services} services, {len(town.staff)} staff; "
        f"{programs} real opioid treatment programs, listed in 2017."
    )


@click.command("seed")
def seed_command() -> None:
    """Fill an empty database with Marlow County and the programs of 2017. Demo mode only."""
    settings = read_settings()
    check_secrets(settings)
    database = open_database(settings)
    if not is_empty(database):
        raise click.ClickException("The directory is not empty; seeds go only into an empty one.")
    seed_demo(database, settings)
