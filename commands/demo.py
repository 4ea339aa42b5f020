"""`trestle demo`: the fictional Marlow County, set up and served with one command."""

import json
import os
import time
from pathlib import Path

import click
from sqlalchemy import make_url

from commands.console import console
from commands.opening import demo_settings_path, open_database
from commands.secrets import make_demo_secrets
from commands.seeding import is_empty, seed_demo
from commands.serving import serve
from network import migrations
from network.accounts.queries import demo_accounts
from network.db import Database
from network.settings import read_settings
from seeds.staff import DEMO_PASSWORD

QUICK = 0.12  # of the year


@click.command("demo")
@click.option("--reset", is_flag=True, help="Throw the demonstration's database away and start anew.")
@click.option("--quick", is_flag=True, help="Only an eighth of the year of people: ready sooner.")
@click.option("--serve/--no-serve", "serves", default=True, help="Serve the site when all is set up.")
@click.option("--host", envvar="HOST", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", envvar="PORT", default=8000, show_default=True, help="Port to listen on.")
def demo_command(reset: bool, quick: bool, serves: bool, host: str, port: int) -> None:
    """Set up the demonstration once, say who can sign in, and serve it."""
    began = time.monotonic()
    os.environ.update(demo_environment(host, port))
    settings = read_settings()
    if reset:
        _forget(settings.database_url)
    migrations.upgrade(settings.database_url)
    database = open_database(settings)
    if is_empty(database):
        seed_demo(database, settings, share=QUICK if quick else 1.0)
    _say_who_can_sign_in(database)
    console.print(f"Ready after {time.monotonic() - began:.1f} seconds.")
    database.close()
    if serves:
        serve(settings, host, port, with_worker=True)


def demo_environment(host: str, port: int) -> dict[str, str]:
    """Settings of the demonstration; what the environment says already stands."""
    path = demo_settings_path()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(make_demo_secrets(), indent=2), encoding="utf-8")
        path.chmod(0o600)
    chosen = {
        **json.loads(path.read_text(encoding="utf-8")),
        "TRESTLE_MODE": "demo",
        "TRESTLE_BASE_URL": f"http://{host}:{port}",
        "TRESTLE_SECOND_FACTOR_REQUIRED": "no",
        "TRESTLE_OPERATOR_NAME": "Demonstration of Trestle",
        "TRESTLE_MAIL_FROM": "trestle@marlow.example",
        "TRESTLE_DEFAULT_TIME_ZONE": "America/New_York",
    }
    return {name: value for name, value in chosen.items() if name not in os.environ}


def _forget(url: str) -> None:
    """Remove the demonstration's SQLite file; any other database is left alone."""
    if make_url(url).get_backend_name() != "sqlite":
        raise click.ClickException("--reset removes only SQLite files; empty this database yourself.")
    path = make_url(url).database or ""
    for end in ("", "-wal", "-shm"):
        Path(path + end).unlink(missing_ok=True)
    console.print(f"Removed {path}.")


def _say_who_can_sign_in(database: Database) -> None:
    with database.reading() as session:
        accounts = demo_accounts(session)
    console.print(f"\nWho can sign in (password for all: [bold]{DEMO_PASSWORD}[/bold]):")
    for account in accounts:
        console.print(f"  {account.email:<44} {account.name}, {', '.join(account.roles)}")
    console.print()
