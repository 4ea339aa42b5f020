"""The shortlist: up to 20 places in a cookie of this browser, gone when it is closed; not in the database."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import Request
from litestar.datastructures import Cookie

from network.settings import Settings
from web.forms.ids import id_or_none

COOKIE = "trestle_shortlist"
MOST = 20


def read_shortlist(request: Request[Any, Any, Any]) -> tuple[UUID, ...]:
    """Ids of services at locations, in the order in which they were added."""
    written = request.cookies.get(COOKIE, "")[: 40 * MOST]
    found = (id_or_none(part) for part in written.split("."))
    return tuple(dict.fromkeys(one for one in found if one is not None))[:MOST]


def shortlist_cookie(places: Sequence[UUID], settings: Settings) -> Cookie:
    """The cookie that keeps these places."""
    return Cookie(
        key=COOKIE,
        value=".".join(place.hex for place in places[:MOST]),
        path="/",
        httponly=True,
        samesite="lax",
        secure=settings.base_url.startswith("https:"),
    )
