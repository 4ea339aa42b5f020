"""Who may read what was told about a person."""

from network.actors import Actor, Role
from network.rules.permissions import YES, Verdict
from network.words import say


def may_read_disclosures(actor: Actor) -> Verdict:
    """Privacy officers read what their agency told and was told, and hand it to a person who asks for it."""
    if actor.is_signed_in and actor.organization_id is not None and actor.has(Role.PRIVACY):
        return YES
    return Verdict(say("Only a privacy officer reads the accounting of disclosures."))
