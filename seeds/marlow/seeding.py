"""Puts Marlow County into the directory by the product's own operations, as its curators and providers
would."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlmodel import Session, select

from network.actors import OPERATOR
from network.clock import now, stopped_at
from network.providers.asking import AskingWords, keep_asking
from network.providers.changes import one_change
from network.providers.operations.capacity import say_capacity
from network.providers.operations.details import put_hours
from network.providers.operations.intake import put_intake_hours
from network.providers.operations.locations import add_location
from network.providers.operations.organizations import add_organization, add_source
from network.providers.operations.services import add_service, add_service_at_location, verify_service
from network.providers.operations.translations import put_translation
from network.tables import Location, Organization, Service, ServiceAtLocation, Source, SourceKind
from seeds.marlow.town import Agency, Offer, OfferedAt, SaidCapacity, Town

SOURCE = "Marlow County (fictional)"


def seed_town(session: Session, town: Town, *, tell: Callable[[str], None] = lambda _: None) -> None:
    """All agencies of the county, as they stand now. `tell` hears each agency's name."""
    at = now()
    with one_change(session):
        source = add_source(
            session,
            OPERATOR,
            name=SOURCE,
            kind=SourceKind.FICTIONAL,
            notice=town.notice,
            notice_es=town.notice_es,
            takes_referrals=True,
        )
        for agency in town.agencies:
            tell(agency.words.name)
            _seed_agency(session, agency, source, at)


def say_how_full(session: Session, town: Town) -> None:
    """How full every place is, as it was said so many hours before now."""
    at = now()
    rows = session.exec(select(ServiceAtLocation, Service).join(Service)).all()
    places = {(service.id, place.location_id): place for place, service in rows}
    for agency in town.agencies:
        keys = {place.key: place.id for place in agency.places}
        for offer in agency.offers:
            for offered in offer.at:
                _say_capacity(session, places[offer.id, keys[offered.place]], offered.capacity, at)


def _seed_agency(session: Session, agency: Agency, source: Source, at: datetime) -> None:
    organization = add_organization(
        session, OPERATOR, agency.words, phones=agency.phones, source=source, organization_id=agency.id
    )
    places = {
        place.key: add_location(
            session,
            OPERATOR,
            organization,
            place.words,
            place.details,
            is_confidential=place.is_confidential,
            private_address=place.private_address,
            source=source,
            location_id=place.id,
        )
        for place in agency.places
    }
    for offer in agency.offers:
        _seed_offer(session, organization, places, offer, source, at)
    if agency.asked_at:
        zone = agency.places[0].words.time_zone
        asked = AskingWords(agency.asked_at, tuple(range(7)), zone)
        keep_asking(session, OPERATOR, organization, asked)


def _seed_offer(
    session: Session,
    organization: Organization,
    places: dict[str, Location],
    offer: Offer,
    source: Source,
    at: datetime,
) -> None:
    service = add_service(
        session, OPERATOR, organization, offer.words, offer.details, source=source, service_id=offer.id
    )
    for offered in offer.at:
        _seed_place(session, service, places[offered.place], offered, at)
    if offer.verified_days_ago is not None:
        with stopped_at(at - timedelta(days=offer.verified_days_ago)):
            verify_service(session, OPERATOR, service)


def _seed_place(
    session: Session, service: Service, location: Location, offered: OfferedAt, at: datetime
) -> None:
    place = add_service_at_location(session, OPERATOR, service, location, description=offered.description)
    if offered.description_es:
        put_translation(
            session, OPERATOR, place, field="description", language="es", text=offered.description_es
        )
    put_hours(session, OPERATOR, place, offered.hours)
    if offered.intake:
        put_intake_hours(session, OPERATOR, place, offered.intake)
    _say_capacity(session, place, offered.capacity, at)


def _say_capacity(
    session: Session, place: ServiceAtLocation, said: SaidCapacity | None, at: datetime
) -> None:
    if said is not None:
        with stopped_at(at - timedelta(hours=said.age_hours)):
            say_capacity(
                session,
                OPERATOR,
                place,
                available=said.available,
                maximum=said.maximum,
                unit=said.unit,
                waitlist=said.waitlist,
                expected_wait_days=said.expected_wait_days,
                said_by=said.said_by,
                parts=said.parts or None,
            )
