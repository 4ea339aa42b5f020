"""After a no the sender finds the next places already searched; nobody else does."""

from collections.abc import Callable

from sqlmodel import Session

from network.actors import Actor
from network.referrals.operations import decline_referral
from network.rules.reasons import DeclineReason
from tests.cast import Cast
from tests.network.referrals.story import Story
from tests.web.browser import TestBrowser

Browser = Callable[[Actor], TestBrowser]


def test_after_a_no_the_officer_finds_the_next_place(session: Session, cast: Cast, as_actor: Browser) -> None:
    story = Story(session, cast)
    next_place, _ = story.another_clinic("Second Chance Clinic")
    cast.capacity(next_place, 2)
    referral = story.sent()
    page = f"/referrals/{referral.id}"
    officer = as_actor(cast.olive_officer)
    assert "What to try next" not in officer.get(page).text
    decline_referral(session, cast.pat_provider, referral, reason=DeclineReason.NO_CAPACITY)

    html = as_actor(cast.olive_officer).get(page).text
    assert "What to try next" in html
    assert "Second Chance Clinic" in html
    assert f"/referrals/new?need={story.need.id}&amp;place={next_place.id}" in html
    assert f"place={cast.clinic_place.id}" not in html[html.index("What to try next") :]
    told = as_actor(cast.pat_provider).get(page)
    assert told.status_code == 200
    assert "What to try next" not in told.text
    assert str(story.need.id) not in told.text
    assert "What to try next" not in as_actor(cast.priya_privacy).get(page).text


def test_nothing_is_offered_when_nothing_is_there(session: Session, cast: Cast, as_actor: Browser) -> None:
    story = Story(session, cast)
    referral = story.sent()
    decline_referral(session, cast.pat_provider, referral, reason=DeclineReason.WAITLIST_CLOSED)

    html = as_actor(cast.olive_officer).get(f"/referrals/{referral.id}").text
    assert "We found no other place of this kind that takes referrals." in html
    assert "Look further" in html
