"""From a person in the corridor to somebody who helps: consent, referral, answer, outcome, in a real
browser."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE, OpenPage, Screen
from tests.browser.letters import letters_to, open_new_letter
from tests.browser.people import OFFICER, PROVIDER, sign_in
from tests.browser.referring import (
    SUPERVISOR,
    add_need,
    add_person,
    choose,
    find_a_service,
    look_at,
    see_what_they_get,
    take_consent,
    tick,
)

KETTERBY = "ask@ketterbymed.example.org"
ASKED = "A referral is waiting for your answer"
CLOCK_THERE = ZoneInfo("America/New_York")  # of every place in Marlow County
BUPRENORPHINE, DETOX = "treatment.moud.buprenorphine", "treatment.withdrawal-management.residential"


def test_officer_refers_with_a_consent_signed_on_the_screen_and_the_link_answers(
    open_page: OpenPage, screen: Screen
) -> None:
    officer, name = open_page(screen), name_on(screen, "Delphine")
    sign_in(officer, OFFICER)
    before = letters_to(officer, KETTERBY, ASKED)
    person = add_person(officer, name, "Ashgrove")
    look_at(officer, "person")
    add_need(officer, BUPRENORPHINE)
    look_at(officer, "person-with-need")
    choose(officer, "Ketterby")
    look_at(officer, "referral-new")
    see_what_they_get(officer)
    expect(officer.get_by_text("Consent is missing")).to_be_visible()
    look_at(officer, "preview-without-consent")
    take_consent(officer, pictures="consent")
    expect(officer.get_by_text("The person's consent covers this until")).to_be_visible()
    look_at(officer, "preview")
    officer.get_by_role("button", name="Send", exact=True).click()
    expect(officer.get_by_role("heading", level=1)).to_have_text(re.compile("^Referral "))
    expect(officer.locator("#referral-answer")).to_contain_text("Sent, not opened yet")
    referral = officer.url
    look_at(officer, "referral-sent")

    clinic = open_page(screen)
    clinic.goto(link_in_letter(officer, KETTERBY, before))
    look_at(clinic, "link-door")
    clinic.get_by_role("button", name="Open it", exact=True).click()
    expect(clinic.get_by_role("heading", level=1)).to_have_text("Can you take someone?")
    expect(clinic.locator("body")).not_to_contain_text(name)
    look_at(clinic, "link-answer")
    clinic.get_by_role("button", name="Send me a code").click()
    expect(clinic.get_by_role("button", name="Send another code")).to_be_visible()
    look_at(clinic, "link-code")
    officer.goto(referral)
    look_at(officer, "referral-with-code")
    code = read_code(officer)
    clinic.get_by_label("Code").fill(code)
    clinic.get_by_role("button", name="Show who it is").click()
    expect(clinic.locator("body")).to_contain_text(f"{name} Ashgrove")
    look_at(clinic, "link-person")
    clinic.get_by_text("Yes, we can take them").first.click()
    clinic.get_by_label("Appointment: which day").fill(in_days(2))
    clinic.get_by_label("At what time").fill("10:30")
    clinic.get_by_label("Whom to ask for, what to bring").fill("Ask for Ines at the green door.")
    clinic.get_by_role("button", name="Yes, we can take them").click()
    expect(clinic.get_by_text("You said yes, and there is an appointment.")).to_be_visible()
    look_at(clinic, "link-answered")
    officer.reload()
    expect(officer.locator("#referral-answer")).to_contain_text("Appointment made")
    look_at(officer, "referral-accepted")
    officer.get_by_role("link", name="Write down what came of it").click()
    expect(officer.get_by_role("heading", level=1)).to_have_text("What came of it?")
    look_at(officer, "outcome-new")
    tick(officer, "step", "initiated")
    officer.get_by_label("When was it?").fill(in_days(0))
    tick(officer, "evidence", "officer_observed")
    officer.get_by_role("button", name="Write it down").click()
    expect(officer.get_by_text("Written down. Thank you.")).to_be_visible()
    look_at(officer, "timeline")

    officer.goto(person)
    officer.get_by_role("link", name="Take it back").first.click()
    expect(officer.get_by_role("heading", level=1)).to_have_text("Take the consent back?")
    look_at(officer, "consent-withdrawal")
    officer.get_by_role("button", name="Yes, take it back").click()
    expect(officer.get_by_text("Taken back. Nothing more is shared by it.")).to_be_visible()
    look_at(officer, "consent-withdrawn")
    officer.goto(referral)
    clinic.reload()
    look_at(clinic, "link-after-withdrawal")
    expect(clinic.locator("body")).not_to_contain_text(name)


def name_on(screen: Screen, name: str) -> str:
    """Somebody else on each screen: whoever is known already is not entered twice."""
    return name if screen == PHONE else f"{name}-Wide"


def read_code(page: Page) -> str:
    """The six digits that the sender's page shows, to be read out."""
    found = re.search(r"\b(\d{3}) ?(\d{3})\b", page.locator("main").inner_text())
    assert found, "no code is shown"
    return found[1] + found[2]


def in_days(days: int) -> str:
    """A day from now where the places are, as a date field takes it."""
    return (datetime.now(CLOCK_THERE) + timedelta(days=days)).date().isoformat()


def test_provider_declines_in_the_inbox_and_the_officer_takes_the_next_option(
    open_page: OpenPage, screen: Screen
) -> None:
    officer, provider, supervisor = open_page(screen), open_page(screen), open_page(screen)
    family = name_on(screen, "Vantongeren")
    sign_in(officer, OFFICER)
    add_person(officer, "Cornelius", family)
    add_need(officer, DETOX)
    choose(officer, "Quarry Lane")
    see_what_they_get(officer)
    take_consent(officer, sign=f"Cornelius {family}")
    officer.get_by_role("button", name="Send", exact=True).click()
    expect(officer.locator("#referral-answer")).to_contain_text("Sent, not opened yet")
    referral = officer.url

    sign_in(provider, PROVIDER, to="/inbox")
    look_at(provider, "inbox")
    card = provider.locator(".tr-work-list > li", has_text=family).first
    page_with(provider, card)
    card.get_by_role("button", name="Open").click()
    decline = provider.locator("#move-decline")
    expect(decline).to_be_visible()
    look_at(provider, "inbox-referral")
    decline.locator("summary").click()
    decline.get_by_role("button", name="Decline").click()
    expect(decline.get_by_role("alert")).to_contain_text("Choose a reason.")
    look_at(provider)
    decline.get_by_label("Reason").select_option("no_capacity")
    decline.get_by_role("button", name="Decline").click()
    expect(provider.locator("#referral-answer")).to_contain_text("Declined")

    officer.goto("/today")
    expect(officer.locator("main")).to_contain_text("Ended without help")
    look_at(officer, "today")
    officer.goto(referral)
    options = officer.locator("#next-options")
    look_at(officer, "next-options")
    sign_in(supervisor, SUPERVISOR, to="/board")
    look_at(supervisor, "board")
    options.get_by_role("link", name=re.compile("^Refer")).first.click()
    expect(officer.get_by_role("heading", level=1)).to_have_text("New referral")
    see_what_they_get(officer)
    look_at(officer)


def test_a_question_without_a_name_is_answered_and_becomes_a_referral(
    open_page: OpenPage, screen: Screen
) -> None:
    officer, provider, name = open_page(screen), open_page(screen), name_on(screen, "Philippa")
    sign_in(officer, OFFICER)
    add_person(officer, name, "Ravenscourt")
    add_need(officer, DETOX)
    find_a_service(officer)
    look_at(officer, "search-for-a-need")
    row = officer.locator("#places > li", has_text="Quarry Lane").first
    row.get_by_role("link", name=re.compile("^Ask first")).click()
    expect(officer.get_by_text(f"You ask for {name}")).to_be_visible()
    tick(officer, "also", "tonight")
    tick(officer, "also", "pets")
    look_at(officer, "question-new")
    officer.get_by_role("button", name="Ask", exact=True).click()
    expect(officer.get_by_text("Asked. The answers will stand here.")).to_be_visible()
    question = officer.url

    sign_in(provider, PROVIDER, to="/inbox")
    section = provider.locator("#waiting-questions")
    expect(section).to_contain_text("Comes with a pet")
    expect(provider.locator("body")).not_to_contain_text(name)
    look_at(provider, "inbox-question")
    section.get_by_role("link", name=re.compile("^Withdrawal management")).first.click()
    tick(provider, "answer", "yes")
    provider.get_by_label("How many are free now").fill("3")
    look_at(provider, "question-answer")
    provider.get_by_role("button", name="Send the answer").click()
    expect(provider.get_by_text("Your answer is there. Thank you.")).to_be_visible()
    look_at(provider)

    officer.goto(question)
    expect(officer.locator("main")).to_contain_text("Yes, they can")
    look_at(officer, "question-answered")
    officer.get_by_role("link", name=re.compile("^Refer now")).click()
    expect(officer.get_by_role("heading", level=1)).to_have_text("New referral")
    see_what_they_get(officer)
    take_consent(officer, sign=f"{name} Ravenscourt")
    officer.get_by_role("button", name="Send", exact=True).click()
    expect(officer.locator("#referral-answer")).to_contain_text("Sent, not opened yet")
    officer.goto(question)
    expect(officer.get_by_role("link", name="The referral that came of it")).to_be_visible()


def test_all_of_it_goes_without_a_script(open_page: OpenPage) -> None:
    officer, clinic = open_page(PHONE, javascript=False), open_page(PHONE, javascript=False)
    sign_in(officer, OFFICER)
    before = letters_to(officer, KETTERBY, ASKED)
    person = add_person(officer, "Barnaby", "Thistlewood")
    add_need(officer, BUPRENORPHINE)
    choose(officer, "Ketterby")
    see_what_they_get(officer)
    take_consent(officer, sign="Barnaby Thistlewood", pictures="consent-without-script")
    officer.get_by_role("button", name="Send", exact=True).click()
    expect(officer.locator("#referral-answer")).to_contain_text("Sent, not opened yet")
    referral = officer.url

    clinic.goto(link_in_letter(officer, KETTERBY, before))
    clinic.get_by_role("button", name="Open it", exact=True).click()
    clinic.locator("#decline > summary").click()
    clinic.locator("#decline").get_by_label("Why?").select_option("waitlist_closed")
    clinic.locator("#decline").get_by_role("button", name="No, we cannot take them").click()
    expect(clinic.get_by_role("heading", level=1)).to_have_text("Your agency has said no to this.")
    look_at(clinic, "link-declined")

    officer.goto(referral)
    expect(officer.locator("#referral-answer")).to_contain_text("Declined")
    expect(officer.locator("#next-options")).to_be_visible()
    look_at(officer, "next-options-without-script")
    officer.goto(person)
    officer.get_by_role("link", name="Take it back").first.click()
    officer.get_by_role("button", name="Yes, take it back").click()
    expect(officer.get_by_text("Taken back. Nothing more is shared by it.")).to_be_visible()


def link_in_letter(page: Page, to: str, before: list[str]) -> str:
    """Open the message to this address that was not there before, and answer its link."""
    open_new_letter(page, to, before, ASKED)
    look_at(page, "letter-to-provider")
    return page.locator('a[href*="/answers/"]').first.get_attribute("href") or ""


def page_with(page: Page, what: Locator) -> None:
    """Turn the pages of a list until this is there."""
    where = page.locator(".tr-pager__words")
    while not what.count():
        before = where.inner_text()
        page.get_by_role("link", name="Next").click()
        expect(where).not_to_have_text(before)
