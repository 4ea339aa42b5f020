"""What a browser keeps of a link from a message: that Open was pressed there, and that the code was right.

Both cookies go only to the link's own pages. The first lasts a working day, the second half an hour.
"""

import hmac
from typing import Any
from urllib.parse import quote
from uuid import UUID

from litestar import Request
from litestar.datastructures import Cookie

from network.clock import now
from network.rules.answering import KEY_GOOD_FOR, OPENED_FOR
from network.rules.own_page import KEY_GOOD_FOR as OWN_KEY_GOOD_FOR
from network.settings import Settings

AnyRequest = Request[Any, Any, Any]
OPENED, KEY = "trestle_opened", "trestle_answer_key"


def opened_cookie(secret: str, link_id: UUID, settings: Settings) -> Cookie:
    """This browser pressed Open."""
    until = str(int((now() + OPENED_FOR).timestamp()))
    value = f"{until}.{_signature(link_id, until, settings)}"
    return _cookie(OPENED, value, f"/answers/{secret}", settings, int(OPENED_FOR.total_seconds()))


def key_cookie(secret: str, key: str, settings: Settings) -> Cookie:
    """This browser gave the right code."""
    return _cookie(KEY, key, f"/answers/{secret}", settings, int(KEY_GOOD_FOR.total_seconds()))


def own_key_cookie(secret: str, key: str, settings: Settings) -> Cookie:
    """This browser gave the right code for somebody's own page; an empty key takes it away."""
    seconds = int(OWN_KEY_GOOD_FOR.total_seconds()) if key else 0
    return _cookie(KEY, key, f"/mine/{secret}", settings, seconds)


def has_opened_cookie(request: AnyRequest) -> bool:
    """Whether it is worth looking for the link at all: scanners and strangers bring none."""
    return OPENED in request.cookies


def was_opened_here(request: AnyRequest, link_id: UUID, settings: Settings) -> bool:
    """Whether Open was pressed in this browser for this very link, not long ago."""
    until, _, signature = request.cookies.get(OPENED, "").partition(".")
    if not until.isdecimal() or len(until) > 12 or int(until) <= now().timestamp():
        return False
    return hmac.compare_digest(signature, _signature(link_id, until, settings))


def key_of_browser(request: AnyRequest) -> str:
    """The key that the right code left here; empty when none."""
    return request.cookies.get(KEY, "")[:200]


def _cookie(name: str, value: str, path: str, settings: Settings, seconds: int) -> Cookie:
    return Cookie(
        key=name,
        value=value,
        path=quote(path),  # whatever somebody typed into the address
        max_age=seconds,
        httponly=True,
        samesite="strict",
        secure=settings.base_url.startswith("https:"),
    )


def _signature(link_id: UUID, until: str, settings: Settings) -> str:
    return hmac.digest(settings.secret_key.encode(), f"opened {link_id} {until}".encode(), "sha256").hex()
