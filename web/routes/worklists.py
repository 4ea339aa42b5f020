"""URLs of what waits: today, the inbox, the board; and of stepping in where something is stuck."""

from typing import Any
from uuid import UUID

from litestar import Request, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel import Session

from network.actors import Actor
from network.clock import now
from network.providers.queries.holds import open_holds
from network.questions.queries import waiting_questions
from network.referrals.queries import get_referral
from network.words import say
from network.worklists import queries
from network.worklists.lists import RECEIVERS, WorkList
from network.worklists.operations import ask_for_help, take_over_referral
from web.pages.paging import page_number
from web.pages.worklists import board_page, inbox_page, today_page
from web.show import Page, go_to, show

AnyRequest = Request[Any, Any, Any]


@get("/today", name="today", sync_to_thread=True)
def show_today(request: AnyRequest, session: NamedDependency[Session], staff: NamedDependency[Actor]) -> Page:
    page = today_page(staff, queries.today(session, staff), now(), open_holds(session, staff))
    return show(request, staff, "worklists/today.html", page)


@get("/inbox", name="inbox", sync_to_thread=True)
def show_inbox(request: AnyRequest, session: NamedDependency[Session], staff: NamedDependency[Actor]) -> Page:
    work, number = list_of(request), page_number(request.query_params.get("page"))
    rows, counts = queries.inbox(session, staff, work, number)
    page = inbox_page(staff, work, rows, counts, number, now(), waiting_questions(session, staff))
    return show(request, staff, "worklists/inbox.html", page)


@get("/board", name="board", sync_to_thread=True)
def show_board(request: AnyRequest, session: NamedDependency[Session], staff: NamedDependency[Actor]) -> Page:
    page = board_page(staff, queries.board(session, staff), now())
    return show(request, staff, "worklists/board.html", page)


@post("/referrals/{referral_id:uuid}/keeper", name="referral-keeper", status_code=303, sync_to_thread=True)
def take_over(
    request: AnyRequest,
    referral_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    take_over_referral(session, staff, get_referral(session, staff, referral_id))
    return go_to(request, f"/referrals/{referral_id}", say("You look after this referral now."))


@post(
    "/referrals/{referral_id:uuid}/help-request",
    name="referral-help-request",
    status_code=303,
    sync_to_thread=True,
)
def ask_coordinators(
    request: AnyRequest,
    referral_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    ask_for_help(session, staff, get_referral(session, staff, referral_id))
    return go_to(request, f"/referrals/{referral_id}", say("Your coordinators were asked to step in."))


def list_of(request: AnyRequest) -> WorkList:
    """The list of the inbox that the address asks for."""
    asked = request.query_params.get("list")
    return WorkList(asked) if asked in set(RECEIVERS) else WorkList.TO_ANSWER


router = Router(
    "/",
    route_handlers=[show_today, show_inbox, show_board, take_over, ask_coordinators],
    include_in_schema=False,
)
