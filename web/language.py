"""Which language a visitor reads: what they chose, else what their browser asks for, else the operator's
default."""

from typing import Any

from babel import negotiate_locale
from litestar import Request

from network.settings import Settings
from network.words import LANGUAGES

COOKIE = "trestle_language"


def language_of(request: Request[Any, Any, Any], settings: Settings) -> str:
    """The code of one of our languages."""
    chosen = request.cookies.get(COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    asked = [
        part.partition(";")[0].strip() for part in request.headers.get("accept-language", "")[:200].split(",")
    ]
    return (
        negotiate_locale([code for code in asked if code], list(LANGUAGES), sep="-")
        or settings.default_language
    )
