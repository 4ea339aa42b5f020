"""Looks at a page as people do: with a screen reader's rules, on a small screen, in a picture."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

PICTURES = Path(__file__).parents[2] / "var" / "screenshots"
UNDER_WAY = ".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added"
END_OF_MOVING = """() => {
    for (const one of document.getAnimations())
        if (one.effect.getComputedTiming().endTime < Infinity) one.finish();
}"""


def wait_until_still(page: Page) -> None:
    """Wait until the page and its styles are all there and no piece of it is under way; end what moves."""
    page.wait_for_load_state()
    expect(page.locator(UNDER_WAY)).to_have_count(0)
    page.evaluate(END_OF_MOVING)


def check_axe(page: Page) -> None:
    """Fail on whatever axe-core finds (WCAG 2.1 A and AA, and its best practices), naming each element."""
    wait_until_still(page)
    with _scripts_allowed(page):
        results = Axe().run(page)
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"


def check_fits(page: Page) -> None:
    """Fail when the page is wider than the screen, naming what sticks out."""
    wait_until_still(page)
    too_wide = page.evaluate(
        """() => {
            const width = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= width) return [];
            return [...document.querySelectorAll("body *")]
                .filter((element) => element.getBoundingClientRect().right > width + 1)
                .map((element) => element.outerHTML.slice(0, 120));
        }"""
    )
    assert not too_wide, f"{page.url} is wider than the screen:\n" + "\n".join(too_wide)


def check_page(page: Page) -> None:
    """All that every page must pass."""
    check_axe(page)
    check_fits(page)


def save_picture(page: Page, name: str) -> Path:
    """A picture of the whole page in var/screenshots, one for each width: `name-375.png`."""
    assert page.viewport_size
    path = PICTURES / f"{name}-{page.viewport_size['width']}.png"
    page.screenshot(path=path, full_page=True, animations="disabled")
    return path


def stop_clock(page: Page) -> None:
    """Let time pass in this browser only by `page.clock.run_for(ms)`, however slow the machine is."""
    moment = datetime.now(UTC)
    page.clock.install(time=moment)
    page.clock.pause_at(moment + timedelta(minutes=1))


@contextmanager
def _scripts_allowed(page: Page) -> Iterator[None]:
    """axe is a script itself: let it run in a page whose own scripts did not."""
    if page.evaluate("matchMedia('(scripting: enabled)').matches"):
        yield
        return
    session = page.context.new_cdp_session(page)
    for disabled in (True, False):  # a session that never switched them off cannot switch them on
        session.send("Emulation.setScriptExecutionDisabled", {"value": disabled})
    yield
    session.send("Emulation.setScriptExecutionDisabled", {"value": True})
