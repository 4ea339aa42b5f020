"""A director before the council meeting: the gaps on both screens, by keyboard, without scripts, on paper."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import col, delete

from network.db import Database
from network.tables import Cause, GapSurvey
from tests.browser.looking import check_page, save_picture
from tests.browser.people import LEADERSHIP, sign_in
from tests.browser.site import database_of
from tests.surveyed import figure, survey

MARLOW, FAIRFIELD, DETOX = "39089", "39045", "treatment.withdrawal-management"
FULL, FAR, SILENT = str(Cause.NO_CAPACITY), str(Cause.TOO_FAR), str(Cause.NO_ANSWER)
WHERE = "Withdrawal management: 34 of 61 needs found no service in Marlow County"
FINDING = f"{WHERE}, mostly because no place was free"


@pytest.fixture(autouse=True)
def counted(site: str, site_folder: Path) -> Iterator[None]:  # noqa: ARG001 - it runs
    """A survey whose numbers are known, for as long as a test looks at it."""
    database = Database(f"sqlite:///{database_of(site_folder)}")
    with database.writing() as session:
        made = survey(session)
        made.made_at += timedelta(hours=1)  # whatever the site counts itself meanwhile is older
        for kind in ("", "treatment", DETOX):
            figure(session, made, MARLOW, kind=kind, met=27, causes={FULL: 21, SILENT: 13})
            figure(session, made, MARLOW, "43055", kind=kind, met=27, causes={FULL: 21}, access=0.31)
            figure(session, made, MARLOW, "43023", kind=kind, causes={SILENT: 13}, nearest_open_m=None)
            figure(session, made, MARLOW, "43062", kind=kind, met=3, causes={FAR: 7})
            figure(session, made, MARLOW, "43001", kind=kind, access=0.0)
            figure(session, made, FAIRFIELD, kind=kind, met=40, causes={FAR: 52})
    yield
    with database.writing() as session:
        session.exec(delete(GapSurvey).where(col(GapSurvey.id) == made.id))
    database.close()


def test_a_director_sees_where_needs_find_no_service_and_why(page: Page) -> None:
    sign_in(page, LEADERSHIP, to="/gaps")
    expect(page.get_by_role("heading", level=1)).to_contain_text("found no service in Ohio")
    check_page(page)
    said = page.locator(".tr-gap-said")
    county = page.locator("svg.tr-gap-map").get_by_role("link", name=re.compile("^Marlow County: 34 of 61"))
    county.focus()
    expect(said).to_have_text(re.compile("^Marlow County: 34 of 61 needs found no service"))
    county.press("Enter")
    expect(page).to_have_url(re.compile(f"county={MARLOW}"))
    page.get_by_label("Kind of service").select_option(DETOX)
    page.get_by_role("button", name="Show").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(FINDING)
    expect(page.locator("svg.tr-gap-map").get_by_role("link")).to_have_count(4)
    check_page(page)
    save_picture(page, "gaps")
    page.get_by_role("button", name="Move and zoom").click()
    expect(page.locator(".tr-gap-moving[data-ready]")).to_be_visible()
    check_page(page)
    save_picture(page, "gaps-moving")
    page.get_by_role("button", name="Whole map").click()
    page.locator("svg.tr-gap-map").get_by_role("link", name=re.compile("^43055 Marlow: 21 of 48")).focus()
    page.keyboard.press("Enter")
    expect(page.locator("tr:target")).to_contain_text("43055 Marlow")


def test_the_map_and_its_table_work_without_scripts_and_on_paper(page_without_javascript: Page) -> None:
    page = page_without_javascript
    sign_in(page, LEADERSHIP, to=f"/gaps?county={MARLOW}")

    page.get_by_role("link", name="Withdrawal management", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(FINDING)
    expect(page.get_by_role("button", name="Move and zoom")).to_be_hidden()
    page.get_by_role("link", name="Nearest open place").first.click()
    expect(page.locator(".tr-gap-legend")).to_contain_text("none open")
    page.locator("svg.tr-gap-map").get_by_role("link", name=re.compile("^43023 Wexcombe")).click()
    expect(page.locator("tr:target")).to_contain_text("none open")
    check_page(page)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 1000})  # a letter page within its margins
    bottom = page.locator("#table").bounding_box()
    save_picture(page, "gaps-print")

    assert bottom
    assert bottom["y"] + bottom["height"] < 920, "map and table are one page"
