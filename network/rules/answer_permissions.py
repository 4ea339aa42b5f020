"""Who may keep the address to which links are sent."""

from uuid import UUID

from network.actors import Actor, Role
from network.rules.permissions import YES, Verdict
from network.words import say


def may_keep_answer_address(actor: Actor, organization_id: UUID) -> Verdict:
    """Coordinators and curators keep every agency's, provider staff their own agency's."""
    if actor.has(Role.COORDINATOR, Role.CURATOR):
        return YES
    if actor.has(Role.PROVIDER) and actor.organization_id == organization_id:
        return YES
    return Verdict(
        say("Only coordinators, curators and the agency's own staff can say where its messages go.")
    )
