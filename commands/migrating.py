"""`trestle migrate`: the database's tables."""

import click

from commands.console import console
from commands.opening import open_database, shown_url
from network import migrations
from network.providers.kinds.loading import load_kinds
from network.settings import read_settings


@click.command("migrate")
@click.option("--to", "revision", default="head", help="Revision to reach; `head` is the newest.")
def migrate_command(revision: str) -> None:
    """Bring the database up to date, and the kinds of service with it."""
    settings = read_settings()
    database = open_database(settings, any_version=True)
    if not database.answers():
        raise click.ClickException(f"The database does not answer: {shown_url(database)}.")
    before = migrations.revision_of(database)
    with console.status("Migrating…"):
        migrations.upgrade(settings.database_url, revision)
        if revision == "head":
            with database.writing() as session:
                load_kinds(session)
    console.print(f"{shown_url(database)}: {before or 'empty'} → {migrations.revision_of(database)}")
