"""Somebody who is quicker than the page: nothing that they ticked is lost."""

import re

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.people import sign_in

DETOX = "/search?q=detox&near=43055"
MORE, FEWER = re.compile("^One more free"), re.compile("^One fewer free")


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


class Stepped:
    """A provider at their first place with a number; the answer to their first tap on "more" is awaited."""

    def __init__(self, open_page: OpenPage) -> None:
        page = open_page(PHONE)
        sign_in(page, "p.achterberg@quarrylane.example", to="/capacity")
        first = page.locator("[data-taps]", has=page.get_by_role("button", name=MORE)).first
        self.place = page.locator(f"#{first.get_attribute('id')}")
        self.number = self.place.locator(".tr-step__number").first
        self.more = self.place.get_by_role("button", name=MORE).first
        self.fewer = self.place.get_by_role("button", name=FEWER).first
        self.before = int(self.number.inner_text())
        self.held = held_request(page, "/capacity/")
        with page.expect_request(re.compile("/capacity/")):
            self.more.click()


def test_a_provider_who_taps_three_times_at_once_adds_three(open_page: OpenPage) -> None:
    stepped = Stepped(open_page)
    stepped.more.click()
    stepped.more.click()

    stepped.held[0].continue_()

    expect(stepped.number).to_have_text(str(stepped.before + 3))
    for left in (2, 1, 0):
        stepped.fewer.click()
        expect(stepped.number).to_have_text(str(stepped.before + left))


def test_a_provider_who_says_full_before_the_answer_to_a_tap_is_full(open_page: OpenPage) -> None:
    stepped = Stepped(open_page)
    stepped.place.get_by_role("button", name="We are full").click()

    stepped.held[0].continue_()

    expect(stepped.number).to_have_text("0")
    expect(stepped.place.locator(".tr-badge").first).to_contain_text("Full")
    stepped.place.get_by_role("button", name="Undo").click()
    expect(stepped.number).to_have_text(str(stepped.before + 1))
    stepped.fewer.click()
    expect(stepped.number).to_have_text(str(stepped.before))
