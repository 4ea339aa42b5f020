"""What somebody at work does on the way of a referral, tap by tap; shared by the journeys."""

import re

from playwright.sync_api import Page, expect

from tests.browser.looking import check_page, save_picture

SUPERVISOR = "d.whitlow@diversion.example"


def add_person(page: Page, given: str, family: str) -> str:
    """Enter somebody, with the name only. Answers the address of their page."""
    page.goto("/people/new")
    page.get_by_label("Given name").fill(given)
    page.get_by_label("Family name").fill(family)
    page.get_by_role("button", name="Add to my caseload").click()
    expect(page.get_by_text("On your caseload. Now say what is needed.")).to_be_visible()
    return page.url


def add_need(page: Page, kind: str, *, how_soon: str = "urgent", zip_code: str = "43055") -> None:
    """Say on the person's page what they need."""
    page.get_by_role("link", name="Add a need").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^Need: "))
    page.get_by_label("What is needed?").select_option(kind)
    tick(page, "urgency", how_soon)
    page.get_by_label("Near which ZIP code?").fill(zip_code)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("main").get_by_role("link", name="Find a service").first).to_be_visible()


def find_a_service(page: Page) -> None:
    """From the person's page: search for what they need first."""
    page.get_by_role("main").get_by_role("link", name="Find a service").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Find a service")


def choose(page: Page, agency: str) -> None:
    """From the person's page: search for what they need, and refer to this agency."""
    find_a_service(page)
    row = page.locator("#places > li", has_text=agency).first
    row.get_by_role("link", name=re.compile("^Refer")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("New referral")


def see_what_they_get(page: Page) -> None:
    """From the new referral to the preview of it."""
    page.get_by_role("button", name="See what they will get").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What they will get")


def draw_signature(page: Page) -> None:
    """With the pointer, in the box."""
    box = page.get_by_label("Box to sign in")
    box.scroll_into_view_if_needed()
    where = box.bounding_box()
    assert where
    left, top = where["x"] + where["width"] * 0.15, where["y"] + where["height"] * 0.6
    page.mouse.move(left, top)
    page.mouse.down()
    for step in range(1, 25):
        page.mouse.move(left + step * where["width"] * 0.028, top + (-1) ** step * where["height"] * 0.22)
    page.mouse.up()


def take_consent(page: Page, *, sign: str = "screen", pictures: str = "") -> None:
    """From the preview that lacks it to the one that has it: question, what may be told, text, signature."""
    page.get_by_role("link", name="Take the consent now").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Take consent: the first question")
    look_at(page, pictures and f"{pictures}-question")
    page.get_by_role("button", name="No, it is free").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Take consent: who may be told what")
    look_at(page, pictures and f"{pictures}-form")
    page.get_by_role("button", name="Read it together").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Take consent: read it and sign")
    look_at(page, pictures)
    tick(page, "way", "screen" if sign == "screen" else "keyboard")
    if sign == "screen":
        draw_signature(page)
        look_at(page, pictures and f"{pictures}-signed")
    else:
        page.get_by_label("The person types their name").fill(sign)
    page.get_by_text("The person can decide this now").click()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What they will get")


def tick(page: Page, name: str, value: str) -> None:
    """Tap the words of one box or radio button of the group."""
    box = page.locator(f'input[name="{name}"][value="{value}"]').first
    page.locator(f'label[for="{box.get_attribute("id")}"]').click()


def look_at(page: Page, picture: str = "") -> None:
    """Check the page, and keep a picture of it when it has a name."""
    check_page(page)
    if picture:
        save_picture(page, picture)
