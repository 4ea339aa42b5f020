"""A form that was sent after sign-in had ended is kept for an hour, and offered again to the same person.

It is kept only for the account whose ended session the browser still names; that cookie does not come with a
form of another site. It is never sent again by itself, and nobody else ever sees it.
"""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from litestar import Request, Response
from litestar.concurrency import sync_to_thread
from litestar.datastructures import Cookie
from litestar.exceptions import HTTPException
from litestar.response import Redirect
from litestar.response.base import ASGIResponse
from litestar.types import Receive, Scope, Send
from sqlmodel import Session

from network.accounts.keeping import Fields, find_kept_form, has_kept_form, keep_form
from network.actors import Actor
from network.errors import NotFound
from network.settings import Settings
from network.words import say, speak
from web.forms.local_path import local_path
from web.language import language_of
from web.pages.errors import ErrorPage
from web.show import go_to, is_htmx, path_of, show
from web.visit import Visit, find_visit
from web.world import World

AnyRequest = Request[Any, Any, Any]

COOKIE = "trestle_kept"
OFFERED = ".offered"  # at the end of the cookie once the form was offered after a sign-in
FOR_PROGRAMS = ("/api/", "/hsds")
LARGEST_BODY = 1_000_000  # what is larger is not even read
FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}
NEVER_KEPT = {"_csrf_token", "password", "old", "again", "code"}


def ask_to_sign_in(request: AnyRequest, *, forged: bool = False) -> Response[Any]:
    """Send whoever asked to the sign-in page, from which they come back; keep the form they had sent.

    `forged`: the form's token was wrong. From somebody whose sign-in has ended, it was open too long.
    """
    if request.url.path.startswith(FOR_PROGRAMS):
        return _for_programs(request)
    if request.method in {"GET", "HEAD"}:
        return _to_sign_in(request, path_of(request) if not is_htmx(request) else _page_of(request))
    if request.content_type[0] not in FORMS and not is_htmx(request):
        return _for_programs(request)  # a script's own request: it must not take the sign-in page for a yes
    return _KeepFirst(request, forged=forged)


class _KeepFirst(Response[None]):
    """An answer that first reads form and database, for which handlers of refusals cannot wait."""

    def __init__(self, request: AnyRequest, *, forged: bool) -> None:
        super().__init__(None)
        self._request, self._forged = request, forged

    def to_asgi_response(self, *arguments: Any, **options: Any) -> ASGIResponse:
        return _Later(self._request, self._forged, list(self.cookies), arguments, options)


class _Later(ASGIResponse):
    def __init__(
        self, request: AnyRequest, forged: bool, cookies: Sequence[Cookie], arguments: Any, options: Any
    ) -> None:
        super().__init__()
        self._request, self._forged, self._more = request, forged, cookies
        self._arguments, self._options = arguments, options

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        fields = await _fields(self._request)
        response = await sync_to_thread(_answer, self._request, fields, forged=self._forged)
        for cookie in self._more:
            response.set_cookie(cookie)
        await response.to_asgi_response(*self._arguments, **self._options)(scope, receive, send)


async def _fields(request: AnyRequest) -> Fields:
    """What was typed, without secrets and files; nothing when it is no form, or too large."""
    if request.content_type[0] not in FORMS or (request.content_length or 0) > LARGEST_BODY:
        return []
    try:
        form = await request.form()
    except HTTPException:
        return []
    return [
        (name, value)
        for name in dict.fromkeys(form)
        for value in form.getall(name)
        if isinstance(value, str) and name not in NEVER_KEPT and "password" not in name
    ]


def _answer(request: AnyRequest, fields: Fields, *, forged: bool) -> Response[Any]:
    world: World = request.app.state.world
    visit = find_visit(request, world)
    account_id = visit.former_account_id
    if forged and account_id is None:
        return _send_again(request, visit)
    response = _to_sign_in(request, _page_of(request))
    key = None
    if account_id is not None and fields:
        with world.store.writing() as session:
            key = keep_form(session, account_id, path_of(request), fields)
    if key is not None:
        response.set_cookie(_kept_cookie(key, world.settings))
    return response


def _send_again(request: AnyRequest, visit: Visit) -> Response[Any]:
    """The token did not fit, and there is no ended sign-in that would explain it."""
    if request.url.path == "/sign-in":
        return go_to(request, "/sign-in", say("That took a while. Please type it once more."), kind="info")
    page = ErrorPage(
        403,
        say("Please send that again"),
        say("The page was open too long, or your browser keeps no cookies."),
        say("Nothing was changed."),
        say("Go back, load the page again, and send the form once more."),
        "",
    )
    return show(request, visit.actor, "errors/show.html", page, status_code=403)


def _to_sign_in(request: AnyRequest, back_to: str) -> Response[Any]:
    address = f"/sign-in?{urlencode({'next': back_to})}" if back_to != "/" else "/sign-in"
    if is_htmx(request):
        return Response(None, status_code=401, headers={"hx-redirect": address, "cache-control": "no-store"})
    return Redirect(address, status_code=303, headers={"cache-control": "no-store"})


def _for_programs(request: AnyRequest) -> Response[Any]:
    language = language_of(request, request.app.state.world.settings)
    body = {"status": 401, "title": speak(say("Please sign in to go on."), language)}
    return Response(body, status_code=401, media_type="application/problem+json")


def _page_of(request: AnyRequest) -> str:
    """The page that a form or a piece stood on, when the browser says so and it is ours."""
    try:
        parts = urlsplit(request.headers.get("hx-current-url") or request.headers.get("referer", ""))
    except ValueError:  # a host in brackets that is none
        return "/"
    if parts.netloc != request.headers.get("host"):
        return "/"
    return local_path(parts.path + (f"?{parts.query}" if parts.query else ""))


def has_kept(request: AnyRequest) -> bool:
    """Whether this browser sent a form too late and was not offered it again yet."""
    value = request.cookies.get(COOKIE, "")
    return bool(value) and not value.endswith(OFFERED)


def has_kept_for(request: AnyRequest, session: Session, account_id: UUID) -> bool:
    """Whether such a form waits for this account in this browser."""
    return has_kept(request) and has_kept_form(session, account_id, kept_key(request))


def kept_key(request: AnyRequest) -> str:
    return request.cookies.get(COOKIE, "").removesuffix(OFFERED)


def kept_form_of(request: AnyRequest, session: Session, staff: Actor) -> tuple[str, Fields]:
    """Path and fields of what this person had sent too late from this browser. Raises NotFound."""
    kept = find_kept_form(session, staff.id, kept_key(request)) if staff.id is not None else None
    if kept is None:
        raise NotFound(say("Nothing is kept here any more. What was sent too late is kept for one hour."))
    return kept


def offered_cookie(request: AnyRequest, settings: Settings) -> Cookie:
    """The form was offered: signing in again does not lead to it any more, its page still shows it."""
    return _kept_cookie(kept_key(request) + OFFERED, settings)


def _kept_cookie(value: str, settings: Settings) -> Cookie:
    return Cookie(
        key=COOKIE,
        value=value,
        path="/",
        max_age=3600,
        httponly=True,
        samesite="lax",
        secure=settings.base_url.startswith("https:"),
    )


def no_kept_cookie() -> Cookie:
    """Takes the cookie away."""
    return Cookie(key=COOKIE, value="", path="/", max_age=0, httponly=True, samesite="lax")
