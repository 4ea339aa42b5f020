"""The key of a visitor's browser: a random cookie, given only to those who keep something here without an
account. It says nothing of them and goes when the browser is closed."""

from typing import Any

from litestar import Request
from litestar.datastructures import Cookie

from network.accounts.sessions import new_secret
from network.settings import Settings

LONGEST = 100


def read_browser_key(request: Request[Any, Any, Any]) -> str:
    """The key that this browser was given; empty when it has none."""
    key = request.cookies.get(cookie_name(request.app.state.world.settings), "")
    return key if len(key) <= LONGEST else ""


def browser_key_cookie(settings: Settings, key: str = "") -> Cookie:
    """A cookie with this key, or a new one."""
    return Cookie(
        key=cookie_name(settings),
        value=key or new_secret(),
        path="/",
        httponly=True,
        samesite="lax",
        secure=_is_secure(settings),
    )


def cookie_name(settings: Settings) -> str:
    """Over https a browser takes this cookie only from this very host (`__Host-`)."""
    return "__Host-trestle_browser" if _is_secure(settings) else "trestle_browser"


def _is_secure(settings: Settings) -> bool:
    return settings.base_url.startswith("https:")
