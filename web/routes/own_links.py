"""URLs with which an officer gives somebody the link to their own page, says its code, and ends it."""

from typing import Any
from uuid import UUID

from litestar import Request, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel import Session

from network.actors import Actor
from network.clock import now
from network.mine.links import give_own_link, own_address, own_link_of, take_own_link_back
from network.people.queries import get_person_to_change
from network.rules.own_page import OwnStanding, standing_of
from network.words import say
from web.pages.mine import OwnLinkPage, own_href
from web.pages.people import full_name, initials_of
from web.pages.pictures import qr_picture
from web.show import Page, go_to, show
from web.world import World

AnyRequest = Request[Any, Any, Any]
SHOW = "people/own_page.html"


@get("/{person_id:uuid}/own-page", name="own-page", sync_to_thread=True)
def show_link(
    request: AnyRequest,
    person_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page:
    return show(request, staff, SHOW, _page(session, staff, person_id))


@post("/{person_id:uuid}/own-page", name="own-page-give", status_code=200, sync_to_thread=True)
def give_link(
    request: AnyRequest,
    person_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Page:
    secret = give_own_link(session, staff, person_id, world.settings)
    address = own_address(secret, world.settings)
    return show(request, staff, SHOW, _page(session, staff, person_id, address))


@post("/{person_id:uuid}/own-page/revocation", name="own-page-end", status_code=303, sync_to_thread=True)
def end_link(
    request: AnyRequest,
    person_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    take_own_link_back(session, staff, person_id)
    return go_to(request, own_href(person_id), say("The link no longer works."))


def _page(session: Session, staff: Actor, person_id: UUID, address: str = "") -> OwnLinkPage:
    """How the link of this person stands; `address` when it was just made. Raises NotFound, NotAllowed."""
    person = get_person_to_change(session, staff, person_id)
    link = own_link_of(session, person.id)
    standing = standing_of(link, now()) if link else OwnStanding.TAKEN_BACK
    known = link if standing in {OwnStanding.OPEN, OwnStanding.LOCKED} else None
    return OwnLinkPage(
        initials=initials_of(person),
        name=full_name(person),
        person_href=f"/people/{person.id}",
        action=own_href(person.id),
        has_link=known is not None,
        is_locked=standing is OwnStanding.LOCKED,
        until=known.expires_at if known else None,
        opened_at=known.opened_at if known else None,
        code=known.code if known else "",
        address=address,
        qr=qr_picture(address) if address else "",
    )


router = Router("/people", route_handlers=[show_link, give_link, end_link], include_in_schema=False)
