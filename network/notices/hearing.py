"""Whether somebody may hear of an event at all: a letter tells something by coming, whatever it says."""

from sqlmodel import Session

from network.actors import Actor, ActorKind, Role
from network.referrals.viewing import narrowed_permits
from network.rules.sharing import may_see
from network.rules.telling import EVENT_NEEDS, View, told_event
from network.tables import Account, Event, Referral

ANSWERS = frozenset({"referral.accepted", "referral.waitlisted"})
"""Told in the same words as a no: only that there is an answer."""


def may_hear(session: Session, account: Account | None, event: Event | None) -> bool:
    """Those who made a referral hear of it what its page tells them at this moment; all others are asked for
    something, or have done it themselves."""
    if account is None or event is None or event.kind in ANSWERS or event.kind not in EVENT_NEEDS:
        return True
    referral = session.get_one(Referral, event.subject_id)
    sender, receiver = referral.sender_organization_id, referral.receiver_organization_id
    if account.organization_id != sender or sender == receiver:
        return True
    reader = Actor(
        ActorKind.STAFF, id=account.id, organization_id=sender, roles=frozenset({Role.OFFICER})
    )  # whoever gets such a letter works there
    permits = narrowed_permits(session, referral)
    told = told_event(
        event.kind,
        View.SENDER,
        lambda line: may_see(reader, line, receiver, permits),
        is_own=event.organization_id == sender,
    )
    return told is not None
