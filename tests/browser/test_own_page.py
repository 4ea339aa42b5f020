"""Somebody opens their own page on a telephone that runs no scripts."""

import re
import sqlite3
from uuid import UUID

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.looking import check_page, save_picture
from tests.browser.people import sign_in
from tests.browser.referring import SUPERVISOR

EXPECTED = """
    SELECT referral.person_id FROM appointment JOIN referral ON referral.id = appointment.referral_id
    WHERE appointment.status = 'booked' AND appointment.starts_at > datetime('now', '+1 hour')
      AND referral.status = 'scheduled' AND referral.sender_organization_id =
          (SELECT organization_id FROM account WHERE email = ?)
    ORDER BY appointment.starts_at LIMIT 1
"""


def given_link(page: Page, person: UUID) -> tuple[str, str]:
    """What the supervisor hands over: the path, and the code that they say."""
    sign_in(page, SUPERVISOR, to=f"/people/{person}")
    page.get_by_role("link", name="Give them the link to their own page").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Their own page")
    check_page(page)
    page.get_by_role("button", name="Make the link").click()
    expect(page.locator(".tr-stat strong")).to_be_visible()
    check_page(page)
    save_picture(page, "own-page-given")
    path = re.search(r"/mine/[\w-]{43}", page.content())
    code = page.locator(".tr-stat strong").text_content()
    assert path
    assert code
    return path[0], code


def read_in(page: Page, language: str, button: str) -> None:
    """Choose this language, unless it is the person's own and the page speaks it already."""
    if page.locator("html").get_attribute("lang") != language:
        page.get_by_role("button", name=button).click()
    expect(page.locator("html")).to_have_attribute("lang", language)


def test_somebody_without_scripts_sees_where_they_go_and_says_that_they_come(
    open_page: OpenPage, site_database: sqlite3.Connection
) -> None:
    (person,) = site_database.execute(EXPECTED, (SUPERVISOR,)).fetchone()
    path, code = given_link(open_page(PHONE), UUID(str(person)))
    page = open_page(PHONE, javascript=False)
    page.goto(path)
    check_page(page)
    save_picture(page, "own-page-door")
    page.get_by_label("Six digits").fill("1")
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_role("alert")).to_contain_text("This code is wrong.")
    check_page(page)
    page.get_by_label("Six digits").fill(code)
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Your own page|Su propia página"))
    read_in(page, "en", "English")
    check_page(page)
    save_picture(page, "own-page")
    page.get_by_role("button", name="I will come").first.click()
    expect(page.get_by_text("You said that you come.")).to_be_visible()
    read_in(page, "es", "Español")
    check_page(page)
    save_picture(page, "own-page-spanish")
    page.get_by_role("link", name="Retirar mi consentimiento").first.click()
    expect(page.get_by_role("link", name="No, dejarlo así")).to_be_visible()
    check_page(page)
    save_picture(page, "own-page-withdrawal")
    page.get_by_role("link", name="No, dejarlo así").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Su propia página")
    page.get_by_role("button", name="Cerrar esta página").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Escriba su código, por favor")
