"""One referral: where it stands, who has the ball, and each move by a button of the page."""

import re
from collections.abc import Callable

import pytest
from sqlmodel import Session

from network.actors import Actor
from network.referrals import operations
from network.rules.reasons import DeclineReason
from network.tables import Referral, ReferralStatus
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


def test_provider_reads_who_it_is_and_accepts(
    session: Session, cast: Cast, story: Referring, as_actor: Browser
) -> None:
    referral = story.asked()
    browser = as_actor(cast.pat_provider)
    html = browser.get(here(referral)).text
    assert "Rosa" in html
    assert "42 CFR part 2" in html
    html = browser.post(here(referral, "accept"), data={"note": "Come any time"}).text
    assert "Accepted" in html
    session.refresh(referral)
    assert referral.status is ReferralStatus.ACCEPTED
    html = as_actor(cast.olive_officer).get(here(referral)).text
    assert "Come any time" in html
