"""Letters of the demonstration: they wait in the outbox, where everybody may read them."""

import pytest
from playwright.sync_api import Page


def letters_to(page: Page, to: str, subject: str = "") -> list[str]:
    """The letters to this address (of one subject, or all) on the first page of the outbox, newest first."""
    page.goto("/outbox")
    letters = page.locator("li", has_text=to)
    links = letters.get_by_role("link", name=subject, exact=True) if subject else letters.get_by_role("link")
    return [link.get_attribute("href") or "" for link in links.all()]


def open_new_letter(page: Page, to: str, before: list[str], subject: str = "") -> None:
    """Wait for a letter to this address that was not there before, and open it."""
    for _ in range(120):  # the worker looks every second, and a busy machine is slow
        if new := [letter for letter in letters_to(page, to, subject) if letter not in before]:
            page.goto(new[0])
            return
        page.wait_for_timeout(500)
    pytest.fail(f"the letter to {to} did not come")
