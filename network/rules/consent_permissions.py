"""Who may take, replace and take back a consent for a person."""

from network.actors import Actor, ActorKind, Role
from network.rules.permissions import YES, Verdict
from network.tables.person import Person
from network.words import say


def may_take_consent(actor: Actor, person: Person) -> Verdict:
    """Officers, coordinators and supervisors of the person's own agency take consent and take it back for
    the person; the privacy officer reads. Whether they may know the person at all is asked before."""
    if actor.kind in {ActorKind.OPERATOR, ActorKind.SYSTEM}:
        return YES
    own = actor.organization_id == person.organization_id
    if own and actor.has(Role.OFFICER, Role.COORDINATOR, Role.SUPERVISOR):
        return YES
    return Verdict(
        say("Only officers and coordinators of the person's own agency can take or end a consent.")
    )


def may_end_consent(actor: Actor, person: Person) -> Verdict:
    """The same people for the person, and the person themselves on their own page. (42 CFR 2.31(a)(6))"""
    if actor.kind is ActorKind.PERSON and actor.id == person.id:
        return YES
    return may_take_consent(actor, person)
