"""Who may know a person, and what they may do for them."""

from collections.abc import Collection
from enum import StrEnum
from uuid import UUID

from network.actors import Actor, Role
from network.rules.permissions import YES, Verdict
from network.tables.case import CaseRole
from network.words import say

CASEWORKERS = frozenset({Role.OFFICER, Role.COORDINATOR, Role.SUPERVISOR})
"""Who keeps a caseload."""
OVERSEERS = frozenset({Role.COORDINATOR, Role.SUPERVISOR})
"""Who keeps the whole agency's."""


class Relation(StrEnum):
    """How somebody of the staff stands to a person."""

    OWN = "own"  # entered them, or takes part in their case, for the person's own agency
    AGENCY = "agency"  # oversees the caseload of the person's agency; a privacy officer only reads
    PARTICIPANT = "participant"  # takes part in the case for another agency (court, defense, probation)
    NONE = "none"


def relate(
    actor: Actor,
    organization_id: UUID,
    created_by_account_id: UUID | None,
    case_roles: Collection[CaseRole] = (),
) -> Relation:
    """How the actor stands to a person of this organization; `case_roles` are their present ones in the
    person's cases."""
    if not actor.is_signed_in or actor.id is None:
        return Relation.NONE
    if actor.organization_id == organization_id:
        if actor.has(*CASEWORKERS) and (created_by_account_id == actor.id or case_roles):
            return Relation.OWN
        if actor.has(*OVERSEERS, Role.PRIVACY):
            return Relation.AGENCY
    return Relation.PARTICIPANT if case_roles else Relation.NONE


def may_see_person(actor: Actor, relation: Relation) -> Verdict:
    """The record of a person is for the agency whose caseload it is on; others know what a consent says."""
    own = relation is Relation.OWN and actor.has(*CASEWORKERS)
    if own or (relation is Relation.AGENCY and actor.has(*OVERSEERS, Role.PRIVACY)):
        return YES
    return Verdict(say("Only the agency that keeps this person's record can open it."))


def may_change_person(actor: Actor, relation: Relation) -> Verdict:
    """Whoever works with the person, and the coordinators and supervisors of their agency."""
    if actor.has(*CASEWORKERS) and relation is Relation.OWN:
        return YES
    if actor.has(*OVERSEERS) and relation is Relation.AGENCY:
        return YES
    return Verdict(say("Only those who work with this person can change their record."))


def may_add_person(actor: Actor) -> Verdict:
    """Officers, coordinators and supervisors keep a caseload for their agency."""
    if actor.is_signed_in and actor.organization_id is not None and actor.has(*CASEWORKERS):
        return YES
    return Verdict(say("Only officers, coordinators and supervisors of an agency keep a caseload."))


def may_keep_caseload_for(is_victim_service: bool) -> Verdict:
    """No record of a person is kept here by a victim service provider. (VAWA, 34 USC 12291(b)(2))"""
    if is_victim_service:
        return Verdict(say("This agency serves victims of violence: records of persons are not kept here."))
    return YES


def may_keep_programs(actor: Actor, organization_id: UUID | None) -> Verdict:
    """Coordinators and supervisors say which diversion programs their agency has."""
    own = organization_id is not None and actor.organization_id == organization_id
    if own and actor.is_signed_in and actor.has(*OVERSEERS):
        return YES
    return Verdict(say("Only coordinators and supervisors can change the diversion programs of an agency."))
