"""What follows from a move: places taken and given back, candidates, other referrals of the same need."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from network.providers.operations.inferring import infer_full, infer_step
from network.referrals.candidates import give_up_win, next_in_turn, rest_withdrawn, win
from network.referrals.steps import Step
from network.rules.moves import ACCEPT, AGREED, IN_CARE, LINK, OBSOLETE, REOPEN, SEND_BACK, Move
from network.rules.reasons import DeclineReason
from network.tables import Referral, ReferralStatus

S = ReferralStatus
YES = (ACCEPT, SEND_BACK, REOPEN)
NEXT_AFTER = frozenset({S.DECLINED_PROVIDER, S.EXPIRED_NO_RESPONSE, S.NOT_LINKED})
"""Ends after which the next candidate is asked by itself. After a release a coordinator decides first; what
the sender or the person ended is not begun elsewhere without them."""


def follow(session: Session, referral: Referral, move: Move, before: ReferralStatus) -> list[Step]:
    """Change what follows at once, and answer the moves of other referrals that follow."""
    steps: list[Step] = []
    if move in YES:
        win(session, referral)
        steps += rest_withdrawn(session, referral)
    elif before in AGREED | IN_CARE and referral.status not in AGREED | IN_CARE | {S.COMPLETED}:
        give_up_win(session, referral)
    _count_places(session, referral, move)
    if move is LINK:
        steps += _siblings_obsolete(session, referral)
    if referral.status in NEXT_AFTER:
        steps += next_in_turn(session, referral)
    return steps


def _count_places(session: Session, referral: Referral, move: Move) -> None:
    """A yes takes a place until the person comes; what comes to nothing before gives it back."""
    place_id = referral.service_at_location_id
    takes = referral.takes_place
    if move in YES and not takes:
        takes = infer_step(session, place_id, -1)
    elif takes and referral.status not in AGREED:
        if referral.status is not S.LINKED:
            infer_step(session, place_id, +1)
        takes = False
    elif referral.status is S.DECLINED_PROVIDER and referral.reason == DeclineReason.NO_CAPACITY:
        infer_full(session, place_id)
    if takes != referral.takes_place:
        referral.takes_place = takes
        session.add(referral)
        session.flush()


def _siblings_obsolete(session: Session, referral: Referral) -> Iterable[Step]:
    """Once somebody is helped, the other referrals of the same need are no longer wanted; other needs' are.
    In the order of their places, so that two such rounds never wait for each other."""
    siblings = session.exec(
        select(Referral)
        .where(
            Referral.need_id == referral.need_id,
            Referral.id != referral.id,
            col(Referral.status).in_(OBSOLETE.sources),
        )
        .order_by(col(Referral.service_at_location_id), col(Referral.id))
        .execution_options(populate_existing=True)
    ).all()
    return [Step(sibling, OBSOLETE) for sibling in siblings]
