"""Making, moving and calling off an appointment, and saying in one tap whether somebody came."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from sqlmodel import Session, select

from network.actors import Actor
from network.clock import now, stopped_at
from network.outcomes.operations import book_appointment, miss_appointment, move_appointment
from network.outcomes.queries import appointments_of
from network.tables import (
    Appointment,
    AppointmentStatus,
    Disclosure,
    InformationKind,
    ReferralStatus,
)
from tests.cast import Cast
from tests.network.referrals.story import Story
from tests.web.browser import TestBrowser
from tests.web.referred import Referred

Browser = Callable[[Actor], TestBrowser]


@pytest.fixture
def referred(session: Session, cast: Cast) -> Referred:
    return Referred(Story(session, cast))


def day_there(at: datetime) -> str:
    """The day on the clock of the place, in California, as a calendar file writes it."""
    return at.astimezone(ZoneInfo("America/Los_Angeles")).strftime("%Y%m%d")


def tomorrow() -> str:
    return (now() + timedelta(days=1)).date().isoformat()


def current(session: Session, referred: Referred) -> list[tuple[str, str]]:
    session.expire_all()
    return [
        (one.status.value, one.starts_at.strftime("%H:%M"))
        for one in appointments_of(session, referred.referral)
    ]


def test_provider_makes_an_appointment_on_the_clock_of_the_place(
    session: Session, cast: Cast, as_actor: Browser, referred: Referred
) -> None:
    browser = as_actor(cast.pat_provider)
    page = browser.get(referred.path("appointment"))
    assert "<h1>Make an appointment</h1>" in page.text

    answer = browser.post(
        referred.path("appointment"),
        data={"day": "2027-07-01", "at": "2:30 pm", "minutes": "45", "words": "Ask for Dana"},
        follow_redirects=False,
    )

    assert (answer.status_code, answer.headers["location"]) == (303, referred.path())
    assert current(session, referred) == [("booked", "21:30")]  # half past two in California
    text = browser.get(referred.path("appointment")).text
    assert "July 1, 2027, 2:30 pm" in text
    assert "Ask for Dana" in text
    assert "Move the appointment" in text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"day": "", "at": ""}, "Choose the day."),
        ({"day": "soon", "at": "9:30"}, "Type a date like"),
        ({"day": "2027-07-01", "at": "late"}, "Type a time like"),
        ({"day": "2027-07-01", "at": "09:30", "minutes": "many"}, "Type a whole number"),
        ({"day": "2020-07-01", "at": "09:30"}, "This time has passed"),
        ({"day": "9999-12-31", "at": "23:59"}, "Check the year"),
        ({"day": "2027-03-14", "at": "02:30"}, "skip this time"),
        ({"day": "2027-07-01", "at": "09:30", "words": "x" * 1001}, "at most 1000"),
        ({"day": "2027-07-01\x00", "at": "09:30"}, "Type a date like"),
        ({"day": "２０２７-07-01", "at": "٠٩:30"}, "Type a time like"),
    ],
)
def test_a_form_that_cannot_be_used_keeps_what_was_typed(
    session: Session, cast: Cast, as_actor: Browser, referred: Referred, typed: dict[str, str], sentence: str
) -> None:
    browser = as_actor(cast.pat_provider)
    answer = browser.post(referred.path("appointment"), data=typed)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert typed["day"].replace("\x00", "") in answer.text.replace("\x00", "")
    assert current(session, referred) == []


def test_an_hour_that_comes_twice_is_asked_about(
    session: Session, cast: Cast, as_actor: Browser, referred: Referred
) -> None:
    browser = as_actor(cast.pat_provider)
    typed = {"day": "2027-11-07", "at": "01:30"}
    asked = browser.post(referred.path("appointment"), data=typed)

    assert asked.status_code == 422
    assert "This time comes twice that night" in asked.text
    browser.post(referred.path("appointment"), data={**typed, "second": "second"})
    assert current(session, referred) == [("booked", "09:30")]


def test_a_double_submit_makes_one(
    session: Session, cast: Cast, as_actor: Browser, referred: Referred
) -> None:
    browser = as_actor(cast.pat_provider)
    typed = {"day": "2027-07-01", "at": "14:30"}
    browser.post(referred.path("appointment"), data=typed)
    again = browser.post(referred.path("appointment"), data=typed)

    assert again.status_code == 409
    assert "There is an appointment already" in again.text
    assert len(current(session, referred)) == 1


def test_yes_in_one_tap_from_a_list(
    session: Session, cast: Cast, as_actor: Browser, referred: Referred
) -> None:
    one = referred.appointment(days_ago=1)
    browser = as_actor(cast.pat_provider)
    page = browser.get(referred.path("appointment")).text
    assert "Did they come?" in page

    answer = browser.post(
        referred.path("appointment/kept"),
        data={"appointment": str(one.id), "back": "/today"},
        follow_redirects=False,
    )

    assert (answer.status_code, answer.headers["location"]) == (303, "/today")
    assert current(session, referred)[0][0] == "kept"
    page = browser.get(referred.path("appointment")).text
    assert "Did the service begin that day?" in page
    assert "That was tapped by mistake" in page


def test_nobody_is_led_to_another_site(cast: Cast, as_actor: Browser, referred: Referred) -> None:
    one = referred.appointment(days_ago=1)
    answer = as_actor(cast.pat_provider).post(
        referred.path("appointment/missed"),
        data={"appointment": str(one.id), "back": "//evil.example"},
        follow_redirects=False,
    )

    assert answer.headers["location"] == referred.path()


def test_a_second_tap_is_told_what_the_first_one_said(
    cast: Cast, session: Session, as_actor: Browser, referred: Referred
) -> None:
    one = referred.appointment(days_ago=1)
    miss_appointment(session, cast.olive_officer, referred.referral, one)
    answer = as_actor(cast.pat_provider).post(
        referred.path("appointment/missed"), data={"appointment": str(one.id)}
    )

    assert answer.status_code == 409
    assert "already said that this appointment was missed" in answer.text


@pytest.mark.parametrize("verb", ["kept", "missed", "cancellation"])
def test_another_referrals_appointment_is_not_found(
    session: Session, cast: Cast, as_actor: Browser, referred: Referred, verb: str
) -> None:
    other = referred.another()
    strange = book_appointment(session, cast.pat_provider, other, starts_at=now() + timedelta(hours=1))
    browser = as_actor(cast.pat_provider)
    for given in (str(strange.id), "nonsense", "", "\x00"):
        answer = browser.post(referred.path(f"appointment/{verb}"), data={"appointment": given})
        assert answer.status_code == 404

    session.refresh(strange)
    assert strange.status is AppointmentStatus.BOOKED


def test_calling_off(session: Session, cast: Cast, as_actor: Browser, referred: Referred) -> None:
    one = referred.appointment(days_ago=-1)
    browser = as_actor(cast.pat_provider)
    browser.post(referred.path("appointment/cancellation"), data={"appointment": str(one.id)})

    assert current(session, referred)[0][0] == "cancelled"
    assert referred.status() is ReferralStatus.ACCEPTED


def test_the_calendar_file_names_nobody(cast: Cast, as_actor: Browser, referred: Referred) -> None:
    referred.appointment(days_ago=-1, words="bring the methadone card")
    answer = as_actor(cast.pat_provider).get(referred.path("appointment.ics"))

    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert 'filename="appointment.ics"' in answer.headers["content-disposition"]
    (event,) = Calendar.from_ical(answer.text).walk("VEVENT")
    assert str(event["summary"]) == "Appointment"
    for word in ("Rosa", "Marin", "Riverside", "methadone", "clinic"):
        assert word.lower() not in answer.text.lower()


def test_officer_gets_the_file_only_where_the_consent_says_so(
    session: Session, cast: Cast, as_actor: Browser, referred: Referred
) -> None:
    referred.appointment(days_ago=-1)
    assert as_actor(cast.olive_officer).get(referred.path("appointment.ics")).status_code == 404

    referred.tell_the_sender(InformationKind.STATUS)
    assert as_actor(cast.olive_officer).get(referred.path("appointment.ics")).status_code == 200
    channels = session.exec(select(Disclosure.channel)).all()
    assert "calendar" in channels


def test_the_file_holds_only_the_appointments_its_reader_may_know(
    session: Session, cast: Cast, as_actor: Browser, referred: Referred
) -> None:
    with stopped_at(referred.began):
        at = now() + timedelta(days=3)
        mine = book_appointment(session, cast.olive_officer, referred.referral, starts_at=at)
        later = now() + timedelta(days=12)
        move_appointment(session, cast.pat_provider, referred.referral, mine, starts_at=later)

    text = as_actor(cast.olive_officer).get(referred.path("appointment.ics")).text

    assert day_there(later) not in text
    assert day_there(at) in text


def test_the_file_does_not_tell_when_somebody_said_how_it_went(
    session: Session, cast: Cast, as_actor: Browser, referred: Referred
) -> None:
    referred.tell_the_sender(InformationKind.STATUS)
    one = referred.appointment(days_ago=1)
    before = as_actor(cast.olive_officer).get(referred.path("appointment.ics")).text
    miss_appointment(session, cast.pat_provider, referred.referral, one)

    assert as_actor(cast.olive_officer).get(referred.path("appointment.ics")).text == before


def test_an_officer_who_may_not_know_changes_nothing_and_learns_nothing(
    session: Session, cast: Cast, as_actor: Browser, referred: Referred
) -> None:
    one = referred.appointment(days_ago=1)
    browser = as_actor(cast.olive_officer)

    page = browser.get(referred.path("appointment"))
    assert "Did they come?" not in page.text
    typed = {"day": "2027-07-01", "at": "14:30"}
    answers = [
        browser.post(referred.path("appointment"), data=typed),
        browser.post(referred.path("appointment/kept"), data={"appointment": str(one.id)}),
    ]
    assert {answer.status_code for answer in answers} == {403}
    assert len(session.exec(select(Appointment)).all()) == 1


@pytest.mark.parametrize("who", ["olga_outsider", "ada_administrator", "lena_leadership", "cora_curator"])
def test_for_others_there_is_nothing(cast: Cast, as_actor: Browser, referred: Referred, who: str) -> None:
    one = referred.appointment(days_ago=1)
    browser = as_actor(getattr(cast, who))

    for path in ("appointment", "appointment.ics"):
        assert browser.get(referred.path(path)).status_code == 404
    for verb in ("", "/kept", "/missed", "/cancellation"):
        answer = browser.post(
            referred.path(f"appointment{verb}"),
            data={"appointment": str(one.id), "day": tomorrow(), "at": "10:00"},
        )
        assert answer.status_code == 404


def test_today_asks_whether_they_came(cast: Cast, as_actor: Browser, referred: Referred) -> None:
    referred.appointment(days_ago=0.1)
    browser = as_actor(cast.pat_provider)
    page = browser.get("/today").text

    assert "Did they come?" in page
    assert f'action="{referred.path("appointment/kept")}"' in page
    assert 'name="back" value="/today"' in page


def test_the_referrals_own_page_has_it_too(cast: Cast, as_actor: Browser, referred: Referred) -> None:
    referred.appointment(days_ago=0.1)
    page = as_actor(cast.pat_provider).get(referred.path()).text

    assert 'id="referral-appointment"' in page
    assert 'id="referral-outcomes"' in page
    assert "Did they come?" in page


def test_what_waits_ahead_is_not_asked_about(cast: Cast, as_actor: Browser, referred: Referred) -> None:
    referred.appointment(days_ago=-2)
    browser = as_actor(cast.pat_provider)

    assert "Did they come?" not in browser.get("/today").text + browser.get(referred.path()).text


def test_whether_somebody_has_said_how_it_went_is_not_told_either(
    session: Session, cast: Cast, as_actor: Browser, referred: Referred
) -> None:
    referred.tell_the_sender(InformationKind.STATUS)
    one = referred.appointment(days_ago=1)
    officer = as_actor(cast.olive_officer)
    before = officer.get(referred.path("appointment")).text
    miss_appointment(session, cast.pat_provider, referred.referral, one)
    after = as_actor(cast.olive_officer).get(referred.path("appointment")).text

    assert main_of(before) == main_of(after)
    assert "missed" not in main_of(after)


def main_of(html: str) -> str:
    """What the page is about, without what differs between two visits."""
    return html.partition("<main")[2].partition("</main>")[0]
