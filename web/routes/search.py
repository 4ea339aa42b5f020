"""URLs of the search: the page, the place somebody typed, the map's counties, unmet need, and the answer for
programs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any

from litestar import Request, Response, Router, get, post
from litestar.datastructures import CacheControlHeader
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Redirect
from sqlmodel import Session

from network.actors import Actor
from network.errors import Invalid, NotFound, Unavailable
from network.places.counties import GeoJson
from network.places.distance import metres
from network.places.found import Found
from network.places.geocoder import locate, own_places
from network.places.maps import map_around
from network.rules.permissions import may_record_unmet_need
from network.search.answer import SearchAnswer, answer_of
from network.search.engine import Results, Search
from network.search.unmet import record_unmet_need
from network.words import say
from web.forms.search import PlaceForm, SearchForm
from web.pages.search import search_page, wrong_page
from web.referring import referring
from web.refusals import WrongForm
from web.routes.search_parameters import SearchOperation
from web.show import Page, go_to, is_htmx, show
from web.world import World

AnyRequest = Request[Any, Any, Any]
PAGE, PIECE = "search/show.html", "search/_results.html"
WIDEST_MAP_MILES = 150


@dataclass(frozen=True)
class Answered:
    """A search that was understood, and what it found."""

    form: SearchForm
    found: Found | None
    search: Search
    results: Results


@get("/search", name="search", sync_to_thread=True)
def show_search(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Page | Redirect:
    form = SearchForm.read(request.query_params.dict())
    with shown_again_when_wrong(form, form.near):
        if not form.is_fit_for_url:
            return go_to(request, form.at(find_place(form, world)).href())
        answered = answer(form, actor, world)
    at = [(result.service_id, result.location_id) for result in answered.results.results]
    clear = form.href(need="", beside="")
    doors = referring(session, actor, at, form.need, clear_href=clear, beside=form.beside)
    page = search_page(actor, form, answered.search, answered.found, answered.results, doors)
    if is_htmx(request):
        return show(request, actor, PIECE, page, headers={"hx-replace-url": form.href(cursor=form.cursor)})
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
    with shown_again_when_wrong(typed.search, typed.where):
        answered = answer(typed.asked, actor, world)
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
    keep_unmet_need(session, actor, answer(SearchForm.read(request.query_params.dict()), actor, world))


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


@get(
    "/api/search",
    name="api-search",
    sync_to_thread=True,
    operation_class=SearchOperation,
    summary="Find services",
    description="Services for a need near a place, nearest first, with exact counts.",
    tags=["Search"],
)
def search_for_programs(
    request: AnyRequest, actor: NamedDependency[Actor], world: NamedDependency[World]
) -> SearchAnswer:
    answered = answer(SearchForm.read(request.query_params.dict()), actor, world)
    return answer_of(answered.results, actor.language)


def find_place(form: SearchForm, world: World) -> Found | None:
    """Where to look; None when no place was given. Raises Invalid for a place that nobody knows."""
    if not form.near:
        return None
    try:
        found = locate(form.near, world.geocoder)
    except Unavailable as error:
        raise Invalid({"near": error.sentence}) from None
    if found is None:
        raise Invalid({"near": say("We do not know this place. Type a ZIP code, or a city and state.")})
    return found


def answer(form: SearchForm, actor: Actor, world: World) -> Answered:
    """Find what the form asks for. Raises Invalid with what is wrong with it."""
    found = find_place(form, world)
    search = form.checked(found, actor.language)
    return Answered(form.at(found), found, search, world.search.search(search))


def keep_unmet_need(session: Session, actor: Actor, answered: Answered) -> None:
    """Count a search that found nothing, if it was made for somebody in need."""
    if may_record_unmet_need(actor) and not answered.results.total:
        zip_code = answered.found.zip if answered.found else None
        record_unmet_need(session, actor, answered.search, answered.results, zip_code=zip_code)


@contextmanager
def shown_again_when_wrong(form: SearchForm, where: str) -> Iterator[None]:
    """What cannot be understood is shown again with everything typed."""
    try:
        yield
    except Invalid as error:
        raise WrongForm(PAGE, wrong_page(form, where, error.problems), piece=PIECE) from None


router = Router(
    "/",
    route_handlers=[show_search, search_near_typed_place, tell_unmet_need, show_counties],
    include_in_schema=False,
)
api_router = Router("/", route_handlers=[search_for_programs])
