"""A provider says how full its places are."""

import re
from collections.abc import Callable
from datetime import timedelta

from sqlmodel import Session, select

from network.actors import Actor
from network.clock import now
from network.tables import Capacity, Waitlist
from tests.cast import Cast
from tests.web.browser import TestBrowser

Browser = Callable[[Actor], TestBrowser]
HTMX = {"hx-request": "true"}


def here(cast: Cast, verb: str = "") -> str:
    return f"/capacity/{cast.clinic_place.id}" + (f"/{verb}" if verb else "")


def free(session: Session) -> int:
    session.expire_all()
    return session.exec(select(Capacity.available)).one()


def section(html: str, cast: Cast) -> str:
    """The piece of one place, without what differs between two answers."""
    found = re.search(
        rf'<section class="tr-card tr-place" id="place-{cast.clinic_place.id}".*?</section>', html, re.S
    )
    assert found
    return re.sub(r'value="[^"]*" *>|\d+ seconds?|\s+', " ", found[0])


def test_provider_taps_minus_and_search_sees_it(session: Session, cast: Cast, as_actor: Browser) -> None:
    cast.capacity(cast.clinic_place, 3)
    browser = as_actor(cast.pat_provider)
    html = browser.get("/capacity").text
    assert "Methadone and buprenorphine" in html
    assert "Safe shelter" not in html
    response = browser.post(here(cast, "step"), data={"step": "-1"})
    assert response.status_code == 200
    assert "Saved. Everybody who searches sees it now." in response.text
    assert free(session) == 2
    assert "2 beds" in browser.get(f"/services/{cast.clinic_service.id}").text


def test_the_piece_is_the_same_as_that_part_of_the_page(cast: Cast, as_actor: Browser) -> None:
    cast.capacity(cast.clinic_place, 3)
    browser = as_actor(cast.pat_provider)
    piece = browser.post(here(cast, "step"), data={"step": "1"}, headers=HTMX).text
    assert "<html" not in piece
    assert section(piece, cast) == section(browser.get("/capacity").text, cast)


def test_a_tap_too_many_says_so_and_changes_nothing(session: Session, cast: Cast, as_actor: Browser) -> None:
    cast.capacity(cast.clinic_place, 0)
    browser = as_actor(cast.pat_provider)
    for headers in ({}, HTMX):
        response = browser.post(here(cast, "step"), data={"step": "-1"}, headers=headers)
        assert response.status_code == 409
        assert "It is full already: none is free." in response.text
    assert browser.post(here(cast, "step"), data={"step": "100"}).status_code == 422
    assert free(session) == 0


def test_provider_says_in_one_tap_that_it_is_the_same_as_before(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    cast.capacity(cast.clinic_place, 3, minutes_ago=780).waitlist = Waitlist.OPEN
    browser = as_actor(cast.pat_provider)
    assert "The same as before" in browser.get("/capacity").text

    page = browser.post(here(cast, "same"), data={"available": "3"})

    assert "Saved. Everybody who searches sees it now." in page.text
    assert "The same as before" not in page.text
    session.expire_all()
    said = session.exec(select(Capacity)).one()
    assert (said.available, said.maximum, said.waitlist) == (3, 10, Waitlist.OPEN)
    assert now() - said.said_at < timedelta(minutes=1)


def test_what_is_the_same_is_what_stood_on_the_page(session: Session, cast: Cast, as_actor: Browser) -> None:
    long_ago = cast.capacity(cast.clinic_place, 2, minutes_ago=780).said_at
    browser = as_actor(cast.pat_provider)
    for headers in ({}, HTMX):
        answer = browser.post(here(cast, "same"), data={"available": "3"}, headers=headers)
        assert answer.status_code == 409
        assert "The number has changed since you looked." in answer.text
    session.expire_all()
    assert session.exec(select(Capacity.said_at)).one() == long_ago


def test_provider_types_numbers_and_the_waitlist(session: Session, cast: Cast, as_actor: Browser) -> None:
    browser = as_actor(cast.pat_provider)
    typed = {
        "available": "4",
        "maximum": "12",
        "unit": "slot",
        "waitlist": "open",
        "expected_wait_days": "9",
    }
    html = browser.post(here(cast), data=typed).text
    assert "4 openings" in html
    assert "of 12 in all" in html
    row = session.exec(select(Capacity)).one()
    assert (row.maximum, row.waitlist, row.expected_wait_days) == (12, Waitlist.OPEN, 9)


def test_a_wrong_number_is_shown_again_with_everything_typed(cast: Cast, as_actor: Browser) -> None:
    browser = as_actor(cast.pat_provider)
    for headers in ({}, HTMX):
        typed = {"available": "lots", "maximum": "12", "waitlist": "open"}
        response = browser.post(here(cast), data=typed, headers=headers)
        assert response.status_code == 422
        assert 'value="lots"' in response.text
        assert 'value="12"' in response.text
        assert "Type a whole number, for example 3." in response.text
    assert browser.post(here(cast), data={"available": "3", "waitlist": "maybe"}).status_code == 422


def test_provider_says_full_and_takes_it_back(session: Session, cast: Cast, as_actor: Browser) -> None:
    cast.capacity(cast.clinic_place, 3)
    browser = as_actor(cast.pat_provider)
    browser.post(here(cast, "step"), data={"step": "-1"})
    assert "Full" in browser.post(here(cast, "full")).text
    assert free(session) == 0
    html = browser.post(here(cast, "undo")).text
    assert free(session) == 2
    assert f"{here(cast, 'undo')}" not in html
    assert browser.post(here(cast, "undo")).status_code == 409


def test_nobody_taps_for_another_provider(cast: Cast, as_actor: Browser) -> None:
    cast.capacity(cast.clinic_place, 3)
    for actor in (cast.olga_outsider, cast.olive_officer, cast.cora_curator):
        assert as_actor(actor).post(here(cast, "step"), data={"step": "1"}).status_code == 404
    browser = as_actor(cast.visitor)
    assert browser.post(here(cast, "step"), data={"step": "1"}, follow_redirects=False).status_code == 303
    assert browser.get("/capacity", follow_redirects=False).status_code == 303


def test_an_organization_without_services_is_told_what_to_do(cast: Cast, as_actor: Browser) -> None:
    assert "Add a service" in as_actor(cast.olga_outsider).get("/capacity").text
