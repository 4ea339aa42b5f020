"""Which language a visitor reads: what they chose, else what their browser asks for, else the operator's
default."""

from functools import lru_cache
from typing import Any

from babel import negotiate_locale
from litestar import Request

from network.settings import Settings
from network.words import LANGUAGES

COOKIE = "trestle_language"


def chosen_language(request: Request[Any, Any, Any]) -> str:
    """The language that was chosen in this browser; empty when none was."""
    chosen = request.cookies.get(COOKIE, "")
    return chosen if chosen in LANGUAGES else ""


def language_of(request: Request[Any, Any, Any], settings: Settings) -> str:
    """The code of one of our languages."""
    if chosen := chosen_language(request):
        return chosen
    asked = request.headers.get("accept-language", "")[:200]
    return _negotiated(asked) or settings.default_language


@lru_cache(1024)
def _negotiated(asked: str) -> str:
    """The first of our languages that a browser's header names; empty when it names none."""
    codes = [part.partition(";")[0].strip() for part in asked.split(",")]
    return negotiate_locale([code for code in codes if code], list(LANGUAGES), sep="-") or ""
