"""Several candidates for one need: asked in turn or at once, and the first yes wins."""

from collections.abc import Sequence

from sqlalchemy import update
from sqlmodel import Session, col, select

from network.clock import now
from network.errors import Conflict
from network.referrals.consents import cover_of
from network.referrals.gates import may_go_out
from network.referrals.steps import Step
from network.rules.moves import ASK_CONSENT, ASKED, SEND, UNSENT, WAITING, WITHDRAW
from network.rules.reasons import DeclineReason
from network.tables import Candidacy, Referral, ReferralStatus, Trying
from network.words import say


def require_still_open(session: Session, referral: Referral) -> None:
    """Raises Conflict when another place has said yes before."""
    winner = _winner(session, referral)
    if winner is not None and winner != referral.id:
        raise Conflict(
            say("Another place said yes first, so this one is no longer needed. Nothing was changed.")
        )


def win(session: Session, referral: Referral) -> None:
    """The first yes wins, by asking the database. Raises Conflict for the second."""
    if referral.candidacy_id is None or _winner(session, referral) == referral.id:
        return
    won = session.exec(
        update(Candidacy)
        .where(col(Candidacy.id) == referral.candidacy_id, col(Candidacy.won_by_id).is_(None))
        .values(won_by_id=referral.id)
        .execution_options(synchronize_session=False)
    )
    if won.rowcount != 1:
        require_still_open(session, referral)


def give_up_win(session: Session, referral: Referral) -> None:
    """What was agreed came to nothing: others may say yes again."""
    session.exec(
        update(Candidacy)
        .where(col(Candidacy.id) == referral.candidacy_id, col(Candidacy.won_by_id) == referral.id)
        .values(won_by_id=None)
        .execution_options(synchronize_session=False)
    )


def rest_withdrawn(session: Session, referral: Referral) -> list[Step]:
    """Those asked at the same time are told that they are no longer needed."""
    candidacy = session.get(Candidacy, referral.candidacy_id) if referral.candidacy_id else None
    if candidacy is None or candidacy.trying is not Trying.AT_ONCE:
        return []
    return [
        Step(other, WITHDRAW, DeclineReason.SERVED_ELSEWHERE)
        for other in _others(session, referral)
        if other.status in UNSENT | ASKED | WAITING
    ]


def next_in_turn(session: Session, referral: Referral) -> list[Step]:
    """The next candidate goes out when the one before came to nothing and nobody else is being asked.

    Without a live grant it waits for consent instead, which its sender is told.
    """
    candidacy = session.get(Candidacy, referral.candidacy_id) if referral.candidacy_id else None
    if candidacy is None or candidacy.trying is not Trying.IN_TURN or _winner(session, referral):
        return []
    others = _others(session, referral)
    if any(other.status in ASKED for other in others):
        return []
    for other in others:
        if other.status is ReferralStatus.DRAFT and may_go_out(session, other):
            cover = cover_of(session, other)
            if not cover.is_whole:
                return [Step(other, ASK_CONSENT)]
            assert cover.permit is not None
            return [Step(other, SEND, changes={"sent_at": now(), "grant_id": cover.permit.id})]
    return []


def is_before_its_turn(session: Session, referral: Referral) -> bool:
    """Whether a candidate that stands before this one is still being asked, or has said yes."""
    candidacy = session.get(Candidacy, referral.candidacy_id) if referral.candidacy_id else None
    if candidacy is None or candidacy.trying is not Trying.IN_TURN:
        return False
    return any(
        other.status in ASKED or (other.turn < referral.turn and other.status in UNSENT)
        for other in _others(session, referral)
    )


def _others(session: Session, referral: Referral) -> Sequence[Referral]:
    return session.exec(
        select(Referral)
        .where(Referral.candidacy_id == referral.candidacy_id, Referral.id != referral.id)
        .order_by(col(Referral.turn), col(Referral.id))
        .execution_options(populate_existing=True)
    ).all()


def _winner(session: Session, referral: Referral) -> object:
    if referral.candidacy_id is None:
        return None
    return session.exec(
        select(Candidacy.won_by_id).where(Candidacy.id == referral.candidacy_id)
    ).one_or_none()


def cover_drafts(session: Session, referral: Referral) -> None:
    """Candidates that wait for their turn stand on the same consent, so that a consent that lasts until its
    referrals are closed does not end between two of them."""
    candidacy = session.get(Candidacy, referral.candidacy_id) if referral.candidacy_id else None
    if candidacy is None:
        return
    for other in _others(session, referral):
        if other.status in UNSENT and (cover := cover_of(session, other)).permit is not None:
            other.grant_id = cover.permit.id
            session.add(other)
    session.flush()
