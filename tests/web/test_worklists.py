"""Today, the inbox, the board: the right things for the right people, and one number everywhere."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session

from network.actors import Actor
from network.clock import now
from network.referrals import operations
from network.rules.reasons import DeclineReason
from network.tables import Referral, Timer, TimerKind, Urgency
from tests.cast import Cast
from tests.counting import statements_of
from tests.web.browser import TestBrowser
from tests.web.referring import Referring

Browser = Callable[[Actor], TestBrowser]


@pytest.fixture
def story(session: Session, cast: Cast) -> Referring:
    return Referring(session, cast)


def tally(html: str, words: str) -> int:
    """The number that stands beside these words, as a tally or in brackets."""
    found = re.search(rf"{words}(?:</span>|</a>)?\s*(?:<span class=\"tr-tally\">|\()(\d+)", html)
    assert found, f"no number beside {words!r}"
    return int(found[1])


def test_the_inbox_shows_who_waits_and_the_sender_sees_nothing_there(
    cast: Cast, story: Referring, as_actor: Browser
) -> None:
    story.asked()
    html = as_actor(cast.pat_provider).get("/inbox").text
    assert "Rosa" in html
    assert "Marlow Diversion Unit" in html
    assert tally(html, "Waiting for your answer") == 1
    assert as_actor(cast.olive_officer).get("/inbox").status_code == 403
    assert "Rosa" not in as_actor(cast.olga_outsider).get("/inbox").text
