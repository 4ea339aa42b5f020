"""Counts what was tried: sign-ins and forgotten passwords, by account and by where they come from, hashed.

A try is counted before the password is looked at. So a hundred guesses at one moment are a hundred tries,
and no more than the allowed ones are ever compared.
"""

import hmac
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from network.clock import now
from network.settings import Settings
from network.tables import TriedSignIn

PER_SOURCE = 30  # wrong tries from one address within the minutes of TRESTLE_FAILED_TRIES_MINUTES
LETTERS_PER_HOUR = 3  # that one person, or one address × 5, can cause
KEPT = timedelta(hours=2)


def key_of(what: str, text: str, settings: Settings) -> str:
    """A name for this text that tells nothing without the secret."""
    return hmac.digest(settings.secret_key.encode(), f"tried {what} {text}".encode(), "sha256").hex()


def account_key(account_id: UUID, settings: Settings) -> str:
    return key_of("account", str(account_id), settings)


def add_try(session: Session, key: str) -> int:
    """Write one try down; answers with its number, for `take_back`."""
    tried = TriedSignIn(key_hash=key, tried_at=now())
    session.add(tried)
    session.flush()
    assert tried.id is not None
    return tried.id


def tries(session: Session, key: str, within: timedelta) -> int:
    """How many were written down, this one included."""
    query = select(func.count()).select_from(TriedSignIn)
    return session.exec(query.where(TriedSignIn.key_hash == key, TriedSignIn.tried_at > now() - within)).one()


def take_back(session: Session, *numbers: int) -> None:
    """These were not wrong after all."""
    session.exec(delete(TriedSignIn).where(col(TriedSignIn.id).in_(numbers)))


def forget_tries(session: Session, key: str) -> None:
    """Start counting anew."""
    session.exec(delete(TriedSignIn).where(col(TriedSignIn.key_hash) == key))
