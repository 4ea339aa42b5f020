"""URLs of a listing: the page, and its card on paper."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel import Session

from network.actors import Actor
from network.clock import now
from network.providers.queries.calls import phone_states
from network.providers.queries.listings import get_service
from web.forms.ids import id_or_none
from web.holding import holding
from web.pages.cards import cards_page
from web.pages.filled import Filled
from web.pages.services import ServicePage, service_page
from web.ready_pages import find_ready_page, is_for_every_stranger, make_ready_page
from web.referring import referring
from web.shortlist import read_shortlist
from web.show import Page, path_of, show
from web.world import World

AnyRequest = Request[Any, Any, Any]
TEMPLATE = "services/show.html"


async def find_page(request: AnyRequest) -> Response[bytes] | None:
    """The page as it is kept ready for strangers, before anybody asks the database."""
    return find_ready_page(request, request.path_params["service_id"])


@get("/{service_id:uuid}", name="service", sync_to_thread=True, before_request=find_page)
def show_service(
    request: AnyRequest,
    service_id: FromPath[UUID],
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Page | Response[bytes]:
    version = world.watch.version
    page = page_of(request, service_id, session, actor, world)
    if is_for_every_stranger(request):
        return make_ready_page(request, actor, TEMPLATE, page, version)
    return show(request, actor, TEMPLATE, page)


@get("/{service_id:uuid}/card", name="service-card", sync_to_thread=True)
def show_card(
    request: AnyRequest,
    service_id: FromPath[UUID],
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Page:
    listing = get_service(session, actor, service_id)
    place = listing.place_at(id_or_none(request.query_params.get("at")))
    page = cards_page(
        actor,
        [(listing, place)],
        back=f"/services/{service_id}" + (f"?at={place.location.id}" if place else ""),
        base_url=world.settings.base_url,
        default_zone=world.settings.default_time_zone,
        now=now(),
    )
    return show(request, actor, "services/card.html", page)


def page_of(
    request: AnyRequest,
    service_id: UUID,
    session: Session,
    actor: Actor,
    world: World,
    *,
    report: Filled | None = None,
) -> ServicePage:
    """The listing as this person sees it."""
    listing = get_service(session, actor, service_id)
    at = [(service_id, place.location.id) for place in listing.places]
    place = listing.place_at(id_or_none(request.query_params.get("at")))
    here = (service_id, place.location.id) if place else None
    refer = referring(session, actor, at, request.query_params.get("need"))
    minutes = world.settings.hold_minutes
    held = holding(session, actor, refer, minutes=minutes, next_path=path_of(request))
    return service_page(
        actor,
        listing,
        here[1] if here else None,
        default_zone=world.settings.default_time_zone,
        now=now(),
        shortlist=read_shortlist(request),
        report=report,
        says_more=request.query_params.get("said") == "more",
        called=phone_states(session, actor, [here]).get(here) if here else None,
        referring=refer,
        hold=held.at(place.place.id) if place else None,
    )


router = Router("/services", route_handlers=[show_service, show_card], include_in_schema=False)
