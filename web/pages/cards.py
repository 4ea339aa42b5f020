"""A card for the person's pocket: where to go, whom to call, what to bring."""

import io
from datetime import datetime
from uuid import UUID

import segno
from markupsafe import Markup
from msgspec import Struct

from network.actors import Actor
from network.providers.listing import ListedPlace, Listing, Text
from web.pages.contacts import PhoneLine, PlaceShown, phone_lines, place_shown
from web.pages.fitting import FactRow, access_rows, bring_rows, languages_spoken
from web.pages.openings import OpeningHours, opening_hours
from web.pages.services import Trust, trust


class Card(Struct, frozen=True):
    """One service at one place, on paper. `code` is a QR code of the listing's address."""

    href: str
    name: Text
    organization: str
    phones: tuple[PhoneLine, ...]
    place: PlaceShown | None
    hours: OpeningHours
    rows: tuple[FactRow, ...]
    languages: tuple[str, ...]
    how_to_get_in: Text | None
    notice: Text | None
    trust: Trust
    address: str
    code: Markup
    place_id: UUID | None


class CardsPage(Struct, frozen=True):
    """One card, or all of a shortlist."""

    cards: tuple[Card, ...]
    back: str
    printed_at: datetime


def cards_page(
    actor: Actor,
    chosen: list[tuple[Listing, ListedPlace | None]],
    *,
    back: str,
    base_url: str,
    default_zone: str,
    now: datetime,
) -> CardsPage:
    """Cards of these listings, each at its place."""
    cards = tuple(card(actor, *one, base_url=base_url, default_zone=default_zone, now=now) for one in chosen)
    return CardsPage(cards, back, now)


def card(
    actor: Actor,
    listing: Listing,
    place: ListedPlace | None,
    *,
    base_url: str,
    default_zone: str,
    now: datetime,
) -> Card:
    """The card of one listing at one place."""
    service = listing.service
    href = f"/services/{service.id}" + (f"?at={place.location.id}" if place else "")
    zone = (place.location.time_zone if place else "") or default_zone
    return Card(
        href=href,
        name=listing.text(service, "name") or Text(service.name),
        organization=listing.organization.name,
        phones=tuple(line for line in phone_lines(listing, place) if line.is_voice)[:2],
        place=place_shown(actor, listing, place) if place else None,
        hours=opening_hours(listing, place, time_zone=zone, reader_zone=zone, now=now),
        rows=(*bring_rows(listing), *access_rows(listing, place)),
        languages=languages_spoken(listing, place),
        how_to_get_in=listing.text(service, "application_process"),
        notice=listing.notice,
        trust=trust(listing, now),
        address=f"{base_url.rstrip('/')}{href}",
        code=qr_code(f"{base_url.rstrip('/')}{href}"),
        place_id=place.place.id if place else None,
    )


def qr_code(address: str) -> Markup:
    """A QR code as a picture to stand in a page; the address stands beside it for those who cannot scan."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", xmldecl=False, svgns=False, svgclass=None, lineclass=None, omitsize=True, border=2
    )
    picture = drawn.getvalue().decode().strip()
    return Markup(picture.replace("<svg", '<svg aria-hidden="true" focusable="false"', 1))
