"""The promise of the one blue button: on a referral it is what most likely comes next, for every status and
both sides, and there is never more than one."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session

from network.actors import Actor
from network.clock import now
from network.tables import Appointment, AppointmentStatus, ReferralStatus
from tests.cast import Cast
from tests.web.browser import TestBrowser
from tests.web.referring import Referring

Browser = Callable[[Actor], TestBrowser]
S = ReferralStatus
NOTHING = ""
# Drawn by hand: what is blue for the officer, for the coordinator of the same agency, for the provider.
BLUE: dict[S, tuple[str, str, str]] = {
    S.DRAFT: ("See what they will get, and send", "See what they will get, and send", NOTHING),
    S.AWAITING_CONSENT: ("See what they will get, and send", "See what they will get, and send", NOTHING),
    S.SENT: (NOTHING, NOTHING, "Accept"),
    S.VIEWED: (NOTHING, NOTHING, "Accept"),
    S.UNDER_REVIEW: (NOTHING, NOTHING, "Accept"),
    S.INFO_REQUESTED: ("Reply", "Reply", "Accept"),
    S.ACCEPTED: ("Make an appointment", "Make an appointment", "Make an appointment"),
    S.WAITLISTED: (NOTHING, NOTHING, "Accept"),
    S.SCHEDULED: (NOTHING, NOTHING, NOTHING),
    S.MISSED_APPT: ("Make an appointment", "Make an appointment", "Make an appointment"),
    S.LINKED: ("Write down what came of it",) * 3,
    S.ENGAGED: ("Write down what came of it",) * 3,
    S.COMPLETED: (NOTHING, NOTHING, NOTHING),
    S.DECLINED_PROVIDER: (NOTHING, NOTHING, NOTHING),
    S.RELEASED_AFTER_ACCEPT: (NOTHING, "Let it stand, and look elsewhere", NOTHING),
    S.DECLINED_CLIENT: (NOTHING, NOTHING, NOTHING),
    S.NOT_LINKED: (NOTHING, NOTHING, NOTHING),
    S.EXPIRED_NO_RESPONSE: (NOTHING, NOTHING, NOTHING),
    S.WITHDRAWN: (NOTHING, NOTHING, NOTHING),
    S.CONSENT_REVOKED: (NOTHING, NOTHING, NOTHING),
    S.LOST_CONTACT: (NOTHING, NOTHING, NOTHING),
    S.OUTCOME_UNKNOWN: (NOTHING, NOTHING, NOTHING),
    S.OBSOLETE: (NOTHING, NOTHING, NOTHING),
    S.ENTERED_IN_ERROR: (NOTHING, NOTHING, NOTHING),
}
UNSENT = {S.DRAFT, S.AWAITING_CONSENT}
FILLED = re.compile(
    r'<(?:a|button) class="usa-button"[^>]*>(?P<button>.*?)</(?:a|button)>'
    r'|<details class="tr-move tr-move--first[^>]*>\s*<summary>(?P<form>.*?)</summary>',
    re.S,
)


@pytest.fixture
def story(session: Session, cast: Cast) -> Referring:
    return Referring(session, cast)


def blue(html: str) -> list[str]:
    """What the card of the referral shows in full color, but for the buttons inside of forms to be opened."""
    card = html[html.index('id="referral-answer"') : html.index('id="referral-timeline"')]
    found = []
    for one in FILLED.finditer(re.sub(r"(?s)(</summary>).*?(</details>)", r"\1\2", card)):
        words = one["button"] or one["form"]
        found.append(re.sub(r"\s+", " ", re.sub(r"(?s)<svg.*?</svg>|<[^>]+>", "", words)).strip())
    return found


def test_every_status_is_here() -> None:
    assert set(BLUE) == set(S)


@pytest.mark.parametrize("status", S)
def test_the_one_blue_button_is_what_likely_comes_next(
    status: S, session: Session, cast: Cast, story: Referring, as_actor: Browser
) -> None:
    if status in UNSENT:
        story.agree()
        [referral] = story.draft()
    else:
        referral = story.asked()
    referral.status = status
    session.add(referral)
    session.commit()
    readers = (cast.olive_officer, cast.cody_coordinator, cast.pat_provider)
    for reader, expected in zip(readers, BLUE[status], strict=True):
        answer = as_actor(reader).get(f"/referrals/{referral.id}")
        if status in UNSENT and reader is cast.pat_provider:
            assert answer.status_code == 404
            continue
        assert blue(answer.text) == ([expected] if expected else []), (status, reader)


@pytest.mark.parametrize("status", [S.ACCEPTED, S.SCHEDULED, S.LINKED])
def test_whether_they_came_is_asked_before_all_else(
    status: S, session: Session, cast: Cast, story: Referring, as_actor: Browser
) -> None:
    referral = story.asked()
    referral.status = status
    appointment = Appointment(
        referral_id=referral.id,
        starts_at=now() - timedelta(hours=2),
        status=AppointmentStatus.BOOKED,
        made_by_account_id=cast.pat_provider.id,
        made_at=now(),
        status_since=now(),
    )
    for row in (referral, appointment):
        session.add(row)
    session.commit()
    for reader in (cast.olive_officer, cast.pat_provider):
        assert blue(as_actor(reader).get(f"/referrals/{referral.id}").text) == ["Yes"]


def test_a_yes_leaves_the_waitlist_as_a_second_way(cast: Cast, story: Referring, as_actor: Browser) -> None:
    referral = story.asked()
    story.session.commit()
    html = (
        as_actor(cast.pat_provider).post(f"/referrals/{referral.id}/moves/accept", data={"seen": "sent"}).text
    )
    assert "Put on the waitlist" in html
    assert blue(html) == ["Make an appointment"]
