"""A consent on paper, in a browser without scripts: every page of it stands on its own."""

import re
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.looking import check_page, save_picture
from tests.browser.people import OFFICER, sign_in
from tests.browser.referring import add_person, tick
from tests.pictures import png


def begin(page: Page, answer: str) -> None:
    """From the person's page to the choices."""
    page.get_by_role("link", name="Take consent").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Take consent: the first question")
    check_page(page)
    page.get_by_role("button", name=answer).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Take consent: who may be told what")


def test_somebody_signs_on_paper_and_takes_a_copy_along_without_scripts(
    page_without_javascript: Page, tmp_path: Path
) -> None:
    page = page_without_javascript
    sign_in(page, OFFICER)
    person = add_person(page, "Wilhelmina", "Quist")
    begin(page, "No, it is free")
    page.get_by_label("Add another agency").fill("ketterby")
    page.get_by_role("button", name="Look for it").click()
    page.get_by_text(re.compile("^Ketterby Medication")).click()
    page.get_by_role("button", name="Read it together").last.click()
    page.get_by_role("main").get_by_role("button", name="Español").click()
    expect(page.locator("#consent-text")).to_have_attribute("lang", "es")
    check_page(page)
    save_picture(page, "consent-spanish")

    paper = tmp_path / "no-picture.png"
    paper.write_text("not a picture")
    tick(page, "way", "paper")
    page.get_by_label("Picture or PDF of the signed paper").set_input_files(paper)
    page.get_by_text("The person can decide this now").click()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("no picture or PDF that we can read")
    check_page(page)
    save_picture(page, "consent-wrong-scan")
    paper.write_bytes(png())
    page.get_by_label("Picture or PDF of the signed paper").set_input_files(paper)
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("Signed. Give the person a copy")).to_be_visible()
    check_page(page)
    page.get_by_role("link", name="Copy to print").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your copy of the consent")
    expect(page.locator("#consent-text")).to_have_attribute("lang", "es")
    check_page(page)
    save_picture(page, "consent-copy")
    page.goto(f"{person}/consents")
    check_page(page)
    expect(page.get_by_text("Holds").first).to_be_visible()


def test_what_a_condition_asks_for_fits_on_a_phone(open_page: OpenPage) -> None:
    page = open_page(PHONE)
    sign_in(page, OFFICER)
    add_person(page, "Ottoline", "Farthing")
    begin(page, "Yes, it is a condition")
    expect(page.get_by_text("This person has no open case here.")).to_be_visible()
    check_page(page)
    page.get_by_label("It can be taken back from this day on").fill(
        (date.today() + timedelta(days=30)).isoformat()  # noqa: DTZ011
    )
    page.get_by_role("button", name="Read it together").last.click()
    expect(page.get_by_role("alert")).to_contain_text("42 CFR 2.35(a)(1)")
    check_page(page)
    save_picture(page, "consent-condition")
