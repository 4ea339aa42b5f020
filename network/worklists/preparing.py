"""What a sender looks at before anything goes out: drafts with their consent, capacity and doubles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from network.actors import Actor
from network.errors import NotFound
from network.people.queries import get_need, relation
from network.providers.listing import ListedPlace, Listing
from network.providers.queries.listings import get_places
from network.referrals.consents import Cover, cover_of
from network.referrals.gates import may_send_to
from network.referrals.queries import get_referral, open_duplicates
from network.referrals.showing import preview
from network.referrals.shown import ShownReferral
from network.rules.moves import UNSENT
from network.rules.people_permissions import may_change_person
from network.rules.permissions import Verdict, require
from network.tables import (
    Candidacy,
    Need,
    Organization,
    Person,
    Referral,
    Trying,
)


@dataclass(frozen=True)
class Choosing:
    """A need, and the places that somebody thinks of asking."""

    need: Need
    person: Person
    places: tuple[tuple[Listing, ListedPlace], ...]
    verdicts: Mapping[UUID, Verdict]  # by service at location: whether anything may be sent there
    open_ones: Mapping[UUID, Sequence[Referral]]  # for the same person, need and place


@dataclass(frozen=True)
class Draft:
    """One draft: exactly what its receiver will see, by which grant, at which place."""

    referral: Referral
    shown: ShownReferral
    cover: Cover
    listing: Listing
    place: ListedPlace
    verdict: Verdict
    open_ones: tuple[Referral, ...]


@dataclass(frozen=True)
class Unsent:
    """All candidates of one preparation that are not sent, in their order."""

    person: Person
    need: Need
    trying: Trying | None  # None: only one is asked
    referrals: tuple[Referral, ...]
    later: bool  # others of them were sent before


@dataclass(frozen=True)
class Drafts:
    """The same with everything that is looked at before they go out."""

    person: Person
    need: Need
    trying: Trying | None  # None: only one is asked
    drafts: tuple[Draft, ...]
    later: bool  # others of them were sent before


def choosing(session: Session, actor: Actor, need_id: UUID, place_ids: Sequence[UUID]) -> Choosing:
    """What stands for and against asking these places. Raises NotFound, NotAllowed."""
    need, person = get_need(session, actor, need_id)
    require(may_change_person(actor, relation(session, actor, person)))
    places = tuple(get_places(session, actor, place_ids))
    sender = session.get_one(Organization, person.organization_id)
    return Choosing(
        need=need,
        person=person,
        places=places,
        verdicts={place.place.id: may_send_to(session, sender, listing.service) for listing, place in places},
        open_ones={
            place.place.id: open_duplicates(session, person.id, need.id, place.place.id)
            for _, place in places
        },
    )


def unsent_of(session: Session, actor: Actor, referral_id: UUID) -> Unsent:
    """The draft and the other candidates with it. Raises NotFound, also for what was sent; NotAllowed."""
    referral = get_referral(session, actor, referral_id)
    need, person = get_need(session, actor, referral.need_id)
    require(may_change_person(actor, relation(session, actor, person)))
    if referral.status not in UNSENT:
        raise NotFound
    together = _together(session, referral)
    unsent = tuple(one for one in together if one.status in UNSENT)
    candidacy = session.get(Candidacy, referral.candidacy_id) if referral.candidacy_id else None
    trying = candidacy.trying if candidacy and len(unsent) > 1 else None
    return Unsent(person, need, trying, unsent, later=len(unsent) < len(together))


def drafts_of(session: Session, actor: Actor, referral_id: UUID) -> Drafts:
    """The same, each as its receiver will see it. Raises NotFound, also for what was sent; NotAllowed."""
    found = unsent_of(session, actor, referral_id)
    place_ids = [one.service_at_location_id for one in found.referrals]
    listings = {place.place.id: (listing, place) for listing, place in get_places(session, actor, place_ids)}
    sender = session.get_one(Organization, found.referrals[0].sender_organization_id)
    return Drafts(
        person=found.person,
        need=found.need,
        trying=found.trying,
        drafts=tuple(
            _draft(session, actor, sender, one, *listings[one.service_at_location_id])
            for one in found.referrals
        ),
        later=found.later,
    )


def _draft(
    session: Session,
    actor: Actor,
    sender: Organization,
    referral: Referral,
    listing: Listing,
    place: ListedPlace,
) -> Draft:
    cover = cover_of(session, referral)
    others = open_duplicates(session, referral.person_id, referral.need_id, referral.service_at_location_id)
    return Draft(
        referral=referral,
        shown=preview(session, actor, referral),
        cover=cover,
        listing=listing,
        place=place,
        verdict=may_send_to(session, sender, listing.service),
        open_ones=tuple(one for one in others if one.id != referral.id and one.status not in UNSENT),
    )


def _together(session: Session, referral: Referral) -> Sequence[Referral]:
    if referral.candidacy_id is None:
        return [referral]
    return session.exec(
        select(Referral)
        .where(Referral.candidacy_id == referral.candidacy_id)
        .order_by(col(Referral.turn), col(Referral.id))
    ).all()
