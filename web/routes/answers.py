"""URLs behind links from messages: look, open, answer, say how full it is, see who it is.

Looking asks the database nothing and says the same of every link. Only Open, a POST, tells more.
"""

from typing import Annotated, Any

from litestar import HttpMethod, Request, Router, post, route
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect
from sqlmodel import Session

from network.actors import Actor
from network.answers.answering import answer_asked_place, answer_referral, say_beds
from network.answers.codes import ask_code, check_code
from network.answers.opening import find_opened, open_link
from network.answers.sending import ask_renewal
from network.errors import Conflict, Invalid, NotAllowed
from network.words import say
from web.behind_links import (
    ANSWERED,
    DOOR,
    again,
    base_of,
    behind,
    code_again,
    count_look,
    counted_code,
    over,
    to_link,
    with_cookie,
)
from web.forms.answers import AnswerForm, BedsForm, CodeWayForm, LinkCodeForm, QuestionAnswerForm
from web.link_cookies import has_opened_cookie, key_cookie, opened_cookie
from web.pages.answers import DoorPage
from web.show import Page, show
from web.world import World

AnyRequest = Request[Any, Any, Any]
URL_ENCODED = RequestEncodingType.URL_ENCODED


@route("/{secret:str}", http_method=[HttpMethod.GET, HttpMethod.HEAD], name="answer", sync_to_thread=True)
def show_link(
    request: AnyRequest,
    secret: FromPath[str],
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
) -> Page:
    count_look(request, actor)
    if not has_opened_cookie(request):
        return show(request, actor, DOOR, DoorPage(f"{base_of(secret)}/opening"))
    return behind(request, session, actor, secret).show()


@post("/{secret:str}/opening", name="answer-open", status_code=303, sync_to_thread=True)
def open_it(
    request: AnyRequest,
    secret: FromPath[str],
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Page | Redirect:
    count_look(request, actor)
    found = open_link(session, actor, secret)
    if found is None or not found.is_open:
        return over(request, session, actor, secret, found)
    cookie = opened_cookie(secret, found.link.id, world.settings)
    return with_cookie(to_link(request, secret), cookie)


@post("/{secret:str}/answer", name="answer-give", status_code=303, sync_to_thread=True)
def give_answer(
    request: AnyRequest,
    secret: FromPath[str],
    data: Annotated[AnswerForm, Body(media_type=URL_ENCODED)],
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
) -> Redirect:
    found = behind(request, session, actor, secret).required()
    try:
        kind, facts = data.read(found.actor.time_zone)
        answer_referral(session, found, kind, facts, seen=data.seen_status)
    except (Conflict, Invalid, NotAllowed) as refused:
        raise again(request, session, actor, secret, refused, form=data) from None
    return to_link(request, secret, ANSWERED)


@post("/{secret:str}/question", name="answer-question", status_code=303, sync_to_thread=True)
def answer_question(
    request: AnyRequest,
    secret: FromPath[str],
    data: Annotated[QuestionAnswerForm, Body(media_type=URL_ENCODED)],
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Redirect:
    found = behind(request, session, actor, secret).required()
    try:
        said = data.checked(found.actor.time_zone)
        answer_asked_place(session, found, **said, hold_minutes=world.settings.hold_minutes)
    except (Conflict, Invalid, NotAllowed) as refused:
        raise again(request, session, actor, secret, refused, form=data) from None
    return to_link(request, secret, ANSWERED)


@post("/{secret:str}/beds", name="answer-beds", status_code=303, sync_to_thread=True)
def say_how_full(
    request: AnyRequest,
    secret: FromPath[str],
    data: Annotated[BedsForm, Body(media_type=URL_ENCODED)],
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
) -> Redirect:
    found = behind(request, session, actor, secret).required()
    try:
        say_beds(session, found, data.checked())
    except (Conflict, Invalid) as refused:
        raise again(request, session, actor, secret, refused, beds=data) from None
    return to_link(request, secret, say("Saved. Everybody who searches sees it now."))


@post("/{secret:str}/code", name="answer-code-ask", status_code=303, sync_to_thread=True)
def ask_for_code(
    request: AnyRequest,
    secret: FromPath[str],
    data: Annotated[CodeWayForm, Body(media_type=URL_ENCODED)],
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Redirect:
    found = behind(request, session, actor, secret).required()
    counted_code(request, found.link.id)
    ask_code(session, found.actor, found.link, world.settings, by_sender=data.way == "sender")
    return to_link(request, secret, at="#person")


@post("/{secret:str}/code/check", name="answer-code", status_code=303, sync_to_thread=True)
def type_code(
    request: AnyRequest,
    secret: FromPath[str],
    data: Annotated[LinkCodeForm, Body(media_type=URL_ENCODED)],
    actor: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Redirect:
    with world.store.reading() as session:
        behind(request, session, actor, secret).required()
    tried = check_code(world.store, secret, data.code, actor)
    if not tried.key:
        raise code_again(request, world, actor, secret, tried)
    return with_cookie(to_link(request, secret, at="#person"), key_cookie(secret, tried.key, world.settings))


@post("/{secret:str}/renewal", name="answer-renew", status_code=303, sync_to_thread=True)
def renew(
    request: AnyRequest,
    secret: FromPath[str],
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
) -> Page | Redirect:
    count_look(request, actor)
    found = find_opened(session, actor, secret)
    if found is not None and found.is_open:
        return to_link(request, secret)
    if found is not None and found.is_lapsed:
        counted_code(request, found.link.id)
        ask_renewal(session, found.actor, found.link)
    return over(request, session, actor, secret, found, renewed=True)


router = Router(
    "/answers",
    route_handlers=[
        show_link,
        open_it,
        give_answer,
        answer_question,
        say_how_full,
        ask_for_code,
        type_code,
        renew,
    ],
    include_in_schema=False,
)
