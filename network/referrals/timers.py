"""Timers of referrals."""

from sqlmodel import Session

from network.rules.moves import Move
from network.tables import Referral, ReferralStatus


def set_timers(session: Session, referral: Referral, move: Move, before: ReferralStatus) -> None:
    """Settle what is no longer waited for, and set what is."""
