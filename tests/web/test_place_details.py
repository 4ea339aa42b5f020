"""A provider says more about one place: groups that are counted apart, and when it takes people in."""

from collections.abc import Callable

from sqlmodel import Session, select

from network.actors import Actor
from network.tables import Capacity, CapacityPart, IntakeHours
from tests.cast import Cast
from tests.web.browser import TestBrowser

Browser = Callable[[Actor], TestBrowser]
GROUPS = {
    "available.serves.women": "2",
    "maximum.serves.women": "6",
    "available.serves.men": "1",
    "waitlist": "open",
    "expected_wait_days": "5",
    "unit": "bed",
}


def details(cast: Cast) -> str:
    return f"/capacity/{cast.clinic_place.id}/details"


def test_provider_counts_women_and_men_apart(session: Session, cast: Cast, as_actor: Browser) -> None:
    cast.capacity(cast.clinic_place, 9)
    browser = as_actor(cast.pat_provider)
    html = browser.post(details(cast), data=GROUPS).text
    assert 'aria-label="One fewer free for Women: Methadone and buprenorphine"' in html
    session.expire_all()
    row = session.exec(select(Capacity)).one()
    assert (row.available, row.expected_wait_days) == (3, 5)
    step = {"step": "-1", "population": "serves.women"}
    browser.post(f"/capacity/{cast.clinic_place.id}/step", data=step)
    listing = f"/services/{cast.clinic_service.id}"
    assert "1 for women, 1 for men" in as_actor(cast.visitor).get(listing).text
    html = as_actor(cast.olive_officer).get(listing).text
    assert html.count('name="population"') == 2
    html = browser.get(details(cast)).text
    assert 'name="maximum.serves.women" type="text" value="6"' in html
    cleared = {"available": "4", "waitlist": "unknown", "available.serves.women": ""}
    browser.post(details(cast), data=cleared)
    session.expire_all()
    assert session.exec(select(CapacityPart)).all() == []
    assert session.exec(select(Capacity.available)).one() == 4


def test_a_wrong_number_keeps_what_was_typed(session: Session, cast: Cast, as_actor: Browser) -> None:
    browser = as_actor(cast.pat_provider)
    wrong = GROUPS | {"available.serves.men": "some", "maximum.serves.youth": "3"}
    answer = browser.post(details(cast), data=wrong)
    assert answer.status_code == 422
    for words in ('value="some"', 'value="6"', "Type a whole number, for example 3.", "0 when it is full"):
        assert words in answer.text, words
    answer = browser.post(details(cast), data=GROUPS | {"available.serves.women": "7"})
    assert answer.status_code == 422
    assert "There cannot be more free than there are in all (6)." in answer.text
    assert session.exec(select(Capacity)).all() == []


def test_provider_says_when_new_people_are_taken_in(session: Session, cast: Cast, as_actor: Browser) -> None:
    browser = as_actor(cast.pat_provider)
    path = f"/capacity/{cast.clinic_place.id}/intake"
    week = {"opens-0-1": "08:00", "closes-0-1": "11:00", "opens-5-1": "10:00", "closes-5-1": "23:59"}
    html = browser.post(path, data=week | {"as_monday": "yes"}).text
    assert 'value="08:00"' in html
    assert len(session.exec(select(IntakeHours)).all()) == 6
    html = as_actor(cast.visitor).get(f"/services/{cast.clinic_service.id}").text
    assert "New people are taken in" in html
    assert "Monday – Friday" in html
    assert "to midnight" in html
    for typed, sentence in (
        ({"opens-1-1": "early", "closes-1-1": "11:00"}, "Type a time like 09:00 or 17:30."),
        ({"opens-1-1": "09:00"}, "Type both: from when and until when."),
        ({"opens-1-1": "12:00", "closes-1-1": "11:00"}, "It must close after it opens."),
    ):
        answer = browser.post(path, data=week | typed)
        assert answer.status_code == 422
        assert sentence in answer.text
        assert f'value="{typed["opens-1-1"]}"' in answer.text


def test_nobody_else_sees_it(cast: Cast, as_actor: Browser) -> None:
    for actor in (cast.olga_outsider, cast.olive_officer, cast.cora_curator):
        assert as_actor(actor).get(details(cast)).status_code == 404
