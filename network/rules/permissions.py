"""Who may do what. Every permission question in the product is a function here; its answer carries the
reason."""

from dataclasses import dataclass
from uuid import UUID

from network.actors import Actor, ActorKind, Role
from network.errors import NotAllowed
from network.tables.capacity import CapacityVoice
from network.words import Say, say


@dataclass(frozen=True)
class Verdict:
    """Yes, or the sentence that explains the no."""

    reason_against: Say | None = None

    def __bool__(self) -> bool:
        return self.reason_against is None


YES = Verdict()


def require(verdict: Verdict) -> None:
    """Go on only with a yes. Raises NotAllowed with the reason."""
    if verdict.reason_against is not None:
        raise NotAllowed(verdict.reason_against)


def may_edit_listing(actor: Actor, organization_id: UUID | None) -> Verdict:
    """Curators edit every listing; provider staff their own organization's."""
    if _is_operator(actor) or actor.has(Role.CURATOR) or _is_own_provider(actor, organization_id):
        return YES
    return Verdict(say("Only a directory curator or the provider's own staff can edit this listing."))


def may_add_organization(actor: Actor) -> Verdict:
    """Curators say which agencies are in the directory and which take part in the network."""
    return _only(
        actor,
        Role.CURATOR,
        say("Only a directory curator can add an agency or say whether it takes part in the network."),
    )


def may_keep_directory(actor: Actor) -> Verdict:
    """Curators keep the whole directory true, provider staff what it says about their organization."""
    if _is_operator(actor) or actor.has(Role.CURATOR):
        return YES
    if actor.has(Role.PROVIDER) and actor.organization_id is not None:
        return YES
    return Verdict(say("Only directory curators and provider staff keep listings."))


def may_say_capacity(actor: Actor, organization_id: UUID | None) -> Verdict:
    """Provider staff say it of their own services; curators, coordinators and officers pass on what they
    were told."""
    if _is_operator(actor) or _is_own_provider(actor, organization_id):
        return YES
    if actor.has(Role.CURATOR, Role.OFFICER, Role.COORDINATOR, Role.SUPERVISOR):
        return YES
    return Verdict(say("Only the provider's staff, or somebody who called them, can say how full this is."))


def may_speak_as(actor: Actor, organization_id: UUID | None, voice: CapacityVoice) -> Verdict:
    """Nobody passes off what they heard as the provider's own word, or the other way round."""
    if _is_operator(actor):
        return YES
    match voice:
        case CapacityVoice.PROVIDER:
            allowed = _is_own_provider(actor, organization_id)
        case CapacityVoice.PHONE:
            allowed = actor.has(Role.CURATOR, Role.OFFICER, Role.COORDINATOR, Role.SUPERVISOR)
        case CapacityVoice.CURATOR:
            allowed = actor.has(Role.CURATOR)
        case _:
            allowed = False
    return YES if allowed else Verdict(say("You cannot say how full this is in somebody else's name."))


def may_know_numbers(actor: Actor, *, is_private: bool) -> Verdict:
    """How many are free somewhere. Of a private place only the staff of the network; all others learn whether
    one is: who watches the number could see that somebody came in that night, and at which of several places
    (policy; VAWA, 34 USC 12291(b)(2))."""
    if actor.is_signed_in or not is_private:
        return YES
    return Verdict(say("How many are free at a private place is told to the staff of the network only."))


def may_read_private_place(actor: Actor, organization_id: UUID | None) -> Verdict:
    """Only the organization's own curator (policy; VAWA, 34 USC 12291(b)(2), counts a location as
    identifying)."""
    if actor.has(Role.CURATOR) and organization_id is not None and actor.organization_id == organization_id:
        return YES
    return Verdict(say("This place is kept private."))


def may_settle_problems(actor: Actor) -> Verdict:
    """Curators look into what people report."""
    return _only(
        actor,
        Role.CURATOR,
        say("Only a directory curator can look into reported problems."),
    )


def may_teach_words(actor: Actor) -> Verdict:
    """Curators teach the search which words mean the same."""
    return _only(actor, Role.CURATOR, say("Only a directory curator can teach the search words."))


def may_import(actor: Actor) -> Verdict:
    """Curators and the operator bring whole directories in."""
    return _only(actor, Role.CURATOR, say("Only a directory curator can import a directory."))


def may_manage_accounts(actor: Actor) -> Verdict:
    """Administrators invite, unlock and disable accounts; they see no client data."""
    return _only(actor, Role.ADMINISTRATOR, say("Only an administrator can manage accounts."))


def may_record_unmet_need(actor: Actor) -> Verdict:
    """Searches of those who look for services on behalf of a person count as observed need."""
    if actor.has(Role.OFFICER, Role.COORDINATOR, Role.SUPERVISOR):
        return YES
    return Verdict(say("Only searches for a person in need are counted."))


def _only(actor: Actor, role: Role, reason: Say) -> Verdict:
    return YES if _is_operator(actor) or actor.has(role) else Verdict(reason)


def _is_operator(actor: Actor) -> bool:
    return actor.kind in {ActorKind.OPERATOR, ActorKind.SYSTEM}


def _is_own_provider(actor: Actor, organization_id: UUID | None) -> bool:
    return (
        actor.has(Role.PROVIDER) and organization_id is not None and actor.organization_id == organization_id
    )
