"""URLs for whoever has no password: the link of a letter, and a forgotten password."""

from collections.abc import Mapping
from typing import Annotated, Any

from litestar import Request, Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect
from sqlmodel import Session

from network.accounts.links import ask_for_password, check_link_password, find_link, use_link
from network.actors import Actor
from network.words import Say, say
from web.entering import source_of
from web.forms.again import shown_again
from web.forms.signing_in import ForgottenForm, NewPasswordForm
from web.pages.signing_in import LETTER_COMES, LinkPage, forgotten_page, link_page
from web.show import Page, go_to, show
from web.world import World

AnyRequest = Request[Any, Any, Any]
URL_ENCODED = RequestEncodingType.URL_ENCODED
LINK = "signing_in/link.html"


@get("/forgotten-password", name="forgotten", sync_to_thread=False)
def show_forgotten(request: AnyRequest, actor: NamedDependency[Actor], world: NamedDependency[World]) -> Page:
    return show(request, actor, "signing_in/forgotten.html", forgotten_page(world.settings))


@post("/forgotten-password", name="forgotten-sent", status_code=303, sync_to_thread=True)
def ask_for_link(
    request: AnyRequest,
    data: Annotated[ForgottenForm, Body(media_type=URL_ENCODED)],
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Redirect:
    ask_for_password(session, world.settings, data.email, source_of(request))
    return go_to(request, "/profile" if actor.is_signed_in else "/sign-in", LETTER_COMES, kind="info")


@get("/links/{secret:str}", name="link", sync_to_thread=True)
def show_link(
    request: AnyRequest,
    secret: FromPath[str],
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Page:
    link = find_link(session, secret, world.settings)
    status_code = 200 if link is not None else 410
    return show(request, actor, LINK, link_page(link, secret, {}), status_code=status_code)


@post("/links/{secret:str}", name="link-used", status_code=303, sync_to_thread=True)
def set_password(
    request: AnyRequest,
    secret: FromPath[str],
    data: Annotated[NewPasswordForm, Body(media_type=URL_ENCODED)],
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Redirect:
    with shown_again(LINK, lambda problems: _page(world, secret, problems), field="password"):
        password_hash = check_link_password(world.store, world.settings, secret, data.password, data.again)
        use_link(session, secret, password_hash, world.settings)
    where = "/profile" if actor.is_signed_in else "/sign-in"
    return go_to(request, where, say("The password is set. Sign in with it from now on."))


def _page(world: World, secret: str, problems: Mapping[str, Say]) -> LinkPage:
    with world.store.reading() as session:
        return link_page(find_link(session, secret, world.settings), secret, problems)


router = Router(
    "/", route_handlers=[show_forgotten, ask_for_link, show_link, set_password], include_in_schema=False
)
