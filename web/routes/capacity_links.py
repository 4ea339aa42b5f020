"""URLs behind the link with which an agency says how full it is. A GET changes nothing: mail scanners follow
links."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect
from sqlmodel import Session

from network.actors import Actor
from network.clock import now
from network.errors import Conflict, Invalid
from network.providers.asking import ask_renewal
from network.providers.operations import hear_capacity
from network.providers.queries.capacities import get_own_place
from network.rules.capacity_links import PATH
from network.tables import CapacityVoice
from network.words import say
from web.behind_capacity_links import LINK, OVER, again, opened, read_token, say_same
from web.forms.capacity_links import TapForm
from web.limits import limit_of
from web.pages.capacity_links import link_over_page
from web.refusals import WrongForm
from web.show import Page, go_to, show
from web.world import World

AnyRequest = Request[Any, Any, Any]
RENEWALS = 3  # an hour


@get("/{token:str}", name="capacity-link", sync_to_thread=True)
def show_link(
    request: AnyRequest,
    token: FromPath[str],
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Page:
    found = opened(request, session, actor, world, token)
    return show(request, actor, LINK, found.page())


@post("/{token:str}/{place_id:uuid}", name="capacity-link-say", status_code=303, sync_to_thread=True)
def say_number(
    request: AnyRequest,
    token: FromPath[str],
    place_id: FromPath[UUID],
    data: Annotated[TapForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Redirect:
    found = opened(request, session, actor, world, token)
    place = get_own_place(session, found.speaker, place_id)
    try:
        hear_capacity(session, found.speaker, place, **data.checked(), said_by=CapacityVoice.PROVIDER)
    except (Conflict, Invalid) as refused:
        raise again(found, place_id, refused, vars(data)) from None
    return to_place(request, token, place_id)


@post("/{token:str}/{place_id:uuid}/same", name="capacity-link-same", status_code=303, sync_to_thread=True)
def say_place_same(
    request: AnyRequest,
    token: FromPath[str],
    place_id: FromPath[UUID],
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Redirect:
    found = opened(request, session, actor, world, token)
    say_same(found, get_own_place(session, found.speaker, place_id).id)
    return to_place(request, token, place_id)


@post("/{token:str}/same", name="capacity-link-all-same", status_code=303, sync_to_thread=True)
def say_all_same(
    request: AnyRequest,
    token: FromPath[str],
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Redirect:
    found = opened(request, session, actor, world, token)
    say_same(found, None)
    return go_to(request, f"{PATH}{token}")


@post("/{token:str}/renewal", name="capacity-link-renew", status_code=303, sync_to_thread=True)
def renew(
    request: AnyRequest,
    token: FromPath[str],
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Redirect:
    link = read_token(request, session, actor, world, token)
    page = link_over_page(link, token, now())
    if link is None or not page.renew_action:
        raise WrongForm(OVER, page, status_code=410)
    sentence = say("Several messages were sent within the hour. Please look for the newest one.")
    limit_of(request, "capacity links renewed", RENEWALS, 3600).count(link.to, sentence)
    ask_renewal(session, actor, link)
    return go_to(request, f"{PATH}{token}", say("A new link is on its way to the same address."))


def to_place(request: AnyRequest, token: str, place_id: UUID) -> Redirect:
    """The list again, at the place that was tapped."""
    return go_to(request, f"{PATH}{token}#place-{place_id}")


router = Router(
    "/capacity/by-link",
    route_handlers=[show_link, say_number, say_place_same, say_all_same, renew],
    include_in_schema=False,
)
