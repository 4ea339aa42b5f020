"""Kinds of columns that every table uses the same way on both databases."""

from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# A list or dictionary that is read and written whole; editing it in place is not saved.
JSON: Any = sa.JSON().with_variant(JSONB(), "postgresql")


def choice(options: type[StrEnum], name: str = "") -> Any:
    """One of the options, kept as its value and checked by the database; a second column of the same options
    in one table needs a `name`."""
    return sa.Enum(
        options,
        native_enum=False,
        length=max(max(len(option.value) for option in options), 32),
        values_callable=lambda members: [member.value for member in members],
        create_constraint=True,
        validate_strings=True,
        name=name or options.__name__.lower(),
    )
