"""An agency: what it offers, and how to reach it."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from network.actors import Actor
from network.providers.listing import ListedPlace, Listing, Text
from network.providers.queries.agencies import ListedAgency
from network.tables import ServiceStatus
from network.words import Say, say
from web.pages.contacts import PhoneLine, phone_line, place_name, web_address
from web.pages.fitting import kind_names
from web.pages.fullness import Fullness, fullness, told_to
from web.pages.openings import opening_hours


class OfferedAt(Struct, frozen=True):
    """A place where a service is given."""

    href: str
    name: str
    where: Say | str
    fullness: Fullness
    open_now: Say


class Offer(Struct, frozen=True):
    """One service of the agency."""

    href: str
    name: Text
    kinds: tuple[str, ...]
    closed: Say | None
    places: tuple[OfferedAt, ...]


class OrganizationPage(Struct, frozen=True):
    """The agency as a reader sees it."""

    name: str
    other_name: Text | None
    description: Text | None
    notice: Text | None
    phones: tuple[PhoneLine, ...]
    email: str
    website: str
    is_member: bool
    offers: tuple[Offer, ...]
    edit_href: str


def organization_page(
    actor: Actor, agency: ListedAgency, listings: Sequence[Listing], *, default_zone: str, now: datetime
) -> OrganizationPage:
    """The page of an agency with the services it offers."""
    organization = agency.organization
    return OrganizationPage(
        name=organization.name,
        other_name=agency.text("alternate_name"),
        description=agency.text("description"),
        notice=agency.notice,
        phones=tuple(phone_line(phone) for phone in agency.phones),
        email=organization.email or "",
        website=web_address(organization.website),
        is_member=organization.is_member,
        offers=tuple(_offer(actor, listing, default_zone=default_zone, now=now) for listing in listings),
        edit_href=f"/directory/organizations/{organization.id}" if agency.may_edit else "",
    )


def _offer(actor: Actor, listing: Listing, *, default_zone: str, now: datetime) -> Offer:
    service = listing.service
    return Offer(
        href=f"/services/{service.id}",
        name=listing.text(service, "name") or Text(service.name),
        kinds=kind_names(listing),
        closed=None
        if service.status is ServiceStatus.ACTIVE
        else say("Closed for now")
        if service.status is ServiceStatus.TEMPORARILY_CLOSED
        else say("Not offered any more"),
        places=tuple(
            _offered_at(actor, listing, place, default_zone=default_zone, now=now) for place in listing.places
        ),
    )


def _offered_at(
    actor: Actor, listing: Listing, place: ListedPlace, *, default_zone: str, now: datetime
) -> OfferedAt:
    location, address = place.location, place.address
    zone = location.time_zone or default_zone
    hours = opening_hours(listing, place, time_zone=zone, reader_zone=actor.time_zone, now=now)
    return OfferedAt(
        href=f"/services/{listing.service.id}?at={location.id}",
        name=place_name(listing, place),
        where=say("kept private")
        if location.is_confidential
        else f"{address.address_1}, {address.city}"
        if address
        else "",
        fullness=told_to(actor, fullness(place.capacity, now), is_private=location.is_confidential),
        open_now=hours.now,
    )
