"""Everything that a page behind an opened link shows, and who the person is once the code was right."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from network.answers.codes import fits_key, living_code
from network.answers.links import living_links, place_of
from network.answers.opening import Asked, FoundLink, asked_of, sender_of
from network.providers.queries.capacities import PlaceCapacity, get_capacity
from network.providers.queries.holds import hold_of_referral
from network.referrals.queries import open_moves
from network.referrals.showing import shown_referral
from network.referrals.shown import ShownReferral
from network.tables import (
    AskedPlace,
    Channel,
    CodeChannel,
    Organization,
    Phone,
    QuestionAnswer,
    Referral,
    ReferralStatus,
)


@dataclass(frozen=True)
class OpenedLink:
    """What is behind a link for who opened it. `person` is None until the code was right."""

    agency: str
    service: str
    place: str
    time_zone: str
    sender: str
    sender_phone: str
    asked: Asked
    status: ReferralStatus | None  # None: a question
    answer: QuestionAnswer | None  # to a question, so far
    moves: frozenset[str]
    capacity: PlaceCapacity
    held_until: datetime | None  # so long a place is held for it
    code_channel: CodeChannel | None  # of the code that counts now
    wrong_codes: int
    person: ShownReferral | None


def opened_link(session: Session, found: FoundLink, key: str) -> OpenedLink:
    """Read it all at this moment; with the right key, what is shown of the person is written down as told."""
    subject, link = found.subject, found.link
    place, service, location = place_of(session, subject)
    sender = sender_of(session, subject)
    asked = asked_of(session, found)
    assert asked is not None  # only open links are shown
    return OpenedLink(
        agency=session.get_one(Organization, link.organization_id).name,
        service=service.name,
        place="" if location.is_confidential else location.name or "",
        time_zone=found.actor.time_zone,
        sender=sender.name,
        sender_phone=_phone(session, sender),
        asked=asked,
        status=subject.status if isinstance(subject, Referral) else None,
        answer=subject.answer if isinstance(subject, AskedPlace) else None,
        moves=_moves(session, found),
        capacity=get_capacity(session, found.actor, place),
        held_until=_held_until(session, found),
        code_channel=link.code_channel if living_code(link) else None,
        wrong_codes=sum(one.wrong_codes for one in living_links(session, subject)),
        person=_person(session, found, key),
    )


def _person(session: Session, found: FoundLink, key: str) -> ShownReferral | None:
    if not isinstance(found.subject, Referral) or not fits_key(found.link, key):
        return None
    return shown_referral(session, found.actor, found.subject, Channel.LINK)


def _held_until(session: Session, found: FoundLink) -> datetime | None:
    hold = hold_of_referral(session, found.subject) if isinstance(found.subject, Referral) else None
    return hold.until if hold else None


def _moves(session: Session, found: FoundLink) -> frozenset[str]:
    if not isinstance(found.subject, Referral):
        return frozenset()
    return frozenset(move.name for move in open_moves(session, found.actor, found.subject))


def _phone(session: Session, organization: Organization) -> str:
    query = select(Phone.number).where(Phone.organization_id == organization.id).order_by(col(Phone.id))
    return session.exec(query).first() or ""
