"""URLs beside the search: what is known of the person it is for, and why one place is not in the list."""

from typing import Annotated, Any

from litestar import Request, Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Redirect
from sqlmodel import Session

from network.actors import Actor
from network.errors import Invalid
from web.forms.search_facts import FactsForm
from web.forms.search_values import refuse_facts, texts
from web.pages.search import wrong_page
from web.pages.search_almost import why_not_page
from web.pages.search_who import wrong_panel
from web.refusals import WrongForm
from web.routes.search import PAGE, asked_in_address, shown_again_when_wrong
from web.searching import answer, explained, say_facts, searched_for
from web.show import Page, go_to, is_htmx, show
from web.world import World

AnyRequest = Request[Any, Any, Any]
WHY_NOT, WHY_NOT_PIECE = "search/why_not.html", "search/_why_not.html"


@post("/search/facts", name="search-facts", status_code=303, sync_to_thread=True)
def say_who_it_is_for(
    request: AnyRequest,
    data: Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)],
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
) -> Redirect:
    typed = FactsForm.read(data)
    asked = searched_for(request, session, actor, typed.search)
    try:
        address, cookies = say_facts(request, session, actor, asked, typed.checked())
    except Invalid as error:
        panel = wrong_panel(typed.given, error.problems, actor.language)
        raise WrongForm(PAGE, wrong_page(asked.form, panel, asked.form.near, {})) from None
    return go_to(request, address, cookies=cookies)


@get("/search/why-not", name="search-why-not", sync_to_thread=True)
def show_why_not(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Page:
    asked = asked_in_address(request, session, actor)
    which = "".join(texts(request.query_params.dict(), "which")[:1])
    with shown_again_when_wrong(asked, actor, asked.form.near):
        refuse_facts(request.query_params.dict())
        answered = answer(asked.form, asked.facts, actor, world)
    page = why_not_page(answered.form, which, explained(world, answered.search, which))
    return show(request, actor, WHY_NOT_PIECE if is_htmx(request) else WHY_NOT, page)


router = Router("/", route_handlers=[say_who_it_is_for, show_why_not], include_in_schema=False)
