"""A real browser on the real site. What a test leaves in the site, later tests of the same worker meet."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote_plus, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, expect

from seeds.marlow.year import canaries
from tests.browser.chromium import started_chromium
from tests.browser.site import database_of, served

PHONE = (375, 812)
DESKTOP = (1280, 900)

OpenPage = Callable[..., Page]
Screen = tuple[int, int]  # pixels wide and high

expect.set_options(timeout=20_000)  # ms; a machine that runs all other tests beside is slow


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the site of this worker keeps its database."""
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="session")
def site(site_folder: Path) -> Iterator[str]:
    """The address of the seeded demonstration, one for each worker."""
    with served(site_folder) as address:
        yield address


@pytest.fixture
def site_database(site: str, site_folder: Path) -> Iterator[sqlite3.Connection]:  # noqa: ARG001 - it runs
    """The database under the running site: to look into, or to let something happen behind its back."""
    with closing(sqlite3.connect(database_of(site_folder), isolation_level=None, timeout=60)) as connection:
        yield connection


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for each worker."""
    with started_chromium() as browser:
        yield browser


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What the browser complained of: failing scripts, a broken policy, outside hosts. None may remain."""
    heard: list[str] = []
    yield heard
    assert not heard, "The browser complained:\n" + "\n".join(heard)


@pytest.fixture
def open_page(browser: Browser, site: str, complaints: list[str]) -> Iterator[OpenPage]:
    """Opens a page in a browser of somebody's own, signed out: `open_page(PHONE, javascript=False)`.

    Addresses are the site's: `page.goto("/search")`.
    """
    contexts: list[BrowserContext] = []

    def open_page(screen: Screen = DESKTOP, *, javascript: bool = True, language: str = "en-US") -> Page:
        context = browser.new_context(
            base_url=site,
            viewport={"width": screen[0], "height": screen[1]},
            has_touch=screen[0] < 640,
            java_script_enabled=javascript,
            locale=language,
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.set_default_timeout(30_000)
        context.route("**/*", lambda route: _only_ours(route, site, complaints))
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda message: _hear(message, complaints))
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def screen(request: pytest.FixtureRequest) -> Screen:
    """The test runs on a phone and on a desktop."""
    found: Screen = request.param
    return found


@pytest.fixture
def page(screen: Screen, open_page: OpenPage) -> Page:
    """A page of somebody who is signed out, on a phone and on a desktop."""
    return open_page(screen)


@pytest.fixture
def page_without_javascript(open_page: OpenPage) -> Page:
    """A page on a phone whose browser runs no scripts."""
    return open_page(PHONE, javascript=False)


def _only_ours(route: Route, site: str, complaints: list[str]) -> None:
    """We serve everything ourselves; whatever else a page asks for does not leave this machine."""
    address = urlsplit(route.request.url)
    if any(canary in unquote_plus(route.request.url) for canary in canaries.ALL):
        complaints.append(f"an address names somebody: {route.request.url}")
    if address.netloc == urlsplit(site).netloc:
        route.continue_()
    else:
        complaints.append(f"asked {address.netloc} for {route.request.resource_type}")
        route.abort()


def _hear(message: ConsoleMessage, complaints: list[str]) -> None:
    """An answer of 404 or 422 is no fault of the page, though Chromium says so on its console."""
    if message.type == "error" and "the server responded with a status of 4" not in message.text:
        complaints.append(f"{message.page.url if message.page else ''}: {message.text}")
