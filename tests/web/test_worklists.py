"""Today, the inbox, the board: the right things for the right people, and one number everywhere."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from network.actors import Actor
from network.clock import now
from network.referrals import operations
from network.rules.reasons import DeclineReason
from network.tables import (
    Appointment,
    AppointmentStatus,
    ConsentGrant,
    NeedStatus,
    Purpose,
    Referral,
    ReferralStatus,
    Timer,
    TimerKind,
    Trying,
    Urgency,
)
from tests.cast import Cast
from tests.counting import statements_of
from tests.web.browser import TestBrowser
from tests.web.referring import Referring

Browser = Callable[[Actor], TestBrowser]
S = ReferralStatus


@pytest.fixture
def story(session: Session, cast: Cast) -> Referring:
    return Referring(session, cast)


def tally(html: str, words: str) -> int:
    """The number that stands beside these words, as a tally or in brackets; 0 without them."""
    found = re.search(rf"{re.escape(words)}(?:</a>)?\s*(?:<span class=\"tr-tally\">|\()(\d+)", html)
    return int(found[1]) if found else 0


def place(session: Session, referral: Referral, status: ReferralStatus, **more: object) -> Referral:
    """Puts a referral where a test wants it, without the way there."""
    referral.status, referral.status_since = status, now()
    for name, value in more.items():
        setattr(referral, name, value)
    session.add(referral)
    session.flush()
    return referral


def a_day(session: Session, story: Referring) -> dict[str, Referral]:
    """One referral for every list of either side, each for a need of its own."""
    consent = story.agree()
    story.tell_back(consent, story.cast.clinic_place)
    found = {}
    for name, status in (
        ("asked", S.SENT),
        ("silent", S.VIEWED),
        ("question", S.INFO_REQUESTED),
        ("accepted", S.ACCEPTED),
        ("missed", S.MISSED_APPT),
        ("over", S.SCHEDULED),
        ("ahead", S.SCHEDULED),
        ("waiting", S.WAITLISTED),
        ("declined", S.DECLINED_PROVIDER),
        ("released", S.RELEASED_AFTER_ACCEPT),
        ("linked", S.LINKED),
        ("done", S.COMPLETED),
    ):
        [one] = story.draft(need=story.need_of("treatment.otp"))
        operations.send_referral(session, story.olive, one, acknowledged=True)
        found[name] = place(session, one, status)
    [found["draft"]] = story.draft(need=story.need_of("treatment.otp"))
    for name, hours in (("over", -3), ("ahead", 30)):
        story.keep(
            Appointment(
                referral_id=found[name].id,
                starts_at=now() + timedelta(hours=hours),
                status_since=now(),
                made_at=now(),
            )
        )
    story.keep(
        Timer(
            referral_id=found["silent"].id,
            kind=TimerKind.NUDGE,
            due_at=now(),
            settled_at=now(),
            has_fired=True,
        )
    )
    return found


SENDERS = {
    "The provider asked something": ["question"],
    "Ended without help": ["declined"],
    "No answer yet, reminded": ["silent"],
    "Not sent yet": ["draft"],
    "The appointment is over": ["over"],
}
RECEIVERS = {
    "Waiting for your answer": ["asked", "silent"],
    "Accepted, no appointment yet": ["accepted", "missed"],
    "The appointment is over": ["over"],
    "On your waitlist": ["waiting"],
}


def test_each_referral_is_where_it_needs_somebody(
    session: Session, cast: Cast, story: Referring, as_actor: Browser
) -> None:
    everything = a_day(session, story)
    for actor, lists in ((cast.olive_officer, SENDERS), (cast.pat_provider, RECEIVERS)):
        html = as_actor(actor).get("/today").text
        for words, names in lists.items():
            part = re.search(rf"{words} <span.*?</section>", html, re.S)
            assert part, words
            shown = {name for name, one in everything.items() if f"/referrals/{one.id}" in part[0]}
            assert shown == set(names), words
        assert f"{sum(map(len, lists.values()))} things need you now." in html


def test_the_same_numbers_stand_everywhere(
    session: Session, cast: Cast, story: Referring, as_actor: Browser
) -> None:
    a_day(session, story)
    for actor in (cast.olive_officer, cast.cody_coordinator, cast.sal_supervisor, cast.pat_provider):
        browser = as_actor(actor)
        home, today = browser.get("/").text, browser.get("/today").text
        total = re.search(r"(\d+) things? needs? you now", today)
        assert tally(home, "Today") == (int(total[1]) if total else 0)
        groups = re.findall(r'<h2 id="([a-z_-]+)">([^<]+) <span class="tr-tally">(\d+)</span>', today)
        assert sum(int(count) for _, _, count in groups) == (int(total[1]) if total else 0)
        for key, _, count in groups:
            side, _, work = key.partition("-")
            assert first_count(browser, side, work, "mine" if work != "released" else "agency") == int(count)
    provider = as_actor(cast.pat_provider)
    assert tally(provider.get("/").text, "Inbox") == tally(
        provider.get("/inbox").text, "Waiting for your answer"
    )
    browser = as_actor(cast.cody_coordinator)
    board = browser.get("/board").text
    stuck = re.search(r"(\d+) referrals are stuck", board)
    assert stuck
    assert tally(browser.get("/").text, "Board") == int(stuck[1])
    links = re.findall(r'href="(/referrals\?list=[^"]+)">[^<]+</a> <span class="tr-tally">(\d+)', board)
    assert sum(int(count) for _, count in links) == int(stuck[1])
    for href, count in links:
        assert total_of(browser.get(href.replace("&amp;", "&")).text) == int(count)


def first_count(browser: TestBrowser, side: str, work: str, whose: str) -> int:
    path = f"/inbox?list={work}" if side == "receiver" else f"/referrals?list={work}&whose={whose}"
    return total_of(browser.get(path).text)


def total_of(html: str) -> int:
    found = re.search(r'<p class="tr-count">(\d+) referrals?</p>', html)
    assert found
    return int(found[1])


def test_the_inbox_shows_who_waits_the_emergent_first(
    session: Session, cast: Cast, story: Referring, as_actor: Browser
) -> None:
    story.asked()
    urgent = story.need_of("treatment.otp", urgency=Urgency.EMERGENT)
    [later] = story.draft(need=urgent)
    operations.send_referral(session, story.olive, later, acknowledged=True)
    html = as_actor(cast.pat_provider).get("/inbox").text
    assert "Rosa" in html
    assert "Marlow Diversion Unit" in html
    first = re.search(r"/referrals/([0-9a-f-]{36})/moves/view", html)
    assert first
    assert first[1] == str(later.id)
    assert "Right now" in html


def test_a_provider_says_how_full_it_is_from_its_inbox_whether_or_not_somebody_waits(
    cast: Cast, story: Referring, as_actor: Browser
) -> None:
    said = re.compile(r'<main.*<a class="usa-button[^"]*" href="/capacity">', re.DOTALL)
    assert said.search(as_actor(cast.pat_provider).get("/inbox").text)
    story.asked()
    assert said.search(as_actor(cast.pat_provider).get("/inbox").text)


def test_only_providers_have_an_inbox_and_only_coordinators_a_board(
    cast: Cast, story: Referring, as_actor: Browser
) -> None:
    story.asked()
    assert as_actor(cast.olive_officer).get("/inbox").status_code == 403
    assert as_actor(cast.olive_officer).get("/board").status_code == 403
    assert as_actor(cast.pat_provider).get("/board").status_code == 403
    assert as_actor(cast.ada_administrator).get("/today").status_code == 403
    assert as_actor(cast.lena_leadership).get("/referrals").status_code == 403
    assert "Rosa" not in as_actor(cast.olga_outsider).get("/inbox").text
    assert "Rosa" not in as_actor(cast.olga_outsider).get("/referrals").text


def test_an_officer_sees_only_their_own_and_the_coordinator_all(
    cast: Cast, story: Referring, as_actor: Browser
) -> None:
    story.asked()
    other = cast.staff("Otto Officer", cast.unit, *cast.olive_officer.roles)
    assert "Rosa" not in as_actor(other).get("/referrals").text
    assert "Rosa" in as_actor(cast.olive_officer).get("/referrals").text
    html = as_actor(cast.cody_coordinator).get("/referrals").text
    assert "Rosa" in html
    assert tally(html, "Mine") == 0
    assert tally(html, "The whole agency") == 1
    assert "No referral here" in as_actor(cast.cody_coordinator).get("/referrals?whose=mine").text


def test_the_board_has_what_is_stuck_in_columns_the_escalated_first(
    session: Session, cast: Cast, story: Referring, as_actor: Browser
) -> None:
    everything = a_day(session, story)
    as_actor(cast.olive_officer).post(f"/referrals/{everything['accepted'].id}/help-request")
    html = as_actor(cast.cody_coordinator).get("/board").text
    columns = re.findall(r'id="column-([a-z]+)".*?</section>', html, re.S)
    assert columns == ["sender", "receiver", "coordinator"]
    for key, names in (
        ("sender", {"question", "declined", "draft"}),
        ("receiver", {"silent", "accepted", "missed", "over"}),
        ("coordinator", {"released"}),
    ):
        part = re.search(rf'id="column-{key}".*?</section>', html, re.S)
        assert part
        shown = {name for name, one in everything.items() if f'href="/referrals/{one.id}"' in part[0]}
        assert shown == names
    receiver = html[html.index('id="column-receiver"') :]
    first = re.search(r'href="/referrals/([0-9a-f-]{36})"', receiver)
    assert first
    assert first[1] == str(everything["accepted"].id)
    assert f"/referrals/{everything['silent'].id}/keeper" in html


def test_a_no_leaves_the_list_when_something_else_is_tried(
    session: Session, cast: Cast, story: Referring, as_actor: Browser
) -> None:
    referral = story.asked()
    operations.decline_referral(session, cast.pat_provider, referral, reason=DeclineReason.NO_CAPACITY)
    browser = as_actor(cast.olive_officer)
    assert tally(browser.get("/today").text, "Ended without help") == 1
    story.draft()
    html = browser.get("/today").text
    assert tally(html, "Ended without help") == 0
    assert tally(html, "Not sent yet") == 1


def test_a_no_leaves_the_list_when_the_need_is_met(
    session: Session, cast: Cast, story: Referring, as_actor: Browser
) -> None:
    referral = story.asked()
    operations.decline_referral(session, cast.pat_provider, referral, reason=DeclineReason.NO_CAPACITY)
    story.need.status = NeedStatus.MET
    session.add(story.need)
    assert "Nothing needs you right now." in as_actor(cast.olive_officer).get("/today").text


def test_of_two_noes_for_one_need_only_the_last_is_listed(
    session: Session, cast: Cast, story: Referring, as_actor: Browser
) -> None:
    first = story.asked()
    operations.decline_referral(session, cast.pat_provider, first, reason=DeclineReason.NO_CAPACITY)
    [second] = story.draft()
    operations.send_referral(session, story.olive, second, acknowledged=True)
    operations.decline_referral(session, cast.pat_provider, second, reason=DeclineReason.WAITLIST_CLOSED)
    html = as_actor(cast.olive_officer).get("/today").text
    assert tally(html, "Ended without help") == 1
    assert f"/referrals/{second.id}" in html


def test_a_candidate_whose_turn_has_not_come_is_not_forgotten_work(
    session: Session, cast: Cast, story: Referring, as_actor: Browser
) -> None:
    other, _ = story.another_clinic("Hillside Clinic")
    story.agree(cast.clinic_place, other)
    first, _second = story.draft(cast.clinic_place, other, trying=Trying.IN_TURN)
    operations.send_referral(session, story.olive, first, acknowledged=True)
    assert tally(as_actor(cast.olive_officer).get("/today").text, "Not sent yet") == 0


def test_what_was_given_back_is_looked_into_once(
    session: Session, cast: Cast, story: Referring, as_actor: Browser
) -> None:
    referral = story.asked()
    operations.accept_referral(session, cast.pat_provider, referral)
    operations.release_referral(
        session, cast.pat_provider, referral, reason=DeclineReason.PROGRAM_PAUSED_CLOSED
    )
    cody = as_actor(cast.cody_coordinator)
    assert tally(cody.get("/today").text, "Given back after a yes") == 1
    cody.post(f"/referrals/{referral.id}/moves/confirm_release")
    assert tally(cody.get("/today").text, "Given back after a yes") == 0
    assert tally(as_actor(cast.olive_officer).get("/today").text, "Ended without help") == 1


@pytest.mark.parametrize("status", [S.SCHEDULED, S.ACCEPTED, S.MISSED_APPT, S.COMPLETED, S.LOST_CONTACT])
def test_lists_tell_the_sender_nothing_that_the_consent_does_not(
    session: Session, cast: Cast, story: Referring, as_actor: Browser, status: ReferralStatus
) -> None:
    place(session, story.asked(tells_back=False), status)
    browser = as_actor(cast.olive_officer)
    assert "Nothing needs you right now." in browser.get("/today").text
    html = browser.get("/referrals").text
    assert (tally(html, "Open"), tally(html, "Ended")) == (1, 0)
    assert "Sent; what came of it is not shared" in html
    assert "Nothing is stuck." in as_actor(cast.cody_coordinator).get("/board").text


def test_a_missed_appointment_leaves_no_list_where_attendance_is_not_shared(
    session: Session, cast: Cast, story: Referring, as_actor: Browser
) -> None:
    found = a_day(session, story)["over"]
    for grant in session.exec(select(ConsentGrant).where(ConsentGrant.purpose == Purpose.COORDINATION)).all():
        grant.information = ["status"]
        session.add(grant)
    officer = as_actor(cast.olive_officer)
    before = tally(officer.get("/today").text, "The appointment is over")
    one = session.exec(select(Appointment).where(Appointment.referral_id == found.id)).one()
    one.status = AppointmentStatus.MISSED
    session.add(one)
    place(session, found, S.MISSED_APPT)

    assert tally(officer.get("/today").text, "The appointment is over") == before == 1


def test_what_the_person_declined_stands_where_its_words_say(
    session: Session, cast: Cast, story: Referring, as_actor: Browser
) -> None:
    place(session, story.asked(tells_back=False), S.DECLINED_CLIENT)
    html = as_actor(cast.olive_officer).get("/referrals").text

    assert (tally(html, "Open"), tally(html, "Ended")) == (0, 1)


def test_a_deadline_stands_on_today_and_counts(cast: Cast, story: Referring, as_actor: Browser) -> None:
    story.case(2)
    browser = as_actor(cast.olive_officer)
    html = browser.get("/today").text
    assert "Rosa Marin" in html
    assert "2 days left for intake." in html
    assert "1 thing needs you now." in html
    assert tally(browser.get("/").text, "Today") == 1
    assert "Nothing needs you right now." in as_actor(cast.cody_coordinator).get("/today").text


def test_the_number_of_questions_does_not_grow_with_the_list(
    session: Session, cast: Cast, story: Referring, as_actor: Browser
) -> None:
    story.asked()
    pages = {
        "/inbox": cast.pat_provider,
        "/today": cast.olive_officer,
        "/board": cast.cody_coordinator,
        "/referrals": cast.olive_officer,
    }

    def asked(path: str) -> int:
        browser = as_actor(pages[path])
        browser.get(path)  # what was seen is written down
        with statements_of(session) as statements:
            browser.get(path)
        return len(statements)

    a_day(session, story)
    before = {path: asked(path) for path in pages}
    for _ in range(2):
        a_day(session, story)
    assert {path: asked(path) for path in pages} == before


def test_empty_lists_teach_the_next_step(cast: Cast, as_actor: Browser) -> None:
    assert "Nobody waits here" in as_actor(cast.pat_provider).get("/inbox").text
    assert "Nothing needs you right now." in as_actor(cast.olive_officer).get("/today").text
    assert "Every referral is moving" in as_actor(cast.cody_coordinator).get("/board").text
    assert "A referral begins with a person" in as_actor(cast.olive_officer).get("/referrals").text


@pytest.mark.parametrize(
    "query",
    [
        "list=nonsense",
        "standing=x&whose=y",
        "page=-1",
        "page=99999999999",
        "page=2&list=to_reply",
        "list=released",
    ],
)
def test_addresses_that_nobody_made_show_a_list_all_the_same(
    cast: Cast, story: Referring, as_actor: Browser, query: str
) -> None:
    story.asked()
    for actor in (cast.olive_officer, cast.pat_provider, cast.cody_coordinator):
        assert as_actor(actor).get(f"/referrals?{query}").status_code == 200
    assert as_actor(cast.pat_provider).get(f"/inbox?{query}").status_code == 200


def test_the_day_begins_with_one_tap(cast: Cast, story: Referring, as_actor: Browser) -> None:
    browser = as_actor(cast.pat_provider)
    story.asked()
    assert "Begin with" not in as_actor(cast.pat_provider).get("/today").text
    with_two = story.asked(need=story.need_of("treatment.otp"))

    page = as_actor(cast.pat_provider).get("/today").text

    first = re.search(r'class="tr-first"><a class="usa-button" href="([^"]+)"', page)
    assert first
    assert browser.get(first[1]).status_code == 200
    assert str(with_two.id) in page
