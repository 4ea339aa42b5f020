"""What was typed and would be lost: a form that was sent after sign-in had ended, or that somebody left to
look further. Kept sealed for an hour, offered to its account only."""

import json
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col, select

from network.accounts.sessions import hash_of, new_secret
from network.clock import now
from network.tables import KeptForm

LARGEST = 256 * 1024  # bytes of the fields as they are sealed
KEPT = timedelta(hours=1)
PER_ACCOUNT = 5

Fields = Sequence[tuple[str, str]]


def keep_form(session: Session, account_id: UUID, path: str, fields: Fields) -> str | None:
    """Keep what was typed; answers with the key for the browser, None when it is too large to keep."""
    text = json.dumps([list(pair) for pair in fields])
    if len(text.encode()) > LARGEST:
        return None
    _make_room(session, account_id)
    key = new_secret()
    session.add(
        KeptForm(
            key_hash=hash_of(key),
            account_id=account_id,
            path=path,
            fields=text,
            kept_at=now(),
            expires_at=now() + KEPT,
        )
    )
    return key


def _make_room(session: Session, account_id: UUID) -> None:
    newest = (
        select(col(KeptForm.id))
        .where(KeptForm.account_id == account_id)
        .order_by(col(KeptForm.id).desc())
        .limit(PER_ACCOUNT - 1)
    )
    kept = list(session.exec(newest).all())
    session.exec(
        delete(KeptForm).where(col(KeptForm.account_id) == account_id, col(KeptForm.id).not_in(kept))
    )


def find_kept_form(session: Session, account_id: UUID, key: str) -> tuple[str, Fields] | None:
    """Path and fields of the form that this browser's key and this account kept; None when there is none."""
    row = session.exec(
        select(KeptForm).where(
            KeptForm.key_hash == hash_of(key),
            KeptForm.account_id == account_id,
            KeptForm.expires_at > now(),
        )
    ).one_or_none()
    return None if row is None else (row.path, [(name, value) for name, value in json.loads(row.fields)])


def typed_before(session: Session, account_id: UUID, path: str) -> Fields:
    """What this account typed last at this address before it went on looking elsewhere; empty: nothing."""
    row = session.exec(
        select(KeptForm)
        .where(KeptForm.account_id == account_id, KeptForm.path == path, KeptForm.expires_at > now())
        .order_by(col(KeptForm.id).desc())
    ).first()
    return [] if row is None else [(name, value) for name, value in json.loads(row.fields)]


def forget_typed(session: Session, account_id: UUID, path: str) -> None:
    """What was typed at this address was used, or something newer is kept."""
    session.exec(delete(KeptForm).where(col(KeptForm.account_id) == account_id, col(KeptForm.path) == path))


def has_kept_form(session: Session, account_id: UUID, key: str) -> bool:
    """Whether something is kept for this account under the browser's key."""
    return find_kept_form(session, account_id, key) is not None


def forget_kept_form(session: Session, account_id: UUID, key: str) -> None:
    """Nobody needs what was typed any more."""
    session.exec(
        delete(KeptForm).where(col(KeptForm.key_hash) == hash_of(key), col(KeptForm.account_id) == account_id)
    )
