"""Browsers in which somebody is signed in.

Only ids that stand in the store count, and the store knows only their hash. A browser never chooses its id:
signing in, passing the second factor and every change of a person's rights give it a new one, so an id that
somebody else planted there is worth nothing (session fixation).
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from network.actors import Actor, ActorKind, Role
from network.clock import now
from network.errors import NotFound
from network.settings import Settings
from network.tables import Account, AccountRole, AccountSession, AccountStatus

HALF_MINUTES = 10  # between the password and the second factor
SEEN_AGAIN = timedelta(minutes=1)  # `last_seen_at` is written at most this often


class SignInState(StrEnum):
    """What a browser's session is worth now."""

    OPEN = "open"
    HALF = "half"  # the password was right, the second factor is still missing
    OVER = "over"  # ended, too old, idle too long, or the account may not sign in


@dataclass(frozen=True)
class FoundSession:
    """A session that stands in the store, whose it is, and what it is worth."""

    id: UUID
    account_id: UUID
    state: SignInState
    actor: Actor | None  # only when it is open
    last_seen_at: datetime
    is_new_here: bool = False  # has not put the first look around away


@dataclass(frozen=True)
class OpenSession:
    """One browser in which somebody is signed in now."""

    id: UUID
    device: str
    created_at: datetime
    last_seen_at: datetime


def hash_of(secret: str) -> str:
    """What the store keeps of a random secret (a cookie's id, a link's token): SHA-256, hex."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_secret() -> str:
    """A secret that cannot be guessed: 256 random bits, fit for cookies and addresses."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Six digits, to be said aloud or sent another way than a link; tries must be counted."""
    return f"{secrets.randbelow(1_000_000):06}"


def find_session(session: Session, cookie_id: str, settings: Settings) -> FoundSession | None:
    """The session of a browser's cookie; None when the store does not know it."""
    query = select(AccountSession, Account).join(Account, col(Account.id) == AccountSession.account_id)
    row = session.exec(query.where(AccountSession.id_hash == hash_of(cookie_id))).one_or_none()
    if row is None:
        return None
    signed_in, account = row
    state = _state(signed_in, account, settings)
    actor = actor_for(session, account) if state is SignInState.OPEN else None
    return FoundSession(
        signed_in.id, account.id, state, actor, signed_in.last_seen_at, is_new_here=account.toured_at is None
    )


def actor_for(session: Session, account: Account) -> Actor:
    """The account as the domain sees it."""
    roles = session.exec(select(AccountRole.role).where(AccountRole.account_id == account.id)).all()
    return Actor(
        ActorKind.STAFF,
        id=account.id,
        name=account.name,
        organization_id=account.organization_id,
        roles=frozenset(Role(role) for role in roles),
        language=account.language,
        time_zone=account.time_zone,
    )


def may_sign_in(account: Account, settings: Settings) -> bool:
    """Active, and a demonstration account only in the demonstration."""
    return account.status is AccountStatus.ACTIVE and (settings.is_demo or not account.is_demo)


def _state(signed_in: AccountSession, account: Account, settings: Settings) -> SignInState:
    idle_until = signed_in.last_seen_at + timedelta(minutes=settings.idle_minutes)
    over = signed_in.ended_at is not None or now() >= min(signed_in.expires_at, idle_until)
    if over or not may_sign_in(account, settings):
        return SignInState.OVER
    return SignInState.OPEN if signed_in.second_factor_passed else SignInState.HALF


def begin_session(
    session: Session, account: Account, settings: Settings, *, device: str, is_whole: bool
) -> str:
    """Sign a browser in and answer with the id for its cookie. A half session waits for the second factor."""
    cookie_id = new_secret()
    session.add(
        AccountSession(
            id_hash=hash_of(cookie_id),
            account_id=account.id,
            created_at=now(),
            last_seen_at=now(),
            expires_at=_end(settings, is_whole=is_whole),
            second_factor_passed=is_whole,
            device=device,
        )
    )
    return cookie_id


def replace_session(session: Session, session_id: UUID) -> None:
    """Somebody signs in anew in the same browser: what it had before ends."""
    session.exec(
        update(AccountSession)
        .where(col(AccountSession.id) == session_id, col(AccountSession.ended_at).is_(None))
        .values(ended_at=now())
    )


def rotate_session(session: Session, session_id: UUID, settings: Settings) -> str:
    """Give the browser another id, now that it may do more than before; its session becomes whole."""
    cookie_id = new_secret()
    change = update(AccountSession).where(
        col(AccountSession.id) == session_id, col(AccountSession.ended_at).is_(None)
    )
    values = {"id_hash": hash_of(cookie_id), "last_seen_at": now(), "second_factor_passed": True}
    if not session.exec(
        select(AccountSession.second_factor_passed).where(AccountSession.id == session_id)
    ).first():
        values["expires_at"] = _end(settings, is_whole=True)
    if session.exec(change.values(**values)).rowcount != 1:
        raise NotFound
    return cookie_id


def _end(settings: Settings, *, is_whole: bool) -> datetime:
    return now() + (timedelta(hours=settings.session_hours) if is_whole else timedelta(minutes=HALF_MINUTES))


def needs_touch(found: FoundSession) -> bool:
    """Whether it is time to write down again that this person is there."""
    return found.state is SignInState.OPEN and now() - found.last_seen_at >= SEEN_AGAIN


def touch_session(session: Session, session_id: UUID) -> None:
    """This person is there: the idle time begins anew."""
    session.exec(
        update(AccountSession)
        .where(
            col(AccountSession.id) == session_id,
            col(AccountSession.ended_at).is_(None),
            col(AccountSession.last_seen_at) <= now() - SEEN_AGAIN,
        )
        .values(last_seen_at=now())
    )


def open_sessions(session: Session, account_id: UUID, settings: Settings) -> Sequence[OpenSession]:
    """Where this person is signed in now, the latest first."""
    rows = session.exec(
        select(AccountSession)
        .where(
            AccountSession.account_id == account_id,
            col(AccountSession.ended_at).is_(None),
            col(AccountSession.expires_at) > now(),
            col(AccountSession.last_seen_at) > now() - timedelta(minutes=settings.idle_minutes),
            col(AccountSession.second_factor_passed),
        )
        .order_by(col(AccountSession.last_seen_at).desc(), col(AccountSession.id))
    ).all()
    return [OpenSession(row.id, row.device, row.created_at, row.last_seen_at) for row in rows]


def end_session(session: Session, account_id: UUID, session_id: UUID) -> None:
    """Sign one of this person's browsers out. Raises NotFound when it is not theirs or over already."""
    ended = session.exec(
        update(AccountSession)
        .where(
            col(AccountSession.id) == session_id,
            col(AccountSession.account_id) == account_id,
            col(AccountSession.ended_at).is_(None),
        )
        .values(ended_at=now())
    )
    if ended.rowcount != 1:
        raise NotFound


def end_sessions(session: Session, account_id: UUID, *, but: UUID | None = None) -> int:
    """Sign this person out everywhere, or everywhere but in one browser; answers how many that were."""
    change = update(AccountSession).where(
        col(AccountSession.account_id) == account_id, col(AccountSession.ended_at).is_(None)
    )
    if but is not None:
        change = change.where(col(AccountSession.id) != but)
    return session.exec(change.values(ended_at=now())).rowcount
