"""A listing as a visitor, an officer, a provider and a curator see it."""

from collections.abc import Callable
from datetime import time

from sqlmodel import Session, select

from network.actors import Actor
from network.providers import operations as write
from network.providers.words import (
    Cost,
    Document,
    Hours,
    LocationWords,
    PhoneNumber,
    ServiceDetails,
    ServiceWords,
    Spoken,
)
from network.tables import (
    Capacity,
    CapacityVoice,
    Frequency,
    Location,
    SourceKind,
)
from tests.cast import Cast
from tests.chance import words_in
from tests.web.browser import TestBrowser

Browser = Callable[[Actor], TestBrowser]
EVERY_DAY = "MO,TU,WE,TH,FR,SA,SU"


def listing(cast: Cast, *, at: bool = True) -> str:
    return f"/services/{cast.clinic_service.id}" + (f"?at={cast.clinic_place.location_id}" if at else "")


def fill(session: Session, cast: Cast) -> None:
    words = ServiceWords(
        "Methadone and buprenorphine",
        "Medicine and counseling.\nEvery morning.",
        eligibility_description="Adults who use opioids",
        application_process="Come before 9 am.",
        alert="Side door while we paint",
        minimum_age=18,
        url="https://riverside.example.org",
        spanish={"description": "Medicinas y consejería."},
    )
    details = ServiceDetails(
        kinds=("treatment.otp",),
        facts=("cost.sliding", "excludes.arson", "referral.self"),
        hours=(Hours(Frequency.WEEKLY, EVERY_DAY, time(0), time(0)),),
        phones=(
            PhoneNumber("415-555-0100", 12, description="Intake"),
            PhoneNumber("415-555-0101", type="tty"),
        ),
        languages=(Spoken("es", "Spanish"),),
        documents=(Document("Photo ID", {"document": "Identificación con foto"}),),
        costs=(Cost("Sliding fee", 5, amount_description="by income"),),
    )
    write.change_service(session, cast.cora_curator, cast.clinic_service, words, details)


def test_visitor_sees_how_to_reach_them_and_what_to_bring(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    fill(session, cast)
    cast.capacity(cast.clinic_place, 3)
    html = as_actor(cast.visitor).get(listing(cast)).text
    for words in (
        "3 beds",
        "tel:4155550100,12",
        "ext. 12",
        "TTY",
        "Open now, day and night",
        "1 Test Street",
        "openstreetmap.org",
        "Side door while we paint",
        "Come before 9 am.",
        "Adults who use opioids",
        "18 and older",
        "People with an arson conviction",
        "Photo ID",
        "Sliding fee · $5 · by income",
        "Spanish",
        "https://riverside.example.org",
        "Somebody here checked this listing.",
        "Something is wrong here",
        "Print card",
        "Add to shortlist",
    ):
        assert words in html, words
    assert "What did they say?" not in html
    assert "This is right" not in html
    assert "Refer" not in html.replace("Referrals", "").replace("referrer", "").replace("Referred", "")


def test_spanish_reader_gets_spanish_and_is_told_what_is_english_only(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    fill(session, cast)
    cast.clinic_service.alert = (
        "The entrance is at the side of the building until the painters have gone home"
    )
    actor = Actor(cast.visitor.kind, language="es")
    html = as_actor(actor).get(listing(cast)).text
    assert "Medicinas y consejería." in html
    assert "Identificación con foto" in html
    assert "Medicine and counseling" not in html
    assert '<span lang="en">The entrance is at the side' in html
    assert '<p class="tr-lines" lang="en">Come before 9 am.</p>' in html


def test_an_unknown_place_or_a_wrong_one_shows_the_first(cast: Cast, as_actor: Browser) -> None:
    browser = as_actor(cast.visitor)
    for at in ("", "?at=nonsense", f"?at={cast.shelter_place.location_id}"):
        response = browser.get(listing(cast, at=False) + at)
        assert response.status_code == 200
        assert "1 Test Street" in response.text
    assert browser.get(f"/services/{cast.clinic_place.id}").status_code == 404


def test_a_service_without_a_place_or_a_number_still_says_what_it_can(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    service = write.add_service(session, cast.cora_curator, cast.other, ServiceWords("Advice"))
    html = as_actor(cast.visitor).get(f"/services/{service.id}").text
    assert "No telephone number is listed." in html
    assert "Hours are not known: call first" in html
    assert "Add to shortlist" not in html


def test_nobody_finds_the_shelters_place_on_any_page(session: Session, cast: Cast, as_actor: Browser) -> None:
    location = session.get_one(Location, cast.shelter_place.location_id)
    write.change_private_place(session, cast.hana_at_shelter, location, address="9 Quiet Lane")
    pages = [
        f"/services/{cast.shelter_service.id}",
        f"/services/{cast.shelter_service.id}?at={location.id}",
        f"/services/{cast.shelter_service.id}/card?at={location.id}",
    ]
    for actor in (cast.visitor, cast.olive_officer, cast.cora_curator, cast.hana_at_shelter):
        browser = as_actor(actor)
        for page in pages:
            html = browser.get(page).text
            assert "This place is kept private." in html
            assert "Quiet" not in html
            assert "openstreetmap" not in html
    assert "Private address (for you only)" in as_actor(cast.hana_at_shelter).get(pages[0]).text
    assert "Private address" not in as_actor(cast.cora_curator).get(pages[0]).text


def test_an_address_that_an_import_left_beside_a_private_place_is_not_shown(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    location = session.get_one(Location, cast.clinic_place.location_id)
    location.is_confidential = True
    session.add(location)
    html = as_actor(cast.visitor).get(listing(cast)).text
    assert "1 Test Street" not in html
    assert words_in(html, ["37.77"]) == []


def test_an_old_record_of_another_directory_says_so(session: Session, cast: Cast, as_actor: Browser) -> None:
    cast.source.kind, cast.source.notice = SourceKind.IMPORTED, "From a federal list of 2017."
    cast.source.notice_es = "De una lista federal de 2017."
    cast.clinic_service.verified_at = None
    session.add_all([cast.source, cast.clinic_service])
    browser = as_actor(cast.visitor)
    html = browser.get(listing(cast)).text
    assert "not verified here: call first" in html
    assert "From a federal list of 2017." in html
    assert "Nobody here has checked this listing. Call first." in html
    spanish = as_actor(Actor(cast.visitor.kind, language="es"))
    assert "De una lista federal de 2017." in spanish.get(listing(cast)).text


def test_officer_passes_on_in_two_taps_what_was_said_on_the_phone(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    cast.capacity(cast.clinic_place, 3, minutes_ago=300)
    browser = as_actor(cast.olive_officer)
    assert "What did they say?" in browser.get(listing(cast)).text
    path = listing(cast).replace("?", "/capacity?")
    response = browser.post(path, data={"available": "0"}, follow_redirects=False)
    assert response.headers["location"] == listing(cast)
    row = session.exec(select(Capacity).execution_options(populate_existing=True)).one()
    assert (row.available, row.maximum, row.said_by) == (0, 10, CapacityVoice.PHONE)
    html = browser.get(listing(cast)).text
    assert "Saved: full. Everybody who searches sees it now." in html
    assert "said on the phone" in html


def test_officer_takes_back_what_they_wrote_down_and_says_that_nobody_answered(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    path = listing(cast).replace("?", "/capacity?")
    as_actor(cast.cody_coordinator).post(path, data={"available": "3"})
    browser = as_actor(cast.olive_officer)
    assert "Take back what I wrote down" not in browser.get(listing(cast)).text
    html = browser.post(path, data={"available": "2"}).text
    assert "Take back what I wrote down" in html
    assert "Take back what I wrote down" not in as_actor(cast.cody_coordinator).get(listing(cast)).text
    told = browser.post(path.replace("capacity", "capacity/undo"), data={"next": "/search?q=methadone"})
    assert str(told.url).endswith("/search?q=methadone")
    assert "What was said before stands again." in told.text
    assert browser.post(path.replace("capacity", "capacity/undo")).status_code == 409
    browser.post(path.replace("capacity", "capacity/no-answer"))
    assert "not reached" in as_actor(cast.cody_coordinator).get(listing(cast)).text
    assert "not reached" not in as_actor(cast.visitor).get(listing(cast)).text
    row = session.exec(select(Capacity).execution_options(populate_existing=True)).one()
    assert row.available == 3
    browser.post(path, data={"available": "1"})
    assert "not reached" not in browser.get(listing(cast)).text


def test_on_a_result_the_answer_is_a_piece_that_says_what_was_kept(cast: Cast, as_actor: Browser) -> None:
    browser = as_actor(cast.olive_officer)
    path = listing(cast).replace("?", "/capacity?")
    piece = browser.post(path, data={"available": "2", "next": "/search"}, headers={"hx-request": "true"})
    assert "<html" not in piece.text
    assert 'id="phone-' in piece.text
    assert "Saved: 2 free." in piece.text
    assert 'name="next" value="/search"' in piece.text
    assert "Take back what I wrote down" in piece.text


def test_a_number_that_cannot_be_is_shown_again_with_what_to_do(cast: Cast, as_actor: Browser) -> None:
    cast.capacity(cast.clinic_place, 3)
    browser = as_actor(cast.olive_officer)
    path = listing(cast).replace("?", "/capacity?")
    response = browser.post(path, data={"available": "many", "expected_wait_days": "12"})
    assert response.status_code == 422
    assert "Type a whole number, for example 3." in response.text
    assert 'value="many"' in response.text
    assert 'value="12"' in response.text
    too_many = browser.post(path, data={"available": "12", "maximum": "10"})
    assert too_many.status_code == 422
    assert "There cannot be more free than there are in all (10)." in too_many.text


def test_others_do_not_say_how_full_it_is(cast: Cast, as_actor: Browser) -> None:
    path = listing(cast).replace("?", "/capacity?")
    assert (
        as_actor(cast.visitor).post(path, data={"available": "1"}, follow_redirects=False).status_code == 303
    )
    for actor in (cast.olga_outsider, cast.lena_leadership):
        assert as_actor(actor).post(path, data={"available": "1"}).status_code == 403


def test_capacity_grows_old_and_is_hidden(cast: Cast, as_actor: Browser) -> None:
    cast.capacity(cast.clinic_place, 3, minutes_ago=60 * 13)
    html = as_actor(cast.visitor).get(listing(cast)).text
    assert "tr-badge--call" in html
    assert "call to confirm" in html


def test_the_card_fits_a_pocket_and_has_a_code(session: Session, cast: Cast, as_actor: Browser) -> None:
    fill(session, cast)
    path = f"/services/{cast.clinic_service.id}/card?at={cast.clinic_place.location_id}"
    html = as_actor(cast.visitor).get(path).text
    assert "<svg" in html
    assert f"http://testserver.local/services/{cast.clinic_service.id}" in html
    assert "Mon – Sun" in html
    assert "Day and night" in html


def test_words_of_a_listing_cannot_become_html(session: Session, cast: Cast, as_actor: Browser) -> None:
    hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    words = ServiceWords(hostile, hostile, alert=hostile, application_process=hostile)
    write.change_service(session, cast.cora_curator, cast.clinic_service, words)
    location = session.get_one(Location, cast.clinic_place.location_id)
    write.change_location(session, cast.cora_curator, location, LocationWords(hostile, description=hostile))
    for page in (listing(cast), listing(cast).replace("?", "/card?")):
        html = as_actor(cast.visitor).get(page).text
        assert "<script>alert" not in html
        assert "<img src=x" not in html


def test_a_web_address_that_is_none_is_not_linked(session: Session, cast: Cast, as_actor: Browser) -> None:
    for url in ("javascript:alert(1)", "data:text/html,x", "//evil.example", "call us"):
        cast.clinic_service.url = url
        session.add(cast.clinic_service)
        assert f'href="{url}' not in as_actor(cast.visitor).get(listing(cast)).text
