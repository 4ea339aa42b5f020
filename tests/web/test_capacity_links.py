"""An agency says in one tap how full it is, behind the link of a message."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from network.actors import Actor
from network.clock import now, stopped_at
from network.providers.asking import ask_now, void_links
from network.rules.capacity_links import CapacityLink, sign_link, tag_of
from network.settings import Settings
from network.tables import Capacity, CapacityPart, CapacityVoice, Event, Organization
from tests.cast import Cast
from tests.web.browser import TestBrowser

Browser = Callable[[Actor], TestBrowser]


@pytest.fixture
def path(session: Session, cast: Cast, settings: Settings) -> str:
    """Where the link leads that was sent to the clinic just now."""
    return path_for(session, cast, settings, cast.clinic)


def path_for(session: Session, cast: Cast, settings: Settings, agency: Organization) -> str:
    ask_now(session, cast.cora_curator, agency)
    session.commit()
    link = CapacityLink(agency.id, now(), tag_of("intake@clinic.example"))
    return f"/capacity/by-link/{sign_link(link, settings)}"


def said(session: Session) -> Capacity:
    session.expire_all()
    return session.exec(select(Capacity)).one()


def test_one_tap_says_how_many_and_search_sees_it(
    session: Session, cast: Cast, as_actor: Browser, path: str
) -> None:
    cast.capacity(cast.clinic_place, 3, minutes_ago=600)
    browser = as_actor(cast.visitor)
    page = browser.get(path)
    assert "Methadone and buprenorphine" in page.text
    assert "Safe shelter" not in page.text
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "noindex" in page.headers["x-robots-tag"]
    html = browser.post(f"{path}/{cast.clinic_place.id}", data={"available": "1"}).text
    assert "Thank you: everything is up to date." in html
    row = said(session)
    assert (row.available, row.maximum, row.said_by) == (1, 10, CapacityVoice.PROVIDER)
    assert "1 bed" in browser.get(f"/services/{cast.clinic_service.id}").text


def test_opening_the_link_changes_nothing(session: Session, cast: Cast, as_actor: Browser, path: str) -> None:
    cast.capacity(cast.clinic_place, 3, minutes_ago=600)
    before = said(session).said_at
    events = len(session.exec(select(Event)).all())
    browser = as_actor(cast.visitor)
    for _ in range(3):
        assert browser.get(path).status_code == 200
        assert browser.get(f"{path}/{cast.clinic_place.id}").status_code == 405
    assert said(session).said_at == before
    assert len(session.exec(select(Event)).all()) == events


def test_the_same_as_before_makes_it_fresh(
    session: Session, cast: Cast, as_actor: Browser, path: str
) -> None:
    cast.capacity(cast.clinic_place, 3, minutes_ago=600)
    browser = as_actor(cast.visitor)
    browser.post(f"{path}/{cast.clinic_place.id}/same")
    row = said(session)
    assert row.available == 3
    assert now() - row.said_at < timedelta(minutes=1)
    second = cast.place(cast.clinic_service, "Second house", 37.7, -122.4)
    cast.capacity(second, 1, minutes_ago=500)
    session.commit()
    assert "Everything is the same as before" in browser.get(path).text
    browser.post(f"{path}/same")
    session.expire_all()
    ages = [now() - row.said_at for row in session.exec(select(Capacity)).all()]
    assert len(ages) == 2
    assert max(ages) < timedelta(minutes=1)


def test_each_part_has_its_own_numbers(session: Session, cast: Cast, as_actor: Browser, path: str) -> None:
    cast.capacity(cast.clinic_place, 3)
    session.add_all(
        CapacityPart(
            service_at_location_id=cast.clinic_place.id, population=whom, available=free, maximum=most
        )
        for whom, free, most in (("serves.women", 2, 4), ("serves.men", 1, 6))
    )
    browser = as_actor(cast.visitor)
    assert "Women: how many are free now?" in " ".join(browser.get(path).text.split())
    tap = {"available": "0", "population": "serves.women"}
    browser.post(f"{path}/{cast.clinic_place.id}", data=tap)
    assert said(session).available == 1


def test_a_wrong_number_is_shown_again_with_what_to_do(cast: Cast, as_actor: Browser, path: str) -> None:
    cast.capacity(cast.clinic_place, 3)
    browser = as_actor(cast.visitor)
    for typed, sentence in (
        ("lots", "Type a whole number, for example 3."),
        ("", "Type how many are free; 0 when it is full."),
    ):
        answer = browser.post(f"{path}/{cast.clinic_place.id}", data={"available": typed})
        assert answer.status_code == 422
        assert sentence in answer.text
        assert f'value="{typed}"' in answer.text


def test_a_link_is_good_for_its_own_agency_only(
    session: Session, cast: Cast, as_actor: Browser, path: str
) -> None:
    browser = as_actor(cast.visitor)
    assert browser.post(f"{path}/{cast.shelter_place.id}", data={"available": "1"}).status_code == 404
    assert session.exec(select(Capacity)).all() == []


def test_a_private_place_is_not_named(
    session: Session, cast: Cast, as_actor: Browser, settings: Settings
) -> None:
    path = path_for(session, cast, settings, cast.shelter)
    html = as_actor(cast.visitor).get(path).text
    assert "Safe shelter" in html
    assert "kept private" in html
    assert ' <span class="tr-source">Harbor House</span>' not in html


def test_a_link_that_is_too_old_offers_a_new_one_to_the_same_address(
    session: Session, cast: Cast, as_actor: Browser, path: str
) -> None:
    browser = as_actor(cast.visitor)
    with stopped_at(now() + timedelta(hours=37)):
        answer = browser.get(path)
        assert answer.status_code == 410
        assert "This link is too old." in answer.text
        assert browser.post(f"{path}/{cast.clinic_place.id}", data={"available": "1"}).status_code == 410
        told = browser.post(f"{path}/renewal")
        assert "A new link is on its way to the same address." in told.text
        for _ in range(2):
            browser.post(f"{path}/renewal")
        assert browser.post(f"{path}/renewal").status_code == 429
    asked = session.exec(select(Event).where(Event.kind == "capacity.asked")).all()
    assert [event.facts.get("to") for event in asked[1:]] == [tag_of("intake@clinic.example").hex()] * 3
    assert session.exec(select(Capacity)).all() == []


def test_a_link_that_was_made_useless_or_is_none_says_so(
    session: Session, cast: Cast, as_actor: Browser, path: str
) -> None:
    browser = as_actor(cast.visitor)
    with stopped_at(now() + timedelta(minutes=1)):
        void_links(session, cast.pat_provider, cast.clinic)
        session.commit()
        answer = browser.get(path)
        assert answer.status_code == 410
        assert "made useless by your agency" in answer.text
        assert browser.post(f"{path}/renewal").status_code == 410
    for other in (path[:-1] + "!", path[:-2], "/capacity/by-link/none"):
        assert "This link does not work." in browser.get(other).text


def test_provider_says_when_it_wants_to_be_asked(cast: Cast, as_actor: Browser) -> None:
    browser = as_actor(cast.pat_provider)
    html = browser.get("/capacity/asking").text
    assert "the one person of your agency who can sign in" in html
    typed = {"is_on": "yes", "hours": ["8", "16"], "weekdays": ["0", "4"], "time_zone": "America/New_York"}
    html = browser.post("/capacity/asking", data=typed).text
    assert "The next message comes" in html
    wrong = browser.post("/capacity/asking", data=typed | {"hours": ["1", "2", "3", "4", "5"]})
    assert wrong.status_code == 422
    assert "Choose up to 4 full hours of the day." in wrong.text
    assert "The message is on its way." in browser.post("/capacity/asking/now").text
    assert "No link that was sent until now works" in browser.post("/capacity/asking/void").text
    assert as_actor(cast.olive_officer).get("/capacity/asking").status_code == 403
    html = as_actor(cast.cora_curator).get(f"/capacity/asking?organization={cast.clinic.id}").text
    assert "Riverside Clinic" in html
