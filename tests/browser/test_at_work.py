"""Officer, provider and curator at work: what one of them says, everybody who searches sees."""

import re
import sqlite3
import time

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.looking import check_page, save_picture, stop_clock
from tests.browser.people import CURATOR, OFFICER, PROVIDER, sign_in, type_password
from tests.browser.searching import open_first_place

SECONDS = 60  # to give up; a machine that runs all other tests beside is slow
DETOX = "/search?q=quarry+lane+withdrawal+beds&near=43055"


def needs(database: sqlite3.Connection) -> list[int]:
    """How often each unmet need was searched for."""
    return [times for (times,) in database.execute("SELECT times FROM unmet_need ORDER BY first_at")]


def test_an_officer_who_finds_nothing_is_told_what_to_give_up_and_is_counted_once(
    page: Page, site_database: sqlite3.Connection
) -> None:
    sign_in(page, OFFICER, to="/search")
    before = needs(site_database)
    width = page.viewport_size["width"] if page.viewport_size else 0
    stop_clock(page)
    for times in (1, 2):
        page.goto(f"/search?taxonomy=treatment.otp&language=fr&near=43055&within_miles={2 + width % 9}")
        expect(page.get_by_role("heading", name="Nothing fits all of this")).to_be_visible()
        expect(page.get_by_text("This would find something:")).to_be_visible()
        expect(page.get_by_role("link", name=re.compile("988")).first).to_be_visible()
        with page.expect_response("**/search/unmet?**"):
            page.clock.run_for(10_500)
        assert needs(site_database) == [*before, times]
    page.clock.resume()
    check_page(page)
    page.locator(".tr-empty .tr-chip").first.click()
    expect(page.locator("#places > li").first).to_be_visible()


def test_a_provider_taps_once_and_everybody_sees_it(open_page: OpenPage) -> None:
    officer, provider = open_page(DESKTOP), open_page(PHONE)
    sign_in(provider, PROVIDER)
    provider.get_by_role("main").get_by_role("link", name="How full are we?").click()
    expect(provider.get_by_role("heading", level=1)).to_have_text("How full are we?")
    check_page(provider)
    place = provider.locator(".tr-place", has_text="Withdrawal beds").first
    before = int(place.locator(".tr-step__number").inner_text())

    place.get_by_role("button", name=re.compile("One more free")).tap()
    expect(place.locator(".tr-step__number")).to_have_text(str(before + 1))
    expect(place.get_by_role("button", name=re.compile("One more free"))).to_be_focused()

    row = officer.locator("#places > li", has_text="Withdrawal beds")
    see_soon(officer, DETOX, row.filter(has_text=re.compile(rf"\b{before + 1} beds?\b")))
    expect(row.first).to_contain_text(re.compile("now|second|minute"))
    check_page(provider)
    save_picture(provider, "capacity")
    place.get_by_role("button", name="Undo").tap()
    expect(place.locator(".tr-step__number")).to_have_text(str(before))


def see_soon(page: Page, address: str, what: Locator) -> None:
    """Load the page until it shows this; every process of the site knows a change within a second."""
    until = time.monotonic() + SECONDS
    page.goto(address)
    while not what.count():
        assert time.monotonic() < until, f"{address} does not show what was changed"
        page.goto(address)


def test_a_curator_edits_a_listing_and_search_finds_it_by_its_new_name(page: Page) -> None:
    wide = page.viewport_size == {"width": DESKTOP[0], "height": DESKTOP[1]}
    name = f"Papers for a new start {'at the desk' if wide else 'on the phone'}"
    sign_in(page, CURATOR, to="/directory")
    check_page(page)
    page.get_by_role("main").get_by_role("searchbox").fill("Paper Trail")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    expect(page).to_have_url(re.compile(r"q=Paper\+Trail"))
    page.locator(".tr-result h2").get_by_role("link").first.click()
    expect(page.locator(".tr-sections")).to_be_visible()
    check_page(page)
    page.locator(".tr-sections").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Words")
    check_page(page)
    save_picture(page, "editing")

    page.get_by_label("Name", exact=True).fill("")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".usa-error-message").first).to_be_visible()
    check_page(page)
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("Saved. Everybody who searches sees it now.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    see_soon(page, "/search?q=papers+new+start&near=43055", page.locator("#places > li", has_text=name))


def test_a_form_sent_after_sign_in_had_ended_is_kept_and_offered_again(
    open_page: OpenPage, site_database: sqlite3.Connection
) -> None:
    page = open_page(PHONE)
    sign_in(page, OFFICER, to="/search?q=open+latch&near=43055")
    open_first_place(page)
    listing = page.get_by_role("heading", level=1).inner_text()
    page.get_by_text("They told me more on the phone").click()
    page.get_by_label("How many are free").fill("7")
    site_database.execute("UPDATE account_session SET ended_at = last_seen_at WHERE ended_at IS NULL")

    page.get_by_role("button", name="Save what they said").click()

    expect(page.get_by_text("What you typed is kept.")).to_be_visible()
    check_page(page)
    type_password(page, OFFICER)
    expect(page.get_by_role("heading", name="You were about to send this")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("7")
    check_page(page)
    page.get_by_role("button", name="Send it now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(listing)
    expect(page.locator("#capacity")).to_contain_text("7 ")
