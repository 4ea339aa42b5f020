"""URLs at which a place is edited, made private, and its private address read by the one who may."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect
from sqlmodel import Session

from network.actors import Actor
from network.errors import Invalid, Unavailable
from network.places.found import Found
from network.places.geocoder import locate
from network.providers.operations import (
    change_location,
    change_private_place,
    hide_place,
    put_hours,
    read_private_place,
    show_place,
)
from network.providers.queries.directory import agency_of, location_to_edit
from network.providers.queries.words import (
    hours_state,
    location_details,
    location_state,
    location_words,
    own_hours,
)
from network.providers.versions import EditedMeanwhile
from network.rules.permissions import may_read_private_place, require
from network.tables import Location
from network.words import say
from web.forms.places import OPEN, PRIVATE, place_values, typed_address, typed_place
from web.forms.typed import Typed
from web.forms.weekly_hours import hours_values, typed_hours
from web.pages.editing import EditPage, Shown, first_shown, shown_again
from web.pages.filled import Filled
from web.pages.place_editing import PrivatePage, location_page, private_page
from web.pages.service_editing import hours_page
from web.refusals import WrongForm
from web.routes.editing_services import HOURS, SAVED, wrong
from web.show import Page, go_to, show
from web.world import World

AnyRequest = Request[Any, Any, Any]
Form = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]
PLACE, PRIVATE_PLACE = "directory/place.html", "directory/private.html"


@get("/{location_id:uuid}", name="place", sync_to_thread=True)
def show_place_form(
    request: AnyRequest,
    location_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page:
    location = location_to_edit(session, staff, location_id)
    values = place_values(location_words(session, location), location_details(session, location))
    shown = first_shown(values, location_state(session, location), seen_of(location))
    return show(request, staff, PLACE, page_of(session, staff, location, shown))


@post("/{location_id:uuid}", name="place-save", status_code=303, sync_to_thread=True)
def save_place(
    request: AnyRequest,
    location_id: FromPath[UUID],
    data: Form,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Redirect:
    typed = Typed(data)
    found = find_address(typed, world)
    location = location_to_edit(session, staff, location_id)
    words, details = location_words(session, location), location_details(session, location)
    try:
        said = typed_place(typed, words, details, found=found)
        change_location(session, staff, location, said.words, said.details, seen=typed.text("version"))
    except (Invalid, EditedMeanwhile) as refused:
        shown = shown_again(typed, location_state(session, location), seen_of(location), refused)
        raise wrong(PLACE, page_of(session, staff, location, shown), refused) from None
    return go_to(request, f"/directory/locations/{location_id}", SAVED)


@get("/{location_id:uuid}/hours", name="location-hours", sync_to_thread=True)
def show_location_hours(
    request: AnyRequest,
    location_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page:
    return show(request, staff, HOURS, hours_of(session, location_to_edit(session, staff, location_id)))


@post("/{location_id:uuid}/hours", name="location-hours-save", status_code=303, sync_to_thread=True)
def save_location_hours(
    request: AnyRequest,
    location_id: FromPath[UUID],
    data: Form,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    typed, location = Typed(data), location_to_edit(session, staff, location_id)
    try:
        rows = typed_hours(typed, own_hours(session, location))
        put_hours(session, staff, location, rows, seen=typed.text("version"))
    except (Invalid, EditedMeanwhile) as refused:
        raise wrong(HOURS, hours_of(session, location, (typed, refused)), refused) from None
    return go_to(request, f"/directory/locations/{location_id}", SAVED)


@get("/{location_id:uuid}/privacy", name="place-privacy", sync_to_thread=True)
def show_privacy(
    request: AnyRequest,
    location_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page:
    location = location_to_edit(session, staff, location_id)
    page = private_page(agency_of(session, location), location, verb="privacy")
    return show(request, staff, "directory/privacy.html", page)


@post("/{location_id:uuid}/privacy", name="place-hide", status_code=303, sync_to_thread=True)
def hide(
    request: AnyRequest,
    location_id: FromPath[UUID],
    data: Form,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    typed, location = Typed(data), location_to_edit(session, staff, location_id)
    try:
        hide_place(session, staff, location, address=typed.text("address"))
    except Invalid as refused:
        form = Filled(typed.shown(), refused.problems)
        page = private_page(agency_of(session, location), location, verb="privacy", form=form)
        raise WrongForm("directory/privacy.html", page) from None
    kept = say("The place is private now. Its address is gone from the directory.")
    return go_to(request, f"/directory/locations/{location_id}", kept)


@get("/{location_id:uuid}/private", name="private-place", sync_to_thread=True)
def show_private_place(
    request: AnyRequest,
    location_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page:
    location = location_to_edit(session, staff, location_id)
    require(may_read_private_place(staff, location.organization_id))
    return show(request, staff, PRIVATE_PLACE, private_of(session, location))


@post("/{location_id:uuid}/private", name="private-place-read", status_code=200, sync_to_thread=True)
def read_place(
    request: AnyRequest,
    location_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page:
    location = location_to_edit(session, staff, location_id)
    page = private_of(session, location, read_private_place(session, staff, location))
    return show(request, staff, PRIVATE_PLACE, page)


@post(
    "/{location_id:uuid}/private/address", name="private-place-change", status_code=303, sync_to_thread=True
)
def change_place(
    request: AnyRequest,
    location_id: FromPath[UUID],
    data: Form,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    typed, location = Typed(data), location_to_edit(session, staff, location_id)
    try:
        change_private_place(session, staff, location, address=typed.text("address"))
    except Invalid as refused:
        page = private_of(session, location, form=Filled(typed.shown(), refused.problems))
        raise WrongForm(PRIVATE_PLACE, page) from None
    return go_to(request, f"/directory/locations/{location_id}/private", say("Saved."))


@post("/{location_id:uuid}/publication", name="place-publication", status_code=303, sync_to_thread=True)
def publish_place(
    request: AnyRequest,
    location_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    location = location_to_edit(session, staff, location_id)
    show_place(session, staff, location, location_words(session, location))
    opened = say("The place is not private any more. Type its address.")
    return go_to(request, f"/directory/locations/{location_id}", opened, kind="warning")


def find_address(typed: Typed, world: World) -> Found | None:
    """Where the typed address is; None when that is not asked or not known. Before the first statement."""
    address = typed_address(typed)
    try:
        return locate(address, world.geocoder) if address else None
    except Unavailable:
        return None


def seen_of(location: Location) -> tuple[str, ...]:
    """The fields that the form of this place shows."""
    return PRIVATE if location.is_confidential else OPEN


def page_of(session: Session, actor: Actor, location: Location, shown: Shown) -> EditPage:
    """The form of a place."""
    return location_page(agency_of(session, location), location, shown, actor)


def private_of(
    session: Session, location: Location, address: str | None = None, *, form: Filled | None = None
) -> PrivatePage:
    """The page of a private place; `address` only after it was asked for."""
    return private_page(
        agency_of(session, location),
        location,
        verb="private",
        address=address or "",
        is_shown=address is not None or form is not None,
        form=form,
    )


def hours_of(
    session: Session, location: Location, again: tuple[Typed, Invalid | EditedMeanwhile] | None = None
) -> EditPage:
    """The hours of a place, which count for services without hours of their own."""
    rows, state = own_hours(session, location), hours_state(session, location)
    shown = (
        shown_again(again[0], state, ["hours"], again[1])
        if again
        else first_shown(hours_values(rows), state, ["hours"])
    )
    here = f"/directory/locations/{location.id}"
    trail = ((say("Directory"), "/directory"), (location.name or "–", here))
    return hours_page(location.name or "–", trail, f"{here}/hours", shown, rows)


router = Router(
    "/directory/locations",
    route_handlers=[
        show_place_form,
        save_place,
        show_location_hours,
        save_location_hours,
        show_privacy,
        hide,
        show_private_place,
        read_place,
        change_place,
        publish_place,
    ],
    include_in_schema=False,
)
