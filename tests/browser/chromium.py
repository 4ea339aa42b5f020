"""Which Chromium drives the browser tests."""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

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


class NoChromium(Exception):
    """No Chromium can be had; the message says what to do."""


def chromium_path() -> Path:
    """CHROMIUM if it is set, else one that this system has, else Playwright's own. Raises NoChromium."""
    if given := os.environ.get("CHROMIUM"):
        return Path(given)
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    if (own := playwrights_own()).exists():
        return own
    raise NoChromium(
        "There is no Chromium: install one (Debian: apt-get install chromium; elsewhere: "
        ".venv/bin/playwright install chromium) or say in CHROMIUM where it is."
    )


def playwrights_own() -> Path:
    """Where `playwright install chromium` puts it."""
    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


if __name__ == "__main__":
    try:
        sys.stdout.write(f"{chromium_path()}\n")
    except NoChromium as no_chromium:
        sys.exit(str(no_chromium))
