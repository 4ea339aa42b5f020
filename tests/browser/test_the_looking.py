"""The eyes of the other browser tests really see."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PHONE
from tests.browser.looking import check_axe, check_fits, check_page


@pytest.fixture
def blank(browser: Browser) -> Page:
    """A page of nobody's, on a phone."""
    return browser.new_page(viewport={"width": PHONE[0], "height": PHONE[1]})


GOOD = """<!doctype html><html lang="en"><title>Beds</title>
<main><h1>Beds</h1><p>Three are free.</p></main></html>"""


def test_a_good_page_passes(blank: Page) -> None:
    blank.set_content(GOOD)
    check_page(blank)


def test_a_picture_without_words_is_seen(blank: Page) -> None:
    blank.set_content(GOOD.replace("<p>", '<img src="data:," width="9" height="9"><p>'))
    with pytest.raises(AssertionError, match="image-alt"):
        check_axe(blank)


def test_a_page_wider_than_a_phone_is_seen(blank: Page) -> None:
    blank.set_content(GOOD.replace("<p>", '<p id="wide" style="width: 900px">'))
    with pytest.raises(AssertionError, match='id="wide"'):
        check_fits(blank)


def test_axe_sees_under_a_strict_policy_and_without_scripts(browser: Browser) -> None:
    policy = "default-src 'none'; script-src 'nonce-abc'; style-src 'self'"
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.route(
            "http://trestle.test/",
            lambda route: route.fulfill(
                body=GOOD.replace(' lang="en"', ""),
                headers={"Content-Type": "text/html", "Content-Security-Policy": policy},
            ),
        )
        page.goto("http://trestle.test/")
        with pytest.raises(AssertionError, match="html-has-lang"):
            check_axe(page)
        assert page.evaluate("matchMedia('(scripting: none)').matches"), "the page got its scripts"
