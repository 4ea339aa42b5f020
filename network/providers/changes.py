"""Tells every process's search index which services changed, in the order of the commits."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from network.tables import DirectoryChange, DirectoryVersion

TOO_MANY_TO_NAME = 500  # reading everything again is then quicker
_GATHERED = "gathered_directory_changes"  # in a session's own notes, while `one_change` lasts


def record_change(session: Session, service_ids: Iterable[UUID] | None) -> None:
    """These services changed (None: everything may have). Locks the version row: versions follow commits.

    Call it last in an operation: other writers of the directory wait from here to the commit (PostgreSQL).
    """
    named: list[UUID | None] = [None] if service_ids is None else list(dict.fromkeys(service_ids))
    if not named:
        return
    if _GATHERED in session.info:
        session.info[_GATHERED].extend(named)
        return
    session.exec(update(DirectoryVersion).values(version=col(DirectoryVersion.version) + 1))
    version = directory_version(session)
    if None in named or len(named) > TOO_MANY_TO_NAME:
        named = [None]
    session.add_all(DirectoryChange(version=version, service_id=service_id) for service_id in named)


@contextmanager
def one_change(session: Session) -> Iterator[None]:
    """All changes made inside are told once, at its end: for seeds and imports, which change much."""
    if _GATHERED in session.info:
        yield
        return
    session.info[_GATHERED] = []
    try:
        yield
    finally:
        gathered = session.info.pop(_GATHERED)
    record_change(session, None if None in gathered else gathered)


def directory_version(session: Session) -> int:
    """The number of the directory's last change; 0 when there was none. Its row comes with the migrations."""
    return session.exec(select(DirectoryVersion.version)).one()


def changes_since(session: Session, version: int) -> set[UUID] | None:
    """The services that changed after `version`; None when everything must be read again."""
    changed = session.exec(
        select(DirectoryChange.service_id).where(col(DirectoryChange.version) > version)
    ).all()
    return None if None in changed else {service_id for service_id in changed if service_id is not None}
