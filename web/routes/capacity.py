"""URLs of how full a provider's own places are: one tap, a number, undo."""

from collections.abc import Iterator
from contextlib import contextmanager
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
from network.providers.operations import (
    confirm_capacity,
    hear_capacity,
    say_capacity,
    step_capacity,
    undo_capacity,
)
from network.providers.queries.capacities import get_capacity, get_own_place, list_capacities
from network.tables import CapacityVoice, ServiceAtLocation
from network.words import say
from web.forms.capacity import CapacityForm, StepForm
from web.pages.capacity import capacity_page, place_row, prefix_of
from web.pages.filled import Filled
from web.refusals import WrongForm
from web.show import Page, go_to, is_htmx, show

AnyRequest = Request[Any, Any, Any]
LIST, PIECE = "capacity/list.html", "capacity/_place.html"
PROVIDER = CapacityVoice.PROVIDER


@get("/", name="capacity", sync_to_thread=True)
def show_capacities(
    request: AnyRequest, session: NamedDependency[Session], staff: NamedDependency[Actor]
) -> Page:
    return show(request, staff, LIST, capacity_page(list_capacities(session, staff), now()))


@post("/{place_id:uuid}/step", name="capacity-step", status_code=200, sync_to_thread=True)
def step(
    request: AnyRequest,
    place_id: FromPath[UUID],
    data: Annotated[StepForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page | Redirect:
    place, population = get_own_place(session, staff, place_id), data.population or None
    with again(request, session, staff, place):
        step_capacity(session, staff, place, data.checked(), said_by=PROVIDER, population=population)
    return done(request, session, staff, place)


@post("/{place_id:uuid}", name="capacity-say", status_code=200, sync_to_thread=True)
def say_number_of_places(
    request: AnyRequest,
    place_id: FromPath[UUID],
    data: Annotated[CapacityForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page | Redirect:
    place = get_own_place(session, staff, place_id)
    unit = get_capacity(session, staff, place).unit
    with again(request, session, staff, place, typed=vars(data)):
        say_capacity(session, staff, place, **vars(data.counted(unit)), said_by=PROVIDER)
    return done(request, session, staff, place)


@post("/{place_id:uuid}/same", name="capacity-same", status_code=200, sync_to_thread=True)
def say_same(
    request: AnyRequest,
    place_id: FromPath[UUID],
    data: Annotated[CapacityForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page | Redirect:
    place = get_own_place(session, staff, place_id)
    with again(request, session, staff, place):
        confirm_capacity(session, staff, place, seen=data.checked().available, said_by=PROVIDER)
    return done(request, session, staff, place)


@post("/{place_id:uuid}/full", name="capacity-full", status_code=200, sync_to_thread=True)
def say_full(
    request: AnyRequest,
    place_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page | Redirect:
    place = get_own_place(session, staff, place_id)
    hear_capacity(session, staff, place, available=0, said_by=PROVIDER)
    return done(request, session, staff, place)


@post("/{place_id:uuid}/undo", name="capacity-undo", status_code=200, sync_to_thread=True)
def undo(
    request: AnyRequest,
    place_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page | Redirect:
    place = get_own_place(session, staff, place_id)
    with again(request, session, staff, place):
        undo_capacity(session, staff, place)
    return done(request, session, staff, place)


def done(request: AnyRequest, session: Session, actor: Actor, place: ServiceAtLocation) -> Page | Redirect:
    """The place as it is now: the piece for htmx, else the list again."""
    if is_htmx(request):
        return show(request, actor, PIECE, place_row(get_capacity(session, actor, place), now()))
    return go_to(request, f"/capacity#place-{place.id}", say("Saved. Everybody who searches sees it now."))


@contextmanager
def again(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    place: ServiceAtLocation,
    *,
    typed: dict[str, str] | None = None,
) -> Iterator[None]:
    """Where something is refused inside, the list again, with what was typed and the sentence that says what
    to do. Raises WrongForm."""
    try:
        yield
    except (Conflict, Invalid) as refused:
        raise _wrong(request, session, actor, place, refused, typed) from None


def _wrong(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    place: ServiceAtLocation,
    refused: Conflict | Invalid,
    typed: dict[str, str] | None,
) -> WrongForm:
    problems = refused.problems if isinstance(refused, Invalid) else {}
    form = Filled(typed, problems, prefix=prefix_of(place.id)) if typed is not None else None
    sentence = None if typed is not None else next(iter(problems.values()), refused.sentence)
    status = 422 if isinstance(refused, Invalid) else 409
    if is_htmx(request):
        row = place_row(get_capacity(session, actor, place), now(), form=form, problem=sentence)
        return WrongForm(LIST, row, piece=PIECE, status_code=status)
    page = capacity_page(list_capacities(session, actor), now(), wrong=place.id, form=form, problem=sentence)
    return WrongForm(LIST, page, status_code=status)


router = Router(
    "/capacity",
    route_handlers=[show_capacities, step, say_number_of_places, say_same, say_full, undo],
    include_in_schema=False,
)
