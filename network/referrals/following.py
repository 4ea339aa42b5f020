"""What follows from a move: places taken and given back, candidates, other referrals of the same need."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from network.providers.operations.inferring import infer_full, infer_step
from network.referrals.candidates import give_up_win, next_in_turn, rest_withdrawn, win
from network.referrals.holding import facts_of_need, give_hold, part_taken, release_holds, take_hold
from network.referrals.steps import Step
from network.rules.moves import (
    ACCEPT,
    AGREED,
    ASKED,
    IN_CARE,
    LINK,
    OBSOLETE,
    REOPEN,
    SEND,
    SEND_BACK,
    UNSENT,
    Move,
)
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
    """A yes takes a place until the person comes, the held one if there is one; what comes to nothing before
    gives it back."""
    place_id, takes = referral.service_at_location_id, referral.takes_place
    if move is SEND:
        give_hold(session, referral)
    elif referral.status not in UNSENT | ASKED | AGREED:
        release_holds(session, referral)
    if move in YES and not takes:
        takes = take_hold(session, referral) or infer_step(
            session, place_id, -1, facts=facts_of_need(session, referral)
        )
    elif takes and referral.status not in AGREED:
        _give_back(session, referral)
        takes = False
    elif referral.status is S.DECLINED_PROVIDER and referral.reason == DeclineReason.NO_CAPACITY:
        infer_full(session, place_id, facts=facts_of_need(session, referral))
    if takes != referral.takes_place:
        referral.takes_place = takes
        session.add(referral)
        session.flush()


def _give_back(session: Session, referral: Referral) -> None:
    """The place that a yes took is free again, in the part of which it was, unless the person has come."""
    if referral.status is not S.LINKED:
        infer_step(
            session,
            referral.service_at_location_id,
            +1,
            facts=facts_of_need(session, referral),
            population=part_taken(session, referral),
        )


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
