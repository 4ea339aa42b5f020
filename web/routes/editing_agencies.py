"""URLs at which agencies are added and edited, and services and places added to them."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect
from sqlmodel import Session

from network.actors import Actor
from network.errors import Invalid
from network.providers.operations import (
    add_location,
    add_organization,
    add_service,
    add_service_at_location,
    change_organization,
)
from network.providers.queries.directory import (
    location_to_edit,
    locations_of,
    organization_to_edit,
    service_names,
)
from network.providers.queries.words import organization_state, organization_words, phones_of
from network.providers.versions import EditedMeanwhile
from network.providers.words import (
    OrganizationWords,
    ServiceDetails,
    ServiceWords,
)
from network.rules.permissions import may_add_organization, require
from network.tables import Organization, Phone
from network.words import say
from web.forms.agencies import FIELDS, agency_values, typed_agency
from web.forms.ids import id_or_none
from web.forms.places import EMPTY_PLACE, place_values, typed_new_place
from web.forms.typed import Typed
from web.pages.editing import Shown, first_shown, shown_again
from web.pages.filled import Filled
from web.pages.place_editing import AgencyPage, agency_form, agency_page, location_page, new_service_page
from web.refusals import WrongForm
from web.routes.editing_places import find_address
from web.routes.editing_services import SAVED
from web.show import Page, go_to, show
from web.world import World

AnyRequest = Request[Any, Any, Any]
Form = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]
NEW, EDIT = "directory/new_agency.html", "directory/agency.html"
NEW_SERVICE, PLACE = "directory/new_service.html", "directory/place.html"
EMPTY_AGENCY = OrganizationWords("")


@get("/new", name="agency-new", sync_to_thread=True)
def show_new_agency(request: AnyRequest, staff: NamedDependency[Actor]) -> Page:
    require(may_add_organization(staff))
    shown = first_shown(agency_values(EMPTY_AGENCY, ()), {}, ())
    return show(request, staff, NEW, agency_form(None, staff, shown))


@post("/new", name="agency-add", status_code=303, sync_to_thread=True)
def add_agency(
    request: AnyRequest, data: Form, session: NamedDependency[Session], staff: NamedDependency[Actor]
) -> Redirect:
    typed = Typed(data)
    try:
        said = typed_agency(typed, EMPTY_AGENCY, (), with_flags=True)
        agency = add_organization(session, staff, said.words, phones=said.phones)
    except Invalid as refused:
        page = agency_form(None, staff, shown_again(typed, {}, (), refused))
        raise WrongForm(NEW, page) from None
    return go_to(
        request, f"/directory/organizations/{agency.id}", say("Added. Now add its places and services.")
    )


@get("/{organization_id:uuid}", name="agency", sync_to_thread=True)
def show_agency(
    request: AnyRequest,
    organization_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page:
    agency = organization_to_edit(session, staff, organization_id)
    values = agency_values(
        organization_words(session, agency), phones_of(session, Phone.organization_id, agency.id)
    )
    shown = first_shown(values, organization_state(session, agency), FIELDS)
    return show(request, staff, EDIT, page_of(session, staff, agency, shown))


@post("/{organization_id:uuid}", name="agency-save", status_code=303, sync_to_thread=True)
def save_agency(
    request: AnyRequest,
    organization_id: FromPath[UUID],
    data: Form,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    typed, agency = Typed(data), organization_to_edit(session, staff, organization_id)
    words, phones = organization_words(session, agency), phones_of(session, Phone.organization_id, agency.id)
    try:
        said = typed_agency(typed, words, phones, with_flags=bool(may_add_organization(staff)))
        change_organization(
            session, staff, agency, said.words, phones=said.phones, seen=typed.text("version")
        )
    except (Invalid, EditedMeanwhile) as refused:
        shown = shown_again(typed, organization_state(session, agency), FIELDS, refused)
        status = 422 if isinstance(refused, Invalid) else 409
        raise WrongForm(EDIT, page_of(session, staff, agency, shown), status_code=status) from None
    return go_to(request, f"/directory/organizations/{organization_id}", SAVED)


@get("/{organization_id:uuid}/services/new", name="listing-new", sync_to_thread=True)
def show_new_service(
    request: AnyRequest,
    organization_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page:
    agency = organization_to_edit(session, staff, organization_id)
    page = new_service_page(agency, locations_of(session, agency.id), Shown(Filled(), ""), staff.language)
    return show(request, staff, NEW_SERVICE, page)


@post("/{organization_id:uuid}/services/new", name="listing-add", status_code=303, sync_to_thread=True)
def add_listing(
    request: AnyRequest,
    organization_id: FromPath[UUID],
    data: Form,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    typed, agency = Typed(data), organization_to_edit(session, staff, organization_id)
    locations, chosen = locations_of(session, agency.id), id_or_none(typed.text("location"))
    try:
        words, details = new_listing(typed)
        service = add_service(session, staff, agency, words, details)
        if chosen is not None:
            add_service_at_location(session, staff, service, location_to_edit(session, staff, chosen))
    except Invalid as refused:
        shown = shown_again(typed, {}, (), refused)
        raise WrongForm(NEW_SERVICE, new_service_page(agency, locations, shown, staff.language)) from None
    return go_to(request, f"/directory/services/{service.id}", say("Added. Now fill in the rest."))


@get("/{organization_id:uuid}/locations/new", name="place-new", sync_to_thread=True)
def show_new_place(
    request: AnyRequest,
    organization_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page:
    agency = organization_to_edit(session, staff, organization_id)
    page = location_page(agency, None, first_shown(place_values(*EMPTY_PLACE), {}, ()), staff)
    return show(request, staff, PLACE, page)


@post("/{organization_id:uuid}/locations/new", name="place-add", status_code=303, sync_to_thread=True)
def add_place(
    request: AnyRequest,
    organization_id: FromPath[UUID],
    data: Form,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Redirect:
    typed, found = Typed(data), find_address(Typed(data), world)
    agency = organization_to_edit(session, staff, organization_id)
    try:
        said = typed_new_place(typed, found)
        location = add_location(session, staff, agency, said.words, said.details, **said.privacy)
    except Invalid as refused:
        page = location_page(agency, None, shown_again(typed, {}, (), refused), staff)
        raise WrongForm(PLACE, page) from None
    return go_to(request, f"/directory/locations/{location.id}", SAVED)


def page_of(session: Session, actor: Actor, agency: Organization, shown: Shown) -> AgencyPage:
    """An agency with its form."""
    services = service_names(session, agency.id)
    return agency_page(agency, services, locations_of(session, agency.id), agency_form(agency, actor, shown))


def new_listing(typed: Typed) -> tuple[ServiceWords, ServiceDetails]:
    """The few words with which a service begins."""
    spanish = {name: typed.text(f"{name}_es") for name in ("name", "description")}
    words = ServiceWords(typed.text("name"), typed.text("description"), spanish=spanish)
    return words, ServiceDetails(kinds=(typed.text("kind"),) if typed.text("kind") else ())


router = Router(
    "/directory/organizations",
    route_handlers=[
        show_new_agency,
        add_agency,
        show_agency,
        save_agency,
        show_new_service,
        add_listing,
        show_new_place,
        add_place,
    ],
    include_in_schema=False,
)
