"""Forgets what accounts no longer need."""

from datetime import timedelta

from sqlalchemy import delete
from sqlmodel import Session, col

from network.accounts.tries import KEPT as TRIES_KEPT
from network.clock import now
from network.tables import AccountLink, AccountSession, KeptForm, TriedSignIn

SESSIONS_KEPT = timedelta(
    days=7
)  # after their end, so that a form of an ended session still finds its account
LINKS_KEPT = timedelta(days=7)


def forget_old(session: Session) -> dict[str, int]:
    """Remove ended sessions, old links, kept forms and counted tries; answers how many of each."""
    gone = {
        "sessions": delete(AccountSession).where(col(AccountSession.expires_at) < now() - SESSIONS_KEPT),
        "links": delete(AccountLink).where(col(AccountLink.expires_at) < now() - LINKS_KEPT),
        "kept_forms": delete(KeptForm).where(col(KeptForm.expires_at) <= now()),
        "tries": delete(TriedSignIn).where(col(TriedSignIn.tried_at) < now() - TRIES_KEPT),
    }
    return {what: session.exec(statement).rowcount for what, statement in gone.items()}
