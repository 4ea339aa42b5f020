"""Shows a page or a piece of one, and sends people on after something was done."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from litestar import MediaType, Request, Response
from litestar.datastructures import Cookie
from litestar.response import Redirect

from network.actors import Actor
from network.words import Say
from web.flash import COOKIE, flash_cookie, take_flashes
from web.forms.search_values import without_facts
from web.pages.frame import Frame, frame_for
from web.rendering import render_page
from web.visit import token_of, visit_of

AnyRequest = Request[Any, Any, Any]
Page = Response[str]

PRIVATE = {"cache-control": "no-store"}  # nothing of a person stays on a shared machine


def show(
    request: AnyRequest,
    actor: Actor,
    template: str,
    page: object,
    *,
    status_code: int | None = None,
    headers: dict[str, str] | None = None,
    cookies: Sequence[Cookie] = (),
) -> Page:
    """Render the template with its page in the actor's language, in the handler's thread and transaction."""
    frame = frame_of(request, actor)
    html = render(request, template, page, frame)
    response = Response(
        html,
        media_type=MediaType.HTML,
        status_code=status_code,
        headers={**PRIVATE, **(headers or {})},
        cookies=cookies,
    )
    if frame.messages:
        response.delete_cookie(COOKIE)
    return response


def render(request: AnyRequest, template: str, page: object, frame: Frame) -> str:
    """The HTML of a page in its frame."""
    return render_page(request.app.state.templates, template, page, frame)


def frame_of(request: AnyRequest, actor: Actor, *, token: str | None = None) -> Frame:
    """What stands around the page of this request; `token`: in the place of this browser's own."""
    settings = request.app.state.world.settings
    return frame_for(
        actor,
        settings,
        path=path_of(request),
        csrf_token=token_of(request) if token is None else token,
        nonce=request.scope["state"].get("nonce", ""),
        messages=take_flashes(request, settings),
        is_new_here=visit_of(request).is_new_here,
    )


def go_to(
    request: AnyRequest,
    path: str,
    sentence: Say | None = None,
    *,
    kind: str = "success",
    cookies: Sequence[Cookie] = (),
) -> Redirect:
    """Send the person on (303); the sentence is shown on the page they come to."""
    said = [flash_cookie(sentence, request.app.state.world.settings, kind)] if sentence else []
    return Redirect(path, status_code=303, cookies=[*said, *cookies], headers=PRIVATE)


def is_htmx(request: AnyRequest) -> bool:
    """Whether htmx asks for a piece of a page; going back in history wants the whole page."""
    return "hx-request" in request.headers and "hx-history-restore-request" not in request.headers


def path_of(request: AnyRequest) -> str:
    """The page's own path with its query; of a search without facts of a person, should one stand there."""
    query = request.scope["query_string"].decode("latin-1")
    if request.url.path.startswith("/search"):
        query = without_facts(query)
    return quote(request.url.path, safe="/:@!$&'()*+,;=~") + (f"?{query}" if query else "")
