"""URLs of what somebody heard on the phone: a number, nothing at all, and taking it back."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Router, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect
from sqlmodel import Session

from network.actors import Actor
from network.errors import Invalid
from network.providers.operations import hear_capacity, tell_no_answer, undo_capacity
from network.providers.queries.calls import phone_states
from network.providers.queries.directory import get_place
from network.providers.queries.listings import get_service
from network.questions.places import place_rows
from network.tables import ServiceAtLocation
from network.words import Say, say
from web.forms.capacity import CalledForm, CapacityForm
from web.forms.ids import id_or_none
from web.pages.contacts import phone_lines
from web.pages.filled import Filled
from web.pages.phone_answers import PhoneAnswer, heard, phone_answer
from web.pressed import fullness_now, hold_beside
from web.refusals import WrongForm
from web.routes.services import page_of
from web.show import Page, go_to, is_htmx, show
from web.world import World

AnyRequest = Request[Any, Any, Any]


@post("/{service_id:uuid}/capacity", name="capacity-by-phone", status_code=200, sync_to_thread=True)
def tell_capacity(
    request: AnyRequest,
    service_id: FromPath[UUID],
    data: Annotated[CapacityForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Page | Redirect:
    place = place_of(request, session, service_id)
    try:
        said = data.checked()
        hear_capacity(session, staff, place, **vars(said))
    except Invalid as wrong:
        typed = Filled(vars(data), wrong.problems, prefix="phone-")
        page = page_of(request, service_id, session, staff, world, report=typed)
        raise WrongForm("services/show.html", page) from None
    return after(request, session, staff, place, heard(said.available), data.next_path)


@post(
    "/{service_id:uuid}/capacity/no-answer", name="capacity-no-answer", status_code=200, sync_to_thread=True
)
def say_nobody_answered(
    request: AnyRequest,
    service_id: FromPath[UUID],
    data: Annotated[CalledForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page | Redirect:
    place = place_of(request, session, service_id)
    tell_no_answer(session, staff, place)
    sentence = say("Written down: nobody answered. Colleagues see it for some hours.")
    return after(request, session, staff, place, sentence, data.next_path)


@post("/{service_id:uuid}/capacity/undo", name="capacity-phone-undo", status_code=200, sync_to_thread=True)
def take_back(
    request: AnyRequest,
    service_id: FromPath[UUID],
    data: Annotated[CalledForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page | Redirect:
    place = place_of(request, session, service_id)
    undo_capacity(session, staff, place)
    sentence = say("Taken back. What was said before stands again.")
    return after(request, session, staff, place, sentence, data.next_path)


def place_of(request: AnyRequest, session: Session, service_id: UUID) -> ServiceAtLocation:
    """The service at the location of the address. Raises NotFound."""
    return get_place(session, service_id, id_or_none(request.query_params.get("at")) or service_id)


def after(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    place: ServiceAtLocation,
    sentence: Say,
    next_path: str,
) -> Page | Redirect:
    """The piece with what was written down for htmx, and what it changes beside it; else the page it was
    tapped on, or the listing."""
    if not is_htmx(request):
        return go_to(request, next_path or f"/services/{place.service_id}?at={place.location_id}", sentence)
    page = piece_of(request, session, actor, place, sentence, next_path)
    return show(request, actor, "parts/phone_answer.html", page)


def piece_of(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    place: ServiceAtLocation,
    sentence: Say,
    next_path: str,
) -> PhoneAnswer | None:
    """The number to call with what was just written down; the badge and the hold beside it."""
    [row] = place_rows(session, [place.id], language=actor.language)
    here = place.service_id, place.location_id
    listing = get_service(session, actor, place.service_id)
    listed = listing.place_at(place.location_id)
    voice = next((line for line in phone_lines(listing, listed) if line.is_voice), None)
    hold = hold_beside(request, session, actor, row, next_path)
    return phone_answer(
        actor,
        service_id=place.service_id,
        location_id=place.location_id,
        name=f"{row.organization.name}, {row.name}",
        dial=voice.dial if voice else "",
        number=voice.dial if voice else "",
        unit=listed.capacity.unit if listed and listed.capacity else None,
        populations=[part.population for part in listed.parts] if listed else (),
        state=phone_states(session, actor, [here]).get(here),
        next_path=next_path,
        saved=sentence,
        fullness=fullness_now(request, session, actor, row, next_path, is_held=bool(hold and hold.held)),
        hold=hold,
    )


router = Router(
    "/services", route_handlers=[tell_capacity, say_nobody_answered, take_back], include_in_schema=False
)
