"""What everybody does with what a search found."""

import re

from playwright.sync_api import Page, expect

from tests.browser.looking import wait_until_still


def open_first_place(page: Page) -> None:
    """From the results to the listing of the first, and be there when all of it is there."""
    page.locator("#places > li").first.get_by_role("link").first.click()
    expect(page).to_have_url(re.compile("/services/"))
    expect(page.locator("#capacity")).to_be_attached()
    wait_until_still(page)
