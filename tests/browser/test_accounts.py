"""Signing in, one's own account, and the accounts of all, in a real browser."""

from playwright.sync_api import Page, expect

from seeds.staff import DEMO_PASSWORD
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.letters import open_new_letter
from tests.browser.looking import check_page, save_picture

OFFICER = "r.okonkwo@diversion.example"
PRIVACY_OFFICER = "n.farouk@diversion.example"  # no other journey needs her to be signed in, or her clock
ADMINISTRATOR = "k.yamauchi@administration.example"


def sign_in(page: Page, email: str, password: str = DEMO_PASSWORD) -> None:
    """Through the sign-in page, wherever the browser stands."""
    if "/sign-in" not in page.url:
        page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="I understand. Sign in").click()


def test_the_way_in_can_be_read_by_everybody(page: Page) -> None:
    for path, name in (
        ("/sign-in", "sign-in"),
        ("/forgotten-password", "forgotten"),
        ("/links/none", "link-used"),
    ):
        page.goto(path)
        check_page(page)
        save_picture(page, name)

    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill("nobody@marlow.example")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="I understand. Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("That did not work")
    check_page(page)


def test_an_officer_reads_her_profile(page: Page) -> None:
    page.goto("/profile")
    sign_in(page, OFFICER)

    expect(page.get_by_role("heading", level=1)).to_have_text("Your profile")
    check_page(page)
    save_picture(page, "profile")
    for path in ("/profile/password", "/profile/authenticator-app", "/profile/authenticator-app/removal"):
        page.goto(path)
        check_page(page)
    page.goto("/profile/authenticator-app")
    picture = page.get_by_role("img", name="Picture for the authenticator app")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 100")
    save_picture(page, "authenticator-app")


def test_an_administrator_invites_somebody_who_finds_the_letter(page: Page, open_page: OpenPage) -> None:
    size = page.viewport_size
    assert size is not None
    email = f"nia.{size['width']}@marlow.example"
    page.goto("/users")
    sign_in(page, ADMINISTRATOR)
    expect(page.get_by_role("heading", level=1)).to_have_text("Users")
    check_page(page)
    save_picture(page, "users")

    page.get_by_role("link", name="Invite somebody").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Invite somebody")
    check_page(page)
    page.get_by_role("button", name="Invite").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose at least one role.")
    check_page(page)
    page.get_by_label("Name", exact=True).fill("Nia New")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Agency (optional)").select_option(index=1)
    page.get_by_text("Finds services and refers people").click()
    page.get_by_role("button", name="Invite").click()
    expect(page.get_by_role("status").first).to_contain_text("Nia New is invited.")
    check_page(page)
    save_picture(page, "user")

    page.goto("/outbox")
    check_page(page)
    open_new_letter(page, email, [])
    check_page(page)
    save_picture(page, "letter")
    link = page.locator('a[href^="/links/"]').get_attribute("href")

    nia = open_page(PHONE)
    nia.goto(link or "")
    check_page(nia)
    save_picture(nia, "link")
    password = "seven green umbrellas wait"
    nia.get_by_label("New password").fill(password)
    nia.get_by_label("The same password again").fill(password)
    nia.get_by_role("button", name="Set this password").click()
    expect(nia.get_by_role("heading", level=1)).to_have_text("Sign in")
    sign_in(nia, email, password)
    expect(nia.get_by_role("region", name="New here? Three sentences to begin with")).to_be_visible()


def test_a_form_that_came_too_late_is_offered_again_without_javascript(
    page_without_javascript: Page, open_page: OpenPage
) -> None:
    page, elsewhere = page_without_javascript, open_page()
    page.goto("/profile")
    sign_in(page, PRIVACY_OFFICER)
    page.get_by_label("Time zone").select_option("America/Denver")
    elsewhere.goto("/profile")
    sign_in(elsewhere, PRIVACY_OFFICER)
    elsewhere.get_by_role("button", name="Sign out everywhere").click()
    expect(elsewhere.get_by_text("You are signed out.")).to_be_visible()

    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("What you typed is kept")).to_be_visible()
    check_page(page)
    sign_in(page, PRIVACY_OFFICER)
    expect(page.get_by_role("heading", level=1)).to_have_text("You were about to send this")
    check_page(page)
    save_picture(page, "kept-form")
    page.get_by_role("button", name="Send it now").click()

    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_label("Time zone")).to_have_value("America/Denver")
