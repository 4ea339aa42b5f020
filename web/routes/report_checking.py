"""URLs for whoever was given a report, with or without an account: is it genuine?"""

from typing import Any

from litestar import MediaType, Request, Response, Router, get, post
from litestar.di import NamedDependency, Provide
from sqlmodel import Session

from network.actors import Actor
from network.reports.queries import public_keys
from network.reports.signing import public_text
from network.reports.verifying import verify_here
from web.forms.reports import sent_file
from web.pages.report_checking import CheckPage, checked_page, nothing_chosen_page
from web.refusals import WrongForm
from web.report_making import key_of
from web.routes.consent_signing import sent_form
from web.show import Page, show
from web.world import World

AnyRequest = Request[Any, Any, Any]
CHECK = "reports/check.html"


@get("/check", name="report-check", sync_to_thread=True)
def show_check(request: AnyRequest, actor: NamedDependency[Actor]) -> Page:
    return show(request, actor, CHECK, CheckPage())


@post(
    "/check",
    name="report-checked",
    status_code=200,
    sync_to_thread=True,
    dependencies={"given": Provide(sent_form)},
)
def check(
    request: AnyRequest,
    given: NamedDependency[dict[str, Any]],
    actor: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Page:
    content = sent_file(given)
    if not content:
        raise WrongForm(CHECK, nothing_chosen_page())
    with world.store.reading() as session:
        verdict = verify_here(session, content)
    return show(request, actor, CHECK, checked_page(verdict))


@get("/key", name="report-key", sync_to_thread=True)
def show_key(session: NamedDependency[Session], world: NamedDependency[World]) -> Response[str]:
    """The keys with which reports were signed here, the one in use first, one in a line."""
    keys = dict.fromkeys([public_text(key_of(world.settings)), *public_keys(session)])
    return Response("".join(f"{key}\n" for key in keys), media_type=MediaType.TEXT)


router = Router("/reports", route_handlers=[show_check, check, show_key], include_in_schema=False)
