"""Promises about what is written down: every kind of event has a sentence, and something records it."""

import re
from pathlib import Path

import pytest

from network.rules.happenings import HAPPENINGS

ROOT = Path(__file__).parents[2]
CODE = "\n".join(
    path.read_text(encoding="utf-8")
    for room in ("network", "web")
    for path in (ROOT / room).rglob("*.py")
    if path.name != "happenings.py"
)


@pytest.mark.parametrize("kind", HAPPENINGS)
def test_every_kind_of_event_is_recorded_somewhere(kind: str) -> None:
    assert f'"{kind}"' in CODE


def test_nothing_else_is_recorded() -> None:
    recorded = set(re.findall(r'record\(\s*session,\s*\w+,\s*"([a-z_.]+)"', CODE))

    assert recorded <= set(HAPPENINGS)
    assert recorded, "the pattern finds nothing: it no longer reads the code"
