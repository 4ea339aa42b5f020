"""URLs of the lists from which the directory is kept."""

from typing import Any

from litestar import Request, Router, get
from litestar.di import NamedDependency
from sqlmodel import Session

from network.actors import Actor
from network.clock import now
from network.providers.queries.directory import Wanting, list_agencies, list_services
from web.pages.directory import DirectoryPage, agencies_page, directory_page
from web.pages.paging import page_number
from web.show import Page, show

AnyRequest = Request[Any, Any, Any]


@get("/directory", name="directory", sync_to_thread=True)
def show_directory(
    request: AnyRequest, session: NamedDependency[Session], staff: NamedDependency[Actor]
) -> Page:
    return show(request, staff, "directory/list.html", list_of(request, session, staff))


@get("/our-services", name="our-services", sync_to_thread=True)
def show_our_services(
    request: AnyRequest, session: NamedDependency[Session], staff: NamedDependency[Actor]
) -> Page:
    return show(request, staff, "directory/list.html", list_of(request, session, staff))


@get("/directory/organizations", name="agencies", sync_to_thread=True)
def show_agencies(
    request: AnyRequest, session: NamedDependency[Session], staff: NamedDependency[Actor]
) -> Page:
    q, number = request.query_params.get("q", "").strip()[:200], page_number(request.query_params.get("page"))
    rows, total = list_agencies(session, staff, q=q, page=number)
    return show(
        request, staff, "directory/agencies.html", agencies_page(staff, rows, total, q=q, page=number)
    )


def list_of(request: AnyRequest, session: Session, actor: Actor) -> DirectoryPage:
    """The listings that the address asks for."""
    asked = request.query_params
    q, number = asked.get("q", "").strip()[:200], page_number(asked.get("page"))
    wanting = Wanting(asked["wanting"]) if asked.get("wanting") in set(Wanting) else None
    found = list_services(session, actor, q=q, wanting=wanting, page=number)
    return directory_page(actor, found, q=q, wanting=wanting, page=number, now=now())


router = Router(
    "/", route_handlers=[show_directory, show_our_services, show_agencies], include_in_schema=False
)
