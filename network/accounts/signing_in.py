"""Sign-in, in steps that keep the database free while a password is compared.

1. `check_password`: counts the try (short transaction), compares (slow, none), writes down a failure (short).
2. `sign_in`: the browser's session, in the request's transaction; half of one until the second factor.
3. `check_code` and `pass_second_factor`, or the set-up in second_factors.py.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from network import events
from network.accounts.passwords import hash_password, is_outdated, is_right
from network.accounts.second_factors import accept_code, has_second_factor
from network.accounts.sessions import actor_for, begin_session, may_sign_in, replace_session, rotate_session
from network.accounts.tries import PER_SOURCE, account_key, add_try, forget_tries, key_of, take_back, tries
from network.actors import SYSTEM, VISITOR
from network.clock import now
from network.db import Store
from network.errors import NotFound, TooMany
from network.rules.addresses import plain_email
from network.rules.passwords import password_problem
from network.settings import Settings
from network.tables import Account
from network.words import say

NOBODY = UUID(int=0)  # for whom a try counts whose address no account has
PASSWORD_DAYS = 365  # CJIS v6.0 IA-5 f: memorized secrets are changed every year


class NextStep(StrEnum):
    """What still stands between a right password and being signed in."""

    NOTHING = "nothing"
    CODE = "code"
    SET_UP = "set_up"  # everybody needs a second factor here, and this account has none yet


@dataclass(frozen=True)
class Try:
    """One try to sign in, counted before it is judged."""

    account_id: UUID | None
    password_hash: str
    reason_against: str  # a code for the audit when it must fail whatever is typed: unknown, locked, …
    numbers: tuple[int, ...]
    source: str  # where it came from, hashed
    new_hash: str = ""  # when the kept one was made with old parameters
    is_weak: bool = False  # today's rules would not accept this password


@dataclass(frozen=True)
class SignedIn:
    """A browser's new id, and what to do next."""

    cookie_id: str
    account_id: UUID
    next_step: NextStep
    password_is_due: bool


def check_password(store: Store, settings: Settings, email: str, password: str, source: str) -> Try | None:
    """Whether this password opens this account; None when not, whatever the reason.

    Has its own transactions. Raises TooMany when too much was tried from this address.
    """
    with store.writing() as session:
        account = session.exec(
            select(Account).where(Account.email == plain_email(email)).with_for_update()
        ).one_or_none()
        tried = _count_try(session, settings, account, source)
    if not is_right(password, tried.password_hash) or tried.reason_against or account is None:
        with store.writing() as session:
            _write_failure(session, settings, tried, "password")
        return None
    return Try(
        account.id,
        tried.password_hash,
        "",
        tried.numbers,
        tried.source,
        new_hash=hash_password(password) if is_outdated(tried.password_hash) else "",
        is_weak=password_problem(password, name=account.name, email=account.email) is not None,
    )


def check_code(store: Store, settings: Settings, account_id: UUID, code: str, source: str) -> Try | None:
    """Whether this code of the app is right and new; None when not. Has its own transactions."""
    with store.writing() as session:
        account = session.exec(
            select(Account).where(Account.id == account_id).with_for_update()
        ).one_or_none()
        tried = _count_try(session, settings, account, source)
        if account is not None and not tried.reason_against and accept_code(session, account.id, code):
            return tried
    with store.writing() as session:
        _write_failure(session, settings, tried, "code")
    return None


def _count_try(session: Session, settings: Settings, account: Account | None, source: str) -> Try:
    """Write the try down. The account's row is locked meanwhile, so that no two tries get the same number."""
    window = timedelta(minutes=settings.failed_tries_minutes)
    source_key = key_of("source", source, settings)
    account_or_nobody = account_key(account.id if account else NOBODY, settings)
    numbers = (add_try(session, source_key), add_try(session, account_or_nobody))
    if tries(session, source_key, window) > PER_SOURCE:
        raise TooMany(
            say("Too many wrong tries came from your connection. Please wait a quarter of an hour.")
        )
    if account is None:
        return Try(None, "", "unknown", numbers, source_key[:16])
    reason = ""
    if not may_sign_in(account, settings):
        reason = "not_active"
    elif account.locked_at is not None:
        reason = "locked"
    elif tries(session, account_or_nobody, window) > settings.failed_tries:
        reason = "too_many"
    return Try(account.id, account.password_hash, reason, numbers, source_key[:16])


def _write_failure(session: Session, settings: Settings, tried: Try, what: str) -> None:
    """Keep the failure, and lock the account when it was the last allowed one. (CJIS v6.0 AC-7)

    Of an address that nobody has, too: else it would be answered sooner, and tell that nobody has it.
    """
    account_id = tried.account_id or NOBODY
    reason = tried.reason_against or what
    events.record(
        session,
        VISITOR,
        "account.sign_in_failed",
        "account",
        account_id,
        reason=reason,
        source=tried.source,
    )
    window = timedelta(minutes=settings.failed_tries_minutes)
    if tries(session, account_key(account_id, settings), window) >= settings.failed_tries:
        _lock(session, account_id)


def _lock(session: Session, account_id: UUID) -> None:
    locked = session.exec(
        update(Account)
        .where(col(Account.id) == account_id, col(Account.locked_at).is_(None))
        .values(locked_at=now())
    )
    if locked.rowcount == 1:
        events.record(session, SYSTEM, "account.locked", "account", account_id)


def sign_in(
    session: Session, tried: Try, settings: Settings, *, device: str, replaces: UUID | None = None
) -> SignedIn:
    """The password was right: sign the browser in, or half in while the second factor is missing.

    `replaces` is the session that this browser had until now, whoever's it was.
    """
    account = _account(session, tried)
    if replaces is not None:
        replace_session(session, replaces)
    if tried.new_hash:
        account.password_hash = tried.new_hash
    step = next_step(session, account, settings)
    is_whole = step is NextStep.NOTHING
    cookie_id = begin_session(session, account, settings, device=device, is_whole=is_whole)
    take_back(session, *tried.numbers)
    if is_whole:
        _finish(session, account, settings, tried.source, "password")
    return SignedIn(cookie_id, account.id, step, _is_due(account) or (tried.is_weak and not account.is_demo))


def pass_second_factor(session: Session, tried: Try, settings: Settings, session_id: UUID) -> SignedIn:
    """The code was right too: the half session becomes a whole one, under another id."""
    account = _account(session, tried)
    cookie_id = rotate_session(session, session_id, settings)
    take_back(session, *tried.numbers)
    _finish(session, account, settings, tried.source, "code")
    return SignedIn(cookie_id, account.id, NextStep.NOTHING, _is_due(account))


def finish_set_up(session: Session, account: Account, settings: Settings, session_id: UUID) -> SignedIn:
    """The second factor has just been set up between password and sign-in: that was its first proof."""
    cookie_id = rotate_session(session, session_id, settings)
    _finish(session, account, settings, "", "set_up")
    return SignedIn(cookie_id, account.id, NextStep.NOTHING, _is_due(account))


def next_step(session: Session, account: Account, settings: Settings) -> NextStep:
    """What this account needs beside its password; demonstration accounts an app only if they set one up."""
    if has_second_factor(session, account.id):
        return NextStep.CODE
    return NextStep.SET_UP if settings.second_factor_required and not account.is_demo else NextStep.NOTHING


def _account(session: Session, tried: Try) -> Account:
    account = session.get(Account, tried.account_id)
    if account is None:
        raise NotFound
    return account


def _finish(session: Session, account: Account, settings: Settings, source: str, factor: str) -> None:
    forget_tries(session, account_key(account.id, settings))
    account.last_signed_in_at = now()
    session.add(account)
    session.flush()
    actor = actor_for(session, account)
    events.record(session, actor, "account.signed_in", "account", account.id, factor=factor, source=source)


def _is_due(account: Account) -> bool:
    changed = account.password_changed_at
    return not account.is_demo and changed is not None and now() - changed > timedelta(days=PASSWORD_DAYS)
