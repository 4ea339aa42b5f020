"""One referral: where it stands, who has the ball, and each move by a button of the page."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, func, select

from network.actors import Actor
from network.clock import now
from network.referrals import operations
from network.tables import (
    Appointment,
    ConsentGrant,
    Disclosure,
    Event,
    Referral,
    ReferralStatus,
    Remark,
)
from tests.cast import Cast
from tests.web.browser import TestBrowser
from tests.web.forms import form_values
from tests.web.referring import Referring

Browser = Callable[[Actor], TestBrowser]
HTMX = {"hx-request": "true"}


@pytest.fixture
def story(session: Session, cast: Cast) -> Referring:
    return Referring(session, cast)


def here(referral: Referral, verb: str = "") -> str:
    return f"/referrals/{referral.id}" + (f"/moves/{verb}" if verb else "")


def stands(session: Session, referral: Referral) -> ReferralStatus:
    session.refresh(referral)
    return referral.status


def section(html: str, name: str) -> str:
    """One section of the page, without what differs between two answers."""
    found = re.search(rf'<section[^>]*id="{name}".*?</section>\s*(?=<section|<aside|</div>|$)', html, re.S)
    assert found, f"no section {name}"
    return re.sub(r'value="[^"]*" *>|\d+ seconds?|\s+', " ", found[0]).strip()


def test_provider_reads_who_it_is_and_accepts_with_an_appointment(
    session: Session, cast: Cast, story: Referring, as_actor: Browser
) -> None:
    referral = story.asked()
    browser = as_actor(cast.pat_provider)
    html = browser.get(here(referral)).text
    assert "Rosa" in html
    assert "42 CFR part 2" in html
    day = (now() + timedelta(days=3)).date().isoformat()
    typed = {
        "day": day,
        "time": "09:30",
        "minutes": "45",
        "appointment_words": "Ask for Kim",
        "note": "Come in",
    }
    html = browser.post(here(referral, "accept"), data=typed).text
    assert "Appointment made" in html
    appointment = session.exec(select(Appointment)).one()
    assert appointment.starts_at.hour in {16, 17}  # half past nine in Los Angeles, in UTC
    assert appointment.minutes == 45
    html = as_actor(cast.olive_officer).get(here(referral)).text
    assert "Come in" in html
    assert "Appointment made" in html


def test_opening_is_a_press_of_a_button_and_reading_changes_nothing(
    session: Session, cast: Cast, story: Referring, as_actor: Browser
) -> None:
    referral = story.asked()
    browser = as_actor(cast.pat_provider)
    browser.get(here(referral))
    assert stands(session, referral) is ReferralStatus.SENT
    assert "Opened, no answer yet" in browser.post(here(referral, "view")).text
    assert stands(session, referral) is ReferralStatus.VIEWED
    assert browser.post(here(referral, "view")).status_code == 200  # a second press changes nothing


def test_the_ball_goes_to_the_sender_and_back(
    session: Session, cast: Cast, story: Referring, as_actor: Browser
) -> None:
    referral = story.asked()
    pat, olive = as_actor(cast.pat_provider), as_actor(cast.olive_officer)
    assert "The provider has the ball" in olive.get(here(referral)).text
    pat.post(here(referral, "ask"), data={"words": "Does she drive?"})
    html = olive.get(here(referral)).text
    assert "The sender has the ball" in html
    assert "Does she drive?" in html
    olive.post(here(referral, "reply"), data={"words": "She takes the bus."})
    html = pat.get(here(referral)).text
    assert "The provider has the ball" in html
    assert stands(session, referral) is ReferralStatus.UNDER_REVIEW


def test_a_decline_needs_a_reason_and_keeps_what_was_typed(
    session: Session, cast: Cast, story: Referring, as_actor: Browser
) -> None:
    referral = story.asked()
    browser = as_actor(cast.pat_provider)
    for headers in ({}, HTMX):
        wrong = browser.post(here(referral, "decline"), data={"words": "We moved out"}, headers=headers)
        assert wrong.status_code == 422
        assert "Choose a reason." in wrong.text
        assert "We moved out" in wrong.text
    assert stands(session, referral) is ReferralStatus.SENT
    html = browser.post(here(referral, "decline"), data={"reason": "no_capacity"}).text
    assert "Declined" in html
    assert "No place is free" in html
    assert stands(session, referral) is ReferralStatus.DECLINED_PROVIDER


def test_reasons_stand_in_groups_by_the_side_they_lie_on(
    cast: Cast, story: Referring, as_actor: Browser
) -> None:
    html = as_actor(cast.pat_provider).get(here(story.asked())).text
    decline = re.search(r'id="move-decline".*?</details>', html, re.S)
    assert decline
    groups = re.findall(r'<optgroup label="([^"]+)">(.*?)</optgroup>', decline[0], re.S)
    words = dict(groups)
    assert list(words) == ["With the provider", "With the person", "With the referral"]
    assert "No place is free" in words["With the provider"]
    assert "Moved away" in words["With the person"]


def test_nobody_is_unreachable_after_two_tries(cast: Cast, story: Referring, as_actor: Browser) -> None:
    referral = story.asked()
    typed = {"reason": "client_unreachable", "tried_1": "2026-01-05", "tried_2": "2026-01-06"}
    browser = as_actor(cast.pat_provider)
    wrong = browser.post(here(referral, "decline"), data=typed)
    assert wrong.status_code == 422
    assert "at least 3 times" in wrong.text
    assert 'value="2026-01-05"' in wrong.text
    typed["tried_3"] = "2026-01-07"
    assert browser.post(here(referral, "decline"), data=typed).status_code == 200


def test_a_stale_button_says_what_happened_meanwhile_and_keeps_what_was_typed(
    session: Session, cast: Cast, story: Referring, as_actor: Browser
) -> None:
    referral = story.asked()
    pat = as_actor(cast.pat_provider)
    form = form_values(pat.get(here(referral)).text, here(referral, "accept"))
    as_actor(cast.olive_officer).post(here(referral, "withdraw"), data={})
    for headers in ({}, HTMX):
        stale = pat.post(here(referral, "accept"), data={**form, "note": "Gladly"}, headers=headers)
        assert stale.status_code == 409
        assert "was withdrawn by the agency that made it" in stale.text
        assert "Nothing was changed" in stale.text
        assert "Taken back by the sender" in stale.text
    assert stands(session, referral) is ReferralStatus.WITHDRAWN
    assert session.exec(select(func.count()).select_from(Remark)).one() == 0


def test_a_double_press_accepts_once(
    session: Session, cast: Cast, story: Referring, as_actor: Browser
) -> None:
    referral = story.asked()
    pat = as_actor(cast.pat_provider)
    form = form_values(pat.get(here(referral)).text, here(referral, "accept"))
    statuses = [pat.post(here(referral, "accept"), data=form).status_code for _ in range(2)]
    assert statuses == [200, 409]
    accepted = select(func.count()).where(Event.kind == "referral.accepted")
    assert session.exec(accepted).one() == 1


def test_the_pieces_are_the_same_as_those_parts_of_the_page(
    cast: Cast, story: Referring, as_actor: Browser
) -> None:
    referral = story.asked()
    browser = as_actor(cast.pat_provider)
    answer = browser.post(here(referral, "review"), headers=HTMX)
    assert "<html" not in answer.text
    assert answer.headers["hx-trigger-after-swap"] == "referral-moved"
    timeline = browser.piece(f"{here(referral)}/timeline").text
    page = browser.get(here(referral)).text
    assert section(answer.text, "referral-answer") == section(page, "referral-answer")
    assert section(timeline, "referral-timeline") == section(page, "referral-timeline")


def test_the_timeline_by_itself_is_a_whole_page_without_a_script(
    cast: Cast, story: Referring, as_actor: Browser
) -> None:
    html = as_actor(cast.olive_officer).get(f"{here(story.asked())}/timeline").text
    assert "<html" in html
    assert "was sent" in html


@pytest.mark.parametrize("move", ["expire", "revoke", "send", "nonsense", "schedule"])
def test_an_unknown_move_is_not_there(cast: Cast, story: Referring, as_actor: Browser, move: str) -> None:
    assert as_actor(cast.pat_provider).post(here(story.asked(), move)).status_code == 404


def test_neither_side_makes_the_others_moves(cast: Cast, story: Referring, as_actor: Browser) -> None:
    referral = story.asked()
    assert as_actor(cast.olive_officer).post(here(referral, "accept"), data={}).status_code == 403
    assert as_actor(cast.pat_provider).post(here(referral, "withdraw"), data={}).status_code == 403
    assert as_actor(cast.olga_outsider).post(here(referral, "accept"), data={}).status_code == 404


def test_a_colleague_without_part_and_other_agencies_find_nothing(
    cast: Cast, story: Referring, as_actor: Browser
) -> None:
    referral = story.asked()
    other_officer = cast.staff("Otto Officer", cast.unit, *cast.olive_officer.roles)
    for actor in (
        other_officer,
        cast.olga_outsider,
        cast.ada_administrator,
        cast.lena_leadership,
        cast.cora_curator,
    ):
        browser = as_actor(actor)
        assert browser.get(here(referral)).status_code == 404
        assert browser.get(f"{here(referral)}/timeline").status_code == 404


def test_a_coordinator_looks_into_what_was_given_back(
    session: Session, cast: Cast, story: Referring, as_actor: Browser
) -> None:
    referral = story.asked()
    operations.accept_referral(session, cast.pat_provider, referral)
    pat, cody = as_actor(cast.pat_provider), as_actor(cast.cody_coordinator)
    pat.post(here(referral, "release"), data={"reason": "program_paused_closed", "words": "Water damage"})
    html = cody.get(here(referral)).text
    assert "A coordinator has the ball" in html
    assert "Water damage" in html
    wrong = cody.post(here(referral, "send_back"), data={})
    assert wrong.status_code == 422
    assert "Say it in a few words." in wrong.text
    html = cody.post(here(referral, "confirm_release")).text
    assert "the release stands" in html
    cody.post(here(referral, "send_back"), data={"words": "They have a second house."})
    assert stands(session, referral) is ReferralStatus.ACCEPTED


def test_without_a_consent_for_it_the_sender_reads_no_answer(
    session: Session, cast: Cast, story: Referring, as_actor: Browser
) -> None:
    referral = story.asked(tells_back=False)
    operations.accept_referral(session, cast.pat_provider, referral, note="Secretword")
    for path in (here(referral), f"{here(referral)}/timeline", "/referrals", f"/people/{story.rosa.id}"):
        html = as_actor(cast.olive_officer).get(path).text
        assert "Accepted" not in html
        assert "was accepted" not in html
        assert "Secretword" not in html
    assert "Sent; what came of it is not shared" in as_actor(cast.olive_officer).get("/referrals").text


def test_reading_is_written_down_once_a_day(
    session: Session, cast: Cast, story: Referring, as_actor: Browser
) -> None:
    referral = story.asked()
    browser = as_actor(cast.pat_provider)
    for _ in range(3):
        browser.get(here(referral))
    rows = session.exec(select(Disclosure).where(Disclosure.referral_id == referral.id)).all()
    assert len(rows) == 1
    assert rows[0].notice_version


def test_what_a_refused_page_showed_is_written_down_too(
    session: Session, cast: Cast, story: Referring, as_actor: Browser
) -> None:
    referral = story.asked()
    assert as_actor(cast.pat_provider).post(here(referral, "decline"), data={}).status_code == 422
    assert session.exec(select(Disclosure).where(Disclosure.referral_id == referral.id)).all()


def test_when_consent_ends_the_provider_reads_nothing_more(
    session: Session, cast: Cast, story: Referring, as_actor: Browser
) -> None:
    referral = story.asked()
    browser = as_actor(cast.pat_provider)
    assert "Rosa" in browser.get(here(referral)).text
    for grant in session.exec(select(ConsentGrant)):
        grant.revoked_at = now()
        session.add(grant)
    session.commit()
    html = browser.get(here(referral)).text
    assert "Rosa" not in html
    assert "Not shared with you:" in html


def test_no_title_address_or_heading_says_who_it_is(cast: Cast, story: Referring, as_actor: Browser) -> None:
    referral = story.asked()
    for actor in (cast.olive_officer, cast.pat_provider):
        html = as_actor(actor).get(here(referral)).text
        head = html[: html.index("</head>")] + "".join(re.findall(r"<h1>.*?</h1>", html, re.S))
        assert "Rosa" not in head
        assert "Marin" not in " ".join(re.findall(r'(?:href|action)="([^"]*)"', html))


def test_the_clock_of_the_case_stands_on_the_senders_page(
    cast: Cast, story: Referring, as_actor: Browser
) -> None:
    story.case(5)
    referral = story.asked()
    assert 'id="clock"' in as_actor(cast.olive_officer).get(here(referral)).text
    assert 'id="clock"' not in as_actor(cast.pat_provider).get(here(referral)).text


@pytest.mark.parametrize(
    ("day", "time", "sentence"),
    [
        ("2026-13-01", "09:00", "Type a date"),
        ("2020-01-01", "09:00", "That day is over"),
        ("2999-01-01", "09:00", "more than two years away"),
        ("", "09:00", "Type the day too."),
        ("2027-01-05", "", "Type the time too"),
        ("2027-01-05", "25:00", "Type a time"),
        ("2027-03-14", "02:30", "Clocks are set forward"),
    ],
)
def test_an_appointment_that_cannot_be_is_not_made(
    session: Session, cast: Cast, story: Referring, as_actor: Browser, day: str, time: str, sentence: str
) -> None:
    referral = story.asked()
    wrong = as_actor(cast.pat_provider).post(here(referral, "accept"), data={"day": day, "time": time})
    assert wrong.status_code == 422
    assert sentence in wrong.text
    assert stands(session, referral) is ReferralStatus.SENT


def test_a_flood_of_words_is_refused(cast: Cast, story: Referring, as_actor: Browser) -> None:
    referral = story.asked()
    wrong = as_actor(cast.pat_provider).post(here(referral, "ask"), data={"words": "x" * 5000})
    assert wrong.status_code == 422
    assert "too long" in wrong.text


def test_coordinator_takes_over_once_and_officer_asks_for_help(
    session: Session, cast: Cast, story: Referring, as_actor: Browser
) -> None:
    referral = story.asked()
    html = as_actor(cast.olive_officer).post(f"{here(referral)}/help-request").text
    assert "the coordinators were asked to step in" in html
    assert "the coordinators were asked" not in as_actor(cast.pat_provider).get(here(referral)).text
    assert "Needs a coordinator" in as_actor(cast.cody_coordinator).get("/referrals").text
    cody = as_actor(cast.cody_coordinator)
    assert "You look after this referral now." in cody.post(f"{here(referral)}/keeper").text
    session.refresh(referral)
    assert referral.sender_account_id == cast.cody_coordinator.id
    assert cody.post(f"{here(referral)}/keeper").status_code == 403
    assert as_actor(cast.pat_provider).post(f"{here(referral)}/keeper").status_code == 403
    assert as_actor(cast.olga_outsider).post(f"{here(referral)}/keeper").status_code == 404
