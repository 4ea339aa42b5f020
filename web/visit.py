"""Who asks: finds the person behind a request by the cookie of their browser."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from litestar import Request
from litestar.concurrency import sync_to_thread
from litestar.datastructures import Cookie
from litestar.utils.scope.state import ScopeState
from sqlalchemy.exc import OperationalError

from network.accounts.sessions import FoundSession, SignInState, find_session, needs_touch, touch_session
from network.actors import VISITOR, Actor
from network.settings import Settings
from web.language import chosen_language, language_of
from web.world import World

AnyRequest = Request[Any, Any, Any]


@dataclass(frozen=True)
class Visit:
    """One request's visitor or person, and what their browser's cookie says."""

    actor: Actor
    session_id: UUID | None = None  # the open or half session of this browser
    half_account_id: UUID | None = None  # whose password was right, while the second factor is missing
    former_account_id: UUID | None = None  # whose sign-in has ended in this browser
    is_new_here: bool = False  # shown around on the page of their work


def find_actor(request: AnyRequest, world: World) -> Actor:
    """The person who is signed in in this browser, or a visitor. Keeps their session awake."""
    visit = find_visit(request, world)
    request.scope["state"]["visit"] = visit
    return visit.actor


def visit_of(request: AnyRequest) -> Visit:
    """What `find_actor` found for this request; when it was not asked, somebody nobody knows."""
    visit = request.scope["state"].get("visit")
    if isinstance(visit, Visit):
        return visit
    actor = request.scope["state"].get("actor")
    return Visit(actor if isinstance(actor, Actor) else VISITOR)


async def who_asks(
    request: AnyRequest, world: World, identify: Callable[[AnyRequest, World], Actor] = find_actor
) -> Actor:
    """Whoever `identify` says it is. A browser without a sign-in needs neither a thread nor the database."""
    if identify is find_actor and is_unknown(request, world.settings):
        return visitor_of(request, world.settings)
    return await sync_to_thread(identify, request, world)


def is_unknown(request: AnyRequest, settings: Settings) -> bool:
    """Whether the browser brings no sign-in at all: then nobody needs to be looked up."""
    return not request.cookies.get(cookie_name(settings), "")


def visitor_of(request: AnyRequest, settings: Settings) -> Actor:
    """Somebody nobody knows, in the language they read."""
    return replace(VISITOR, language=language_of(request, settings), time_zone=settings.default_time_zone)


def find_visit(request: AnyRequest, world: World) -> Visit:
    """The same, with what the cookie says of the browser."""
    visitor = visitor_of(request, world.settings)
    cookie_id = request.cookies.get(cookie_name(world.settings), "")
    if not cookie_id or len(cookie_id) > 100:
        return Visit(visitor)
    with world.store.reading() as session:
        found = find_session(session, cookie_id, world.settings)
    if found is None:
        return Visit(visitor)
    if found.state is SignInState.HALF:
        return Visit(visitor, found.id, half_account_id=found.account_id)
    if found.actor is None:
        return Visit(visitor, former_account_id=found.account_id)
    _keep_awake(found, world)
    actor = replace(found.actor, language=chosen_language(request) or found.actor.language)
    return Visit(actor, found.id, is_new_here=found.is_new_here)


def _keep_awake(found: FoundSession, world: World) -> None:
    if not needs_touch(found):
        return
    try:
        with world.store.writing() as session:
            touch_session(session, found.id)
    except OperationalError:
        return  # a busy database costs this person a minute of their idle time, not their page


def cookie_name(settings: Settings) -> str:
    """Over https a browser takes this cookie only from this very host, for the whole site (`__Host-`)."""
    return "__Host-trestle_session" if _is_secure(settings) else "trestle_session"


def token_cookie_name(settings: Settings) -> str:
    """The same for the token of forms: a neighbour in the same domain cannot plant one that it knows."""
    return "__Host-trestle_csrf" if _is_secure(settings) else "trestle_csrf"


def token_of(request: AnyRequest) -> str:
    """The token of this browser's forms. Where the framework looked for none, as at an address that is no
    page's, the one that the browser has."""
    found = ScopeState.from_scope(request.scope).csrf_token
    if isinstance(found, str):
        return found
    return request.cookies.get(token_cookie_name(request.app.state.world.settings), "")


def session_cookie(cookie_id: str, settings: Settings) -> Cookie:
    """The cookie that signs a browser in; it goes when the browser is closed."""
    return Cookie(
        key=cookie_name(settings),
        value=cookie_id,
        path="/",
        httponly=True,
        samesite="lax",
        secure=_is_secure(settings),
    )


def no_session_cookie(settings: Settings) -> Cookie:
    """Takes the cookie away again."""
    return replace(session_cookie("", settings), max_age=0, expires=0)


def no_token_cookie(settings: Settings) -> Cookie:
    """Takes the token of forms away: forms that are open in this browser no longer count."""
    return replace(no_session_cookie(settings), key=token_cookie_name(settings))


def _is_secure(settings: Settings) -> bool:
    return settings.base_url.startswith("https:")


_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def device_of(request: AnyRequest) -> str:
    """Browser and system as their owner would recognize them ("Firefox, Windows"); nothing more is kept."""
    agent = re.sub(r"[^\x20-\x7e]", "", request.headers.get("user-agent", "")[:400])
    parts = [next((name for mark, name in known if mark in agent), "") for known in (_BROWSERS, _SYSTEMS)]
    return ", ".join(part for part in parts if part)
