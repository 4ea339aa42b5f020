"""People of the demonstration, and how they sign in."""

from urllib.parse import quote

from playwright.sync_api import Page

from seeds.staff import DEMO_PASSWORD

OFFICER = "r.okonkwo@diversion.example"
PROVIDER = "p.achterberg@quarrylane.example"
CURATOR = "j.pellegrino@resources.example"
LEADERSHIP = "v.thackeray@council.example"


def sign_in(page: Page, email: str, *, to: str = "/", password: str = DEMO_PASSWORD) -> None:
    """Sign in as somebody, and be at the page `to`."""
    page.goto(f"/sign-in?next={quote(to)}")
    type_password(page, email, password)
    page.wait_for_url(lambda url: "/sign-in" not in url)


def type_password(page: Page, email: str, password: str = DEMO_PASSWORD) -> None:
    """Fill in the sign-in page and send it."""
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
