"""Somebody without an account finds help, takes it along on paper, and says what is wrong."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.looking import check_page, save_picture
from tests.browser.searching import open_first_place


def test_a_stranger_finds_detox_and_takes_the_address_along(page: Page) -> None:
    page.goto("/")
    check_page(page)
    page.get_by_label("What is needed?").fill("detox")
    page.get_by_label("Near where?").fill("43055")
    page.get_by_role("button", name="Search").click()
    expect(page).to_have_url(re.compile(r"/search\?q=detox&near=43055$"))
    page.locator("#filters > summary").click()
    page.locator("label", has_text="Has free places").click()
    expect(page).to_have_url(re.compile("has_capacity=yes"))
    first = page.locator("#places > li").first
    expect(first).to_contain_text(re.compile(r"\d+ (bed|opening|place|seat|slot)"))

    open_first_place(page)
    expect(page.get_by_role("heading", name="Can they take someone?")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("^Call ")).first).to_have_attribute(
        "href", re.compile(r"^tel:\+?\d+")
    )
    check_page(page)
    save_picture(page, "listing")
    name = page.get_by_role("heading", level=1).inner_text()

    page.get_by_role("button", name="Add to shortlist").click()
    expect(page.get_by_text("It is on the shortlist.")).to_be_visible()
    page.get_by_role("link", name="See the shortlist").click()
    expect(page.locator(".tr-result")).to_contain_text(name)
    check_page(page)

    page.get_by_role("link", name="Print all as cards").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    expect(page.locator(".tr-qr svg, .tr-qr img").first).to_be_visible()
    check_page(page)
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    save_picture(page, "card-on-paper")


def test_a_stranger_says_that_nobody_answers_there(page: Page) -> None:
    page.goto("/search?q=pantry&near=43055")
    open_first_place(page)
    page.get_by_role("link", name="Something is wrong here").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Something is wrong here")
    check_page(page)

    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Choose what is wrong.").first).to_be_visible()
    check_page(page)
    page.get_by_text("The telephone number is wrong or nobody answers").click()
    page.get_by_label("In your words").fill("A bakery answers.")
    page.get_by_role("button", name="Send").click()

    expect(page.get_by_role("heading", name="Thank you: somebody will check it")).to_be_visible()
    check_page(page)
    page.get_by_role("link", name="Back to the listing").click()
    expect(page.get_by_text(re.compile("being checked")).first).to_be_visible()
    expect(page.get_by_text("bakery")).to_have_count(0)


def test_without_a_script_a_stranger_does_all_of_it(page_without_javascript: Page) -> None:
    page = page_without_javascript
    page.goto("/")
    page.get_by_label("What is needed?").fill("shelter")
    page.get_by_label("Near where?").fill("43055")
    page.get_by_role("button", name="Search").click()
    open_first_place(page)
    check_page(page)
    page.get_by_role("button", name="Add to shortlist").click()
    page.get_by_role("link", name="See the shortlist").click()
    expect(page.locator(".tr-result")).to_have_count(1)
    check_page(page)
    page.locator(".tr-result h2").get_by_role("link").click()
    page.get_by_role("link", name="Something is wrong here").click()
    page.get_by_text("The telephone number is wrong or nobody answers").click()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Thank you: somebody will check it")).to_be_visible()

    page.goto("/shortlist")
    page.get_by_role("button", name="Take off").click()

    expect(page.get_by_role("heading", name="Nothing is on the shortlist yet")).to_be_visible()
    check_page(page)


def test_a_stranger_reads_spanish_everywhere_after_one_tap(page: Page) -> None:
    page.goto("/search?q=detox&near=43055")
    menu = page.locator("summary", has_text="Menu")
    if menu.is_visible():
        menu.click()
    page.get_by_role("button", name="Español").locator("visible=true").click()

    expect(page).to_have_url(re.compile(r"/search\?q=detox&near=43055$"))
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.get_by_role("heading", level=1)).to_have_text("Buscar un servicio")
    check_page(page)
    open_first_place(page)
    expect(page.locator("html")).to_have_attribute("lang", "es")
    check_page(page)
    save_picture(page, "listing-spanish")


def test_a_browser_that_asks_for_spanish_gets_it_at_once(open_page: OpenPage) -> None:
    page = open_page(language="es-MX")
    page.goto("/")

    expect(page.locator("html")).to_have_attribute("lang", "es")
