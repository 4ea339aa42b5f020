"""Curators and providers keep listings true."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from sqlmodel import Session, select

from network.actors import Actor
from network.clock import now
from network.providers import operations as write
from network.providers.queries.words import own_hours, service_details, service_state, service_words
from network.providers.words import (
    Area,
    Cost,
    Document,
    Hours,
    Person,
    PhoneNumber,
    ServiceDetails,
    ServiceWords,
    Spoken,
)
from network.tables import Event, Frequency, Service, ServiceStatus
from tests.cast import Cast
from tests.counting import statements_of
from tests.web.browser import TestBrowser
from tests.web.forms import form_values

Browser = Callable[[Actor], TestBrowser]
PARTS = ("words", "facts", "contact", "hours", "bring")
WORDS = ServiceWords(
    "Methadone and buprenorphine",
    "Medicine.\nCounseling.",
    alert="Side door",
    email="intake@riverside.example.org",
    minimum_age=18,
    maximum_age=64.5,
    status=ServiceStatus.ACTIVE,
    licenses="State 12",
    spanish={"description": "Medicinas.", "alert": "Puerta lateral"},
)
DETAILS = ServiceDetails(
    kinds=("treatment.otp", "treatment.assessment"),
    facts=("cost.sliding", "excludes.arson"),
    hours=(
        Hours(Frequency.WEEKLY, "MO,WE", time(9), time(12)),
        Hours(Frequency.WEEKLY, "MO", time(13), time(17)),
        Hours(Frequency.WEEKLY, "SA", time(0), time(0)),
        Hours(Frequency.MONTHLY, "1TU", time(9), time(10)),
        Hours(valid_from=date(2026, 12, 25), valid_to=date(2026, 12, 25), description="Christmas"),
    ),
    phones=(
        PhoneNumber("415-555-0100", 12, description="Intake", languages=("es",)),
        PhoneNumber("415-555-0101", type="tty"),
    ),
    contacts=(Person("Front desk", "Intake"),),
    languages=(Spoken("en", "English"), Spoken("es", "Spanish")),
    documents=(Document("Photo ID", {"document": "Identificación"}),),
    costs=(Cost("Sliding", 12.5, amount_description="by income", spanish={"option": "Según ingreso"}),),
    areas=(Area("Marlow County", "and nobody else"),),
)


def here(cast: Cast, part: str = "") -> str:
    return f"/directory/services/{cast.clinic_service.id}" + (f"/{part}" if part else "")


def fill(session: Session, cast: Cast) -> None:
    write.change_service(session, cast.cora_curator, cast.clinic_service, WORDS, DETAILS)


@pytest.mark.parametrize("part", PARTS)
def test_a_form_saved_as_it_was_opened_changes_nothing(
    session: Session, cast: Cast, as_actor: Browser, part: str
) -> None:
    fill(session, cast)
    before = service_state(session, cast.clinic_service)
    browser = as_actor(cast.cora_curator)
    values = form_values(browser.get(here(cast, part)).text, here(cast, part))
    response = browser.post(here(cast, part), data=values)
    assert response.status_code == 200, response.text
    session.expire_all()
    after = service_state(session, cast.clinic_service)
    if part == "hours":
        assert sorted(map(repr, after.pop("hours"))) == sorted(map(repr, before.pop("hours")))  # type: ignore[call-overload]
    assert after == before


def test_curator_edits_the_words_and_search_sees_it_at_once(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    fill(session, cast)
    browser = as_actor(cast.cora_curator)
    values = form_values(browser.get(here(cast, "words")).text, here(cast, "words"))
    values |= {"name": "Zebra clinic", "name_es": "Clínica Cebra", "alert": ""}
    assert "Saved." in browser.post(here(cast, "words"), data=values).text
    session.expire_all()
    words = service_words(session, cast.clinic_service)
    assert (words.name, words.spanish["name"], words.alert) == ("Zebra clinic", "Clínica Cebra", "")
    assert words.licenses == "State 12"
    assert "Zebra clinic" in browser.get("/search?q=zebra").text
    assert "Zebra clinic" in browser.get(f"/services/{cast.clinic_service.id}").text


def test_of_two_editors_the_second_sees_what_changed_and_keeps_what_was_typed(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    fill(session, cast)
    cora, pat = as_actor(cast.cora_curator), as_actor(cast.pat_provider)
    first = form_values(cora.get(here(cast, "words")).text, here(cast, "words"))
    second = form_values(pat.get(here(cast, "words")).text, here(cast, "words"))
    assert cora.post(here(cast, "words"), data=first | {"description": "Cora's words"}).status_code == 200
    response = pat.post(here(cast, "words"), data=second | {"description": "Pat's words", "alert": "Paint"})
    assert response.status_code == 409
    assert "Somebody else changed this while you were typing." in response.text
    assert "Cora&#39;s words" in response.text
    kept = form_values(response.text, here(cast, "words"))
    assert (kept["description"], kept["alert"]) == ("Pat's words", "Paint")
    session.expire_all()
    assert service_words(session, cast.clinic_service).description == "Cora's words"
    assert pat.post(here(cast, "words"), data=kept).status_code == 200
    session.expire_all()
    assert service_words(session, cast.clinic_service).description == "Pat's words"


def test_two_editors_of_different_parts_do_not_meet(cast: Cast, session: Session, as_actor: Browser) -> None:
    fill(session, cast)
    cora, pat = as_actor(cast.cora_curator), as_actor(cast.pat_provider)
    words = form_values(cora.get(here(cast, "words")).text, here(cast, "words"))
    bring = form_values(pat.get(here(cast, "bring")).text, here(cast, "bring"))
    assert cora.post(here(cast, "words"), data=words | {"alert": "Paint"}).status_code == 200
    assert pat.post(here(cast, "bring"), data=bring | {"document-1": "Nothing"}).status_code == 200
    session.expire_all()
    assert service_words(session, cast.clinic_service).alert == "Paint"
    assert service_details(session, cast.clinic_service).documents == (
        Document("Nothing", {"document": "Identificación"}),
    )


@pytest.mark.parametrize(
    ("part", "typed", "sentence"),
    [
        ("words", {"name": ""}, "Type a name."),
        ("facts", {"minimum_age": "eighteen"}, "An age is a number of years, for example 18."),
        ("facts", {"status": "maybe"}, "Choose one of the list."),
        ("facts", {"kind-1": "no-such-kind"}, "There is no kind of service"),
        ("contact", {"number-1": "call us"}, "is not a telephone number."),
        ("contact", {"extension-1": "twelve"}, "An extension is a number"),
        ("contact", {"url": "riverside"}, "Type a web address"),
        ("bring", {"amount-1": "five"}, "An amount is a number of dollars"),
        ("hours", {"opens-TU-1": "9:00"}, "Type a time like 09:00"),
        ("hours", {"opens-TU-1": "09:00"}, "Type both: when it opens and when it closes."),
        ("hours", {"from-2": "tomorrow"}, "Type a date like"),
        ("hours", {"note-2": "Picnic"}, "Special days need a first day."),
        ("hours", {"from-2": "2026-12-25", "to-2": "2026-12-24"}, "The last day cannot be before"),
    ],
)
def test_a_wrong_part_is_shown_again_with_what_to_do(
    session: Session, cast: Cast, as_actor: Browser, part: str, typed: dict[str, str], sentence: str
) -> None:
    fill(session, cast)
    before = service_state(session, cast.clinic_service)
    browser = as_actor(cast.pat_provider)
    values = form_values(browser.get(here(cast, part)).text, here(cast, part)) | typed
    response = browser.post(here(cast, part), data=values)
    assert response.status_code == 422
    assert sentence in response.text
    again = form_values(response.text, here(cast, part))
    for name, text in typed.items():
        if name not in {"status", "kind-1"}:  # not among the choices of the list
            assert again[name] == text
    session.expire_all()
    assert service_state(session, cast.clinic_service) == before


def test_provider_sets_the_week_and_a_holiday(session: Session, cast: Cast, as_actor: Browser) -> None:
    browser = as_actor(cast.pat_provider)
    week = {f"opens-{day}-1": "08:30" for day in ("MO", "TU")} | {
        f"closes-{day}-1": "16:00" for day in ("MO", "TU")
    }
    special = {"from-1": "2026-12-24", "note-1": "Christmas Eve", "note_es-1": "Nochebuena"}
    path = here(cast, f"places/{cast.clinic_place.location_id}/hours")
    assert browser.post(path, data=week | special | {"all-SU": "yes"}).status_code == 200
    rows = own_hours(session, cast.clinic_place)
    assert Hours(Frequency.WEEKLY, "MO,TU", time(8, 30), time(16)) in rows
    assert Hours(Frequency.WEEKLY, "SU", time(0), time(0)) in rows
    eve = Hours(
        valid_from=date(2026, 12, 24),
        valid_to=date(2026, 12, 24),
        description="Christmas Eve",
        spanish={"description": "Nochebuena"},
    )
    assert eve in rows
    assert "8:30 am – 4:00 pm" in browser.get(f"/services/{cast.clinic_service.id}").text


def test_one_tap_says_that_it_is_right(session: Session, cast: Cast, as_actor: Browser) -> None:
    cast.clinic_service.verified_at = now() - timedelta(days=200)
    session.add(cast.clinic_service)
    browser = as_actor(cast.pat_provider)
    assert "half a year" in browser.get(f"/services/{cast.clinic_service.id}").text
    response = browser.post(here(cast, "verification"), data={"next": "/our-services"})
    assert str(response.url).endswith("/our-services")
    session.expire_all()
    assert cast.clinic_service.verified_by == cast.pat_provider.id
    assert session.exec(select(Event).where(Event.kind == "service.verified")).one()
    assert "Somebody here checked this listing." in browser.get(f"/services/{cast.clinic_service.id}").text


@pytest.mark.parametrize("part", ["", *PARTS])
def test_others_neither_see_nor_send_the_forms(cast: Cast, as_actor: Browser, part: str) -> None:
    for actor in (cast.olga_outsider, cast.olive_officer, cast.ada_administrator):
        browser = as_actor(actor)
        assert browser.get(here(cast, part)).status_code == 403
        if part:
            assert browser.post(here(cast, part), data={"name": "Mine"}).status_code == 403
    assert as_actor(cast.visitor).get(here(cast, part), follow_redirects=False).status_code == 303
    assert as_actor(cast.olga_outsider).post(here(cast, "verification")).status_code == 403
    assert as_actor(cast.cora_curator).get(here(cast, "nonsense")).status_code == 404


def test_curator_filters_and_pages_the_list(session: Session, cast: Cast, as_actor: Browser) -> None:
    for number in range(30):
        service = cast.service(cast.other, f"Service {number:02}")
        service.verified_at = None
        session.add(service)
    browser = as_actor(cast.cora_curator)
    html = browser.get("/directory").text
    assert "32 listings" in html
    assert "1–25 of 32" in html
    assert "26–32 of 32" in browser.get("/directory?page=2").text
    assert "30 listings" in browser.get("/directory?wanting=check").text
    assert "1 listing" in browser.get("/directory?q=service+07").text
    assert "0 listings" in browser.get("/directory?q=100%25").text
    assert "No listing here" in browser.get("/directory?q=nobody&page=zero&wanting=x").text
    assert "<script>" not in browser.get("/directory?q=<script>").text.split("<main")[1]


def test_provider_sees_only_their_own(cast: Cast, as_actor: Browser) -> None:
    html = as_actor(cast.pat_provider).get("/our-services").text
    assert "Methadone and buprenorphine" in html
    assert "Safe shelter" not in html
    assert "Add an agency" not in html
    assert "Safe shelter" not in as_actor(cast.pat_provider).get("/directory").text
    for actor in (cast.olive_officer, cast.lena_leadership):
        assert as_actor(actor).get("/directory").status_code == 403


def test_the_list_asks_the_database_the_same_few_questions_however_long(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    browser = as_actor(cast.cora_curator)
    with statements_of(session) as few:
        browser.get("/directory")
    for number in range(20):
        cast.place(cast.service(cast.other, f"Service {number}"), "Hilltop", 37.7, -122.4)
    session.commit()
    with statements_of(session) as many:
        browser.get("/directory")
    assert few
    assert len(many) <= len(few) + 1


def test_a_new_place_is_added_to_a_listing_and_taken_away(cast: Cast, as_actor: Browser) -> None:
    second = cast.place(cast.service(cast.clinic, "Groups"), "Riverside Annex", 37.78, -122.41)
    browser = as_actor(cast.pat_provider)
    assert "Riverside Annex" in browser.get(here(cast)).text
    browser.post(here(cast, "places"), data={"location": str(second.location_id)})
    assert "Riverside Annex" in browser.get(f"/services/{cast.clinic_service.id}").text
    removal = here(cast, f"places/{second.location_id}/removal")
    assert browser.post(removal).status_code == 200
    assert "Riverside Annex" not in browser.get(f"/services/{cast.clinic_service.id}").text
    assert browser.post(removal).status_code == 404
    response = browser.post(here(cast, "places"), data={"location": ""})
    assert response.status_code == 422
    assert "Choose a place." in response.text
    foreign = browser.post(here(cast, "places"), data={"location": str(cast.shelter_place.location_id)})
    assert foreign.status_code == 403


def test_a_service_of_the_list_of_kinds_shows_in_spanish(cast: Cast, as_actor: Browser) -> None:
    curator = Actor(
        cast.cora_curator.kind,
        cast.cora_curator.id,
        "Cora",
        cast.unit.id,
        cast.cora_curator.roles,
        "es",
    )
    html = as_actor(curator).get(here(cast, "facts")).text
    assert "Tratamiento por consumo de sustancias" in html
    assert "Who it serves" not in html
    words = as_actor(curator).get(here(cast, "words")).text
    assert "Nombre, en español" in words
    assert "Qué es, en español" in words


def test_service_row_is_untouched_by_reading(session: Session, cast: Cast, as_actor: Browser) -> None:
    before = session.exec(select(Event.id)).all()
    browser = as_actor(cast.cora_curator)
    for part in ("", *PARTS):
        browser.get(here(cast, part))
    assert session.exec(select(Event.id)).all() == before
    assert session.get_one(Service, cast.clinic_service.id).last_modified == cast.clinic_service.last_modified
