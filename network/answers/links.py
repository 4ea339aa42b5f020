"""Links with which somebody without an account answers one referral or one question.

The secret stands in the message only; here is its SHA-256.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from network.accounts.sessions import hash_of, new_secret
from network.actors import Actor, ActorKind
from network.clock import now
from network.rules.answering import link_good_for
from network.settings import Settings
from network.tables import (
    AnswerLink,
    AskedPlace,
    Event,
    Location,
    Question,
    Referral,
    Service,
    ServiceAtLocation,
    Urgency,
)

Subject = Referral | AskedPlace


def make_link(session: Session, subject: Subject, sent_to: str, settings: Settings) -> str | None:
    """A new secret for who answers this. None while an earlier link is locked, or after all were taken back:
    then only the sender sends another."""
    if any(link.locked_at is not None for link in living_links(session, subject)):
        return None
    if _are_taken_back(session, subject):
        return None
    secret = new_secret()
    session.add(
        AnswerLink(
            token_hash=hash_of(secret),
            referral_id=subject.id if isinstance(subject, Referral) else None,
            asked_place_id=subject.id if isinstance(subject, AskedPlace) else None,
            organization_id=_receiver(subject),
            sent_to=sent_to,
            created_at=now(),
            expires_at=now() + link_good_for(urgency_of(session, subject), settings),
        )
    )
    session.flush()
    return secret


def _are_taken_back(session: Session, subject: Subject) -> bool:
    """Whether the sender took every link back and has sent none since."""
    last = session.exec(
        select(Event.kind)
        .where(
            Event.subject_id == subject.id,
            col(Event.kind).in_(("answer_link.taken_back", "answer_link.sent_again")),
        )
        .order_by(col(Event.id).desc())
        .limit(1)
    ).first()
    return last == "answer_link.taken_back"


def link_address(secret: str, settings: Settings) -> str:
    """Where the link leads."""
    return f"{settings.base_url.rstrip('/')}/answers/{secret}"


def find_link(session: Session, secret: str) -> AnswerLink | None:
    """The link of this secret, whatever became of it."""
    return session.exec(select(AnswerLink).where(AnswerLink.token_hash == hash_of(secret))).one_or_none()


def living_links(session: Session, subject: Subject, *, to_change: bool = False) -> Sequence[AnswerLink]:
    """Its links that were not taken back, the newest first; `to_change` holds them until the end."""
    column = AnswerLink.referral_id if isinstance(subject, Referral) else AnswerLink.asked_place_id
    query = (
        select(AnswerLink)
        .where(column == subject.id, col(AnswerLink.revoked_at).is_(None))
        .order_by(col(AnswerLink.id).desc())
        .execution_options(populate_existing=True)
    )
    return session.exec(query.with_for_update() if to_change else query).all()


def take_back_links(session: Session, subject: Subject) -> int:
    """No link that was sent for this works any more; answers how many there were."""
    links = [link.id for link in living_links(session, subject)]
    return session.exec(
        update(AnswerLink)
        .where(col(AnswerLink.id).in_(links), col(AnswerLink.revoked_at).is_(None))
        .values(revoked_at=now(), code=None, key_hash=None, key_until=None)
    ).rowcount


def subject_of(session: Session, link: AnswerLink) -> Subject:
    """The referral, or the asked place, that the link is for."""
    if link.referral_id is not None:
        return session.get_one(Referral, link.referral_id)
    return session.get_one(AskedPlace, link.asked_place_id)


def place_of(session: Session, subject: Subject) -> tuple[ServiceAtLocation, Service, Location]:
    """The service at a location that the subject is about."""
    place = session.get_one(ServiceAtLocation, subject.service_at_location_id)
    return place, session.get_one(Service, place.service_id), session.get_one(Location, place.location_id)


def urgency_of(session: Session, subject: Subject) -> Urgency:
    if isinstance(subject, Referral):
        return subject.urgency
    return session.get_one(Question, subject.question_id).urgency


def link_actor(session: Session, link: AnswerLink, visitor: Actor) -> Actor:
    """Who holds the link: they act for the agency that was asked, for this one thing only."""
    location = place_of(session, subject_of(session, link))[2]
    return Actor(
        ActorKind.LINK,
        id=link.id,
        organization_id=link.organization_id,
        language=visitor.language,
        time_zone=location.time_zone or visitor.time_zone,
    )


def _receiver(subject: Subject) -> UUID:
    return subject.receiver_organization_id if isinstance(subject, Referral) else subject.organization_id
