"""URLs at which a listing is edited, part by part."""

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
from network.errors import Conflict, Invalid, NotFound
from network.providers.operations import (
    add_service_at_location,
    change_service,
    put_hours,
    remove_service_at_location,
    verify_service,
)
from network.providers.queries.directory import (
    get_place,
    location_to_edit,
    locations_of,
    service_to_edit,
)
from network.providers.queries.listings import get_service
from network.providers.queries.words import (
    hours_state,
    own_hours,
    places_with_hours,
    service_details,
    service_state,
    service_words,
)
from network.providers.versions import EditedMeanwhile
from network.tables import Location, Service, ServiceAtLocation
from network.words import say
from web.forms.ids import id_or_none
from web.forms.local_path import local_path
from web.forms.service_sections import SECTIONS, Section
from web.forms.typed import Typed
from web.forms.weekly_hours import hours_values, typed_hours
from web.pages.directory import listing_page
from web.pages.editing import EditPage, first_shown, shown_again
from web.pages.filled import Filled
from web.pages.service_editing import hours_page, section_page
from web.refusals import WrongForm
from web.show import Page, go_to, show

AnyRequest = Request[Any, Any, Any]
Form = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]
SAVED = say("Saved. Everybody who searches sees it now.")
HOURS = "directory/hours.html"


@get("/{service_id:uuid}", name="listing", sync_to_thread=True)
def show_listing(
    request: AnyRequest,
    service_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page:
    service = service_to_edit(session, staff, service_id)
    places = locations_of(session, service.organization_id)
    page = listing_page(get_service(session, staff, service_id), places, now())
    return show(request, staff, "directory/service.html", page)


@post("/{service_id:uuid}/verification", name="listing-verification", status_code=303, sync_to_thread=True)
def verify(
    request: AnyRequest,
    service_id: FromPath[UUID],
    data: Form,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    verify_service(session, staff, service_to_edit(session, staff, service_id))
    back = local_path(Typed(data).text("next"), f"/directory/services/{service_id}")
    return go_to(request, back, say("Thank you. The listing now says that somebody checked it today."))


@get("/{service_id:uuid}/{section:str}", name="listing-section", sync_to_thread=True)
def show_section(
    request: AnyRequest,
    service_id: FromPath[UUID],
    section: FromPath[str],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page:
    form, service = section_of(section), service_to_edit(session, staff, service_id)
    words, details = service_words(session, service), service_details(session, service)
    shown = first_shown(form.values(words, details), service_state(session, service), form.seen)
    page = section_page(service, section, shown, details, staff.language)
    return show(request, staff, f"directory/{section}.html", page)


@post("/{service_id:uuid}/{section:str}", name="listing-section-save", status_code=303, sync_to_thread=True)
def save_section(
    request: AnyRequest,
    service_id: FromPath[UUID],
    section: FromPath[str],
    data: Form,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    form, typed, service = section_of(section), Typed(data), service_to_edit(session, staff, service_id)
    words, details = service_words(session, service), service_details(session, service)
    try:
        said = form.understood(typed, words, details)
        change_service(session, staff, service, said.words, said.details, seen=typed.text("version"))
    except (Invalid, EditedMeanwhile) as refused:
        shown = shown_again(typed, service_state(session, service), form.seen, refused)
        page = section_page(service, section, shown, details, staff.language)
        raise wrong(f"directory/{section}.html", page, refused) from None
    return go_to(request, f"/directory/services/{service_id}", SAVED)


@get("/{service_id:uuid}/hours", name="listing-hours", sync_to_thread=True)
def show_hours(
    request: AnyRequest,
    service_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page:
    service = service_to_edit(session, staff, service_id)
    return show(request, staff, HOURS, hours_of_record(session, service, service))


@post("/{service_id:uuid}/hours", name="listing-hours-save", status_code=303, sync_to_thread=True)
def save_hours(
    request: AnyRequest,
    service_id: FromPath[UUID],
    data: Form,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    service = service_to_edit(session, staff, service_id)
    keep_hours(session, staff, service, service, Typed(data))
    return go_to(request, f"/directory/services/{service_id}", SAVED)


@get("/{service_id:uuid}/places/{location_id:uuid}/hours", name="place-hours", sync_to_thread=True)
def show_hours_here(
    request: AnyRequest,
    service_id: FromPath[UUID],
    location_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page:
    service = service_to_edit(session, staff, service_id)
    return show(
        request, staff, HOURS, hours_of_record(session, service, get_place(session, service_id, location_id))
    )


@post(
    "/{service_id:uuid}/places/{location_id:uuid}/hours",
    name="place-hours-save",
    status_code=303,
    sync_to_thread=True,
)
def save_hours_here(
    request: AnyRequest,
    service_id: FromPath[UUID],
    location_id: FromPath[UUID],
    data: Form,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    service = service_to_edit(session, staff, service_id)
    keep_hours(session, staff, service, get_place(session, service_id, location_id), Typed(data))
    return go_to(request, f"/directory/services/{service_id}", SAVED)


@post("/{service_id:uuid}/places", name="listing-place", status_code=303, sync_to_thread=True)
def add_place(
    request: AnyRequest,
    service_id: FromPath[UUID],
    data: Form,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    service, chosen = service_to_edit(session, staff, service_id), id_or_none(Typed(data).text("location"))
    try:
        if chosen is None:
            raise Invalid({"location": say("Choose a place.")})
        add_service_at_location(session, staff, service, location_to_edit(session, staff, chosen))
    except Invalid as refused:
        places = locations_of(session, service.organization_id)
        listing = get_service(session, staff, service_id)
        page = listing_page(listing, places, now(), form=Filled({}, refused.problems))
        raise WrongForm("directory/service.html", page) from None
    return go_to(request, f"/directory/services/{service_id}", SAVED)


@post(
    "/{service_id:uuid}/places/{location_id:uuid}/removal",
    name="listing-place-removal",
    status_code=303,
    sync_to_thread=True,
)
def remove_place(
    request: AnyRequest,
    service_id: FromPath[UUID],
    location_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    service_to_edit(session, staff, service_id)
    remove_service_at_location(session, staff, get_place(session, service_id, location_id))
    return go_to(request, f"/directory/services/{service_id}", SAVED)


def section_of(name: str) -> Section:
    """The part of a listing that an address names. Raises NotFound."""
    if name not in SECTIONS:
        raise NotFound
    return SECTIONS[name]


def wrong(template: str, page: EditPage, refused: Invalid | Conflict) -> WrongForm:
    """The form again: 409 when somebody else was quicker, 422 when something typed is wrong."""
    return WrongForm(template, page, status_code=409 if isinstance(refused, Conflict) else 422)


def hours_of_record(
    session: Session,
    service: Service,
    record: Service | ServiceAtLocation,
    again: tuple[Typed, Invalid | EditedMeanwhile] | None = None,
) -> EditPage:
    """The hours of a service, everywhere or at one place."""
    here = f"/directory/services/{service.id}"
    rows, state = own_hours(session, record), hours_state(session, record)
    shown = (
        shown_again(again[0], state, ["hours"], again[1])
        if again
        else first_shown(hours_values(rows), state, ["hours"])
    )
    name, action = service.name, f"{here}/hours"
    if isinstance(record, ServiceAtLocation):
        location = session.get_one(Location, record.location_id)
        name, action = f"{name}, {location.name or ''}", f"{here}/places/{location.id}/hours"
    trail = ((say("Directory"), "/directory"), (service.name, here))
    before = () if isinstance(record, ServiceAtLocation) else own_hours_at(session, service)
    return hours_page(name, trail, action, shown, rows, before=before)


def own_hours_at(session: Session, service: Service) -> tuple[tuple[str, str], ...]:
    """Places at which the service has hours of its own: name, and where they are edited."""
    here = f"/directory/services/{service.id}/places"
    return tuple(
        (name or "–", f"{here}/{location_id}/hours")
        for location_id, name in places_with_hours(session, service.id)
    )


def keep_hours(
    session: Session, actor: Actor, service: Service, record: Service | ServiceAtLocation, typed: Typed
) -> None:
    """Save the hours that were typed, or show the form again."""
    try:
        rows = typed_hours(typed, own_hours(session, record))
        put_hours(session, actor, record, rows, seen=typed.text("version"))
    except (Invalid, EditedMeanwhile) as refused:
        raise wrong(HOURS, hours_of_record(session, service, record, (typed, refused)), refused) from None


router = Router(
    "/directory/services",
    route_handlers=[
        show_listing,
        verify,
        show_section,
        save_section,
        show_hours,
        save_hours,
        show_hours_here,
        save_hours_here,
        add_place,
        remove_place,
    ],
    include_in_schema=False,
)
