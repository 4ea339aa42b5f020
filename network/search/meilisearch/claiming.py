"""Whose turn it is to write the word index: one worker at a time, for as long as it says that it works."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import CursorResult, or_, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from network.clock import now
from network.search.meilisearch.names import ENGINE, INDEX
from network.search.meilisearch.standing import NEVER
from network.tables import WordIndexState

LEASE = timedelta(minutes=3)  # longer than one task may take
RETRY = timedelta(seconds=20)  # after a fault

NOT_BUILDING: dict[str, Any] = dict.fromkeys(
    ("building_uid", "building_settings", "building_version", "building_after")
)


class TurnLost(Exception):
    """Another worker has taken over; what it does now is not to be disturbed."""


@dataclass(frozen=True)
class Turn:
    """The right to write, as far as `holder` still stands in the row."""

    holder: str


def read_state(session: Session) -> WordIndexState | None:
    """How far the index is; None before anybody began."""
    return session.exec(select(WordIndexState).where(col(WordIndexState.name) == ENGINE)).one_or_none()


def take_turn(session: Session) -> Turn | None:
    """Take the turn, unless somebody has it or a fault is too recent."""
    _make_state(session)
    turn = Turn(secrets.token_hex(8))
    taken = session.exec(
        update(WordIndexState)
        .where(
            col(WordIndexState.name) == ENGINE,
            or_(col(WordIndexState.lease_until).is_(None), col(WordIndexState.lease_until) < now()),
        )
        .values(lease_by=turn.holder, lease_until=now() + LEASE)
    )
    assert isinstance(taken, CursorResult)
    return turn if taken.rowcount == 1 else None


def keep_turn(session: Session, turn: Turn, **found: Any) -> None:
    """Still at it: write down what was reached. Raises TurnLost."""
    _write(session, turn, lease_until=now() + LEASE, updated_at=now(), **found)


def end_turn(session: Session, turn: Turn, fault: str | None = None, **found: Any) -> None:
    """Done for now, or a fault: then nobody tries again at once. A turn that was lost has ended already."""
    try:
        _write(
            session,
            turn,
            lease_by=None,
            lease_until=None if fault is None else now() + RETRY,
            fault=fault,
            **found,
        )
    except TurnLost:
        return


def _make_state(session: Session) -> None:
    if read_state(session) is not None:
        return
    first = WordIndexState(
        name=ENGINE, index_uid=INDEX, settings_version="", directory_version=NEVER, updated_at=now()
    )
    try:
        with session.begin_nested():
            session.add(first)
    except IntegrityError:  # another worker was quicker
        return


def _write(session: Session, turn: Turn, **values: Any) -> None:
    ours = col(WordIndexState.name) == ENGINE, col(WordIndexState.lease_by) == turn.holder
    written = session.exec(update(WordIndexState).where(*ours).values(**values))
    assert isinstance(written, CursorResult)
    if written.rowcount != 1:
        raise TurnLost
