"""Says at the beginning and at the end of a run which word engine the tests of Meilisearch asked."""

import json
import os
import urllib.request
from functools import cache

import pytest

LIVE_URL = os.environ.get("TEST_MEILISEARCH_URL", "").rstrip("/")
LIVE_KEY = os.environ.get("TEST_MEILISEARCH_KEY", "")


@cache
def word_engine() -> str:
    """Who answers the tests of Meilisearch."""
    if not LIVE_URL:
        return (
            "word engine: stand-in; typing was not tried (TEST_MEILISEARCH_URL may name a live Meilisearch)"
        )
    asking = urllib.request.Request(f"{LIVE_URL}/version", headers={"Authorization": f"Bearer {LIVE_KEY}"})
    try:
        with urllib.request.urlopen(asking, timeout=5) as answer:
            return f"word engine: live Meilisearch {json.load(answer)['pkgVersion']}"
    except (OSError, ValueError, KeyError) as error:
        return (
            f"word engine: the Meilisearch of TEST_MEILISEARCH_URL does not answer ({type(error).__name__})"
        )


def pytest_report_header() -> str:
    """Before the tests."""
    return word_engine()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """After them, also when only little is told."""
    terminalreporter.write_line(word_engine())
