"""Two taps after a call, and one tap behind the link of a message, on a phone and on a desktop."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, OpenPage
from tests.browser.letters import letters_to, open_new_letter
from tests.browser.looking import check_page, save_picture, wait_until_still
from tests.browser.people import OFFICER, sign_in
from tests.browser.searching import open_first_place

COORDINATOR = "h.lindqvist@bridgework.example"
AGENCY = "s.mbeki@openlatch.example"
MESSAGE = "How full are you today?"


def test_an_officer_calls_and_says_in_one_tap_what_was_said(page: Page) -> None:
    sign_in(page, OFFICER, to="/search?q=railyard+commons+emergency+shelter&near=43055")
    open_first_place(page)
    answer = page.locator(".tr-phone-answer").first
    page.evaluate(
        "document.addEventListener('click', (e) => e.target.closest('a[href^=tel]') && e.preventDefault())"
    )
    answer.locator("a[href^=tel]").click()
    expect(answer.get_by_role("button", name="Nobody answered")).to_be_hidden()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # back from the call
    expect(answer.get_by_role("button", name="Nobody answered")).to_be_visible()
    check_page(page)
    save_picture(page, "phone_answer")

    answer.get_by_role("button", name="2", exact=True).click()

    expect(page.get_by_text("Saved: 2 free.")).to_be_visible()
    expect(page.locator("#capacity")).to_contain_text("2 beds")
    expect(page.locator("#capacity")).to_contain_text("said on the phone")
    page.get_by_role("button", name="Take back what I wrote down").click()
    expect(page.get_by_text("What was said before stands again.")).to_be_visible()
    page.locator(".tr-phone-answer__ask").first.locator("summary").click()
    page.get_by_role("button", name="Nobody answered").click()
    expect(page.locator(".tr-phone-answer").first).to_contain_text("not reached")


def test_a_result_takes_the_answer_where_it_stands(page: Page) -> None:
    sign_in(page, COORDINATOR, to="/search?q=marigold&near=43055")
    answer = page.locator(".tr-phone-answer").first
    answer.locator("summary").click()
    answer.get_by_role("button", name="1", exact=True).click()
    expect(page.locator(".tr-phone-answer").first).to_contain_text("Saved: 1 free.")
    expect(page.get_by_text("Saved: 1 free.")).to_be_focused()
    check_page(page)
    page.get_by_role("button", name="Take back what I wrote down").first.click()
    expect(page.locator(".tr-phone-answer").first).to_contain_text("What was said before stands again.")


def test_the_pins_of_a_card_take_the_color_of_its_badge(open_page: OpenPage) -> None:
    page = open_page(DESKTOP)
    sign_in(page, COORDINATOR, to="/search?q=railyard+commons+emergency+shelter&near=43055")
    card = page.locator("#places > li").first
    on_map = page.locator(".tr-map .tr-pin", has_text=re.compile("^1$"))
    expect(on_map).to_be_visible()
    moved = page.locator(".tr-map .leaflet-proxy")
    before = moved.get_attribute("style")
    page.locator(".leaflet-control-zoom-in").click()
    expect(moved).not_to_have_attribute("style", before or "")
    wait_until_still(page)
    where = moved.get_attribute("style")

    card.locator(".tr-phone-answer summary").click()
    card.get_by_role("button", name="Full", exact=True).click()

    expect(card.locator(".tr-badge")).to_have_class(re.compile("tr-badge--full"))
    expect(card.locator("> .tr-pin")).to_have_class("tr-pin tr-pin--full")
    expect(on_map).to_have_class(re.compile("tr-pin--full"))
    assert moved.get_attribute("style") == where
    card.get_by_role("button", name="Take back what I wrote down").click()
    expect(on_map).not_to_have_class(re.compile("tr-pin--full"))


def test_an_agency_taps_a_number_behind_the_link_of_its_message(page: Page, open_page: OpenPage) -> None:
    staff = open_page(DESKTOP)
    sign_in(staff, AGENCY)
    before = letters_to(staff, AGENCY, MESSAGE)  # at some hours the agencies are asked besides
    staff.goto("/capacity/asking")
    check_page(staff)
    staff.get_by_role("button", name="Send one now").click()
    expect(staff.get_by_text("The message is on its way.")).to_be_visible()
    open_new_letter(staff, AGENCY, before, MESSAGE)
    found = re.search(r"/capacity/by-link/[\w-]+", staff.get_by_role("main").inner_html())
    assert found

    page.goto(found[0])
    check_page(page)
    save_picture(page, "capacity_link")
    place = page.locator(".tr-place").first
    place.get_by_role("group", name=re.compile("^Couples")).get_by_role("button", name="Full").click()

    expect(page.get_by_text("Thank you: everything is up to date.")).to_be_visible()
    expect(page.locator(".tr-place").first).to_contain_text("just now")
    check_page(page)
    page.goto("/search?q=open+latch+night+shelter")
    open_first_place(page)
    expect(page.locator("#capacity")).to_contain_text("0 for couples")
