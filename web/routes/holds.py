"""URLs of holds: keep a place, give it back; and what a provider does with the holds of its places."""

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
from network.providers.operations.holding import allow_holds, release_as_provider, release_hold
from network.providers.queries.capacities import get_own_place, list_capacities
from network.providers.queries.holds import get_hold, get_hold_as_provider
from network.words import say
from web.browser_key import read_browser_key
from web.forms.holds import EndingForm, GiveBackForm, HoldForm, HoldRulesForm
from web.holding import PIECE, hold_for, page_of_ending
from web.pages.capacity import capacity_page
from web.pages.filled import Filled
from web.pages.holds import rules_prefix
from web.pressed import piece_now, refused
from web.refusals import WrongForm
from web.show import Page, go_to, is_htmx, show
from web.world import World

AnyRequest = Request[Any, Any, Any]
URL_ENCODED = RequestEncodingType.URL_ENCODED


@post("/holds", name="hold-place", status_code=200, sync_to_thread=True)
def place_one(
    request: AnyRequest,
    data: Annotated[HoldForm, Body(media_type=URL_ENCODED)],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Page | Redirect:
    minutes = world.settings.hold_minutes
    try:
        hold_for(session, staff, data, minutes=minutes, browser=read_browser_key(request))
    except Conflict as no:
        raise refused(request, session, staff, data, no) from None
    if is_htmx(request):
        return show(request, staff, PIECE, piece_now(request, session, staff, data))
    return go_to(request, data.next_path, say("The place is held for you. Nobody else can promise it now."))


@post("/holds/{hold_id:uuid}/release", name="hold-release", status_code=200, sync_to_thread=True)
def give_back(
    request: AnyRequest,
    hold_id: FromPath[UUID],
    data: Annotated[GiveBackForm, Body(media_type=URL_ENCODED)],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page | Redirect:
    hold = get_hold(session, staff, hold_id)
    there = data.at(hold.service_at_location_id)
    try:
        release_hold(session, staff, hold)
    except Conflict as no:
        raise refused(request, session, staff, there, no) from None
    if is_htmx(request):
        return show(request, staff, PIECE, piece_now(request, session, staff, there))
    return go_to(request, data.next_path, say("Given back. The place is free for others."))


@get("/capacity/holds/{hold_id:uuid}/ending", name="hold-ending", sync_to_thread=True)
def ask_why(
    request: AnyRequest,
    hold_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page:
    hold = get_hold_as_provider(session, staff, hold_id)
    return show(request, staff, "holds/ending.html", page_of_ending(session, staff, hold))


@post("/capacity/holds/{hold_id:uuid}/ending", name="hold-end", status_code=303, sync_to_thread=True)
def end(
    request: AnyRequest,
    hold_id: FromPath[UUID],
    data: Annotated[EndingForm, Body(media_type=URL_ENCODED)],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    hold = get_hold_as_provider(session, staff, hold_id)
    try:
        release_as_provider(session, staff, hold, reason=data.checked())
    except (Conflict, Invalid) as no:
        page = page_of_ending(session, staff, hold, no, data.reason)
        raise WrongForm("holds/ending.html", page, status_code=422 if page.form.problems else 409) from None
    back = f"/capacity#place-{hold.service_at_location_id}"
    return go_to(request, back, say("The hold is ended. Who held the place is told."))


@post("/capacity/{place_id:uuid}/holds", name="hold-rules", status_code=303, sync_to_thread=True)
def change_rules(
    request: AnyRequest,
    place_id: FromPath[UUID],
    data: Annotated[HoldRulesForm, Body(media_type=URL_ENCODED)],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    place, back = get_own_place(session, staff, place_id), f"/capacity#place-{place_id}"
    try:
        takes_holds, minutes = data.checked()
        allow_holds(session, staff, place, takes_holds=takes_holds, minutes=minutes)
    except Invalid as wrong:
        typed = Filled(vars(data), wrong.problems, prefix=rules_prefix(place_id))
        page = capacity_page(list_capacities(session, staff), now(), wrong=place_id, rules=typed)
        raise WrongForm("capacity/list.html", page) from None
    return go_to(request, back, say("Saved. It counts for the next hold."))


router = Router(
    "/", route_handlers=[place_one, give_back, ask_why, end, change_rules], include_in_schema=False
)
