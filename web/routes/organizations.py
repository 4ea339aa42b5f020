"""URLs of an agency as readers see it."""

from typing import Any
from uuid import UUID

from litestar import Request, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel import Session

from network.actors import Actor
from network.clock import now
from network.providers.queries.agencies import get_agency
from network.providers.queries.directory import services_of_organization
from network.providers.queries.listings import get_services
from web.pages.organizations import organization_page
from web.show import Page, show
from web.world import World

AnyRequest = Request[Any, Any, Any]


@get("/{organization_id:uuid}", name="organization", sync_to_thread=True)
def show_organization(
    request: AnyRequest,
    organization_id: FromPath[UUID],
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Page:
    agency = get_agency(session, actor, organization_id)
    listings = get_services(session, actor, services_of_organization(session, organization_id))
    zone = world.settings.default_time_zone
    page = organization_page(actor, agency, listings, default_zone=zone, now=now())
    return show(request, actor, "organizations/show.html", page)


router = Router("/organizations", route_handlers=[show_organization], include_in_schema=False)
