"""URLs of more about one place of a provider: numbers by group, and intake hours."""

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
from network.providers.operations import put_intake_hours, say_capacity
from network.providers.operations.intake import intake_hours_of
from network.providers.queries.capacities import get_capacity, get_own_place
from network.tables import CapacityVoice, ServiceAtLocation
from web.forms.place_details import lines_of, typed_intake, typed_numbers
from web.forms.typed import Typed
from web.pages.place_details import (
    SAVED,
    PlaceDetailsPage,
    place_details_page,
    wrong_intake,
    wrong_numbers,
)
from web.refusals import WrongForm
from web.show import Page, go_to, show

AnyRequest = Request[Any, Any, Any]
Form = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]
DETAILS = "capacity/details.html"


@get("/{place_id:uuid}/details", name="capacity-details", sync_to_thread=True)
def show_details(
    request: AnyRequest,
    place_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page:
    place = get_own_place(session, staff, place_id)
    return show(request, staff, DETAILS, page_of(session, staff, place))


@post("/{place_id:uuid}/details", name="capacity-details-save", status_code=303, sync_to_thread=True)
def save_numbers(
    request: AnyRequest,
    place_id: FromPath[UUID],
    data: Form,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    place, typed = get_own_place(session, staff, place_id), Typed(data)
    before = page_of(session, staff, place)
    try:
        said, parts = typed_numbers(typed, get_capacity(session, staff, place).unit)
        say_capacity(session, staff, place, **vars(said), said_by=CapacityVoice.PROVIDER, parts=parts)
    except Invalid as wrong:
        raise WrongForm(DETAILS, wrong_numbers(before, typed, wrong)) from None
    return go_to(request, f"/capacity#place-{place_id}", SAVED)


@post("/{place_id:uuid}/intake", name="capacity-intake", status_code=303, sync_to_thread=True)
def save_intake(
    request: AnyRequest,
    place_id: FromPath[UUID],
    data: Form,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    place, typed = get_own_place(session, staff, place_id), Typed(data)
    lines = lines_of(intake_hours_of(session, [place_id]).get(place_id, ()))
    try:
        put_intake_hours(session, staff, place, typed_intake(typed, lines))
    except Invalid as wrong:
        page = page_of(session, staff, place)
        raise WrongForm(DETAILS, wrong_intake(page, typed, wrong)) from None
    return go_to(request, f"/capacity/{place_id}/details", SAVED)


def page_of(session: Session, actor: Actor, place: ServiceAtLocation) -> PlaceDetailsPage:
    """The place as it stands now."""
    intake = intake_hours_of(session, [place.id]).get(place.id, [])
    return place_details_page(get_capacity(session, actor, place), intake, actor.language, now())


router = Router(
    "/capacity", route_handlers=[show_details, save_numbers, save_intake], include_in_schema=False
)
