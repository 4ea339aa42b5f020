"""What the index takes from the directory: all that may be found, nothing that must stay private."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import Session

from network.clock import now, stopped_at
from network.places.point import Point
from network.providers.changes import record_change
from network.providers.kinds.reading import fact_term_id
from network.rules.taking import PersonFacts
from network.search.answer import answer_of
from network.search.embedded import EmbeddedEngine
from network.search.engine import Filters, HoursWish, Place, Result, Search
from network.tables import (
    Attribute,
    CostOption,
    Language,
    Location,
    Schedule,
    Service,
    ServiceStatus,
    Source,
    SourceKind,
    Taxonomy,
    TaxonomyTerm,
    Translation,
)
from network.tables.schedule import Frequency
from tests.cast import Cast

HERE = Point(37.7726, -122.4099)


@pytest.fixture
def engine() -> EmbeddedEngine:
    return EmbeddedEngine()


def find(engine: EmbeddedEngine, session: Session, search: Search) -> dict[str, Result]:
    record_change(session, None)
    engine.refresh(session)
    return {result.name: result for result in engine.search(search).results}


def test_an_officer_finds_the_clinic_and_how_far_it_is(
    session: Session, cast: Cast, engine: EmbeddedEngine
) -> None:
    cast.capacity(cast.clinic_place, 3, minutes_ago=92)

    found = find(engine, session, Search(q="methadone", point=Point(37.7746, -122.4099)))

    clinic = found["Methadone and buprenorphine"]
    assert (clinic.organization, clinic.city, clinic.state) == ("Riverside Clinic", "San Francisco", "CA")
    assert clinic.distance_m == pytest.approx(222, abs=1)
    assert clinic.capacity.available == 3
    assert clinic.phone == "415-555-0100"
    assert list(found) == ["Methadone and buprenorphine"]


@pytest.mark.usefixtures("cast")
def test_a_private_place_has_no_coordinates_anywhere_and_stands_last(
    session: Session, engine: EmbeddedEngine
) -> None:
    found = find(engine, session, Search(point=HERE))

    assert list(found) == ["Methadone and buprenorphine", "Safe shelter"]
    shelter = found["Safe shelter"]
    assert shelter.place is Place.PRIVATE
    assert (shelter.distance_m, shelter.latitude, shelter.longitude) == (None, None, None)
    assert (shelter.city, shelter.place_name) == ("", "")
    answered = answer_of(engine.search(Search(q="shelter", point=HERE)), "en").results[0]
    assert (answered.distance_m, answered.latitude, answered.longitude) == (None, None, None)
    assert "Place kept private" in answered.why


def test_a_private_place_stays_private_although_its_row_holds_coordinates(
    session: Session, cast: Cast, engine: EmbeddedEngine
) -> None:
    leaked = cast.place(cast.shelter_service, "17 Hidden Lane", 37.75, -122.44)
    session.get_one(Location, leaked.location_id).is_confidential = True
    session.flush()

    find(engine, session, Search(point=HERE))

    for record in engine._index.records:
        if record.location_id == leaked.location_id:
            assert record.latitude != record.latitude
            assert record.city == ""
    assert engine.search(Search(q="hidden lane")).total == 0


@pytest.mark.usefixtures("cast")
def test_a_service_is_found_by_each_wider_kind(session: Session, engine: EmbeddedEngine) -> None:
    for kind in ("treatment", "treatment.otp"):
        assert list(find(engine, session, Search(kinds=(kind,)))) == ["Methadone and buprenorphine"]


def test_terms_of_another_directory_are_read_in_our_words(
    session: Session, cast: Cast, engine: EmbeddedEngine
) -> None:
    program = cast.service(cast.other, "Opioid treatment program")
    cast.place(program, "Hilltop", 37.8, -122.4)
    samhsa = Taxonomy(name="SAMHSA FindTreatment service codes", description="codes")
    session.add(samhsa)
    session.flush()
    for code, name in (("MM", "Methadone maintenance"), ("QZX", "QZX"), ("ZZ9", "Yoga on Sundays")):
        term = TaxonomyTerm(code=code, name=name, description=name, taxonomy_id=samhsa.id)
        session.add(term)
        session.flush()
        session.add(Attribute(link_entity="service", link_id=program.id, taxonomy_term_id=term.id))
    session.flush()

    found = find(engine, session, Search(kinds=("treatment.otp.methadone",)))

    assert found["Opioid treatment program"].kinds == ("treatment.otp.methadone",)
    assert engine.search(Search(q="yoga")).total == 1
    facets = engine.search(Search()).facets
    shown = {count.value for counts in facets.values() for count in counts}
    assert not {value for value in shown if "QZX" in value or "ZZ9" in value}
    assert engine.search(Search(q="qzx")).total == 0


def test_a_service_that_stopped_is_not_found(session: Session, cast: Cast, engine: EmbeddedEngine) -> None:
    assert find(engine, session, Search(q="methadone"))
    cast.clinic_service.status = ServiceStatus.DEFUNCT
    session.flush()

    assert find(engine, session, Search(q="methadone")) == {}


def test_every_filter_reads_its_facts(session: Session, cast: Cast, engine: EmbeddedEngine) -> None:
    service, place = cast.clinic_service, cast.clinic_place
    session.add(Language(service_id=service.id, name="Spanish"))
    session.add(CostOption(service_id=service.id, amount=0))
    service.minimum_age, service.maximum_age = 18, 25
    for code in ("court-ordered.accepted", "serves.women"):
        cast.say_term("service", service.id, fact_term_id(code))
    cast.say_term("location", place.location_id, fact_term_id("access.wheelchair"))
    wishes = Filters(
        languages=("es",),
        costs=("cost.free",),
        accessible=True,
        court_ordered=True,
        takes_referrals=True,
    )
    search = Search(filters=wishes, facts=PersonFacts(age=20))

    assert list(find(engine, session, search)) == ["Methadone and buprenorphine"]
    assert engine.search(replace(search, facts=PersonFacts(age=26))).total == 0
    assert engine.search(replace(search, filters=replace(wishes, languages=("fr",)))).total == 0
    assert [str(why) for why in engine.search(search).results[0].why] == [
        "Speaks Spanish",
        "Cost: Free",
        "Wheelchair access",
        "Accepts court-ordered people",
        "Serves ages 18 to 25",
    ]


def test_whoever_came_with_a_directory_takes_no_referrals_unless_the_source_does(
    session: Session, cast: Cast, engine: EmbeddedEngine
) -> None:
    old = Source(
        name="Old directory",
        kind=SourceKind.IMPORTED,
        notice="Old.",
        listed_on=date(2017, 1, 1),
        takes_referrals=False,
    )
    session.add(old)
    session.flush()
    cast.clinic_service.source_id = old.id
    cast.clinic_service.verified_at = None
    session.flush()

    clinic = find(engine, session, Search(q="methadone"))["Methadone and buprenorphine"]

    assert not clinic.takes_referrals
    assert clinic.has_notice
    assert not clinic.is_checked
    why = answer_of(engine.search(Search(q="methadone")), "en").results[0].why
    assert "Listed in 2017, not verified here: call first" in why


@pytest.mark.usefixtures("cast")
def test_what_nobody_confirmed_for_a_year_is_left_out_unless_asked_for(
    session: Session, engine: EmbeddedEngine
) -> None:
    with stopped_at(now() + timedelta(days=366)):
        assert find(engine, session, Search(q="methadone")) == {}
        found = find(engine, session, Search(q="methadone", filters=Filters(include_old=True)))
        assert [each.parameter for each in engine.search(Search(q="methadone")).relaxations] == [
            "include_old"
        ]

    assert list(found) == ["Methadone and buprenorphine"]


def test_a_service_is_found_and_named_in_spanish(
    session: Session, cast: Cast, engine: EmbeddedEngine
) -> None:
    session.add(
        Translation(
            entity="service",
            entity_id=cast.clinic_service.id,
            field="name",
            language="es",
            text="Metadona y buprenorfina",
        )
    )

    assert list(find(engine, session, Search(q="buprenorfina", language="es"))) == ["Metadona y buprenorfina"]


def test_a_service_without_a_place_is_still_found(
    session: Session, cast: Cast, engine: EmbeddedEngine
) -> None:
    hotline = cast.service(cast.other, "Night hotline", "mental-health.mobile-crisis")
    session.add(Schedule(service_id=hotline.id, freq=Frequency.WEEKLY, byday="MO,TU,WE,TH,FR,SA,SU"))

    found = find(engine, session, Search(q="hotline", point=HERE))["Night hotline"]

    assert found.location_id is None
    assert found.place is Place.UNKNOWN


def test_only_what_changed_is_read_again(session: Session, cast: Cast, engine: EmbeddedEngine) -> None:
    assert engine.refresh(session)
    assert not engine.refresh(session)
    service = cast.service(cast.other, "Brand new circle", "restorative.circle")
    cast.place(service, "Hilltop", 37.78, -122.42)
    unseen = session.get_one(Service, cast.clinic_service.id)
    unseen.name = "Changed without telling"
    session.flush()
    record_change(session, [service.id])

    assert engine.refresh(session)

    assert engine.search(Search(q="circle")).total == 1
    assert engine.search(Search(q="telling")).total == 0
    assert engine.search(Search()).total == 3


def test_a_directory_that_is_empty_is_searched_without_complaint(
    session: Session, engine: EmbeddedEngine
) -> None:
    engine.refresh(session)

    found = engine.search(Search(q="detox", point=HERE, filters=Filters(hours=HoursWish.NOW)))

    assert (found.total, found.results, found.next, found.relaxations) == (0, (), "", ())
