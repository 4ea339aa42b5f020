"""`trestle check-migrations` and `trestle check-templates`: checks that need neither a database nor a
server."""

import tempfile
from pathlib import Path

import click

from network import migrations
from network.db import Database


@click.command("check-migrations")
def check_migrations_command() -> None:
    """Migrate an empty database and compare it with the tables."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/check.db")
        migrations.upgrade(database.url)
        with database.engine.connect() as connection:
            found = migrations.differences(connection)
        database.close()
    for difference in found:
        click.echo(f"not in the migrations: {difference}")
    if found:
        raise click.ClickException("Write a migration: see CONTRIBUTING.md.")
    click.echo("Tables and migrations agree.")


@click.command("check-templates")
def check_templates_command() -> None:
    """Compile every template; a name or tag that cannot be read fails here."""
    from web.rendering import TEMPLATES, make_environment  # noqa: PLC0415

    environment = make_environment()
    paths = sorted(path.relative_to(TEMPLATES).as_posix() for path in Path(TEMPLATES).rglob("*.html"))
    for path in paths:
        environment.get_template(path)
    click.echo(f"{len(paths)} templates can be read.")
