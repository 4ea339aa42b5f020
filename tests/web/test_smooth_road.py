"""Where people stumbled: nothing typed is lost, nothing is said that is no longer so, and the next step is
there."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from sqlmodel import Session, select

from network.actors import Actor
from network.consent.revoking import revoke_consent
from network.referrals import operations
from network.rules.reasons import DeclineReason
from network.tables import Appointment, Consent, InformationKind, KeptForm
from network.words import speak
from tests.caseload import case_due_in, rosa
from tests.cast import Cast
from tests.web.browser import TestBrowser
from tests.web.forms import form_values
from tests.web.referred import Referred
from tests.web.referring import Referring
from web.pages.referral_words import CAME

Browser = Callable[[Actor], TestBrowser]
FREE = "Free: can be taken back at any time"
NOTE = "She comes with a dog, and only in the afternoon."


@pytest.fixture
def story(session: Session, cast: Cast) -> Referring:
    return Referring(session, cast)


@pytest.fixture
def referred(story: Referring) -> Referred:
    return Referred(story)


def test_a_typed_note_is_there_again_after_looking_for_one_more_place(
    session: Session, cast: Cast, story: Referring, as_actor: Browser
) -> None:
    address = f"/referrals/new?need={story.need.id}&place={cast.clinic_place.id}"
    browser = as_actor(cast.olive_officer)
    typed = {**form_values(browser.get(address).text, address), "note": NOTE, "information": ["note"]}

    left = browser.post(address, data={**typed, "look": "yes"}, follow_redirects=False)

    assert left.headers["location"].startswith("/search?")
    assert "dog" not in left.headers["location"]
    again = browser.get(address).text
    assert NOTE in again
    assert re.search(r'value="note"[^>]* checked', again)
    assert NOTE not in as_actor(cast.cody_coordinator).get(address).text
    assert browser.post(address, data=typed, follow_redirects=False).status_code == 303
    assert session.exec(select(KeptForm)).all() == []


def test_another_answer_to_the_first_question_keeps_what_the_referral_would_tell(
    cast: Cast, story: Referring, as_actor: Browser
) -> None:
    browser = as_actor(cast.olive_officer)
    here = f"/people/{story.rosa.id}/consents/new"
    page = browser.get(f"{here}?condition=no&told=identity+contact+need+note").text
    asked_again = re.search(r'href="([^"]+)">Change this answer', page)
    assert asked_again

    question = browser.get(unescape(asked_again[1])).text

    told = re.search(r'name="told" value="([^"]*)"', question)
    assert told
    assert "note" in told[1].split()
    assert re.search(
        r'name="told" value="note"[^>]* checked', browser.get(f"{here}?condition=no&told={told[1]}").text
    )


def test_a_consent_that_was_taken_back_does_not_say_that_it_can_be(
    session: Session, cast: Cast, referred: Referred, as_actor: Browser
) -> None:
    referred.appointment(days_ago=-3)
    olive = as_actor(cast.olive_officer)
    pages = [f"/people/{referred.story.rosa.id}/consents", f"/consents/{referred.consent.id}"]
    assert all(FREE in olive.get(page).text for page in pages)
    assert "appointment.ics" in as_actor(cast.pat_provider).get(referred.path()).text

    for consent in session.exec(select(Consent)).all():
        revoke_consent(session, cast.olive_officer, consent)
    session.commit()

    assert [page for page in pages if FREE in olive.get(page).text] == []
    assert "appointment.ics" not in olive.get(referred.path()).text


def test_the_clock_stands_only_where_a_case_is_open(session: Session, cast: Cast, as_actor: Browser) -> None:
    person, browser = rosa(session, cast.olive_officer), as_actor(cast.olive_officer)
    assert 'id="clock"' not in browser.get(f"/people/{person.id}/contact").text
    assert browser.get(f"/people/{person.id}").text.count("No diversion case is open") == 1

    case_due_in(session, cast.olive_officer, person, 3)

    assert 'id="clock"' in as_actor(cast.olive_officer).get(f"/people/{person.id}/contact").text


def test_the_days_of_three_tries_are_asked_for_the_one_reason_that_needs_them(
    cast: Cast, story: Referring, as_actor: Browser
) -> None:
    referral = story.asked()
    browser = as_actor(cast.pat_provider)
    page = browser.get(f"/referrals/{referral.id}").text
    decline = re.search(r'id="move-decline".*?</details>', page, re.DOTALL)
    assert decline
    assert re.findall(r'<option value="([^"]+)" data-tried', decline[0]) == ["client_unreachable"]
    assert "tr-tried--asked" in decline[0]

    typed = {"reason": "client_unreachable", "tried_1": "2026-01-05"}
    wrong = browser.post(f"/referrals/{referral.id}/moves/decline", data=typed)

    assert "tr-tried--asked" not in re.findall(r'id="move-decline".*?</details>', wrong.text, re.DOTALL)[0]


def test_a_move_that_came_too_late_shows_what_to_try_next(
    cast: Cast, story: Referring, as_actor: Browser
) -> None:
    referral = story.asked()
    operations.decline_referral(story.session, cast.pat_provider, referral, reason=DeclineReason.NO_CAPACITY)

    late = as_actor(cast.olive_officer).post(f"/referrals/{referral.id}/moves/withdraw", data={})

    assert late.status_code == 409
    assert 'id="next-options"' in late.text


def test_who_came_is_no_longer_on_the_way(cast: Cast, referred: Referred, as_actor: Browser) -> None:
    referred.tell_the_sender(InformationKind.STATUS, InformationKind.ATTENDANCE)
    one: Appointment = referred.appointment(days_ago=1)
    olive, pat = as_actor(cast.olive_officer), as_actor(cast.pat_provider)
    assert "The person is on their way" in olive.get(referred.path()).text

    pat.post(referred.path("appointment/kept"), data={"appointment": str(one.id), "back": "/today"})

    for page in (olive.get(referred.path()).text, pat.get(referred.path()).text):
        assert speak(CAME.words, "en") in page
        assert "The provider has the ball" in page
        assert "The person is on their way" not in page
    assert referred.status() == "scheduled"


def test_whether_somebody_came_is_not_told_where_attendance_is_not(
    cast: Cast, referred: Referred, as_actor: Browser
) -> None:
    referred.tell_the_sender(InformationKind.STATUS)
    one = referred.appointment(days_ago=1)
    as_actor(cast.pat_provider).post(referred.path("appointment/kept"), data={"appointment": str(one.id)})

    assert speak(CAME.words, "en") not in as_actor(cast.olive_officer).get(referred.path()).text


@pytest.mark.parametrize(("who", "path"), [("olive_officer", "/people"), ("ada_administrator", "/users")])
def test_a_wide_table_becomes_a_list_on_a_phone(
    session: Session, cast: Cast, as_actor: Browser, who: str, path: str
) -> None:
    rosa(session, cast.olive_officer)

    page = as_actor(getattr(cast, who)).get(path).text

    assert "tr-table--stacked" in page
    for row in re.findall(r"<tbody>.*?</tbody>", page, re.DOTALL):
        assert row.count("<td") == row.count("<td data-label=") > 0
