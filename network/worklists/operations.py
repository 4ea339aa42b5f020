"""Stepping in where a referral is stuck: take it over, or ask the coordinators to."""

from sqlmodel import Session, col, update

from network import events
from network.actors import Actor
from network.errors import Conflict
from network.rules.permissions import require
from network.rules.worklist_permissions import may_ask_for_help, may_take_over
from network.tables import Referral
from network.words import say


def take_over_referral(session: Session, actor: Actor, referral: Referral) -> None:
    """From now on this coordinator or supervisor looks after the referral. Raises Conflict when somebody
    else took it over meanwhile."""
    require(may_take_over(actor, referral))
    moved = session.exec(
        update(Referral)
        .where(col(Referral.id) == referral.id, col(Referral.sender_account_id) == referral.sender_account_id)
        .values(sender_account_id=actor.id)
    )
    if moved.rowcount != 1:
        raise Conflict(say("Somebody else has taken this referral over meanwhile."))
    events.record(
        session,
        actor,
        "referral.taken_over",
        "referral",
        referral.id,
        before=str(referral.sender_account_id),
    )
    session.refresh(referral)


def ask_for_help(session: Session, actor: Actor, referral: Referral) -> None:
    """Ask the coordinators and supervisors of the agency to step in."""
    require(may_ask_for_help(actor, referral))
    events.record(session, actor, "referral.help_asked", "referral", referral.id)
