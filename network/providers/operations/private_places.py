"""Places that must stay private, e.g. shelters for people who flee violence.

Where such a place is stands nowhere but in its sealed address: not in the directory, index or exports.
"""

from sqlalchemy import delete
from sqlmodel import Session, col, select

from network import events
from network.actors import Actor
from network.clock import now
from network.errors import Conflict, Invalid
from network.providers.operations.locations import change_location
from network.providers.operations.rows import put_translations
from network.providers.operations.telling import organization_of, require_edit, tell_changed
from network.providers.words import LocationWords
from network.rules import permissions
from network.tables import Address, Location, Metadata, Precision, PrivatePlace
from network.words import say

LONGEST_ADDRESS = 1000


def hide_place(session: Session, actor: Actor, location: Location, *, address: str = "") -> None:
    """Make a place private: coordinates, addresses, directions and links to it are taken away for good.

    `address` is sealed; empty: the address that the directory had. Raises NotAllowed, Conflict, Invalid.
    """
    require_edit(session, actor, location)
    session.refresh(location, with_for_update=True)
    if location.is_confidential:
        raise Conflict(say("This place is private already."))
    addresses = session.exec(select(Address).where(Address.location_id == location.id)).all()
    sealed = _checked(address) if address.strip() else "\n".join(_one_line(row) for row in addresses)
    location.sqlmodel_update(
        {
            "is_confidential": True,
            "latitude": None,
            "longitude": None,
            "precision": Precision.UNKNOWN,
            "transportation": None,
            "url": None,
            "external_identifier": None,
            "external_identifier_type": None,
            "extra": {},
        }
    )
    session.add(location)
    put_translations(session, location, {}, fields=("transportation",))
    gone = [location.id, *(row.id for row in addresses)]
    session.exec(delete(Metadata).where(col(Metadata.resource_id).in_(gone)))
    session.exec(delete(Address).where(col(Address.location_id) == location.id))
    if sealed:
        _seal(session, location, sealed)
    tell_changed(session, actor, location, "private")


def read_private_place(session: Session, actor: Actor, location: Location) -> str:
    """The address of a private place; that it was read is recorded. Raises NotAllowed."""
    permissions.require(permissions.may_read_private_place(actor, organization_of(session, location)))
    place = session.get(PrivatePlace, location.id)
    events.record(session, actor, "location.private_place_read", "location", location.id)
    return place.address if place else ""


def change_private_place(session: Session, actor: Actor, location: Location, *, address: str) -> None:
    """Say where a private place is now. Raises NotAllowed, Conflict, Invalid."""
    permissions.require(permissions.may_read_private_place(actor, organization_of(session, location)))
    if not location.is_confidential:
        raise Conflict(say("This place is not private. Edit its address."))
    _seal(session, location, _checked(address))
    events.record(session, actor, "location.changed", "location", location.id, parts="private_address")


def show_place(session: Session, actor: Actor, location: Location, words: LocationWords) -> None:
    """Make a private place public, at the address in `words`. Raises NotAllowed, Conflict, Invalid."""
    permissions.require(permissions.may_read_private_place(actor, organization_of(session, location)))
    if not location.is_confidential:
        raise Conflict(say("This place is not private. Edit its address."))
    location.is_confidential = False
    session.exec(delete(PrivatePlace).where(col(PrivatePlace.location_id) == location.id))
    session.add(location)
    session.flush()
    change_location(session, actor, location, words)


def _seal(session: Session, location: Location, address: str) -> None:
    place = session.get(PrivatePlace, location.id)
    if place is None:
        place = PrivatePlace(location_id=location.id, address=address, changed_at=now())
    place.address, place.changed_at = address, now()
    session.add(place)


def _checked(address: str) -> str:
    address = address.strip()
    if not address or len(address) > LONGEST_ADDRESS:
        raise Invalid({"address": say("Type the address, at most {most} characters.", most=LONGEST_ADDRESS)})
    return address


def _one_line(row: Address) -> str:
    parts = (row.address_1, row.address_2, row.city, row.state_province, row.postal_code)
    return ", ".join(part for part in parts if part)
