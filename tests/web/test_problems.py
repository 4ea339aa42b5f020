"""Anybody says that a listing is wrong; the curator hears of it."""

from collections.abc import Callable

from sqlmodel import Session, select

from network.actors import Actor
from network.tables import Problem, ProblemStatus
from tests.cast import Cast
from tests.web.browser import TestBrowser
from web.routes.problems import TIMES

Browser = Callable[[Actor], TestBrowser]
WORDS = "A bakery answers <b>now</b>"


def report(browser: TestBrowser, cast: Cast, **data: str) -> tuple[int, str]:
    path = f"/services/{cast.clinic_service.id}/problems?at={cast.clinic_place.location_id}"
    response = browser.post(path, data={"kind": "wrong_number", "words": WORDS} | data)
    return response.status_code, response.text


def test_visitor_reports_and_the_curator_mends(session: Session, cast: Cast, as_actor: Browser) -> None:
    visitor = as_actor(cast.visitor)
    form = visitor.get(f"/services/{cast.clinic_service.id}/problems/new?at={cast.clinic_place.location_id}")
    assert "The telephone number is wrong or nobody answers" in form.text
    status, thanks = report(visitor, cast)
    assert status == 200
    assert "Thank you: somebody will check it" in thanks
    assert "It is being checked." in visitor.get(f"/services/{cast.clinic_service.id}").text
    curator = as_actor(cast.cora_curator)
    html = curator.get("/directory/problems").text
    assert "A bakery answers &lt;b&gt;now&lt;/b&gt;" in html
    assert "a visitor said so" in html
    problem = session.exec(select(Problem)).one()
    path = f"/directory/problems/{problem.id}/settlement"
    assert "Nothing is reported" in curator.post(path, data={"status": "mended"}).text
    assert "The listing was mended" in curator.get("/directory/problems?settled=yes").text
    assert curator.post(path, data={"status": "mended"}).status_code == 409
    session.expire_all()
    assert problem.status is ProblemStatus.MENDED


def test_words_are_not_shown_on_the_listing(cast: Cast, as_actor: Browser) -> None:
    report(as_actor(cast.visitor), cast)
    for actor in (cast.visitor, cast.olive_officer, cast.pat_provider):
        assert "bakery" not in as_actor(actor).get(f"/services/{cast.clinic_service.id}").text


def test_a_wrong_report_is_shown_again(cast: Cast, as_actor: Browser) -> None:
    browser = as_actor(cast.visitor)
    status, html = report(browser, cast, kind="")
    assert status == 422
    assert "Choose what is wrong." in html
    assert "A bakery answers" in html
    status, html = report(browser, cast, kind="other", words=" ")
    assert status == 422
    assert "Say in a few words what is wrong." in html
    assert report(browser, cast, words="x" * 2001)[0] == 422


def test_one_browser_does_not_flood_the_curator(cast: Cast, as_actor: Browser) -> None:
    browser = as_actor(cast.visitor)
    assert [report(browser, cast)[0] for _ in range(TIMES + 1)] == [200] * TIMES + [429]


def test_others_do_not_look_into_problems(session: Session, cast: Cast, as_actor: Browser) -> None:
    report(as_actor(cast.visitor), cast)
    problem = session.exec(select(Problem)).one()
    for actor in (cast.olive_officer, cast.pat_provider):
        browser = as_actor(actor)
        assert browser.get("/directory/problems").status_code == 404
        path = f"/directory/problems/{problem.id}/settlement"
        assert browser.post(path, data={"status": "mended"}).status_code == 404
    assert as_actor(cast.visitor).get("/directory/problems", follow_redirects=False).status_code == 303
