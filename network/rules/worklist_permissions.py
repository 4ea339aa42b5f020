"""Who has which work list, and who may step in where a referral is stuck."""

from network.actors import Actor, Role
from network.rules.permissions import YES, Verdict
from network.tables.referral import Referral
from network.words import say

SENDERS = (Role.OFFICER, Role.COORDINATOR, Role.SUPERVISOR)
OVERSEERS = (Role.COORDINATOR, Role.SUPERVISOR)


def may_see_today(actor: Actor) -> Verdict:
    """Whoever sends or answers referrals has work of a day."""
    if actor.is_signed_in and actor.organization_id is not None and actor.has(*SENDERS, Role.PROVIDER):
        return YES
    return Verdict(say("This list is for those who send or answer referrals."))


def may_see_inbox(actor: Actor) -> Verdict:
    """The staff of a provider answers what it is asked."""
    if actor.is_signed_in and actor.organization_id is not None and actor.has(Role.PROVIDER):
        return YES
    return Verdict(say("Only the staff of a provider has an inbox."))


def may_see_board(actor: Actor) -> Verdict:
    """Coordinators and supervisors see what is stuck across their agency."""
    if actor.is_signed_in and actor.organization_id is not None and actor.has(*OVERSEERS):
        return YES
    return Verdict(say("Only coordinators and supervisors have the board of an agency."))


def may_list_referrals(actor: Actor) -> Verdict:
    """Whoever sends, answers or oversees referrals, and the privacy officer."""
    if actor.is_signed_in and actor.has(*SENDERS, Role.PROVIDER, Role.PRIVACY):
        return YES
    return Verdict(say("This list is for those who send or answer referrals."))


def may_take_over(actor: Actor, referral: Referral) -> Verdict:
    """A coordinator or supervisor of the sender's agency becomes the one who looks after a referral."""
    if not may_see_board(actor) or actor.organization_id != referral.sender_organization_id:
        return Verdict(say("Only coordinators and supervisors of the sender's agency can take this over."))
    if referral.sender_account_id == actor.id:
        return Verdict(say("You look after this referral already."))
    return YES


def may_ask_for_help(actor: Actor, referral: Referral) -> Verdict:
    """Whoever looks after a referral can ask the coordinators and supervisors of the agency to step in."""
    if (
        actor.is_signed_in
        and actor.has(*SENDERS)
        and actor.organization_id == referral.sender_organization_id
    ):
        return YES
    return Verdict(say("Only the sender's agency can ask its coordinators to step in."))
