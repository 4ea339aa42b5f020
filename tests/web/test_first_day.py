"""Somebody's first day: they come to where their work is, are shown around once, and find it again in the
help."""

import pytest
from sqlmodel import Session

from network.tables import Account
from network.words import speak
from tests.cast import Cast
from tests.web.browser import TestBrowser
from tests.web.entering import sign_in, with_password
from web.pages.tour import WORKS, landing_path, tour_of

LANDINGS = {
    "olive_officer": "/today",
    "cody_coordinator": "/today",
    "sal_supervisor": "/today",
    "pat_provider": "/inbox",
    "priya_privacy": "/disclosures",
    "cora_curator": "/directory",
    "ada_administrator": "/users",
}
PUT_AWAY = "Understood, put this away"


@pytest.mark.parametrize(("name", "path"), LANDINGS.items())
def test_everybody_lands_where_their_work_is(
    stranger: TestBrowser, session: Session, cast: Cast, name: str, path: str
) -> None:
    account = with_password(session, getattr(cast, name))

    assert sign_in(stranger, account.email).headers["location"] == path
    assert stranger.get("/sign-in", follow_redirects=False).headers["location"] == path
    assert stranger.get(path).status_code == 200


def test_somebody_new_is_shown_around_until_they_put_it_away(
    stranger: TestBrowser, session: Session, cast: Cast
) -> None:
    olive = with_password(session, cast.olive_officer)
    sign_in(stranger, olive.email)
    for sentence in tour_of(cast.olive_officer):
        assert speak(sentence, "en") in stranger.get("/today").text
    assert PUT_AWAY in stranger.get("/").text
    assert PUT_AWAY not in stranger.get("/people").text

    page = stranger.post("/tour/end", data={"next": "/today"})

    assert page.url.path == "/today"
    assert PUT_AWAY not in page.text
    session.expire_all()
    assert session.get_one(Account, olive.id).toured_at is not None


def test_the_tour_stays_away_in_another_browser(stranger: TestBrowser, session: Session, cast: Cast) -> None:
    olive = with_password(session, cast.olive_officer)
    sign_in(stranger, olive.email)
    stranger.post("/tour/end", data={"next": "/today"})
    stranger.cookies.clear()

    sign_in(stranger, olive.email)

    assert PUT_AWAY not in stranger.get("/today").text


def test_the_help_tells_it_again(stranger: TestBrowser, session: Session, cast: Cast) -> None:
    pat = with_password(session, cast.pat_provider)
    sign_in(stranger, pat.email)

    for sentence in tour_of(cast.pat_provider):
        assert speak(sentence, "en") in stranger.get("/help").text


def test_every_role_has_its_work_and_a_visitor_begins_on_the_first_page(cast: Cast) -> None:
    for actor in cast.everybody.values():
        assert bool(tour_of(actor)) == actor.is_signed_in
    assert landing_path(cast.visitor) == "/"
    assert len({sentence.text for work in WORKS for sentence in work.tour}) == 3 * len(WORKS)


def test_an_error_leads_back_to_where_the_work_is(
    stranger: TestBrowser, session: Session, cast: Cast
) -> None:
    assert ">First page</a>" in stranger.get("/no-such-page").text

    sign_in(stranger, with_password(session, cast.pat_provider).email)

    assert 'href="/inbox">Back to your work</a>' in stranger.get("/users").text
