"""What an agency offers."""

from collections.abc import Callable

from sqlmodel import Session

from network.actors import Actor
from network.providers import operations as write
from network.providers.words import OrganizationWords, PhoneNumber
from tests.cast import Cast
from tests.web.browser import TestBrowser

Browser = Callable[[Actor], TestBrowser]


def test_visitor_sees_what_an_agency_offers(session: Session, cast: Cast, as_actor: Browser) -> None:
    cast.capacity(cast.clinic_place, 2)
    words = OrganizationWords(
        "Riverside Clinic",
        "Care by the river.",
        website="https://riverside.example.org",
        is_member=True,
        spanish={"description": "Atención junto al río."},
    )
    phones = (PhoneNumber("415-555-0199"),)
    write.change_organization(session, cast.cora_curator, cast.clinic, words, phones=phones)
    html = as_actor(cast.visitor).get(f"/organizations/{cast.clinic.id}").text
    for said in ("Care by the river.", "Offers 1 service", "2 beds", "1 Test Street", "tel:4155550199"):
        assert said in html, said
    assert "Edit this agency" not in html
    assert "Edit this agency" in as_actor(cast.pat_provider).get(f"/organizations/{cast.clinic.id}").text
    spanish = Actor(cast.visitor.kind, language="es")
    assert "Atención junto al río." in as_actor(spanish).get(f"/organizations/{cast.clinic.id}").text


def test_an_agency_of_private_places_or_without_services_shows_no_address(
    cast: Cast, as_actor: Browser
) -> None:
    browser = as_actor(cast.visitor)
    assert "kept private" in browser.get(f"/organizations/{cast.shelter.id}").text
    assert "No service of this agency is listed." in browser.get(f"/organizations/{cast.other.id}").text
    assert browser.get(f"/organizations/{cast.clinic_service.id}").status_code == 404
