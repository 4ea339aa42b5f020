"""Every no becomes one readable page (or JSON, for programs) with the right status code."""

import logging
from typing import Any

from litestar import MediaType, Request, Response
from litestar.background_tasks import BackgroundTask
from litestar.exceptions import HTTPException
from sqlalchemy.exc import DBAPIError, OperationalError, TimeoutError

from network import events
from network.actors import Actor, ActorKind
from network.errors import (
    Conflict,
    Invalid,
    NetworkError,
    NotAllowed,
    NotFound,
    SignInNeeded,
    TooMany,
    Unavailable,
)
from network.words import Say, say, speak
from web.keeping import ask_to_sign_in
from web.language import language_of
from web.pages.errors import error_page
from web.show import is_htmx, show
from web.visit import no_token_cookie

log = logging.getLogger("trestle.web")

STATUS: dict[type[NetworkError], int] = {
    NotFound: 404,
    SignInNeeded: 401,
    NotAllowed: 403,
    Conflict: 409,
    Invalid: 422,
    TooMany: 429,
    Unavailable: 503,
}
FOR_PROGRAMS = ("/api/", "/hsds")
NO_VALUE = say("This value cannot be read. The description of these addresses says what may stand here.")
NO_BODY = say("Send an object in JSON, with the content type application/json.")
INTO_THE_PROBLEM_LINE = {"hx-retarget": "#problem", "hx-reswap": "innerHTML"}


class WrongForm(Exception):
    """What was typed cannot be used: nothing is kept of it, and the same form is shown again with
    everything typed."""

    def __init__(self, template: str, page: object, *, piece: str = "", status_code: int = 422) -> None:
        super().__init__(template)
        self.template, self.page, self.piece, self.status_code = (
            template,
            page,
            piece or template,
            status_code,
        )


def refuse(request: Request[Any, Any, Any], error: NetworkError) -> Response[Any]:
    """The network said no."""
    if isinstance(error, SignInNeeded):
        return ask_to_sign_in(request)
    problems = error.problems if isinstance(error, Invalid) else {}
    answer = _answer(request, STATUS[type(error)], error.sentence, problems)
    if isinstance(error, NotAllowed):
        answer.background = BackgroundTask(_remember_refusal, request, actor_of(request))
    return answer


def _remember_refusal(request: Request[Any, Any, Any], actor: Actor) -> None:
    """Write down that somebody asked for what they may not do, after the answer, in a transaction of its own.

    (CJIS Security Policy 6.0 AU-2: failed access.) A database that is away costs the record, not the answer.
    """
    if actor.id is None:
        return
    try:
        with request.app.state.world.store.writing() as session:
            events.record(
                session,
                actor,
                "access.refused",
                "account",
                actor.id,
                method=request.method,
                route=str(request.scope.get("path_template", "")),
            )
    except DBAPIError as error:
        log.error(
            "refusal not recorded", extra={"request_id": _request_id(request), "error": type(error).__name__}
        )


def show_again(request: Request[Any, Any, Any], error: WrongForm) -> Response[Any]:
    """The form again, with what is wrong."""
    template = error.piece if is_htmx(request) else error.template
    return show(request, actor_of(request), template, error.page, status_code=error.status_code)


def refuse_http(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    """The framework said no: an unknown address, a wrong method, a form that cannot be read, a forged one."""
    forged = error.status_code == 403 and "CSRF" in error.detail
    response = (
        ask_to_sign_in(request, forged=True)
        if forged
        else _answer(request, error.status_code, None, _unread(error))
    )
    if forged:
        response.set_cookie(no_token_cookie(request.app.state.world.settings))
    if error.status_code == 405:  # which methods there are belongs to it (RFC 9110, 15.5.6)
        response.headers.update(error.headers or {})
    return response


def _unread(error: HTTPException) -> dict[str, Say]:
    """What the framework could not read, by parameter; it says the same of a body without a name."""
    if error.status_code != 400:
        return {}
    named = [each for each in error.extra or () if isinstance(each, dict) and each.get("source") != "body"]
    return {str(each.get("key", "")): NO_VALUE for each in named} or {"body": NO_BODY}


def refuse_without_database(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """The database cannot be reached or is too busy; nothing was kept."""
    if (
        isinstance(error, DBAPIError)
        and not isinstance(error, OperationalError)
        and not error.connection_invalidated
    ):
        return fail(request, error)
    log.error(
        "database unavailable", extra={"request_id": _request_id(request), "error": type(error).__name__}
    )
    return _answer(request, 503, None, {})


def fail(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """A fault of ours. The log has where, the page only the request's id."""
    where = error.__traceback__
    while where and where.tb_next:
        where = where.tb_next
    place = f"{where.tb_frame.f_code.co_filename}:{where.tb_lineno}" if where else ""
    log.error(
        "unexpected fault",
        extra={"request_id": _request_id(request), "error": type(error).__name__, "place": place},
    )
    try:
        return _answer(request, 500, None, {})
    except Exception:  # what is broken may be what makes pages
        return Response(f"Error {_request_id(request)}", status_code=500, media_type=MediaType.TEXT)


HANDLERS: dict[Any, Any] = {
    NetworkError: refuse,
    WrongForm: show_again,
    HTTPException: refuse_http,
    OperationalError: refuse_without_database,
    DBAPIError: refuse_without_database,
    TimeoutError: refuse_without_database,
    Exception: fail,
}


def actor_of(request: Request[Any, Any, Any]) -> Actor:
    """Who asked, as far as it was found out before the refusal."""
    known = request.scope["state"].get("actor")
    if isinstance(known, Actor):
        return known
    settings = request.app.state.world.settings
    return Actor(
        ActorKind.VISITOR, language=language_of(request, settings), time_zone=settings.default_time_zone
    )


def _answer(
    request: Request[Any, Any, Any], status_code: int, sentence: Say | None, problems: dict[str, Say]
) -> Response[Any]:
    actor = actor_of(request)
    if request.url.path.startswith(FOR_PROGRAMS):
        page = error_page(status_code, sentence, _request_id(request))
        body = {
            "status": status_code,
            "title": speak(page.heading, actor.language),
            "detail": speak(sentence or page.what_to_do, actor.language),
            "problems": {name: speak(problem, actor.language) for name, problem in problems.items()},
        }
        return Response(body, media_type="application/problem+json", status_code=status_code)
    page = error_page(status_code, sentence, _request_id(request))
    if is_htmx(request):
        return show(
            request, actor, "errors/_line.html", page, status_code=status_code, headers=INTO_THE_PROBLEM_LINE
        )
    return show(request, actor, "errors/show.html", page, status_code=status_code)


def _request_id(request: Request[Any, Any, Any]) -> str:
    return str(request.scope["state"].get("request_id", ""))
