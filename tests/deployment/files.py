"""The files that put Trestle into containers, as the tests read them."""

from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]


def compose() -> dict[str, Any]:
    """compose.yaml with its anchors resolved; variables stand as they are written."""
    found: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    return found


def instructions(path: str) -> list[tuple[str, str]]:
    """The instructions of a Dockerfile: word and the rest, continued lines joined."""
    text = (ROOT / path).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(line.split(None, 1)[0].upper(), line.split(None, 1)[1]) for line in lines]


def last_stage(path: str) -> list[tuple[str, str]]:
    """The instructions of what is run in the end."""
    everything = instructions(path)
    start = max(index for index, (word, _) in enumerate(everything) if word == "FROM")
    return everything[start:]
