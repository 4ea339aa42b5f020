"""Tells every process's search index which services changed, in the order of the commits."""

import math
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import Lock
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from network.tables import DirectoryChange, DirectoryVersion

TOO_MANY_TO_NAME = 500  # reading everything again is then quicker
LONGEST_BLINK = 2.0  # seconds; a watch that has not looked for so long knows nothing
MOST_REMEMBERED = 50_000  # services; then it forgets, as if everything had changed
_NEVER = -1
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


class DirectoryWatch:
    """What this process has seen of the directory's changes, for whoever keeps answers made of it.

    One thread looks, others ask. Whoever keeps an answer notes `version` before reading what it is made of;
    the answer is good as long as `is_same` says so, and only while the watch `is_awake`.
    """

    def __init__(self) -> None:
        self.version = _NEVER
        self._everything = 0  # the version since which changes are known by service
        self._changed: dict[UUID, int] = {}
        self._looked_at = -math.inf  # seconds of the clock that never goes back
        self._looking = Lock()

    def look(self, session: Session) -> None:
        """See what changed since the last look."""
        began = time.monotonic()
        with self._looking:
            version = directory_version(session)
            if version != self.version:
                self._take_in(session, version)
            self.version, self._looked_at = version, began

    def is_awake(self) -> bool:
        """Whether it looked a moment ago: a database that is away must not keep old answers alive."""
        return time.monotonic() - self._looked_at < LONGEST_BLINK

    def is_same(self, service_id: UUID, version: int) -> bool:
        """Whether this service is as it was in that version, as far as anybody here has seen."""
        return self._everything <= version <= self.version and self._changed.get(service_id, 0) <= version

    def _take_in(self, session: Session, version: int) -> None:
        changed = changes_since(session, self.version) if _NEVER < self.version < version else None
        if changed is None or len(self._changed) > MOST_REMEMBERED:
            self._everything, self._changed = version, {}
        else:
            self._changed |= dict.fromkeys(changed, version)
