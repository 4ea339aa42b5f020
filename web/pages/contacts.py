"""How to reach a service: numbers to tap, an address, a web page."""

from typing import Any
from urllib.parse import quote

from msgspec import Struct

from network.actors import Actor
from network.providers.listing import ListedPlace, Listing, Text
from network.rules.sharing import GuardedField, may_see
from network.tables import LocationType, Phone, Precision
from network.words import Say, say

PHONE_TYPES = {
    "voice": say("Phone"),
    "hotline": say("Hotline"),
    "cell": say("Cell phone"),
    "text": say("Text"),
    "sms": say("Text"),
    "fax": say("Fax"),
    "tty": say("TTY"),
    "textphone": say("TTY"),
    "video": say("Video"),
}
TEXTED = {"text", "sms"}
SILENT = {"fax", "tty", "textphone", *TEXTED}  # not for a voice call


class PhoneLine(Struct, frozen=True):
    """A number to call. `dial` is what the phone gets, extension included."""

    number: str
    dial: str
    extension: int | None
    label: Say
    about: Text | None
    languages: str
    is_voice: bool
    is_text: bool


class PlaceShown(Struct, frozen=True):
    """Where it is. Of a private place only that it is private."""

    name: str
    href: str
    address: tuple[str, ...]
    is_private: bool
    is_virtual: bool
    is_near: Say | None  # how well the point on the map is known
    directions_href: str  # to a map elsewhere, opened only by a tap
    description: Text | None
    transportation: Text | None
    private_href: str  # for the one who may read where a private place is


_NEAR = {
    Precision.ZIP: say("On the map only near: the middle of its ZIP code."),
    Precision.CITY: say("On the map only near: the middle of its town."),
    Precision.UNKNOWN: say("On the map only near: nobody knows how exactly."),
}


def phone_lines(listing: Listing, place: ListedPlace | None) -> tuple[PhoneLine, ...]:
    """All numbers, those of this place first, numbers for a voice call before others."""
    phones = [*(place.phones if place else ()), *listing.phones]
    if not any(phone_line(phone).is_voice for phone in phones):
        phones += listing.agency_phones
    once = {(phone.number, phone.extension): phone for phone in reversed(phones)}
    lines = [_line(listing, phone) for phone in phones if once[phone.number, phone.extension] is phone]
    return tuple(sorted(lines, key=lambda line: not line.is_voice))


def place_shown(actor: Actor, listing: Listing, place: ListedPlace) -> PlaceShown:
    """Where a service is given."""
    location, is_private = place.location, place.location.is_confidential
    may_read = may_see(actor, GuardedField.PRIVATE_PLACE, location.organization_id)
    return PlaceShown(
        name=place_name(listing, place),
        href=f"/services/{listing.service.id}?at={location.id}",
        address=() if is_private else _address(place),
        is_private=is_private,
        is_virtual=location.location_type is LocationType.VIRTUAL,
        is_near=_NEAR.get(location.precision) if location.latitude is not None and not is_private else None,
        directions_href="" if is_private else _directions(place),
        description=listing.text(location, "description"),
        transportation=None if is_private else listing.text(location, "transportation"),
        private_href=f"/directory/locations/{location.id}/private" if is_private and may_read else "",
    )


def place_name(listing: Listing, place: ListedPlace) -> str:
    """What a place is called; a private one by its agency, since a name often says where it is."""
    name = "" if place.location.is_confidential else place.location.name
    return name or listing.organization.name


def phone_line(phone: Phone, about: Text | None = None, languages: str = "") -> PhoneLine:
    """One number."""
    kind = (phone.type or "voice").casefold()
    return PhoneLine(
        number=phone.number,
        dial=f"{phone.number} x{phone.extension}" if phone.extension else phone.number,
        extension=phone.extension,
        label=PHONE_TYPES.get(kind, PHONE_TYPES["voice"]),
        about=about,
        languages=languages,
        is_voice=kind not in SILENT,
        is_text=kind in TEXTED,
    )


def _line(listing: Listing, phone: Phone) -> PhoneLine:
    spoken = (row.name or row.code or "" for row in listing.phone_languages.get(phone.id, ()))
    return phone_line(phone, listing.text(phone, "description"), ", ".join(name for name in spoken if name))


def _address(place: ListedPlace) -> tuple[str, ...]:
    row: Any = place.address
    if row is None:
        return ()
    town = " ".join(part for part in (row.state_province, row.postal_code) if part)
    lines = (row.address_1, row.address_2, ", ".join(part for part in (row.city, town) if part))
    return tuple(line for line in lines if line)


def _directions(place: ListedPlace) -> str:
    """A map of OpenStreetMap: by coordinates, or by the address when nobody knows them."""
    location = place.location
    is_exact = location.precision in (Precision.EXACT, Precision.STREET)
    if is_exact and location.latitude is not None and location.longitude is not None:
        point = f"{location.latitude:.5f}/{location.longitude:.5f}"
        mark = f"mlat={location.latitude:.5f}&mlon={location.longitude:.5f}"
        return f"https://www.openstreetmap.org/?{mark}#map=17/{point}"
    words = ", ".join(_address(place))
    return f"https://www.openstreetmap.org/search?query={quote(words)}" if words else ""


def web_address(url: str | None) -> str:
    """A web address that a browser may open; a directory may say anything."""
    url = (url or "").strip()
    if url.lower().startswith(("https://", "http://")):
        return url
    return f"https://{url}" if url and "." in url and " " not in url and ":" not in url else ""
