"""Curators and providers write the directory."""

from datetime import time

import pytest
from sqlmodel import Session, select

from network.actors import OPERATOR
from network.errors import Conflict, Invalid, NotAllowed
from network.providers import operations as write
from network.providers.changes import changes_since, directory_version, one_change
from network.providers.queries.words import (
    location_words,
    organization_state,
    organization_words,
    service_details,
    service_state,
    service_words,
)
from network.providers.versions import EditedMeanwhile, version_of
from network.providers.words import (
    Access,
    Cost,
    Document,
    Hours,
    LocationDetails,
    LocationWords,
    OrganizationWords,
    PhoneNumber,
    PostalAddress,
    ServiceDetails,
    ServiceWords,
    Spoken,
)
from network.tables import (
    Accessibility,
    Event,
    Frequency,
    Location,
    Organization,
    Phone,
    Service,
    SourceKind,
    Translation,
)
from tests.cast import Cast

WEEKDAYS = Hours(Frequency.WEEKLY, "MO,TU,WE,TH,FR", time(9), time(17))
DETAILS = ServiceDetails(
    kinds=("treatment.otp",),
    facts=("serves.any", "cost.free"),
    hours=(WEEKDAYS,),
    phones=(PhoneNumber("415-555-0142", 12, description="Intake", languages=("en", "es")),),
    contacts=(),
    languages=(Spoken("es", "Spanish"),),
    documents=(Document("Photo ID", {"document": "Identificación con foto"}),),
    costs=(Cost("Sliding scale", 5, amount_description="by income", spanish={"option": "Según ingreso"}),),
    areas=(),
)
MARKET_STREET = PostalAddress("1 Market Street", "San Francisco", "CA", "94103")


def add_care(session: Session, organization: Organization) -> Service:
    words = ServiceWords(
        "Outpatient care", "Groups and counseling.", spanish={"description": "Grupos y consejería."}
    )
    return write.add_service(session, OPERATOR, organization, words, DETAILS)


def events_about(session: Session, subject_id: object) -> list[str]:
    return list(session.exec(select(Event.kind).where(Event.subject_id == subject_id).order_by(Event.id)))  # type: ignore[arg-type]


def test_a_new_service_says_all_it_was_given(session: Session, cast: Cast) -> None:
    service = add_care(session, cast.clinic)
    assert service_details(session, service) == DETAILS
    assert service_words(session, service).spanish == {"description": "Grupos y consejería."}
    assert events_about(session, service.id) == ["service.created"]


def test_a_new_agency_and_its_place_say_all_they_were_given(session: Session, cast: Cast) -> None:
    agency = OrganizationWords("Ferry House", "Rooms.", website="https://ferry.example.org", is_member=True)
    organization = write.add_organization(
        session, cast.cora_curator, agency, phones=(PhoneNumber("415-555-0177"),)
    )
    ferry = LocationWords("Ferry House", latitude=37.79, longitude=-122.39, address=MARKET_STREET)
    details = LocationDetails(facts=("access.wheelchair",), accessibility=(Access("Ramp"),))
    location = write.add_location(session, cast.cora_curator, organization, ferry, details)
    assert organization_words(session, organization) == agency
    assert location_words(session, location) == ferry
    assert organization.verified_by == cast.cora_curator.id
    ramp = session.exec(select(Accessibility).where(Accessibility.location_id == location.id)).one()
    assert ramp.description == "Ramp"


def test_what_stays_the_same_keeps_its_id(session: Session, cast: Cast) -> None:
    service = add_care(session, cast.clinic)
    before = session.exec(select(Phone.id).where(Phone.service_id == service.id)).one()
    more = (*(DETAILS.phones or ()), PhoneNumber("415-555-0143", type="tty"))
    write.put_phones(session, cast.pat_provider, service, more)
    phones = session.exec(select(Phone).where(Phone.service_id == service.id).order_by(Phone.id)).all()  # type: ignore[arg-type]
    assert phones[0].id == before
    assert [phone.type for phone in phones] == ["voice", "tty"]
    write.put_phones(session, cast.pat_provider, service, more[1:])
    assert service_details(session, service).phones == more[1:]


def test_a_text_that_is_emptied_takes_its_translation_away(session: Session, cast: Cast) -> None:
    service = add_care(session, cast.clinic)
    write.put_documents(session, cast.pat_provider, service, ())
    write.change_service(session, cast.pat_provider, service, ServiceWords("Outpatient care"))
    session.flush()
    assert session.exec(select(Translation).where(Translation.entity == "required_document")).all() == []
    assert service_words(session, service) == ServiceWords("Outpatient care")


def test_spanish_of_one_field_is_put_and_taken_away(session: Session, cast: Cast) -> None:
    for text, kept in (("Guarde cama", {"alert": "Guarde cama"}), ("", {})):
        write.put_translation(
            session, cast.pat_provider, cast.clinic_service, field="alert", language="es", text=text
        )
        session.flush()
        assert service_words(session, cast.clinic_service).spanish == kept


@pytest.mark.parametrize("who", ["olga_outsider", "olive_officer", "lena_leadership", "visitor"])
def test_nobody_else_edits_a_providers_listing(session: Session, cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        write.change_service(session, cast.everybody[who], cast.clinic_service, ServiceWords("Mine now"))
    with pytest.raises(NotAllowed):
        write.put_hours(session, cast.everybody[who], cast.clinic_place, [WEEKDAYS])
    with pytest.raises(NotAllowed):
        write.verify_service(session, cast.everybody[who], cast.clinic_service)


def test_provider_staff_do_not_add_agencies_nor_make_theirs_a_member(session: Session, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        write.add_organization(session, cast.pat_provider, OrganizationWords("Another"))
    words = organization_words(session, cast.clinic)
    with pytest.raises(NotAllowed):
        write.change_organization(
            session, cast.pat_provider, cast.clinic, OrganizationWords(words.name, is_member=False)
        )


def test_of_two_who_edit_the_same_listing_the_second_is_told(session: Session, cast: Cast) -> None:
    seen = version_of(service_state(session, cast.clinic_service))
    write.change_service(session, cast.cora_curator, cast.clinic_service, ServiceWords("New name"), seen=seen)
    with pytest.raises(EditedMeanwhile) as told:
        write.change_service(
            session, cast.pat_provider, cast.clinic_service, ServiceWords("Other name"), seen=seen
        )
    assert set(told.value.fields) == {"name", "description"}
    assert cast.clinic_service.name == "New name"


def test_of_two_who_edit_the_same_agency_the_second_is_told(session: Session, cast: Cast) -> None:
    seen = version_of(organization_state(session, cast.clinic))
    words = OrganizationWords(cast.clinic.name, "Better words", is_member=True)
    write.change_organization(session, cast.cora_curator, cast.clinic, words, seen=seen)
    with pytest.raises(EditedMeanwhile):
        write.change_organization(session, cast.pat_provider, cast.clinic, words, seen=seen)


def test_search_hears_of_each_change_and_of_many_at_once(session: Session, cast: Cast) -> None:
    before = directory_version(session)
    write.put_kinds(session, cast.pat_provider, cast.clinic_service, ["treatment.otp"])
    assert changes_since(session, before) == {cast.clinic_service.id}
    location = session.get_one(Location, cast.clinic_place.location_id)
    before = directory_version(session)
    with one_change(session):
        write.put_facts(session, cast.pat_provider, location, ["access.wheelchair"])
        write.verify_service(session, cast.hana_at_shelter, cast.shelter_service)
    assert directory_version(session) == before + 1
    assert changes_since(session, before) == {cast.clinic_service.id, cast.shelter_service.id}


def test_a_service_comes_to_a_place_once_and_leaves_it(session: Session, cast: Cast) -> None:
    location = session.get_one(Location, cast.clinic_place.location_id)
    with pytest.raises(Conflict):
        write.add_service_at_location(session, cast.pat_provider, cast.clinic_service, location)
    write.put_hours(session, cast.pat_provider, cast.clinic_place, [WEEKDAYS])
    cast.capacity(cast.clinic_place, 2)
    write.remove_service_at_location(session, cast.pat_provider, cast.clinic_place)
    write.add_service_at_location(session, cast.pat_provider, cast.clinic_service, location)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (ServiceWords(" "), "name"),
        (ServiceWords("x" * 201), "name"),
        (ServiceWords("A", "x" * 10_001), "description"),
        (ServiceWords("A", spanish={"description": "x" * 10_001}), "description_es"),
        (ServiceWords("A", email="nobody"), "email"),
        (ServiceWords("A", url="javascript:alert(1)"), "url"),
        (ServiceWords("A", minimum_age=-1), "minimum_age"),
        (ServiceWords("A", maximum_age=float("nan")), "maximum_age"),
        (ServiceWords("A", minimum_age=30, maximum_age=18), "maximum_age"),
    ],
)
def test_wrong_words_are_refused_by_field(
    session: Session, cast: Cast, words: ServiceWords, field: str
) -> None:
    with pytest.raises(Invalid) as told:
        write.add_service(session, cast.pat_provider, cast.clinic, words)
    assert set(told.value.problems) == {field}


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (ServiceDetails(kinds=("no-such-kind",)), "kinds"),
        (ServiceDetails(facts=("access.wheelchair",)), "facts"),
        (ServiceDetails(phones=(PhoneNumber("none"),)), "phones"),
        (ServiceDetails(hours=(Hours(Frequency.WEEKLY, "MO", closes_at=time(9)),)), "hours"),
    ],
)
def test_wrong_details_are_refused_by_part(
    session: Session, cast: Cast, details: ServiceDetails, field: str
) -> None:
    with pytest.raises(Invalid) as told:
        write.change_service(session, cast.pat_provider, cast.clinic_service, details=details)
    assert set(told.value.problems) == {field}


def test_signs_that_nobody_sees_are_left_out(session: Session, cast: Cast) -> None:
    hostile = "Clínica\x00 \u202etab\x1b"
    service = write.add_service(session, cast.pat_provider, cast.clinic, ServiceWords(hostile))
    session.expire(service)
    assert service.name == "Clínica tab"


def test_what_is_written_beside_imported_records_is_not_called_imported(session: Session, cast: Cast) -> None:
    old = write.add_source(session, OPERATOR, name="Old directory", kind=SourceKind.IMPORTED)
    agency = write.add_organization(session, OPERATOR, OrganizationWords("Old clinic"), source=old)
    service = write.add_service(session, cast.cora_curator, agency, ServiceWords("New service"))
    assert agency.source_id == old.id
    assert service.source_id != old.id
    assert service.verified_by == cast.cora_curator.id
