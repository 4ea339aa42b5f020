"""Opens what commands need: settings, the database, the world of the web."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from network import migrations
from network.db import Database
from network.sealing import use_keys
from network.settings import Settings, check_limits, check_secrets, read_field_keys, read_settings

if TYPE_CHECKING:
    from geopy.geocoders.base import Geocoder

    from web.world import World


def open_database(settings: Settings | None = None, *, any_version: bool = False) -> Database:
    """The database of the settings. Refuses one that is not migrated, with a sentence that says what to
    do."""
    settings = settings or read_settings()
    if settings.field_keys:
        use_keys(read_field_keys(settings.field_keys))
    database = Database(settings.database_url)
    if not any_version:
        if not database.answers():
            raise click.ClickException(f"The database does not answer: {shown_url(database)}.")
        if migrations.revision_of(database) != migrations.newest_revision():
            raise click.ClickException(
                f"The database {shown_url(database)} is not up to date. Run: trestle migrate"
            )
    return database


def open_world(settings: Settings) -> "World":
    """All that the web needs; refuses missing or demonstration secrets and unsafe settings."""
    from network.search.choosing import choose_finder  # noqa: PLC0415
    from network.search.embedded import EmbeddedEngine  # noqa: PLC0415
    from web.world import World  # noqa: PLC0415

    check_secrets(settings)
    check_limits(settings)
    database = open_database(settings)
    engine = EmbeddedEngine(settings.default_time_zone, choose_finder(settings))
    return World(settings, database, engine, open_named_places(settings))


def open_named_places(settings: Settings) -> "Geocoder":
    """The geocoder of the settings; the demonstration's also knows the invented towns of Marlow County."""
    from network.places.geocoder import open_geocoder  # noqa: PLC0415
    from seeds.marlow.places import marlow_places  # noqa: PLC0415

    return open_geocoder(settings, also=marlow_places() if settings.is_demo else None)


def shown_url(database: Database) -> str:
    """The database's address without its password."""
    return database.engine.url.render_as_string(hide_password=True)


def print_json(answer: Any) -> None:
    """One JSON document on standard output."""
    json.dump(answer, sys.stdout, indent=2, ensure_ascii=False, default=str)
    sys.stdout.write("\n")


def demo_settings_path() -> Path:
    """Where the demonstration keeps the secrets it made for itself."""
    return Path("var/demo-secrets.json")
