"""Curators add agencies and places; a private place stays private."""

import re
from collections.abc import Callable

from sqlmodel import Session, select

from network.actors import Actor
from network.providers import operations as write
from network.providers.queries.words import location_details, location_words, organization_words
from network.providers.words import Access
from network.tables import Address, Event, Location, Organization, Precision, PrivatePlace, Service
from tests.cast import Cast
from tests.chance import words_in
from tests.web.browser import TestBrowser
from tests.web.forms import form_values

Browser = Callable[[Actor], TestBrowser]


def place(cast: Cast, verb: str = "", *, shelter: bool = False) -> str:
    location_id = (cast.shelter_place if shelter else cast.clinic_place).location_id
    return f"/directory/locations/{location_id}" + (f"/{verb}" if verb else "")


def test_curator_adds_an_agency_a_place_and_a_service_and_search_finds_it(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    browser = as_actor(cast.cora_curator)
    new = "/directory/organizations/new"
    values = form_values(browser.get(new).text, new) | {
        "name": "Quokka House",
        "description_es": "Vivienda",
        "number-1": "415-555-0177",
        "is_member": "yes",
    }
    assert "Added." in browser.post(new, data=values).text
    agency = session.exec(select(Organization).where(Organization.name == "Quokka House")).one()
    assert agency.is_member
    here = f"/directory/organizations/{agency.id}"
    values = form_values(browser.get(f"{here}/locations/new").text, f"{here}/locations/new") | {
        "name": "Quokka House North",
        "address_1": "12 Market Street",
        "city": "San Francisco",
        "state_province": "CA",
        "postal_code": "94103",
    }
    assert browser.post(f"{here}/locations/new", data=values).status_code == 200
    location = session.exec(select(Location).where(Location.name == "Quokka House North")).one()
    assert location.latitude is not None
    assert round(location.latitude, 1) == 37.8
    assert location.precision is Precision.ZIP
    assert location.time_zone == "America/Los_Angeles"
    values = form_values(browser.get(f"{here}/services/new").text, f"{here}/services/new") | {
        "name": "Recovery rooms",
        "kind": "housing.recovery-residence",
        "location": str(location.id),
    }
    assert "Now fill in the rest." in browser.post(f"{here}/services/new", data=values).text
    found = browser.get("/search?taxonomy=housing.recovery-residence&near=94103").text
    assert "Quokka House" in found
    assert "Quokka House" in browser.get("/directory/organizations?q=quokka").text


def test_an_agency_saved_as_it_was_opened_is_the_same(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    here = f"/directory/organizations/{cast.clinic.id}"
    before = organization_words(session, cast.clinic)
    for actor in (cast.cora_curator, cast.pat_provider):
        browser = as_actor(actor)
        assert browser.post(here, data=form_values(browser.get(here).text, here)).status_code == 200
        session.expire_all()
        assert organization_words(session, cast.clinic) == before
    assert "Takes part in this network" not in form_labels(as_actor(cast.pat_provider).get(here).text)


def form_labels(html: str) -> str:
    return " ".join(re.findall(r"<label[^>]*>(.*?)</label>", html, re.S))


def test_of_two_editors_of_an_agency_the_second_is_told(cast: Cast, as_actor: Browser) -> None:
    here = f"/directory/organizations/{cast.clinic.id}"
    cora, pat = as_actor(cast.cora_curator), as_actor(cast.pat_provider)
    first, second = (form_values(browser.get(here).text, here) for browser in (cora, pat))
    assert cora.post(here, data=first | {"description": "Cora says"}).status_code == 200
    response = pat.post(here, data=second | {"description": "Pat says"})
    assert response.status_code == 409
    assert "Cora says" in response.text
    assert form_values(response.text, here)["description"] == "Pat says"
    assert pat.post(here, data=second | {"name": "", "version": ""}).status_code == 422


def test_a_place_saved_as_it_was_opened_is_the_same(session: Session, cast: Cast, as_actor: Browser) -> None:
    location = session.get_one(Location, cast.clinic_place.location_id)
    write.put_accessibility(session, cast.pat_provider, location, [Access("Ramp", "at the side")])
    write.put_facts(session, cast.pat_provider, location, ["access.wheelchair"])
    before = location_words(session, location), location_details(session, location)
    browser = as_actor(cast.pat_provider)
    values = form_values(browser.get(place(cast)).text, place(cast))
    assert browser.post(place(cast), data=values).status_code == 200
    session.expire_all()
    assert (location_words(session, location), location_details(session, location)) == before


def test_wrong_places_are_shown_again(cast: Cast, as_actor: Browser) -> None:
    browser = as_actor(cast.pat_provider)
    values = form_values(browser.get(place(cast)).text, place(cast))
    for typed, sentence in (
        ({"latitude": "north"}, "Type degrees, for example"),
        ({"latitude": "91"}, "Latitude is a number of degrees from -90 to 90."),
        ({"longitude": ""}, "type both or neither"),
        ({"city": ""}, "An address needs a street, a city, a state and a ZIP code."),
        ({"time_zone": "Mars/Olympus"}, "Choose a time zone from the list."),
        ({"name": ""}, "Type a name."),
    ):
        response = browser.post(place(cast), data=values | typed)
        assert response.status_code == 422, typed
        assert sentence in response.text


def test_making_a_place_private_asks_first_and_takes_it_off_every_page(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    browser = as_actor(cast.cora_curator)
    assert "This cannot be undone" in browser.get(place(cast, "privacy")).text
    assert "private now" in browser.post(place(cast, "privacy"), data={"address": ""}).text
    assert session.exec(select(Address)).all() == []
    pages = [
        "/search?near=94103",
        f"/services/{cast.clinic_service.id}",
        f"/services/{cast.clinic_service.id}/card",
        f"/organizations/{cast.clinic.id}",
        f"/directory/services/{cast.clinic_service.id}",
        f"/directory/organizations/{cast.clinic.id}",
        place(cast),
        "/directory",
    ]
    for page in pages:
        html = browser.get(page).text
        assert words_in(html, ("1 Test Street", "37.7726")) == [], page
    assert browser.post(place(cast, "privacy"), data={"address": ""}).status_code == 409


def test_only_the_shelters_own_curator_reads_where_it_is_and_that_is_recorded(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    hana = as_actor(cast.hana_at_shelter)
    path = place(cast, "private", shelter=True)
    assert hana.post(f"{path}/address", data={"address": "9 Quiet Lane"}).status_code == 200
    html = hana.get(path).text
    assert "Show the address" in html
    assert "Quiet" not in html
    assert session.exec(select(Event).where(Event.kind == "location.private_place_read")).all() == []
    assert "9 Quiet Lane" in hana.post(path).text
    assert session.exec(select(Event).where(Event.kind == "location.private_place_read")).one()
    for actor in (cast.cora_curator, cast.ada_administrator, cast.olive_officer, cast.olga_outsider):
        browser = as_actor(actor)
        assert browser.get(path).status_code == 403
        assert browser.post(path).status_code == 403
        assert browser.post(f"{path}/address", data={"address": "x"}).status_code == 403
        assert browser.post(place(cast, "publication", shelter=True)).status_code == 403
    assert hana.post(f"{path}/address", data={"address": " "}).status_code == 422


def test_a_new_private_place_seals_what_was_typed_as_its_address(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    here = f"/directory/organizations/{cast.shelter.id}/locations/new"
    browser = as_actor(cast.hana_at_shelter)
    values = form_values(browser.get(here).text, here) | {
        "name": "Second house",
        "is_confidential": "yes",
        "address_1": "7 Quiet Lane",
        "city": "San Francisco",
        "state_province": "CA",
        "postal_code": "94103",
        "transportation": "Bus 14",
    }
    response = browser.post(here, data=values)
    assert response.status_code == 200
    assert "Quiet" not in response.text
    location = session.exec(select(Location).where(Location.name == "Second house")).one()
    assert (location.is_confidential, location.latitude, location.transportation) == (True, None, None)
    assert session.get_one(PrivatePlace, location.id).address == "7 Quiet Lane, San Francisco, CA, 94103"


def test_its_own_curator_makes_a_place_public_again(cast: Cast, as_actor: Browser) -> None:
    browser = as_actor(cast.hana_at_shelter)
    assert "not private any more" in browser.post(place(cast, "publication", shelter=True)).text
    assert "Street and number" in browser.get(place(cast, shelter=True)).text


def test_hours_of_a_building_count_for_its_services(cast: Cast, as_actor: Browser) -> None:
    browser = as_actor(cast.pat_provider)
    path = place(cast, "hours")
    assert browser.get(path).status_code == 200
    days = {f"all-{day}": "yes" for day in ("MO", "TU", "WE", "TH", "FR", "SA", "SU")}
    assert browser.post(path, data=days).status_code == 200
    assert "Open now, day and night" in browser.get(f"/services/{cast.clinic_service.id}").text
    assert browser.post(path, data={"opens-MO-1": "09:00"}).status_code == 422


def test_others_add_and_edit_nothing(session: Session, cast: Cast, as_actor: Browser) -> None:
    clinic = f"/directory/organizations/{cast.clinic.id}"
    for actor in (cast.olga_outsider, cast.olive_officer):
        browser = as_actor(actor)
        for path in (clinic, f"{clinic}/services/new", f"{clinic}/locations/new", place(cast)):
            assert browser.get(path).status_code == 403, path
            assert browser.post(path, data={"name": "Mine"}).status_code == 403, path
        for verb in ("hours", "privacy"):
            assert browser.post(place(cast, verb), data={}).status_code == 403
    assert as_actor(cast.pat_provider).get("/directory/organizations/new").status_code == 403
    assert (
        as_actor(cast.pat_provider).post("/directory/organizations/new", data={"name": "x"}).status_code
        == 403
    )
    assert len(session.exec(select(Service)).all()) == 2
