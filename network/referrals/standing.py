"""Where somebody stands to a referral, as the database knows it."""

from sqlalchemy import and_, exists, or_
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, select

from network.actors import Actor, ActorKind
from network.clock import now
from network.consent.conditions import is_living
from network.consent.queries import permits_of
from network.people.queries import case_roles, relation
from network.rules.moves import Party
from network.rules.people_permissions import Relation
from network.rules.referral_permissions import may_know_referral, parties_of
from network.rules.sharing import Permit, living
from network.tables import (
    AnswerLink,
    CaseFile,
    CaseParticipant,
    CaseRole,
    ConsentGrant,
    Person,
    Referral,
)

MONITORS = frozenset(
    {CaseRole.PROSECUTOR, CaseRole.COURT, CaseRole.PROBATION, CaseRole.PAROLE, CaseRole.MONITOR}
)
"""Case roles whose duty it is to monitor progress. (42 CFR 2.35(a)(1))"""


def parties_at(session: Session, actor: Actor, referral: Referral) -> frozenset[Party]:
    """On which sides of this referral the actor stands now."""
    if actor.kind is ActorKind.SYSTEM:
        return frozenset({Party.SYSTEM})
    return parties_of(
        actor,
        referral,
        relation_to(session, actor, referral),
        holds_link=holds_link(session, actor, referral),
    )


def knows(session: Session, actor: Actor, referral: Referral) -> bool:
    """Whether this referral exists for the actor."""
    return bool(
        may_know_referral(
            actor,
            referral,
            relation_to(session, actor, referral),
            holds_link=holds_link(session, actor, referral),
            monitors=monitors(session, actor, referral),
        )
    )


def relation_to(session: Session, actor: Actor, referral: Referral) -> Relation:
    """How the actor stands to the person who is referred, for the person's own agency: a part in the case for
    another gives no side in the referral."""
    if actor.organization_id != referral.sender_organization_id:
        return Relation.NONE
    person = session.get(Person, referral.person_id)
    return relation(session, actor, person) if person else Relation.NONE


def holds_link(session: Session, actor: Actor, referral: Referral) -> bool:
    """Whether the actor holds a link to exactly this referral that still works."""
    if actor.kind is not ActorKind.LINK or actor.id is None:
        return False
    link = session.exec(
        select(AnswerLink.id).where(
            AnswerLink.id == actor.id,
            AnswerLink.referral_id == referral.id,
            col(AnswerLink.revoked_at).is_(None),
            AnswerLink.expires_at > now(),
        )
    ).one_or_none()
    return link is not None


def monitors(session: Session, actor: Actor, referral: Referral) -> bool:
    """Whether the actor monitors the person's progress in this case, and a grant to them is live."""
    roles = case_roles(session, actor, referral.case_id) & MONITORS
    return bool(roles) and any(
        permit.discloser_organization_id == referral.receiver_organization_id
        and _names(permit, actor, referral, roles)
        for permit in living(permits_of(session, referral.person_id))
    )


def _names(permit: Permit, actor: Actor, referral: Referral, roles: frozenset[CaseRole]) -> bool:
    """By name, or by what they are in the very case of the grant."""
    if permit.recipient_account_id == actor.id:
        return True
    return permit.recipient_case_role in roles and permit.case_id in {None, referral.case_id}


def is_monitored_by(actor: Actor) -> ColumnElement[bool]:
    """The same as a condition for lists."""
    moment = now()
    return exists().where(
        col(CaseFile.id) == Referral.case_id,
        col(CaseFile.closed_at).is_(None),
        or_(col(CaseFile.disposed_on).is_(None), col(CaseFile.disposed_on) > moment.date()),
        col(CaseParticipant.case_id) == Referral.case_id,
        col(CaseParticipant.account_id) == actor.id,
        col(CaseParticipant.role).in_(MONITORS),
        col(CaseParticipant.since) <= moment,
        or_(col(CaseParticipant.until).is_(None), col(CaseParticipant.until) > moment),
        col(ConsentGrant.person_id) == Referral.person_id,
        col(ConsentGrant.discloser_organization_id) == Referral.receiver_organization_id,
        is_living(moment),
        or_(
            col(ConsentGrant.recipient_account_id) == actor.id,
            and_(
                col(ConsentGrant.recipient_case_role) == col(CaseParticipant.role),
                or_(col(ConsentGrant.case_id).is_(None), col(ConsentGrant.case_id) == Referral.case_id),
            ),
        ),
    )
