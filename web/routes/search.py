"""URLs of the search: the page, the place somebody typed, unmet need, and the map's counties."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

from litestar import Request, Response, Router, get, post
from litestar.datastructures import CacheControlHeader
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Redirect
from sqlmodel import Session

from network.actors import Actor
from network.errors import Invalid, NotFound
from network.places.counties import GeoJson
from network.places.distance import metres
from network.places.geocoder import own_places
from network.places.maps import map_around
from network.rules.permissions import may_record_unmet_need
from network.search.unmet import record_unmet_need, shows_unmet_need
from web.at_once import (
    NO_DATABASE,
    Made,
    answer_at_once,
    as_page,
    is_stranger,
    names_no_person,
    stranger_page,
)
from web.forms.search import PlaceForm, SearchForm
from web.forms.search_values import refuse_facts
from web.pace import Pace
from web.pages.search import wrong_page
from web.pages.search_who import who_panel
from web.refusals import WrongForm
from web.searching import Answered, SearchedFor, answer, find_place, page_of, searched_for
from web.show import Page, go_to, is_htmx, show
from web.visit import visitor_of
from web.world import World

AnyRequest = Request[Any, Any, Any]
PAGE, PIECE = "search/show.html", "search/_results.html"
WIDEST_MAP_MILES = 150
PACE = Pace()


async def show_a_stranger(request: AnyRequest) -> Response[bytes] | None:
    """The page for whoever has no sign-in here; None: they are shown it in the usual way."""
    if not (is_stranger(request) and names_no_person(request)):
        return None
    world = request.app.state.world
    actor = visitor_of(request, world.settings)
    asked = ("search", actor.language, is_htmx(request), request.scope["query_string"])
    kept = await answer_at_once(request, asked, PACE, lambda: made_for(request, actor, world))
    return None if kept is None else as_page(request, kept)


def made_for(request: AnyRequest, actor: Actor, world: World) -> Made | None:
    """The page as every stranger gets it; None for a place that may not stand in an address."""
    asked = asked_in_address(request, NO_DATABASE, actor)
    refuse_facts(request.query_params.dict())
    if not asked.form.is_fit_for_url:
        return None
    answered = answer(asked.form, asked.facts, actor, world)
    page = page_of(NO_DATABASE, actor, world, asked, answered)
    lasts = answered.results.note is None
    if not is_htmx(request):
        return Made(stranger_page(request, actor, PAGE, page), lasts=lasts)
    here = (("hx-replace-url", answered.form.href(cursor=asked.form.cursor)),)
    return Made(stranger_page(request, actor, PIECE, page), here, lasts)


@get("/search", name="search", sync_to_thread=True, before_request=show_a_stranger)
def show_search(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Page | Redirect:
    asked = asked_in_address(request, session, actor)
    with shown_again_when_wrong(asked, actor, asked.form.near):
        refuse_facts(request.query_params.dict())
        if not asked.form.is_fit_for_url:
            return go_to(request, asked.form.at(find_place(asked.form, world)).href())
        answered = answer(asked.form, asked.facts, actor, world)
    page = page_of(session, actor, world, asked, answered)
    if is_htmx(request):
        here = {"hx-replace-url": answered.form.href(cursor=asked.form.cursor)}
        return show(request, actor, PIECE, page, headers=here)
    return show(request, actor, PAGE, page)


@post("/search/place", name="search-place", status_code=303, sync_to_thread=True)
def search_near_typed_place(
    request: AnyRequest,
    data: Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)],
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Redirect:
    typed = PlaceForm.read(data)
    asked = searched_for(request, session, actor, typed.asked)
    with shown_again_when_wrong(asked, actor, typed.where):
        answered = answer(asked.form, asked.facts, actor, world)
    if not is_htmx(request):  # with a script the page itself tells when a search has settled
        keep_unmet_need(session, actor, answered)
    return go_to(request, answered.form.href())


@post("/search/unmet", name="search-unmet", status_code=204, sync_to_thread=True)
def tell_unmet_need(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    world: NamedDependency[World],
) -> None:
    asked = asked_in_address(request, session, actor)
    keep_unmet_need(session, actor, answer(asked.form, asked.facts, actor, world))


@get(
    "/places/counties.json",
    name="county-shapes",
    sync_to_thread=True,
    cache_control=CacheControlHeader(max_age=86400),
)
def show_counties(request: AnyRequest, world: NamedDependency[World]) -> Response[GeoJson]:
    form = SearchForm.read(request.query_params.dict())
    found = find_place(form, world)
    if found is None or not form.is_fit_for_url:
        raise NotFound
    within = form.checked(found, "en").within_metres or metres(WIDEST_MAP_MILES)
    shown = map_around(found.point, within, own_places(world.geocoder))
    return Response(shown, media_type="application/geo+json")


def asked_in_address(request: AnyRequest, session: Session, actor: Actor) -> SearchedFor:
    """The search of an address, and for whom it is."""
    return searched_for(request, session, actor, SearchForm.read(request.query_params.dict()))


def keep_unmet_need(session: Session, actor: Actor, answered: Answered) -> None:
    """Count a search that found nothing, if it was made for somebody in need."""
    if may_record_unmet_need(actor) and shows_unmet_need(answered.results):
        zip_code = answered.found.zip if answered.found else None
        record_unmet_need(session, actor, answered.search, answered.results, zip_code=zip_code)


@contextmanager
def shown_again_when_wrong(asked: SearchedFor, actor: Actor, where: str) -> Iterator[None]:
    """What cannot be understood is shown again with everything typed."""
    try:
        yield
    except Invalid as error:
        who = who_panel(asked.form, asked.facts, actor.language, is_forgotten=asked.is_forgotten)
        page = wrong_page(asked.form, who, where, error.problems)
        raise WrongForm(PAGE, page, piece=PIECE) from None


router = Router(
    "/",
    route_handlers=[show_search, search_near_typed_place, tell_unmet_need, show_counties],
    include_in_schema=False,
)
