"""One after the other: whoever writes down what came of a referral holds its row until the end."""

from sqlmodel import Session, select

from network.errors import NotFound
from network.referrals.operations.making import hold_need
from network.tables import Referral


def hold(session: Session, referral: Referral) -> None:
    """Wait for whoever else changes this referral, and read it as it is now; its need first, as every move
    does."""
    hold_need(session, referral)
    found = session.exec(
        select(Referral)
        .where(Referral.id == referral.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound
