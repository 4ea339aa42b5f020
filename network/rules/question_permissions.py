"""Who may ask "can you take…?", read such a question, and answer it."""

from uuid import UUID

from network.actors import Actor, ActorKind, Role
from network.rules.permissions import YES, Verdict
from network.tables.question import AskedPlace, Question
from network.words import say

ASKING = (Role.OFFICER, Role.COORDINATOR, Role.SUPERVISOR)
OVERSEEING = (Role.COORDINATOR, Role.SUPERVISOR)


def may_ask_question(actor: Actor) -> Verdict:
    """Those who look for services on behalf of a person."""
    if actor.is_signed_in and actor.organization_id is not None and actor.has(*ASKING):
        return YES
    return Verdict(say("Only officers, coordinators and supervisors ask whether a place can take someone."))


def may_answer_questions(actor: Actor) -> Verdict:
    """Staff of an agency that can be asked."""
    if actor.is_signed_in and actor.has(Role.PROVIDER) and actor.organization_id is not None:
        return YES
    return Verdict(say("Only those who ask questions, and the places that are asked, have them."))


def may_read_question(actor: Actor, question: Question) -> Verdict:
    """Who asked, and the coordinators and supervisors of the same agency."""
    is_theirs = actor.is_signed_in and actor.organization_id == question.organization_id
    if is_theirs and (actor.id == question.asked_by_account_id or actor.has(*OVERSEEING)):
        return YES
    return Verdict(say("Only who asked this question can see it."))


def may_close_question(actor: Actor, question: Question) -> Verdict:
    """Whoever may read it on the asking side."""
    if actor.kind is ActorKind.SYSTEM or may_read_question(actor, question):
        return YES
    return Verdict(say("Only who asked this question can close it."))


def may_answer_question(actor: Actor, place: AskedPlace, *, linked_place_id: UUID | None = None) -> Verdict:
    """Staff of the agency that was asked, or who holds a link for just this place.

    `linked_place_id` is the asked place of the link by which somebody acts, None when it no longer holds.
    """
    if actor.kind is ActorKind.LINK:
        allowed = linked_place_id == place.id and actor.organization_id == place.organization_id
    else:
        allowed = (
            actor.is_signed_in and actor.has(Role.PROVIDER) and actor.organization_id == place.organization_id
        )
    return YES if allowed else Verdict(say("Only the staff of the place that was asked can answer."))
