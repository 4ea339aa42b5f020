"""One set of migrations for both databases.

Every process asks at its start which migration the database has had. Alembic takes a tenth of that start to
import, so it is imported by those who move the tables.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text
from sqlmodel import SQLModel

import network.tables  # noqa: F401  (fills the metadata)
from network.db import Database

if TYPE_CHECKING:
    from alembic.config import Config

HERE = Path(__file__).parent


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database at `url` to this revision."""
    from alembic import command  # noqa: PLC0415

    command.upgrade(_config(url), revision)


def downgrade(url: str, revision: str) -> None:
    """Take the database at `url` back to this revision (`base`: empty)."""
    from alembic import command  # noqa: PLC0415

    command.downgrade(_config(url), revision)


def write_revision(url: str, number: str, message: str) -> None:
    """Write migration `number` ("0002") from the difference between the tables and the database at `url`."""
    from alembic import command  # noqa: PLC0415

    command.revision(_config(url), message, autogenerate=True, rev_id=number)


def newest_revision() -> str:
    """The last migration there is, by the numbers with which their files begin."""
    return max(path.name.partition("_")[0] for path in (HERE / "versions").glob("[0-9]*_*.py"))


def revision_of(database: Database) -> str | None:
    """The last migration that the database has had; None: never migrated."""
    with database.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return revision


def differences(connection: Connection) -> list[object]:
    """What a migrated database lacks of the tables, or has beyond them."""
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415
    from alembic.migration import MigrationContext  # noqa: PLC0415

    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, SQLModel.metadata))


def _config(url: str) -> Config:
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["url"] = url
    return config
