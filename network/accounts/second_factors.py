"""Authenticator apps as second factor (TOTP, RFC 6238); a code is accepted once (CJIS v6.0 IA-2(8))."""

import base64
import hmac
from uuid import UUID

import pyotp
from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from network import events
from network.accounts.sessions import end_sessions
from network.actors import Actor
from network.clock import now
from network.errors import Conflict, NotFound
from network.settings import Settings
from network.tables import Account, AccountSession, SecondFactor
from network.words import say

STEP_SECONDS = 30
DRIFT_STEPS = 1  # a phone's clock may be half a minute off, either way
ISSUER = "Trestle"


def has_second_factor(session: Session, account_id: UUID) -> bool:
    """Whether this account has an authenticator app."""
    query = select(SecondFactor.account_id).where(SecondFactor.account_id == account_id)
    return session.exec(query).first() is not None


def offered_secret(session: Session, session_id: UUID, settings: Settings) -> str:
    """The key that the set-up page shows in this browser (base32).

    It follows from our secret and the browser's session, so that showing the page writes nothing; another
    sign-in gets another key, and so does the same browser once an app was set up or removed.
    """
    id_hash = session.exec(
        select(AccountSession.id_hash).where(AccountSession.id == session_id)
    ).one_or_none()
    if id_hash is None:
        raise NotFound
    key = hmac.digest(settings.secret_key.encode(), f"authenticator app {id_hash}".encode(), "sha256")
    return base64.b32encode(key[:20]).decode()


def app_address(secret: str, account: Account) -> str:
    """What the QR code says to the app (otpauth://…)."""
    return pyotp.TOTP(secret).provisioning_uri(name=account.email, issuer_name=ISSUER)


def step_of(secret: str, code: str, *, after: int = 0) -> int | None:
    """The time step whose code this is, later than step `after`; None when the code is wrong, old or used."""
    digits = "".join(sign for sign in code[:20] if sign.isdigit() and sign.isascii())
    present = int(now().timestamp()) // STEP_SECONDS
    app = pyotp.TOTP(secret)
    for step in range(present - DRIFT_STEPS, present + DRIFT_STEPS + 1):
        if hmac.compare_digest(app.generate_otp(step), digits) and step > after:
            return step
    return None


def accept_code(session: Session, account_id: UUID, code: str) -> bool:
    """Whether the code is right and new; it is used up by this. Of two at once, one is accepted."""
    app = session.get(SecondFactor, account_id)
    step = step_of(app.secret, code, after=app.last_step) if app is not None else None
    if step is None:
        return False
    used = session.exec(
        update(SecondFactor)
        .where(col(SecondFactor.account_id) == account_id, col(SecondFactor.last_step) < step)
        .values(last_step=step)
    )
    return used.rowcount == 1


def set_second_factor(
    session: Session, actor: Actor, account: Account, *, secret: str, step: int, but: UUID | None = None
) -> None:
    """From now on this account needs the app that has this key; its other browsers sign in again.

    Raises Conflict when it has an app already.
    """
    if has_second_factor(session, account.id):
        raise Conflict(say("An authenticator app is set up already. Remove it first."))
    session.add(SecondFactor(account_id=account.id, secret=secret, last_step=step, set_at=now()))
    end_sessions(session, account.id, but=but)
    events.record(session, actor, "account.second_factor_set", "account", account.id)


def remove_second_factor(
    session: Session, actor: Actor, account: Account, *, but: UUID | None = None
) -> None:
    """The app no longer counts, and every browser (but one) signs in again. Raises NotFound without one."""
    removed = session.exec(delete(SecondFactor).where(col(SecondFactor.account_id) == account.id))
    if removed.rowcount != 1:
        raise NotFound
    end_sessions(session, account.id, but=but)
    events.record(session, actor, "account.second_factor_removed", "account", account.id)
