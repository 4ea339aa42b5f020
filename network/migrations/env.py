"""How Alembic reaches the database. See docs/decisions/0004 for why foreign keys are off meanwhile on
SQLite."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, LargeBinary, create_engine, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import JSON
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

import network.tables  # noqa: F401
from network.sealing import Sealed, SealedBytes

LOCK = 7_263_401_118  # any number, the same in every process: one migrates at a time


def render_item(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Migrations name plain database types only, so that they still run when our types have changed."""
    if kind != "type":
        return False
    if isinstance(item, Sealed | SealedBytes):
        return repr(LargeBinary()).join(("sa.", ""))
    if isinstance(item, JSON) and not isinstance(item, JSONB):
        autogen.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    if isinstance(item, AutoString):
        return "sa.String()"
    if type(item).__name__ == "UTCDateTime":
        return "sa.DateTime(timezone=True)"
    return False


def run(connection: Connection) -> None:
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.commit()
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        transaction_per_migration=True,
        render_item=render_item,
        compare_type=True,
    )
    with context.begin_transaction():
        if not sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        context.run_migrations()
    if sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
        raise RuntimeError(f"The migration left records that point to nothing: {broken[:5]}")


engine = create_engine(context.config.attributes["url"])
with engine.connect() as connection:
    run(connection)
engine.dispose()
