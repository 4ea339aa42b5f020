"""Which moves are offered: no button tells what the consent does not."""

from sqlmodel import Session

from network.actors import Actor
from network.referrals.queries import open_moves
from network.referrals.shown import ShownReferral
from network.referrals.standing import parties_at
from network.rules.moves import CLIENT_DECLINE, CORRECT, MOVES, WITHDRAW, Move
from network.tables import Referral

WHEN_NOT_TOLD = (CLIENT_DECLINE, WITHDRAW, CORRECT)


def offered_moves(session: Session, actor: Actor, referral: Referral, shown: ShownReferral) -> list[Move]:
    """The buttons of somebody who was shown this of the referral.

    Whoever knows where it stands gets what can be done there. Whoever does not is offered the same
    whatever has happened since it was opened; some of it may then be refused.
    """
    if shown.status is referral.status:
        return open_moves(session, actor, referral)
    parties = parties_at(session, actor, referral)
    return [
        move
        for move in MOVES
        if parties & move.parties
        and (move in WHEN_NOT_TOLD if shown.status is None else shown.status in move.sources)
    ]
