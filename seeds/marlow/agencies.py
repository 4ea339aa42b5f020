"""Reads the file of one agency: itself and its places."""

from network.providers.words import (
    Access,
    LocationDetails,
    LocationWords,
    OrganizationWords,
    PostalAddress,
)
from network.tables import LocationType
from seeds.marlow.offers import read_offer
from seeds.marlow.shared import Shared, checked_facts, read_phones, said_twice
from seeds.marlow.strict import Table
from seeds.marlow.town import Agency, AgencyPlace, Community, record_id


def read_agency(slug: str, table: Table, shared: Shared) -> Agency:
    """The agency with its places and services. Raises BadSeed."""
    texts, spanish = said_twice(table, ["description"], [])
    words = OrganizationWords(
        name=table.text("name"),
        alternate_name=table.text("alternate_name", needed=False),
        email=table.text("email"),
        website=table.text("website"),
        legal_status=table.text("legal_status"),
        is_member=table.yes("is_member"),
        is_victim_service=table.yes("is_victim_service"),
        spanish=spanish,
        description=texts["description"],
    )
    places = tuple(_place(slug, row, shared) for row in table.tables("locations"))
    agency = Agency(
        id=record_id("organization", slug),
        slug=slug,
        words=words,
        phones=read_phones(table, shared),
        verified_days_ago=int(table.number("verified_days_ago")),
        asked_at=tuple(int(hour) for hour in table.texts("asked_at")),
        places=places,
        offers=tuple(
            read_offer(slug, row, shared, {place.key for place in places}) for row in table.tables("services")
        ),
    )
    _check_agency(table, agency)
    table.finish()
    return agency


def _check_agency(table: Table, agency: Agency) -> None:
    if not agency.words.is_member and any(offer.words.takes_referrals for offer in agency.offers):
        raise table.bad("takes referrals, but is no member of the network")
    for records in (agency.places, agency.offers):
        if len({record.id for record in records}) != len(records):
            raise table.bad("two places or two services have the same key")


def _place(slug: str, table: Table, shared: Shared) -> AgencyPlace:
    key = table.text("key")
    texts, spanish = said_twice(table, ["name"], ["transportation"])
    kind = LocationType(table.text("location_type", needed=False) or LocationType.PHYSICAL)
    is_confidential = table.yes("is_confidential")
    address = _address(table, shared) if kind is LocationType.PHYSICAL else None
    community = next(
        (
            known
            for known in shared.communities.values()
            if address and known.postal_code == address.postal_code
        ),
        None,
    )
    latitude, longitude = _coordinates(table, shared) if address and not is_confidential else (None, None)
    place = AgencyPlace(
        id=record_id("location", slug, key),
        key=key,
        community=community.key if community else "",
        words=LocationWords(
            location_type=kind,
            url=table.text("url", needed=kind is LocationType.VIRTUAL),
            latitude=latitude,
            longitude=longitude,
            time_zone=shared.time_zone,
            address=None if is_confidential else address,
            spanish=spanish,
            name=texts["name"],
            transportation=texts["transportation"],
        ),
        details=LocationDetails(
            facts=checked_facts(table, "location"),
            accessibility=tuple(
                Access(words["en"], spanish={"description": words["es"]})
                for words in (
                    shared.term(table, "accessibility", code) for code in table.texts("accessibility")
                )
            ),
        ),
        is_confidential=is_confidential,
        private_address=one_line(address) if address and is_confidential else "",
    )
    table.finish()
    return place


def _address(table: Table, shared: Shared) -> PostalAddress:
    community = _community(table, shared)
    return PostalAddress(
        address_1=table.text("address_1"),
        address_2=table.text("address_2", needed=False),
        city=community.city,
        state_province=shared.state_province,
        postal_code=community.postal_code,
        country=shared.country,
    )


def _community(table: Table, shared: Shared) -> Community:
    key = table.text("town")
    if key not in shared.communities:
        raise table.bad(f"“{key}” is not a town of town.toml")
    return shared.communities[key]


def _coordinates(table: Table, shared: Shared) -> tuple[float, float]:
    latitude, longitude = table.number("latitude"), table.number("longitude")
    if not shared.bounds.hold(latitude, longitude):
        raise table.bad(f"{latitude}, {longitude} is outside the county")
    return latitude, longitude


def one_line(address: PostalAddress) -> str:
    """The address as it is sealed."""
    parts = (address.address_1, address.address_2, address.city)
    return f"{', '.join(part for part in parts if part)}, {address.state_province} {address.postal_code}"
