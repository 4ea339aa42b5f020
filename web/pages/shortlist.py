"""Several services side by side, to call one after the other or to print."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from network.actors import Actor
from network.providers.listing import ListedPlace, Listing, Text
from network.words import Say
from web.pages.contacts import PhoneLine, PlaceShown, phone_lines, place_shown
from web.pages.doors import NOT_REFERRING, Doors, Referring
from web.pages.fitting import kind_names
from web.pages.fullness import Fullness, fullness, told_to
from web.pages.openings import opening_hours


class Chosen(Struct, frozen=True):
    """One service at one place on the shortlist."""

    place_id: UUID
    href: str
    name: Text
    organization: str
    kinds: tuple[str, ...]
    fullness: Fullness
    open_now: Say
    opens: str
    phone: PhoneLine | None
    place: PlaceShown
    notice: Text | None
    doors: Doors | None


class ShortlistPage(Struct, frozen=True):
    """All that was chosen; `most` is how many fit."""

    chosen: tuple[Chosen, ...]
    most: int
    refer_href: str = ""  # empty: nobody can be referred to any of these
    ask_href: str = ""
    cards_href: str = "/shortlist/cards"


def shortlist_page(
    actor: Actor,
    places: list[tuple[Listing, ListedPlace]],
    *,
    most: int,
    default_zone: str,
    now: datetime,
    referring: Referring = NOT_REFERRING,
) -> ShortlistPage:
    """The shortlist of this browser."""
    chosen = tuple(_chosen(actor, *one, referring, default_zone=default_zone, now=now) for one in places)
    refer_href, ask_href = referring.hrefs_of([one.place_id for one in chosen])
    return ShortlistPage(chosen, most, refer_href, ask_href)


def _chosen(
    actor: Actor,
    listing: Listing,
    place: ListedPlace,
    referring: Referring,
    *,
    default_zone: str,
    now: datetime,
) -> Chosen:
    zone = place.location.time_zone or default_zone
    hours = opening_hours(listing, place, time_zone=zone, reader_zone=actor.time_zone, now=now)
    return Chosen(
        place_id=place.place.id,
        href=f"/services/{listing.service.id}?at={place.location.id}",
        name=listing.text(listing.service, "name") or Text(listing.service.name),
        organization=listing.organization.name,
        kinds=kind_names(listing),
        fullness=told_to(actor, fullness(place.capacity, now), is_private=place.location.is_confidential),
        open_now=hours.now,
        opens=hours.state,
        phone=next((line for line in phone_lines(listing, place) if line.is_voice), None),
        place=place_shown(actor, listing, place),
        notice=listing.notice,
        doors=referring.doors_at(place.place.id),
    )
