"""The law of holds: who may keep a free place for somebody, for how long, and who may end it.

A hold takes one place out of those that are free, so that nobody else can promise it. It ends by itself.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from network.actors import Actor, Role
from network.rules.capacity import Confidence, confidence
from network.rules.permissions import YES, Verdict
from network.tables.capacity import Capacity
from network.tables.hold import Hold
from network.words import Say, say

HOLD_MINUTES = 30  # unless the settings or the provider say otherwise
FEWEST_MINUTES, MOST_MINUTES = 5, 240
MOST_HOLDS = 3  # open at once, of one account
HOLDING = (Role.OFFICER, Role.COORDINATOR, Role.SUPERVISOR)
OVERSEEING = (Role.COORDINATOR, Role.SUPERVISOR)


class EndReason(StrEnum):
    """Why a provider ends a hold before its time."""

    NOT_FREE = "not_free"
    NEEDED = "needed"
    NO_HOLDS = "no_holds"

    @property
    def gives_back(self) -> bool:
        """Whether the place is free for others then; otherwise it is as good as taken."""
        return self is EndReason.NO_HOLDS


END_REASONS: dict[EndReason, Say] = {
    EndReason.NOT_FREE: say("The place is not free after all"),
    EndReason.NEEDED: say("Somebody else gets the place now"),
    EndReason.NO_HOLDS: say("We cannot keep it waiting; it is free for everybody"),
}


def may_hold(actor: Actor) -> Verdict:
    """Those who look for services on behalf of a person."""
    if actor.is_signed_in and actor.organization_id is not None and actor.has(*HOLDING):
        return YES
    return Verdict(say("Only officers, coordinators and supervisors can hold a place."))


def can_be_held(said: Capacity | None, now: datetime) -> Verdict:
    """Whether a place can be held here at this moment: the number must still be believed."""
    if said is None or confidence(said.unit, said.said_at, now) is Confidence.UNKNOWN:
        return Verdict(
            say("Nobody has said lately how many are free here. Call first, and type what they tell you.")
        )
    if not said.takes_holds:
        return Verdict(say("This agency does not let its places be held. Refer somebody, or call."))
    if said.available < 1:
        return Verdict(say("None is free here now, so none can be held."))
    return YES


def may_release_hold(actor: Actor, hold: Hold) -> Verdict:
    """Who placed it, and the coordinators and supervisors of the same agency."""
    is_theirs = actor.is_signed_in and actor.organization_id == hold.organization_id
    if is_theirs and (actor.id == hold.held_by_account_id or actor.has(*OVERSEEING)):
        return YES
    return Verdict(say("Only who holds this place can give it back."))


def may_end_as_provider(actor: Actor, organization_id: UUID | None) -> Verdict:
    """The staff of the agency whose place is held."""
    if actor.is_signed_in and actor.has(Role.PROVIDER) and actor.organization_id == organization_id:
        return YES
    return Verdict(say("Only the staff of the agency can end a hold of its place."))


def minutes_of(said: Capacity, default: int) -> int:
    """How long a place is kept here."""
    return said.hold_minutes or default
