"""The demonstration's outbox, in a browser."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlmodel import Session

from network.notices.letters import write_letters
from network.notices.post import DemoOutbox
from network.notices.sending import send_due
from network.settings import Settings
from network.tables import Account
from tests.cast import Cast
from tests.web.browser import TestBrowser
from tests.web.entering import sign_in, with_password
from tests.web.stage import Stages
from web.world import World


@pytest.fixture
def olive(session: Session, cast: Cast) -> Account:
    return with_password(session, cast.olive_officer, is_demo=True)


@pytest.fixture
def demo(world: World, demo_settings: Settings) -> World:
    return replace(world, settings=demo_settings)


@pytest.fixture
def browser(demo: World, stages: Stages) -> Iterator[TestBrowser]:
    with stages.of(demo).browser(demo) as opened:
        yield opened


def carry(world: World) -> None:
    """What the worker does every second."""
    with world.store.writing() as session:
        write_letters(session)
    send_due(world.store, DemoOutbox(), world.settings)


def test_a_forgotten_password_is_read_there_and_its_link_works(
    browser: TestBrowser, demo: World, olive: Account
) -> None:
    browser.post("/forgotten-password", data={"email": olive.email})
    carry(demo)
    sign_in(browser, olive.email)

    outbox = browser.get("/outbox").text
    assert "1 letter" in outbox
    letter = browser.get("/outbox/" + outbox.split('href="/outbox/')[1].split('"')[0]).text
    assert "Choose a new password for Trestle" in letter
    link = "/links/" + letter.split('href="/links/')[1].split('"')[0]
    assert "Choose a new password" in browser.get(link).text


def test_an_empty_outbox_says_how_to_fill_it(browser: TestBrowser, olive: Account) -> None:
    sign_in(browser, olive.email)

    page = browser.get("/outbox").text
    assert "No letters yet" in page
    assert 'href="/outbox"' in page


def test_outside_the_demonstration_and_for_strangers_there_is_none(
    browser: TestBrowser, stranger: TestBrowser, session: Session, cast: Cast
) -> None:
    assert browser.get("/outbox", follow_redirects=False).headers["location"] == "/sign-in?next=%2Foutbox"
    pat = with_password(session, cast.pat_provider)
    for one in (browser, stranger):
        sign_in(one, pat.email)
        assert one.get("/outbox").status_code == 404
        assert one.get(f"/outbox/{pat.id}").status_code == 404
    assert 'href="/outbox"' not in stranger.get("/help").text
