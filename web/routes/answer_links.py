"""URLs of links for who sends them, and of the addresses they go to."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect
from sqlmodel import Session

from network.actors import Actor
from network.answers.addresses import agency_of_addresses, keep_address, kept_addresses
from network.answers.sending import send_link_again, take_links_back
from network.errors import Conflict, Invalid
from network.providers.queries.directory import service_names
from network.referrals.queries import get_referral
from network.rules.permissions import may_edit_listing
from network.tables import Organization
from network.words import say
from web.forms.answers import AddressForm
from web.pages.answer_links import AddressesPage, addresses_page, prefix_of
from web.pages.filled import Filled
from web.refusals import WrongForm, actor_of
from web.show import Page, go_to, show

AnyRequest = Request[Any, Any, Any]
ADDRESSES = "answers/addresses.html"
SAVED = say("Saved. The next message goes there.")


@post(
    "/referrals/{referral_id:uuid}/answer-link", name="answer-link-send", status_code=303, sync_to_thread=True
)
def send_again(
    request: AnyRequest,
    referral_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    referral = get_referral(session, staff, referral_id)
    send_link_again(session, staff, referral)
    return go_to(request, f"/referrals/{referral_id}", say("A new link is on its way. Older ones are dead."))


@post(
    "/referrals/{referral_id:uuid}/answer-link/revocation",
    name="answer-link-revoke",
    status_code=303,
    sync_to_thread=True,
)
def take_back(
    request: AnyRequest,
    referral_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    referral = get_referral(session, staff, referral_id)
    take_links_back(session, staff, referral)
    return go_to(request, f"/referrals/{referral_id}", say("The link no longer works."))


@get(
    "/directory/organizations/{organization_id:uuid}/answer-address",
    name="answer-address",
    sync_to_thread=True,
)
def show_addresses(
    request: AnyRequest,
    organization_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page:
    agency = agency_of_addresses(session, staff, organization_id)
    return show(request, staff, ADDRESSES, page_of(request, session, agency))


@post(
    "/directory/organizations/{organization_id:uuid}/answer-address",
    name="answer-address-keep",
    status_code=303,
    sync_to_thread=True,
)
def keep(
    request: AnyRequest,
    organization_id: FromPath[UUID],
    data: Annotated[AddressForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    agency = agency_of_addresses(session, staff, organization_id)
    try:
        keep_address(session, staff, agency, data.service_id(), data.typed())
    except (Invalid, Conflict) as refused:
        raise wrong_address(request, session, agency, data, refused) from None
    return go_to(request, request.url.path, SAVED)


def page_of(
    request: AnyRequest, session: Session, agency: Organization, wrong: tuple[str, Filled] | None = None
) -> AddressesPage:
    """All addresses of this agency, with a form for each."""
    return addresses_page(
        agency,
        kept_addresses(session, agency.id),
        service_names(session, agency.id),
        sends_texts=bool(request.app.state.world.settings.sms_url),
        may_edit=bool(may_edit_listing(actor_of(request), agency.id)),
        wrong=wrong,
    )


def wrong_address(
    request: AnyRequest,
    session: Session,
    agency: Organization,
    form: AddressForm,
    refused: Invalid | Conflict,
) -> WrongForm:
    """The page again with what was typed."""
    is_invalid = isinstance(refused, Invalid)
    problems = refused.problems if isinstance(refused, Invalid) else {"email": refused.sentence}
    typed = Filled(vars(form), problems, prefix_of(form.service))
    page = page_of(request, session, agency, (form.service, typed))
    return WrongForm(ADDRESSES, page, status_code=422 if is_invalid else 409)


router = Router("/", route_handlers=[send_again, take_back, show_addresses, keep], include_in_schema=False)
"""At the root: some stand below referrals, some below the directory."""
