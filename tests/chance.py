"""Words that must stand nowhere, told apart from what time and chance write: moments, tokens and ids may
hold any few digits."""

import re
from collections.abc import Iterable

CHANCE = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32,}"
    r'|name="_csrf_token" value="[^"]*"|nonce="[^"]*"|\?v=[0-9a-f]+'
)


def words_in(text: str, words: Iterable[str]) -> list[str]:
    """Those of the words that stand in a text. Of numbers only whole ones count, and decimals from their
    beginning: 1990 and 37.77, never 0.721990 or the second 37.771."""
    text = CHANCE.sub("", text)
    return [word for word in words if (_as_number(word, text) if _is_number(word) else word in text)]


def _is_number(word: str) -> bool:
    return re.fullmatch(r"\d+(?:\.\d+)?", word) is not None


def _as_number(word: str, text: str) -> bool:
    end = "" if "." in word else r"(?!\w)"
    return re.search(rf"(?<!\w)(?<!\d[.:]){re.escape(word)}{end}", text) is not None
