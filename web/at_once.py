"""Answers strangers' searches at once: without the database, and the same question from the shelf.

What is kept is what any stranger with this language gets for this address in this minute from this version of
the directory (docs/decisions/0028-what-is-kept-ready.md). A browser that brings a sign-in, a message for the
next page, or facts of a person goes the usual way; so does every search that is wrong.
"""

import secrets
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from litestar import MediaType, Request, Response
from markupsafe import escape
from sqlmodel import Session

from network.actors import Actor
from network.errors import Invalid
from network.places.geocoder import may_take_long
from web import browser_key, language
from web.pace import Pace
from web.shelf import Kept
from web.show import PRIVATE, frame_of, render
from web.visit import is_unknown, token_cookie_name, token_of
from web.world import World

AnyRequest = Request[Any, Any, Any]
MINUTE = 60
LONGEST_QUICK = 60  # letters of a search: hardly anybody types more
LONGEST_KEPT = 2_000  # bytes of an address: whoever asks with a longer one is answered, and no more
OF_A_PERSON = {"facts", "need", "beside"}  # what is known of somebody stands behind these names
NO_DATABASE = Session()  # bound to none: whoever asks it something fails
TOKEN = secrets.token_hex(32)  # stands in kept pages where each browser's own token belongs


@dataclass(frozen=True, slots=True)
class Made:
    """An answer as it was just made. `lasts`: whether the next who asks may get it too."""

    body: bytes
    headers: tuple[tuple[str, str], ...] = ()
    lasts: bool = True


def is_stranger(request: AnyRequest) -> bool:
    """Whether nothing in this request says who asks, or what somebody was told."""
    settings = request.app.state.world.settings
    if not request.app.state.finds_by_cookie:
        return False
    if not request.cookies:
        return True
    usual = {token_cookie_name(settings), language.COOKIE, browser_key.cookie_name(settings)}
    return is_unknown(request, settings) and request.cookies.keys() <= usual


def names_no_person(request: AnyRequest) -> bool:
    """Whether the address leads to nothing that is kept of a person."""
    query = request.scope["query_string"].decode("latin-1")
    return not OF_A_PERSON & {name for name, _ in parse_qsl(query, keep_blank_values=True)}


async def answer_at_once(
    request: AnyRequest, asked: Hashable, pace: Pace, make: Callable[[], Made | None]
) -> Kept | None:
    """What the shelf has for this question, else what `make` makes of it; None: ask in the usual way."""
    world: World = request.app.state.world
    version = world.search.version
    kept = world.shelf.find(asked)
    if kept is not None and kept.version == version:
        return kept
    try:
        waits = world.search.waits or _is_place_asked_outside(request, world)
        made = await pace.do(make, waits=waits, is_much=_is_much_typed(request))
    except Invalid:
        return None
    if made is None:
        return None
    kept = Kept(made.body, version, end_of_minute(), made.headers)
    if made.lasts and len(request.scope["query_string"]) <= LONGEST_KEPT:
        world.shelf.keep(asked, kept)
    return kept


def _is_place_asked_outside(request: AnyRequest, world: World) -> bool:
    return any(may_take_long(place, world.geocoder) for place in request.query_params.getall("near", []))


def _is_much_typed(request: AnyRequest) -> bool:
    """Each word that nobody wrote is compared with all that somebody did."""
    return any(len(typed) > LONGEST_QUICK for typed in request.query_params.getall("q", []))


def stranger_page(request: AnyRequest, actor: Actor, template: str, page: object) -> bytes:
    """The page as every stranger gets it, with a mark where the token of their forms belongs."""
    return render(request, template, page, frame_of(request, actor, token=TOKEN)).encode()


def as_page(request: AnyRequest, kept: Kept) -> Response[bytes]:
    """The page with this browser's own token."""
    body = kept.body.replace(TOKEN.encode(), escape(token_of(request)).encode())
    return Response(body, media_type=MediaType.HTML, headers={**PRIVATE, **dict(kept.headers)})


def end_of_minute() -> float:
    """Ages and opening hours are said to the minute."""
    return time.monotonic() + MINUTE - time.time() % MINUTE
