"""URLs of the demonstration's outbox; outside the demonstration there is none."""

from typing import Any
from uuid import UUID

from litestar import Request, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel import Session

from network.actors import Actor
from network.notices.queries import get_letter, show_outbox
from web.forms.users import UsersQuery
from web.pages.outbox import letter_page, outbox_page
from web.show import Page, show
from web.world import World

AnyRequest = Request[Any, Any, Any]


@get("/", name="outbox", sync_to_thread=True)
def list_letters(
    request: AnyRequest,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Page:
    page = UsersQuery.read(request.query_params.dict()).page
    found = show_outbox(session, staff, world.settings, page)
    return show(request, staff, "outbox/list.html", outbox_page(found))


@get("/{letter_id:uuid}", name="letter", sync_to_thread=True)
def show_letter(
    request: AnyRequest,
    letter_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Page:
    letter = get_letter(session, staff, world.settings, letter_id)
    return show(request, staff, "outbox/show.html", letter_page(letter, world.settings))


router = Router("/outbox", route_handlers=[list_letters, show_letter], include_in_schema=False)
