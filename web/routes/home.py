"""URLs of the first page, the help page, and the choice of a language."""

from typing import Annotated, Any

from litestar import Request, Router, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Redirect
from sqlmodel import Session

from network.accounts.profile import finish_tour
from network.actors import Actor
from network.worklists.queries import waiting
from web.forms.home import LanguageForm, OnwardForm
from web.language import COOKIE
from web.pages.help import help_page
from web.pages.home import home_page
from web.show import Page, go_to, show
from web.world import World

AnyRequest = Request[Any, Any, Any]


@get("/", name="home", sync_to_thread=True)
def show_home(request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor]) -> Page:
    return show(request, actor, "home/show.html", home_page(actor, waiting(session, actor)))


@get("/help", name="help", sync_to_thread=True)
def show_help(request: AnyRequest, actor: NamedDependency[Actor]) -> Page:
    return show(request, actor, "help/show.html", help_page(actor))


@post("/language", name="language", status_code=303, sync_to_thread=False)
def choose_language(
    data: Annotated[LanguageForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
    world: NamedDependency[World],
) -> Redirect:
    chosen = Cookie(
        key=COOKIE,
        value=data.language_code,
        path="/",
        max_age=31_536_000,
        httponly=True,
        samesite="lax",
        secure=world.settings.base_url.startswith("https:"),
    )
    return Redirect(data.next_path, status_code=303, cookies=[chosen])


@post("/tour/end", name="tour-end", status_code=303, sync_to_thread=True)
def end_tour(
    request: AnyRequest,
    data: Annotated[OnwardForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    finish_tour(session, staff)
    return go_to(request, data.next_path)


router = Router(
    "/", route_handlers=[show_home, show_help, choose_language, end_tour], include_in_schema=False
)
