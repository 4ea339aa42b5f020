"""A sentence about what was just done, shown once on the next page; carried in a signed cookie of a
minute."""

import base64
import hmac
import json
from typing import Any

from litestar import Request
from litestar.datastructures import Cookie

from network.settings import Settings
from network.words import Say
from web.pages.frame import Flash

COOKIE = "trestle_said"


def flash_cookie(sentence: Say, settings: Settings, kind: str = "success") -> Cookie:
    """The cookie that carries the sentence to the next page."""
    said = json.dumps([kind, sentence.text, sentence.values, sentence.plural, sentence.number], default=str)
    body = base64.urlsafe_b64encode(said.encode()).decode()
    return Cookie(
        key=COOKIE,
        value=f"{body}.{_signature(body, settings)}",
        max_age=60,
        path="/",
        httponly=True,
        samesite="lax",
        secure=settings.base_url.startswith("https:"),
    )


def take_flashes(request: Request[Any, Any, Any], settings: Settings) -> tuple[Flash, ...]:
    """What the last page wanted to say; empty when nothing, or when the cookie is not ours."""
    body, _, signature = request.cookies.get(COOKIE, "").partition(".")
    if not body or not hmac.compare_digest(signature, _signature(body, settings)):
        return ()
    kind, text, values, plural, number = json.loads(base64.urlsafe_b64decode(body))
    return (Flash(kind, Say(text, values, plural, number)),)


def _signature(body: str, settings: Settings) -> str:
    return hmac.digest(settings.secret_key.encode(), f"flash {body}".encode(), "sha256").hex()
