"""Somebody who is quicker than the page: nothing that they ticked is lost."""

import re

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.people import sign_in

DETOX = "/search?q=detox&near=43055"
MORE = re.compile("^One more free")


def held_request(page: Page, path: str) -> list[Route]:
    """The next request for this path, alone in the list when it comes: it goes on when it is told to."""
    held: list[Route] = []
    page.route(re.compile(path), lambda route: route.fallback() if held else held.append(route))
    return held


def filter_box(page: Page, words: str) -> None:
    """Tick it, or take the tick off."""
    page.locator("#filters label", has_text=words).click()


def test_what_is_ticked_before_the_scripts_have_come_counts_too(open_page: OpenPage) -> None:
    page = open_page(DESKTOP)
    held = held_request(page, "htmx.min")
    with page.expect_request(re.compile("htmx.min")):
        page.goto(DETOX, wait_until="commit")
    page.locator("#filters > summary").click()
    filter_box(page, "Has free places")
    expect(page.get_by_label("Has free places")).to_be_checked()

    held[0].continue_()

    expect(page).to_have_url(re.compile("has_capacity=yes"))
    expect(page.get_by_role("link", name=re.compile("Has free places.*take off"))).to_be_visible()


def test_what_is_ticked_while_the_answer_to_another_tick_is_awaited_counts_too(open_page: OpenPage) -> None:
    page = open_page(DESKTOP)
    page.goto(DETOX)
    page.locator("#filters > summary").click()
    held = held_request(page, "has_capacity=yes")
    with page.expect_request(re.compile("has_capacity=yes")):
        filter_box(page, "Has free places")
    filter_box(page, "Tonight")
    filter_box(page, "Open now")
    page.get_by_label("How far?").select_option("50")

    held[0].continue_()

    expect(page).to_have_url(re.compile("has_capacity=yes"))
    expect(page).to_have_url(re.compile("hours=now"))
    expect(page).to_have_url(re.compile("within_miles=50"))
    for words in ("Has free places", "Open now"):
        expect(page.get_by_role("link", name=re.compile(f"{words}.*take off"))).to_be_visible()
        expect(page.get_by_label(words)).to_be_checked()


def test_a_tick_that_is_taken_off_while_its_answer_is_awaited_stays_off(open_page: OpenPage) -> None:
    page = open_page(DESKTOP)
    page.goto(DETOX)
    page.locator("#filters > summary").click()
    held = held_request(page, "has_capacity=yes")
    with page.expect_request(re.compile("has_capacity=yes")):
        filter_box(page, "Has free places")
    filter_box(page, "Has free places")
    expect(page.get_by_label("Has free places")).not_to_be_checked()

    with page.expect_response(lambda answer: "has_capacity" not in answer.url and "/search?" in answer.url):
        held[0].continue_()

    expect(page.get_by_role("link", name=re.compile("Has free places.*take off"))).to_have_count(0)
    expect(page.get_by_label("Has free places")).not_to_be_checked()
    expect(page).not_to_have_url(re.compile("has_capacity"))


def test_a_provider_who_taps_three_times_at_once_adds_three(open_page: OpenPage) -> None:
    page = open_page(PHONE)
    sign_in(page, "p.achterberg@quarrylane.example", to="/capacity")
    place = page.locator("[data-taps]", has=page.get_by_role("button", name=MORE)).first
    id_of = place.get_attribute("id")
    number, more = (
        page.locator(f"#{id_of} .tr-step__number").first,
        page.locator(f"#{id_of}").get_by_role("button", name=MORE).first,
    )
    before = int(number.inner_text())
    held = held_request(page, "/capacity/")
    with page.expect_request(re.compile("/capacity/")):
        more.click()
    more.click()
    more.click()

    held[0].continue_()

    expect(number).to_have_text(str(before + 3))
    for left in (2, 1, 0):
        page.locator(f"#{id_of}").get_by_role("button", name=re.compile("^One fewer free")).first.click()
        expect(number).to_have_text(str(before + left))


def test_a_provider_who_says_full_before_the_answer_to_a_tap_is_full(open_page: OpenPage) -> None:
    page = open_page(PHONE)
    sign_in(page, "p.achterberg@quarrylane.example", to="/capacity")
    place = page.locator("[data-taps]", has=page.get_by_role("button", name=MORE)).first
    place = page.locator(f"#{place.get_attribute('id')}")
    number = place.locator(".tr-step__number").first
    before = int(number.inner_text())
    held = held_request(page, "/capacity/")
    with page.expect_request(re.compile("/capacity/")):
        place.get_by_role("button", name=MORE).first.click()
    place.get_by_role("button", name="We are full").click()

    held[0].continue_()

    expect(number).to_have_text("0")
    expect(place.locator(".tr-badge").first).to_contain_text("Full")
    place.get_by_role("button", name="Undo").click()
    expect(number).to_have_text(str(before + 1))
    place.get_by_role("button", name=re.compile("^One fewer free")).first.click()
    expect(number).to_have_text(str(before))
