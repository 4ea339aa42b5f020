"""The promise that of a place kept private nobody outside the network learns how many are free at it, only
whether somebody can come; and that nothing tells what it is called."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session

from network.actors import Actor
from network.providers.changes import record_change
from network.tables import CapacityPart, CapacityUnit, Location, Waitlist
from tests.cast import Cast
from tests.web.browser import TestBrowser

Browser = Callable[[Actor], TestBrowser]
NAME = "Wintergreen Annex"
FREE, IN_ALL, FOR_WOMEN, DAYS = 3141, 5926, 2718, 1414  # numbers that stand nowhere else
NUMBERS = tuple(text for number in (FREE, IN_ALL, FOR_WOMEN, DAYS) for text in (str(number), f"{number:,}"))


@pytest.fixture
def shelter(session: Session, cast: Cast) -> dict[str, str]:
    """The addresses at which the private place is shown, with all that can be said of its beds."""
    place = cast.shelter_place
    session.get_one(Location, place.location_id).name = NAME
    said = cast.capacity(place, FREE)
    said.sqlmodel_update(
        {
            "maximum": IN_ALL,
            "unit": CapacityUnit.BED,
            "waitlist": Waitlist.OPEN,
            "expected_wait_days": DAYS,
        }
    )
    for population, available in (("serves.women", FOR_WOMEN), ("serves.families", FREE - FOR_WOMEN)):
        session.add(CapacityPart(service_at_location_id=place.id, population=population, available=available))
    record_change(session, None)
    session.commit()
    return {
        "listing": f"/services/{cast.shelter_service.id}?at={place.location_id}",
        "card": f"/services/{cast.shelter_service.id}/card?at={place.location_id}",
        "agency": f"/organizations/{cast.shelter.id}",
        "search": "/search?taxonomy=housing.dv-shelter",
        "search piece": "/search?taxonomy=housing.dv-shelter&has_capacity=yes",
        "programs": "/api/search?taxonomy=housing.dv-shelter&almost=true&why_not="
        + str(cast.shelter_service.id),
        "hsds": f"/hsds/services/{cast.shelter_service.id}",
        "shortlist": "/shortlist",
    }


def test_a_stranger_learns_whether_there_is_room_and_nothing_more(
    cast: Cast, stranger: TestBrowser, shelter: dict[str, str]
) -> None:
    stranger.post("/shortlist", data={"place": str(cast.shelter_place.id), "next": "/shortlist"})
    for address in shelter.values():
        answer = stranger.get(address)
        assert answer.status_code == 200, address
        assert "Harbor House" in answer.text or address.startswith("/hsds"), address
        assert NAME not in answer.text, address
        assert not [number for number in NUMBERS if number in answer.text], address
    for page in ("listing", "agency", "search", "shortlist"):
        assert "Has places" in stranger.get(shelter[page]).text, page
    assert _told(stranger, shelter) == {"has_room": True, "available": None, "unit": "bed"}


def test_facts_of_one_person_after_the_other_tell_no_number(
    stranger: TestBrowser, shelter: dict[str, str]
) -> None:
    assert shelter
    for sex, has_room in (("women", True), ("men", False)):
        asked: dict[str, Any] = {"taxonomy": ["housing.dv-shelter"], "facts": {"sex": [sex]}}
        answer = stranger.post("/api/search", json=asked)
        assert not [number for number in NUMBERS if number in answer.text]
        for found in answer.json()["results"]:
            assert found["capacity"]["has_room"] is has_room


def test_staff_of_the_network_learn_the_number_and_not_the_name(
    as_actor: Browser, cast: Cast, shelter: dict[str, str]
) -> None:
    officer = as_actor(cast.olive_officer)
    for page in ("listing", "search", "agency"):
        html = officer.get(shelter[page]).text
        assert f"{FREE:,} beds" in html or f"{FREE} beds" in html, page
        assert NAME not in html, page
    assert _told(officer, shelter) == {"has_room": True, "available": FREE, "unit": "bed"}


def _told(browser: TestBrowser, shelter: dict[str, str]) -> dict[str, Any]:
    [found] = browser.get(shelter["programs"]).json()["results"]
    return {name: found["capacity"][name] for name in ("has_room", "available", "unit")}
