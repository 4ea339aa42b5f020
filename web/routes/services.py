"""URLs of a listing: the page, its card on paper, and what somebody heard on the phone."""

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
from network.errors import Invalid
from network.providers.operations import hear_capacity
from network.providers.queries.directory import get_place
from network.providers.queries.listings import get_service
from network.words import Say, say
from web.forms.capacity import CapacityForm
from web.forms.ids import id_or_none
from web.pages.cards import cards_page
from web.pages.filled import Filled
from web.pages.services import ServicePage, service_page
from web.referring import referring
from web.refusals import WrongForm
from web.shortlist import read_shortlist
from web.show import Page, go_to, show
from web.world import World

AnyRequest = Request[Any, Any, Any]


@get("/{service_id:uuid}", name="service", sync_to_thread=True)
def show_service(
    request: AnyRequest,
    service_id: FromPath[UUID],
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Page:
    return show(request, actor, "services/show.html", page_of(request, service_id, session, actor, world))


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


@post("/{service_id:uuid}/capacity", name="capacity-by-phone", status_code=303, sync_to_thread=True)
def tell_capacity(
    request: AnyRequest,
    service_id: FromPath[UUID],
    data: Annotated[CapacityForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Redirect:
    at = id_or_none(request.query_params.get("at"))
    place = get_place(session, service_id, at or service_id)
    try:
        hear_capacity(session, staff, place, **vars(data.checked()))
    except Invalid as wrong:
        typed = Filled(vars(data), wrong.problems, prefix="phone-")
        page = page_of(request, service_id, session, staff, world, report=typed)
        raise WrongForm("services/show.html", page) from None
    heard: Say = say("Saved. Everybody who searches sees it now.")
    return go_to(request, f"/services/{service_id}?at={at}", heard)


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
    return service_page(
        actor,
        listing,
        id_or_none(request.query_params.get("at")),
        default_zone=world.settings.default_time_zone,
        now=now(),
        shortlist=read_shortlist(request),
        report=report,
        referring=referring(session, actor, at, request.query_params.get("need")),
    )


router = Router("/services", route_handlers=[show_service, show_card, tell_capacity], include_in_schema=False)
