"""A directory with a record of every kind, awkward texts, a private place, and two sources."""

from datetime import UTC, date, datetime, time
from uuid import UUID, uuid4

from sqlmodel import Session, select

from network.clock import now
from network.providers.kinds.reading import fact_term_id
from network.tables import (
    Accessibility,
    Address,
    Attribute,
    CapacityPart,
    Contact,
    CostOption,
    Frequency,
    Funding,
    HsdsRow,
    IntakeHours,
    Language,
    Location,
    LocationType,
    Metadata,
    MetaTableDescription,
    Organization,
    OrganizationIdentifier,
    Phone,
    Precision,
    PrivatePlace,
    Program,
    RequiredDocument,
    Schedule,
    ServiceArea,
    ServiceAtLocation,
    Source,
    SourceKind,
    Taxonomy,
    TaxonomyTerm,
    Translation,
    Url,
    Waitlist,
)
from tests.cast import Cast

SECRET_STREET = "77 Hidden Hollow Lane"
AWKWARD = 'Quotes "here", commas, \u202eright to left\u202c, \u2028 and\r\nnew lines; =1+1 🙂 e\u0301 \x07'


def fill_every_table(session: Session, cast: Cast) -> None:
    """Everything that can stand in a directory, some of it as nobody should write it."""
    clinic, service, place = cast.clinic, cast.clinic_service, cast.clinic_place
    session.refresh(clinic)
    clinic.website, clinic.email, clinic.extra = (
        "riverside.example.org",
        "not an address",
        {"b": [1, {"z": 0.5, "a": None}]},
    )
    clinic.description, clinic.original_id, clinic.verified_at = AWKWARD, "clinic-17", now()
    service.alternate_name, service.description = "  \n ", AWKWARD
    service.extra = {
        "name": "theirs",
        "trestle": "theirs too",
        "phones": "555",
        "": "no name",
        "nested": {"b": 1, "a": 1e16},
    }
    service.minimum_age, service.assured_date, service.url = 16.5, date(2025, 2, 3), "javascript:alert(1)"
    service.last_modified = datetime(2026, 3, 4, 5, 6, 7, 89, UTC)
    service.takes_referrals = False
    parent = Organization(name="Elm Trust", description="")
    other = Source(
        name="Another directory",
        kind=SourceKind.IMPORTED,
        notice="Old",
        notice_es="Viejo",
        listed_on=date(2017, 1, 1),
    )
    session.add_all([parent, other])
    session.flush()
    clinic.parent_organization_id = parent.id
    clinic.source_id, service.source_id = cast.source.id, cast.source.id
    location = session.get_one(Location, place.location_id)
    location.precision, location.extra = Precision.STREET, {"match_score": 91.5}
    _add_parts(session, cast, other, location)
    _add_terms(session, cast, other)
    _hide_shelter(session, cast)
    cast.capacity(cast.clinic_place, 3)
    session.add_all(
        CapacityPart(service_at_location_id=at.id, population=whom, available=free, maximum=most)
        for at, whom, free, most in (
            (cast.clinic_place, "serves.women", 2, 4),
            (cast.clinic_place, "serves.men", 1, None),
            (cast.shelter_place, "serves.women", 2, None),
        )
    )
    session.add_all(
        IntakeHours(service_at_location_id=at.id, weekday=day, opens_at=time(opens), closes_at=closes)
        for at, day, opens, closes in (
            (cast.clinic_place, 0, 9, time(11, 30)),
            (cast.clinic_place, 0, 13, time(15)),
            (cast.clinic_place, 6, 20, time(23, 59)),
            (cast.shelter_place, 2, 7, time(8)),
        )
    )
    shelter = cast.capacity(cast.shelter_place, 2)
    shelter.waitlist, shelter.expected_wait_days, shelter.maximum = Waitlist.OPEN, 4, None
    session.commit()


def _add_parts(session: Session, cast: Cast, other: Source, location: Location) -> None:
    clinic, service, place = cast.clinic, cast.clinic_service, cast.clinic_place
    second = Program(organization_id=clinic.id, name="Evenings", description="After work")
    program = Program(organization_id=clinic.id, name="Recovery", description="All of it")
    contact = Contact(
        service_id=service.id, organization_id=clinic.id, name="Ann Example", email="ann@example.org"
    )
    annex = Location(
        organization_id=cast.other.id,
        latitude=0,
        longitude=0,
        source_id=other.id,
        location_type=LocationType.PHYSICAL,
    )
    session.add_all([program, second, contact, annex])
    session.flush()
    service.program_id = program.id
    phone = Phone(
        service_id=service.id,
        contact_id=contact.id,
        location_id=location.id,
        number="740-555-0190",
        extension=7,
    )
    at_annex = ServiceAtLocation(service_id=service.id, location_id=annex.id, description="Tuesdays")
    session.add_all([phone, at_annex])
    session.flush()
    session.add_all(
        [
            OrganizationIdentifier(organization_id=clinic.id, identifier_type="EIN", identifier="00-0000000"),
            Url(
                organization_id=clinic.id,
                service_id=service.id,
                label="Forms",
                url="https://example.org/forms?a=1&b=2",
            ),
            Funding(organization_id=clinic.id, source="County"),
            Schedule(
                service_at_location_id=place.id,
                freq=Frequency.WEEKLY,
                byday="MO,TU",
                opens_at=time(9),
                closes_at=time(0),
            ),
            Schedule(
                location_id=location.id,
                valid_from=date(2026, 12, 25),
                valid_to=date(2026, 12, 25),
                timezone=-5.5,
            ),
            ServiceArea(
                service_id=service.id,
                name="Marlow County",
                extent='{"type": "Polygon"}',
                extent_type="geojson",
            ),
            RequiredDocument(service_id=service.id, document="Photo ID", uri="not a uri"),
            Language(phone_id=phone.id, location_id=location.id, name="Spanish", code="es"),
            Accessibility(location_id=location.id, description="Ramp", url="https://example.org/ramp"),
            CostOption(service_id=service.id, amount=0.1, currency="usd", valid_from=date(2026, 1, 1)),
            Metadata(
                resource_id=service.id,
                resource_type="service",
                last_action_date=date(2026, 1, 2),
                last_action_type="update",
                field_name="name",
                previous_value="Old",
                replacement_value="New",
                updated_by="Ann",
            ),
            MetaTableDescription(name="service", language="en", character_set="utf-8"),
            Phone(number="  "),
        ]
    )
    _translate(session, "service", service.id, "description", "Consejería y medicinas")
    _translate(session, "location", location.id, "name", "Clínica")


def _add_terms(session: Session, cast: Cast, other: Source) -> None:
    words = Taxonomy(name="County words", description="", source_id=other.id)
    session.add(words)
    session.flush()
    above = TaxonomyTerm(
        name="Care", code="treatment", description="Any", taxonomy_id=words.id, source_id=other.id
    )
    session.add(above)
    session.flush()
    term = TaxonomyTerm(
        name="Day care", description="", parent_id=above.id, taxonomy_id=words.id, source_id=other.id
    )
    session.add(term)
    session.flush()
    cast.say_term("service", cast.clinic_service.id, term.id)
    cast.say_term("service", cast.clinic_service.id, fact_term_id("cost.free"))
    cast.say_term("organization", cast.clinic.id, term.id)
    cast.say_term("service", uuid4(), term.id)  # of a service that is gone
    session.add(Attribute(link_entity="nonsense", link_id=cast.clinic.id, taxonomy_term_id=term.id))


def _hide_shelter(session: Session, cast: Cast) -> None:
    """The shelter's address in all the wrong places, from which it must not leave."""
    location = session.get_one(Location, cast.shelter_place.location_id)
    location.latitude, location.longitude = 40.1234567, -82.7654321
    location.transportation, location.extra = f"Bus to {SECRET_STREET}", {"street": SECRET_STREET}
    location.external_identifier = SECRET_STREET
    address = Address(
        location_id=location.id,
        address_1=SECRET_STREET,
        city="Newark",
        state_province="OH",
        postal_code="43055",
        country="US",
    )
    session.add(address)
    session.flush()
    session.add(PrivatePlace(location_id=location.id, address=SECRET_STREET, changed_at=now()))
    _translate(session, "location", location.id, "transportation", f"Autobús a {SECRET_STREET}")
    _translate(session, "address", address.id, "address_1", SECRET_STREET)
    for kind, identity in (("location", location.id), ("address", address.id)):
        session.add(
            Metadata(
                resource_id=identity,
                resource_type=kind,
                last_action_date=date(2026, 1, 2),
                last_action_type="update",
                field_name="address_1",
                previous_value=SECRET_STREET,
                replacement_value="",
                updated_by="Ann",
            )
        )


def _translate(session: Session, entity: str, identity: UUID, field: str, text: str) -> None:
    session.add(Translation(entity=entity, entity_id=identity, field=field, language="es", text=text))


def ids_of(session: Session, table: type[HsdsRow]) -> set[UUID]:
    """The ids of all rows of a table."""
    return set(session.exec(select(table.id)).all())
