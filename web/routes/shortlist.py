"""URLs of the shortlist: see it, add to it, take off it, print it."""

from typing import Annotated, Any

from litestar import Request, Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Redirect
from sqlmodel import Session

from network.actors import Actor
from network.clock import now
from network.errors import NotFound
from network.providers.queries.listings import get_places
from network.words import say
from web.forms.shortlist import ShortlistForm
from web.pages.cards import cards_page
from web.pages.shortlist import shortlist_page
from web.referring import referring
from web.shortlist import MOST, read_shortlist, shortlist_cookie
from web.show import Page, go_to, show
from web.world import World

AnyRequest = Request[Any, Any, Any]


@get("/", name="shortlist", sync_to_thread=True)
def show_shortlist(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Page:
    places = get_places(session, actor, read_shortlist(request))
    zone = world.settings.default_time_zone
    at = [(listing.service.id, place.location.id) for listing, place in places]
    doors = referring(session, actor, at, request.query_params.get("need"))
    page = shortlist_page(actor, places, most=MOST, default_zone=zone, now=now(), referring=doors)
    return show(request, actor, "shortlist/show.html", page)


@get("/cards", name="shortlist-cards", sync_to_thread=True)
def show_shortlist_cards(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Page:
    page = cards_page(
        actor,
        [*get_places(session, actor, read_shortlist(request))],
        back="/shortlist",
        base_url=world.settings.base_url,
        default_zone=world.settings.default_time_zone,
        now=now(),
    )
    return show(request, actor, "services/card.html", page)


@post("/", name="shortlist-add", status_code=303, sync_to_thread=True)
def add_to_shortlist(
    request: AnyRequest,
    data: Annotated[ShortlistForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Redirect:
    chosen = read_shortlist(request)
    if not get_places(session, actor, [data.place_id]):
        raise NotFound
    if len(chosen) >= MOST and data.place_id not in chosen:
        full = say("The shortlist is full: at most {most}. Take one off first.", most=MOST)
        return go_to(request, data.next_path, full, kind="warning")
    answer = go_to(request, data.next_path, say("It is on the shortlist."))
    answer.cookies.append(shortlist_cookie([*chosen, data.place_id], world.settings))
    return answer


@post("/removal", name="shortlist-remove", status_code=303, sync_to_thread=True)
def take_off_shortlist(
    request: AnyRequest,
    data: Annotated[ShortlistForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
    actor: NamedDependency[Actor],  # noqa: ARG001 - every route knows who asks
    world: NamedDependency[World],
) -> Redirect:
    left = [place for place in read_shortlist(request) if place != data.place_id]
    answer = go_to(request, data.next_path, say("It is off the shortlist."))
    answer.cookies.append(shortlist_cookie(left, world.settings))
    return answer


router = Router(
    "/shortlist",
    route_handlers=[show_shortlist, show_shortlist_cards, add_to_shortlist, take_off_shortlist],
    include_in_schema=False,
)
