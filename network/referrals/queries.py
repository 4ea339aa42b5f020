"""Reads referrals. Whoever may not know one finds nothing."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import and_, false, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from network.actors import Actor, ActorKind, Role
from network.clock import now
from network.errors import NotFound
from network.people.queries import visible_people
from network.referrals.standing import is_monitored_by, knows, parties_at
from network.rules.moves import MOVES, OPEN, REOPEN_WITHIN, Move, Party
from network.rules.moves import REOPEN as REOPEN_MOVE
from network.tables import AnswerLink, Need, NeedStatus, Person, Referral, ReferralStatus

NEXT_WANTED = frozenset(
    {
        ReferralStatus.DECLINED_PROVIDER,
        ReferralStatus.RELEASED_AFTER_ACCEPT,
        ReferralStatus.NOT_LINKED,
        ReferralStatus.EXPIRED_NO_RESPONSE,
        ReferralStatus.WITHDRAWN,
    }
)
"""Ends after which something else has to be found while the need is open."""


def visible_to(actor: Actor) -> SelectOfScalar[Referral]:
    """The referrals that exist for this actor; `get_referral` asks once more about each."""
    query = select(Referral)
    was_sent = col(Referral.sent_at).is_not(None)
    if actor.kind is ActorKind.SYSTEM:
        return query
    if actor.kind is ActorKind.LINK:
        held = select(AnswerLink.referral_id).where(
            AnswerLink.id == actor.id,
            col(AnswerLink.revoked_at).is_(None),
            AnswerLink.expires_at > now(),
        )
        return query.where(was_sent, col(Referral.id).in_(held))
    if actor.kind is ActorKind.PERSON:
        return query.where(Referral.person_id == actor.id)
    if not actor.is_signed_in or actor.organization_id is None:
        return query.where(false())
    people = visible_people(actor).with_only_columns(col(Person.id))
    ways = [col(Referral.person_id).in_(people), and_(was_sent, is_monitored_by(actor))]
    if actor.has(Role.PROVIDER, Role.PRIVACY):
        ways.append(and_(was_sent, col(Referral.receiver_organization_id) == actor.organization_id))
    return query.where(or_(*ways))


def get_referral(session: Session, actor: Actor, referral_id: UUID) -> Referral:
    """A referral that exists for this actor. Raises NotFound."""
    found = session.exec(visible_to(actor).where(Referral.id == referral_id)).one_or_none()
    if found is None or (actor.kind is not ActorKind.SYSTEM and not knows(session, actor, found)):
        raise NotFound
    return found


def open_moves(session: Session, actor: Actor, referral: Referral) -> list[Move]:
    """The moves this actor can make now: the buttons. Moves of Trestle itself are for nobody else."""
    parties = parties_at(session, actor, referral)
    return [
        move
        for move in MOVES
        if referral.status in move.sources
        and parties & move.parties
        and (move is not REOPEN_MOVE or now() - referral.status_since <= REOPEN_WITHIN)
    ]


def sides_of(session: Session, actor: Actor, referral: Referral) -> frozenset[Party]:
    """On which sides of the referral the actor stands."""
    return parties_at(session, actor, referral)


def referrals_of_person(session: Session, actor: Actor, person_id: UUID) -> Sequence[Referral]:
    """All of a person's referrals that exist for this actor, the latest first."""
    query = visible_to(actor).where(Referral.person_id == person_id).order_by(col(Referral.id).desc())
    return session.exec(query).all()


def open_duplicates(session: Session, person_id: UUID, need_id: UUID, place_id: UUID) -> list[Referral]:
    """Open referrals of the same person, for the same need, to the same place."""
    return list(
        session.exec(
            select(Referral)
            .where(
                Referral.person_id == person_id,
                Referral.need_id == need_id,
                Referral.service_at_location_id == place_id,
                col(Referral.status).in_(OPEN),
            )
            .order_by(col(Referral.id))
        )
    )


def has_ended_without_next(session: Session, referral: Referral) -> bool:
    """Whether it ended without help, its need is still open, and nothing else was begun for it since."""
    if referral.status not in NEXT_WANTED:
        return False
    need = session.get(Need, referral.need_id)
    if need is None or need.status is not NeedStatus.OPEN:
        return False
    others = select(Referral.id).where(
        Referral.need_id == referral.need_id,
        Referral.id != referral.id,
        or_(col(Referral.status).in_(OPEN), col(Referral.created_at) > referral.status_since),
    )
    return session.exec(others.limit(1)).first() is None


def ended_without_next(actor: Actor) -> SelectOfScalar[Referral]:
    """The same for lists: the latest referral of each open need that ended without help, none being open."""
    other = Referral.__table__.alias("other")  # type: ignore[attr-defined]
    newer_or_open = (
        select(other.c.id)
        .where(
            other.c.need_id == col(Referral.need_id),
            other.c.id != col(Referral.id),
            or_(other.c.status.in_(OPEN), other.c.created_at > col(Referral.status_since)),
        )
        .exists()
    )
    return (
        visible_to(actor)
        .join(Need, col(Need.id) == col(Referral.need_id))
        .where(
            Need.status == NeedStatus.OPEN,
            col(Referral.status).in_(NEXT_WANTED),
            ~newer_or_open,
        )
    )
