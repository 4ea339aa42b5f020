"""Several places side by side, in one browser."""

from collections.abc import Callable

from network.actors import Actor
from tests.cast import Cast
from tests.web.browser import TestBrowser
from web.shortlist import MOST

Browser = Callable[[Actor], TestBrowser]


def test_visitor_collects_places_prints_them_and_takes_one_off(cast: Cast, as_actor: Browser) -> None:
    browser = as_actor(cast.visitor)
    assert "Nothing is on the shortlist yet" in browser.get("/shortlist").text
    for place in (cast.clinic_place, cast.shelter_place, cast.clinic_place):
        back = f"/services/{place.service_id}?at={place.location_id}"
        response = browser.post("/shortlist", data={"place": str(place.id), "next": back})
        assert str(response.url).endswith(back)
        assert "It is on the shortlist." in response.text
    html = browser.get("/shortlist").text
    assert html.index("Methadone and buprenorphine") < html.index("Safe shelter")
    assert html.count("Take off") == 2
    cards = browser.get("/shortlist/cards").text
    assert cards.count("<svg aria-hidden") >= 2
    browser.post("/shortlist/removal", data={"place": str(cast.clinic_place.id)})
    assert "Methadone" not in browser.get("/shortlist").text


def test_a_full_shortlist_says_so(cast: Cast, as_actor: Browser) -> None:
    services = [cast.service(cast.other, f"Service {number}") for number in range(MOST + 1)]
    places = [cast.place(service, "Hilltop", 37.7, -122.4) for service in services]
    browser = as_actor(cast.visitor)
    for place in places:
        response = browser.post("/shortlist", data={"place": str(place.id)})
    assert "The shortlist is full: at most 20." in response.text
    assert browser.get("/shortlist").text.count("Take off") == MOST


def test_nonsense_in_the_cookie_or_the_form_does_no_harm(cast: Cast, as_actor: Browser) -> None:
    browser = as_actor(cast.visitor)
    browser.cookies.set("trestle_shortlist", "x.y." + "z" * 5000)
    assert browser.get("/shortlist").status_code == 200
    assert browser.get("/shortlist/cards").status_code == 200
    for place in ("", "nonsense", str(cast.clinic_service.id)):
        assert browser.post("/shortlist", data={"place": place}).status_code == 404
    away = {"place": str(cast.clinic_place.id), "next": "https://evil.example/"}
    response = browser.post("/shortlist", data=away, follow_redirects=False)
    assert response.headers["location"] == "/shortlist"
