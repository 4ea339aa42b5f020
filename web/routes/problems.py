"""URLs for saying that a listing is wrong (anybody), and for looking into it (curators)."""

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
from network.providers.operations import report_problem, settle_problem
from network.providers.queries.directory import get_plain_service
from network.providers.queries.listings import get_service
from network.providers.queries.problems import get_problem, list_problems
from network.words import say
from web.forms.ids import id_or_none
from web.forms.problems import ProblemForm, SettleForm
from web.limits import key_of, limit_of
from web.pages.filled import Filled
from web.pages.paging import page_number
from web.pages.problems import problem_page, problems_page
from web.refusals import WrongForm
from web.show import Page, go_to, show

AnyRequest = Request[Any, Any, Any]
TIMES, SECONDS = 10, 3600


@get("/services/{service_id:uuid}/problems/new", name="problem-new", sync_to_thread=True)
def show_problem_form(
    request: AnyRequest,
    service_id: FromPath[UUID],
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
) -> Page:
    page = problem_page(get_service(session, actor, service_id), location_of(request))
    return show(request, actor, "problems/new.html", page)


@post("/services/{service_id:uuid}/problems", name="problem", status_code=303, sync_to_thread=True)
def send_problem(
    request: AnyRequest,
    service_id: FromPath[UUID],
    data: Annotated[ProblemForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
) -> Redirect:
    at = location_of(request)
    count_report(request, actor)
    try:
        service = get_plain_service(session, service_id)
        report_problem(session, actor, service, kind=data.checked(), words=data.words, location_id=at)
    except Invalid as wrong:
        page = problem_page(get_service(session, actor, service_id), at, Filled(vars(data), wrong.problems))
        raise WrongForm("problems/new.html", page) from None
    return go_to(request, f"/services/{service_id}/problems/thanks" + (f"?at={at}" if at else ""))


@get("/services/{service_id:uuid}/problems/thanks", name="problem-thanks", sync_to_thread=True)
def show_thanks(
    request: AnyRequest,
    service_id: FromPath[UUID],
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
) -> Page:
    page = problem_page(get_service(session, actor, service_id), location_of(request))
    return show(request, actor, "problems/thanks.html", page)


@get("/directory/problems", name="problems", sync_to_thread=True)
def show_problems(
    request: AnyRequest, session: NamedDependency[Session], staff: NamedDependency[Actor]
) -> Page:
    settled = request.query_params.get("settled") == "yes"
    number = page_number(request.query_params.get("page"))
    problems, total = list_problems(session, staff, settled=settled, page=number)
    page = problems_page(problems, total, settled=settled, page=number)
    return show(request, staff, "problems/list.html", page)


@post(
    "/directory/problems/{problem_id:uuid}/settlement",
    name="problem-settlement",
    status_code=303,
    sync_to_thread=True,
)
def settle(
    request: AnyRequest,
    problem_id: FromPath[UUID],
    data: Annotated[SettleForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    problem = get_problem(session, staff, problem_id)
    settle_problem(session, staff, problem, status=data.checked())
    return go_to(request, "/directory/problems", say("Settled. Thank you for looking into it."))


def location_of(request: AnyRequest) -> UUID | None:
    """The place the address names."""
    return id_or_none(request.query_params.get("at"))


def count_report(request: AnyRequest, actor: Actor) -> None:
    """Slow down whoever reports one listing after the other. Raises TooMany."""
    sentence = say("You have reported many listings. Please wait an hour before the next one.")
    limit_of(request, "problems", TIMES, SECONDS).count(key_of(request, actor), sentence)


router = Router(
    "/",
    route_handlers=[show_problem_form, send_problem, show_thanks, show_problems, settle],
    include_in_schema=False,
)
