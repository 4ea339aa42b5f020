"""URLs at which an agency says when it wants to be asked how full it is."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Redirect
from sqlmodel import Session

from network.actors import Actor, Role
from network.answers.addresses import kept_addresses
from network.errors import Invalid
from network.notices.addressing import role_rows
from network.providers.asking import (
    agency_to_ask,
    ask_now,
    asking_of,
    clock_of,
    keep_asking,
    void_links,
)
from network.tables import Organization
from network.words import say
from web.forms.asking import typed_asking
from web.forms.ids import id_or_none
from web.forms.typed import Typed
from web.limits import limit_of
from web.pages.asking import AskingPage, address_of_agency, asking_page
from web.pages.filled import Filled
from web.refusals import WrongForm
from web.show import Page, go_to, show

AnyRequest = Request[Any, Any, Any]
Form = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]
ASKING = "capacity/asking.html"
BY_HAND = 6  # messages an hour


@get("/", name="capacity-asking", sync_to_thread=True)
def show_asking(
    request: AnyRequest, session: NamedDependency[Session], staff: NamedDependency[Actor]
) -> Page:
    agency = agency_to_ask(session, staff, _asked_for(request, staff))
    return show(request, staff, ASKING, page_of(request, session, staff, agency))


@post("/", name="capacity-asking-keep", status_code=303, sync_to_thread=True)
def keep(
    request: AnyRequest, data: Form, session: NamedDependency[Session], staff: NamedDependency[Actor]
) -> Redirect:
    agency = agency_to_ask(session, staff, _asked_for(request, staff))
    try:
        keep_asking(session, staff, agency, typed_asking(data))
    except Invalid as refused:
        typed = Filled(Typed(data).shown(), refused.problems)
        raise WrongForm(ASKING, page_of(request, session, staff, agency, typed)) from None
    return go_to(request, _here(agency), say("Saved."))


@post("/now", name="capacity-asking-now", status_code=303, sync_to_thread=True)
def send_now(
    request: AnyRequest, session: NamedDependency[Session], staff: NamedDependency[Actor]
) -> Redirect:
    agency = agency_to_ask(session, staff, _asked_for(request, staff))
    sentence = say("Several messages were sent within the hour. Please look for the newest one.")
    limit_of(request, "asked by hand", BY_HAND, 3600).count(agency.id.bytes, sentence)
    ask_now(session, staff, agency)
    return go_to(request, _here(agency), say("The message is on its way."))


@post("/void", name="capacity-asking-void", status_code=303, sync_to_thread=True)
def make_useless(
    request: AnyRequest, session: NamedDependency[Session], staff: NamedDependency[Actor]
) -> Redirect:
    agency = agency_to_ask(session, staff, _asked_for(request, staff))
    void_links(session, staff, agency)
    return go_to(request, _here(agency), say("No link that was sent until now works any more."))


def page_of(
    request: AnyRequest, session: Session, actor: Actor, agency: Organization, wrong: Filled | None = None
) -> AskingPage:
    """The settings of this agency, or as they were typed."""
    return asking_page(
        agency,
        asking_of(session, agency.id),
        is_own=actor.has(Role.PROVIDER) and actor.organization_id == agency.id,
        address=address_of_agency(kept_addresses(session, agency.id)),
        staff=len(role_rows(session, Role.PROVIDER, agency.id)),
        time_zone=clock_of(session, agency.id),
        settings=request.app.state.world.settings,
        language=actor.language,
        wrong=wrong,
    )


def _asked_for(request: AnyRequest, staff: Actor) -> UUID | None:
    """The agency of the address, else one's own."""
    return id_or_none(request.query_params.get("organization")) or staff.organization_id


def _here(agency: Organization) -> str:
    return f"/capacity/asking?organization={agency.id}"


router = Router(
    "/capacity/asking", route_handlers=[show_asking, keep, send_now, make_useless], include_in_schema=False
)
