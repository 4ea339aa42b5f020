"""Places where services are given."""

from typing import Any
from uuid import UUID

from sqlmodel import Session

from network import events
from network.actors import Actor
from network.clock import now
from network.errors import Invalid
from network.ids import new_id
from network.providers.checks import check_location, cleaned
from network.providers.operations.details import write_location_details
from network.providers.operations.organizations import source_for
from network.providers.operations.rows import add_translations, put_translations, replace_rows
from network.providers.operations.telling import require_edit, tell_changed
from network.providers.queries.words import location_state
from network.providers.versions import check_version
from network.providers.words import LocationDetails, LocationWords, PostalAddress
from network.rules import permissions
from network.tables import Address, Location, Organization, Precision, PrivatePlace, Source
from network.words import say


def add_location(
    session: Session,
    actor: Actor,
    organization: Organization,
    words: LocationWords,
    details: LocationDetails | None = None,
    *,
    is_confidential: bool = False,
    private_address: str = "",
    source: Source | None = None,
    location_id: UUID | None = None,
) -> Location:
    """A new place of an agency; of a confidential one only the sealed address. Raises Invalid, NotAllowed."""
    permissions.require(permissions.may_edit_listing(actor, organization.id))
    words = _checked(words, is_confidential=is_confidential)
    location = Location(
        id=location_id or new_id(),
        organization_id=organization.id,
        source_id=source.id if source else source_for(session, organization),
        is_confidential=is_confidential,
        **_columns(words),
    )
    session.add(location)
    session.flush()  # what belongs to it may be added in any order then
    add_translations(session, location, words.spanish)
    if words.address is not None:
        session.add(Address(location_id=location.id, source_id=location.source_id, **_address(words.address)))
    if details is not None:
        write_location_details(session, location, details, is_new=True)
    if is_confidential and private_address.strip():
        session.add(PrivatePlace(location_id=location.id, address=private_address.strip(), changed_at=now()))
    events.record(session, actor, "location.created", "location", location.id)
    return location


def change_location(
    session: Session,
    actor: Actor,
    location: Location,
    words: LocationWords,
    details: LocationDetails | None = None,
    *,
    seen: str = "",
) -> None:
    """Edit a place, not where a confidential one is. Raises Invalid, NotAllowed, EditedMeanwhile."""
    require_edit(session, actor, location)
    session.refresh(location, with_for_update=True)
    words = _checked(words, is_confidential=location.is_confidential)
    check_version(seen, location_state(session, location))
    location.sqlmodel_update(_columns(words))
    session.add(location)
    put_translations(session, location, words.spanish)
    if not location.is_confidential:
        addresses = [(_address(address), dict[str, str]()) for address in [words.address] if address]
        replace_rows(session, Address, location, addresses)
    if details is not None:
        write_location_details(session, location, details, is_new=False)
    tell_changed(session, actor, location, "words")


def _checked(words: LocationWords, *, is_confidential: bool) -> LocationWords:
    words = cleaned(words)
    if is_confidential and (words.latitude is not None or words.address is not None):
        raise Invalid({"address_1": say("A private place has no address here and is not on the map.")})
    check_location(words)
    return words


def _columns(words: LocationWords) -> dict[str, Any]:
    return {
        "name": words.name,
        "location_type": words.location_type,
        "alternate_name": words.alternate_name or None,
        "description": words.description or None,
        "transportation": words.transportation or None,
        "url": words.url or None,
        "latitude": words.latitude,
        "longitude": words.longitude,
        "precision": words.precision if words.latitude is not None else Precision.UNKNOWN,
        "time_zone": words.time_zone,
    }


def _address(address: PostalAddress) -> dict[str, Any]:
    return {name: value if value != "" else None for name, value in vars(address).items()}
