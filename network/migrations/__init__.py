"""One set of migrations for both databases."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlmodel import SQLModel

import network.tables  # noqa: F401  (fills the metadata)
from network.db import Database


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database at `url` to this revision."""
    command.upgrade(_config(url), revision)


def downgrade(url: str, revision: str) -> None:
    """Take the database at `url` back to this revision (`base`: empty)."""
    command.downgrade(_config(url), revision)


def write_revision(url: str, number: str, message: str) -> None:
    """Write migration `number` ("0002") from the difference between the tables and the database at `url`."""
    command.revision(_config(url), message, autogenerate=True, rev_id=number)


def newest_revision() -> str | None:
    """The last migration there is."""
    return ScriptDirectory.from_config(_config("")).get_current_head()


def revision_of(database: Database) -> str | None:
    """The last migration that the database has had; None: never migrated."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def differences(connection: Connection) -> list[object]:
    """What a migrated database lacks of the tables, or has beyond them."""
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, SQLModel.metadata))


def _config(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["url"] = url
    return config
