"""Tells every process's search index which services changed, in the order of the commits."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from network.tables import DirectoryChange, DirectoryVersion

TOO_MANY_TO_NAME = 500  # reading everything again is then quicker


def record_change(session: Session, service_ids: Iterable[UUID] | None) -> None:
    """These services changed (None: everything may have). Locks the version row, so that versions follow commits.

    Call it last in an operation: other writers of the directory wait from here to the commit (PostgreSQL).
    """
    session.exec(
        update(DirectoryVersion).values(version=col(DirectoryVersion.version) + 1)
    )
    version = directory_version(session)
    named: list[UUID | None] = (
        [None] if service_ids is None else list(dict.fromkeys(service_ids))
    )
    if len(named) > TOO_MANY_TO_NAME:
        named = [None]
    session.add_all(
        DirectoryChange(version=version, service_id=service_id) for service_id in named
    )


def directory_version(session: Session) -> int:
    """The number of the directory's last change; 0 when there was none. Its one row comes with the first migration."""
    return session.exec(select(DirectoryVersion.version)).one()


def changes_since(session: Session, version: int) -> set[UUID] | None:
    """The services that changed after `version`; None when everything must be read again."""
    changed = session.exec(
        select(DirectoryChange.service_id).where(col(DirectoryChange.version) > version)
    ).all()
    return (
        None
        if None in changed
        else {service_id for service_id in changed if service_id is not None}
    )
