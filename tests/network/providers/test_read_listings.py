"""Listings are read whole, in the same few questions however many there are."""

from dataclasses import replace

import pytest
from sqlmodel import Session, select

from network.actors import OPERATOR
from network.errors import NotFound
from network.ids import new_id
from network.providers import operations as write
from network.providers.queries.agencies import get_agency
from network.providers.queries.listings import get_places, get_service, get_services
from network.providers.terms import facts_in, kinds_in, others_in
from network.providers.words import OrganizationWords, PhoneNumber, ServiceDetails, ServiceWords
from network.tables import Attribute, Location, Phone, SourceKind, Taxonomy, TaxonomyTerm
from tests.cast import Cast
from tests.counting import statements_of


def test_one_listing_and_thirty_take_the_same_few_questions(session: Session, cast: Cast) -> None:
    reader = replace(cast.visitor, language="es")
    services = [cast.service(cast.other, f"Service {number}", "housing") for number in range(30)]
    for service in services:
        cast.place(service, "Hilltop", 37.7, -122.4)
    session.commit()
    with statements_of(session) as one:
        get_service(session, reader, cast.clinic_service.id)
    with statements_of(session) as thirty:
        found = get_services(session, reader, [service.id for service in services])
    assert len(found) == 30
    assert 0 < len(thirty) == len(one) <= 16


def test_listings_come_in_the_order_that_was_asked_and_unknown_ones_are_left_out(
    session: Session, cast: Cast
) -> None:
    asked = [cast.shelter_service.id, new_id(), cast.clinic_service.id, cast.shelter_service.id]
    found = get_services(session, cast.visitor, asked)
    assert [listing.service.id for listing in found] == [cast.shelter_service.id, cast.clinic_service.id]
    places = [cast.shelter_place.id, new_id(), cast.clinic_place.id]
    assert [place.place.id for _, place in get_places(session, cast.visitor, places)] == [
        places[0],
        places[2],
    ]
    with pytest.raises(NotFound):
        get_service(session, cast.visitor, new_id())
    with pytest.raises(NotFound):
        get_agency(session, cast.visitor, new_id())
    assert get_services(session, cast.visitor, []) == []


def test_a_private_place_comes_without_its_address_even_if_there_is_one(session: Session, cast: Cast) -> None:
    location = session.get_one(Location, cast.clinic_place.location_id)
    location.is_confidential = True
    session.add(location)
    for actor in cast.everybody.values():
        assert get_service(session, actor, cast.clinic_service.id).places[0].address is None


def test_a_service_without_a_number_is_reached_through_its_agency(session: Session, cast: Cast) -> None:
    agency = write.add_organization(
        session, OPERATOR, OrganizationWords("Ferry"), phones=(PhoneNumber("415-555-0177"),)
    )
    service = write.add_service(session, OPERATOR, agency, ServiceWords("Rooms"))
    listing = get_service(session, cast.visitor, service.id)
    assert listing.phones == ()
    assert [phone.number for phone in listing.agency_phones] == ["415-555-0177"]
    assert session.exec(select(Phone).where(Phone.service_id == service.id)).all() == []


def test_texts_are_in_the_readers_language_with_english_where_that_is_missing(
    session: Session, cast: Cast
) -> None:
    words = ServiceWords("Rooms", "A bed", alert="Paint", spanish={"description": "Una cama"})
    service = write.add_service(session, cast.pat_provider, cast.clinic, words)
    listing = get_service(session, replace(cast.visitor, language="es"), service.id)
    texts = {field: listing.text(listing.service, field) for field in ("description", "alert", "wait_time")}
    description, alert = texts["description"], texts["alert"]
    assert description is not None
    assert alert is not None
    assert (description.words, description.language) == ("Una cama", "es")
    assert (alert.words, alert.language) == ("Paint", "en")
    assert texts["wait_time"] is None


def test_terms_of_another_directory_are_told_in_our_words_and_in_theirs(session: Session, cast: Cast) -> None:
    theirs = write.add_source(session, OPERATOR, name="Theirs", kind=SourceKind.IMPORTED)
    name = "SAMHSA FindTreatment service codes"
    taxonomy = Taxonomy(name=name, description="", source_id=theirs.id)
    session.add(taxonomy)
    session.flush()
    terms = [
        TaxonomyTerm(code=code, name=label, description="", taxonomy=name, taxonomy_id=taxonomy.id)
        for code, label in (("DT", "Detoxification"), ("ZZ9", "ZZ9"))
    ]
    session.add_all(terms)
    session.flush()
    service = write.add_service(
        session, OPERATOR, cast.other, ServiceWords("Care"), ServiceDetails(facts=("cost.free",))
    )
    session.add_all(
        Attribute(link_entity="service", link_id=service.id, taxonomy_term_id=term.id) for term in terms
    )
    said = get_service(session, cast.visitor, service.id).terms
    assert [kind.code for kind in kinds_in(said)] == ["treatment.withdrawal-management"]
    assert [fact.code for fact in facts_in(said)] == ["cost.free"]
    assert [term.name for term in others_in(said)] == ["Detoxification"]
