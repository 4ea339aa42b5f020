"""The Chromium of the browser tests."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright
from playwright.sync_api import Error as PlaywrightError

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Quiet: nothing asks for updates, accounts or a graphics card; a container's small /dev/shm is left alone.
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
MILLISECONDS_TO_START = 120_000  # on a machine that runs all other tests beside


class NoChromium(Exception):
    """No Chromium can be had; the message says what to do."""


@contextmanager
def started_chromium() -> Iterator[Browser]:
    """CHROMIUM if it is set, else one that this system has, else Playwright's own. Raises NoChromium."""
    with _started_playwright() as playwright:
        path = _path_of_chromium(Path(playwright.chromium.executable_path))
        try:
            browser = playwright.chromium.launch(
                executable_path=path, args=list(FLAGS), timeout=MILLISECONDS_TO_START
            )
        except PlaywrightError as error:
            raise NoChromium(f"{path} does not start: {error.message.splitlines()[0]}") from None
        yield browser
        browser.close()


@contextmanager
def _started_playwright() -> Iterator[Playwright]:
    playwright = sync_playwright()
    try:
        started = playwright.start()
    except Exception as error:  # the driver is a program of its own, and has no error of its own
        raise NoChromium(
            f"Playwright's driver does not start ({error}). On a bare Debian it lacks the package libatomic1."
        ) from None
    yield started
    started.stop()


def _path_of_chromium(playwrights_own: Path) -> Path:
    if given := os.environ.get("CHROMIUM"):
        return Path(given)
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    if playwrights_own.exists():
        return playwrights_own
    raise NoChromium(
        "There is no Chromium: install one (Debian: apt-get install chromium; elsewhere: "
        ".venv/bin/playwright install chromium) or say in CHROMIUM where it is."
    )


if __name__ == "__main__":
    try:
        with started_chromium() as browser:
            sys.stdout.write(f"Chromium {browser.version}\n")
    except NoChromium as no_chromium:
        sys.exit(str(no_chromium))
