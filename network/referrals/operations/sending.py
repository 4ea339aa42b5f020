"""Sends a referral: only with a live grant that covers the recipient and all that is sent."""

from collections.abc import Sequence

from sqlmodel import Session

from network.actors import Actor
from network.clock import now
from network.errors import Conflict, Invalid
from network.referrals.candidates import cover_drafts, is_before_its_turn, require_still_open
from network.referrals.consents import consent_missing, cover_of
from network.referrals.gates import may_go_out
from network.referrals.operations.making import hold_need, make_move
from network.referrals.queries import open_duplicates
from network.referrals.standing import parties_at
from network.rules.moves import ASK_CONSENT, SEND, UNSENT
from network.rules.permissions import require
from network.rules.referral_permissions import may_move_referral
from network.tables import Referral, ReferralStatus
from network.words import say


class AlreadyReferred(Conflict):
    """The person is referred to this place for this need already; it can be sent all the same."""

    def __init__(self, others: Sequence[Referral]) -> None:
        super().__init__(
            say(
                "Nothing was sent: this person already has an open referral to this place for this need. "
                "Look at it first; send a second one only if you mean to."
            )
        )
        self.others = tuple(others)


def send_referral(
    session: Session,
    actor: Actor,
    referral: Referral,
    *,
    acknowledged: bool,
    duplicate_acknowledged: bool = False,
    channel: str = "page",
    seen: ReferralStatus | None = None,
) -> None:
    """Send it. `acknowledged`: the sender has seen the preview of what is disclosed to whom.

    Raises, before anything is written: NotAllowed; Invalid without the preview; AlreadyReferred unless the
    second one is meant; ConsentMissing with what no live grant covers (then `await_consent` keeps the draft
    where the consent can be taken); Conflict when its turn has not come.
    """
    require(may_move_referral(SEND, parties_at(session, actor, referral)))
    require(may_go_out(session, referral))
    hold_need(session, referral)
    require_still_open(session, referral)
    if not acknowledged:
        raise Invalid({"acknowledged": say("Look at what will be sent, then tick that you have seen it.")})
    if is_before_its_turn(session, referral):
        raise Conflict(say("Its turn has not come: an earlier place on your list is still being asked."))
    others = [
        other
        for other in open_duplicates(
            session, referral.person_id, referral.need_id, referral.service_at_location_id
        )
        if other.id != referral.id and other.status not in UNSENT
    ]
    if others and not duplicate_acknowledged:
        raise AlreadyReferred(others)
    cover = cover_of(session, referral)
    if not cover.is_whole:
        raise consent_missing(session, referral, cover)
    assert cover.permit is not None
    make_move(
        session, actor, referral, SEND,
        changes={"sent_at": now(), "grant_id": cover.permit.id},
        channel=channel, seen=seen, grant=str(cover.permit.id),
    )  # fmt: skip
    cover_drafts(session, referral)


def await_consent(session: Session, actor: Actor, referral: Referral, *, channel: str = "page") -> None:
    """The draft waits until the person has been asked and has signed. Doing it twice changes nothing."""
    if referral.status is not ReferralStatus.AWAITING_CONSENT:
        make_move(session, actor, referral, ASK_CONSENT, channel=channel)
