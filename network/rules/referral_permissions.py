"""Who may know a referral, who may make which move, and where none may be sent."""

from uuid import UUID

from network.actors import Actor, ActorKind, Role
from network.rules.moves import LEAST_WORDS_TO_OVERRIDE, Move, Party
from network.rules.people_permissions import OVERSEERS, Relation, may_change_person
from network.rules.permissions import YES, Verdict
from network.tables.organization import Organization
from network.tables.referral import Referral
from network.tables.service import Service, ServiceStatus
from network.tables.source import Source
from network.words import Say, say

PARTY_WORDS: dict[Party, Say] = {
    Party.SENDER: say("those who work with the person"),
    Party.COORDINATOR: say("a coordinator or supervisor of the agency that sent it"),
    Party.RECEIVER: say("the agency that was asked"),
    Party.PERSON: say("the person themselves"),
    Party.SYSTEM: say("Trestle itself"),
}


def parties_of(
    actor: Actor, referral: Referral, relation: Relation, *, holds_link: bool = False
) -> frozenset[Party]:
    """On which sides of this referral the actor stands; nobody stands on the receiver's before it is sent."""
    if actor.kind is ActorKind.SYSTEM:
        return frozenset({Party.SYSTEM})
    parties: set[Party] = set()
    if actor.kind is ActorKind.PERSON and actor.id == referral.person_id:
        parties.add(Party.PERSON)
    if may_change_person(actor, relation):
        parties.add(Party.SENDER)
        if actor.has(*OVERSEERS):
            parties.add(Party.COORDINATOR)
    if referral.sent_at is not None and (
        holds_link or _is_receiver(actor, referral.receiver_organization_id)
    ):
        parties.add(Party.RECEIVER)
    return frozenset(parties)


def may_know_referral(
    actor: Actor,
    referral: Referral,
    relation: Relation,
    *,
    holds_link: bool = False,
    monitors: bool = False,
) -> Verdict:
    """Both sides; the privacy officers of both agencies read; so do those who monitor the person's progress
    in their case by a live grant (42 CFR 2.35). For everybody else it does not exist."""
    if parties_of(actor, referral, relation, holds_link=holds_link):
        return YES
    if actor.is_signed_in and actor.has(Role.PRIVACY):
        if relation is Relation.AGENCY:
            return YES
        if referral.sent_at is not None and actor.organization_id == referral.receiver_organization_id:
            return YES
    if monitors and referral.sent_at is not None:
        return YES
    return Verdict(say("We cannot find that page."))


def may_move_referral(move: Move, parties: frozenset[Party]) -> Verdict:
    """Each move is made by the sides that the table of moves names."""
    if parties & move.parties:
        return YES
    first = next(party for party in Party if party in move.parties)
    return Verdict(say("Only {who} can do this.", who=PARTY_WORDS[first]))


def may_override(actor: Actor, move: Move, parties: frozenset[Party], words: str) -> Verdict:
    """A supervisor of the sender's agency makes a move of another side in its place, e.g. an answer that came
    by telephone, and says why. Never a move of Trestle itself, and never without consent."""
    if Party.COORDINATOR not in parties or not actor.has(Role.SUPERVISOR):
        return Verdict(say("Only a supervisor of the agency that sent it can do this."))
    if move.parties <= {Party.SYSTEM, Party.PERSON}:
        return Verdict(say("Nobody can do this by hand."))
    if len(words.strip()) < LEAST_WORDS_TO_OVERRIDE:
        return Verdict(
            say("Say why, in at least {least} characters.", least=LEAST_WORDS_TO_OVERRIDE),
        )
    return YES


def may_refer_between(sender: Organization, receiver: Organization) -> Verdict:
    """No record of a person flows to or from a victim service provider (VAWA, 34 USC 12291(b)(2)), and nobody
    is asked who does not take part."""
    if receiver.is_victim_service or sender.is_victim_service:
        return Verdict(
            say(
                "Records of persons are not sent to or from an agency that serves victims of violence: "
                "make this handover by telephone."
            )
        )
    if not receiver.is_member:
        return Verdict(
            say("This agency does not take part in the network: nothing is sent to it. Please call.")
        )
    return YES


def may_refer_to(service: Service, source: Source | None) -> Verdict:
    """Real programs of a foreign directory are never sent anything, nor services that are closed."""
    if not service.takes_referrals or (source is not None and not source.takes_referrals):
        return Verdict(say("This service takes no referrals here. Please call."))
    if service.status is not ServiceStatus.ACTIVE:
        return Verdict(say("This service is not open at present."))
    return YES


def _is_receiver(actor: Actor, receiver_organization_id: UUID) -> bool:
    return (
        actor.is_signed_in and actor.has(Role.PROVIDER) and actor.organization_id == receiver_organization_id
    )
