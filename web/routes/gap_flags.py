"""URLs of gaps: the list of those that were opened, one of them, and what leadership does with it."""

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect
from sqlmodel import Session

from network.actors import Actor
from network.errors import Conflict, Invalid, NotFound
from network.gaps import operations
from network.gaps.flags import GapFilter, get_gap, list_gaps, owner_names
from network.gaps.looking import look_at_gap
from network.gaps.queries import newest_survey
from network.places.geocoder import own_places
from network.places.naming import PlaceNames, names_of
from network.tables import Gap
from network.words import Say, say
from web.csv_file import csv_file
from web.forms.gap_flags import MOVES, STATES, GapForm, list_form
from web.pages.gap import GapPage, gap_page
from web.pages.gap_flags import gap_list_page, gap_rows
from web.pages.gap_moves import OWNER, REMARK, REVIEW, Refused
from web.pages.paging import page_number
from web.refusals import WrongForm
from web.show import Page, go_to, show
from web.world import World

AnyRequest = Request[Any, Any, Any]
GapData = Annotated[GapForm, Body(media_type=RequestEncodingType.URL_ENCODED)]
LIST, SHOW = "gap_flags/list.html", "gap_flags/show.html"

OPERATIONS: dict[str, Callable[..., None]] = {
    "acknowledge": operations.acknowledge_gap,
    "plan": operations.plan_gap,
    "accept": operations.accept_gap,
    "resolve": operations.resolve_gap,
    "take_up": operations.take_up_gap,
}


@get("/flags", name="gap-flags", sync_to_thread=True)
def show_gaps(
    request: AnyRequest,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Page:
    form = list_form(request.query_params)
    found, everything = list_gaps(session, staff, form.wanted), all_gaps(session, staff)
    names, survey = owner_names(session, (gap.owner_account_id for gap in everything)), newest_survey(session)
    page = gap_list_page(
        staff, form, found, everything, place_names(world), names,
        today=staff.today, as_of=survey.made_at if survey else None,
        number=page_number(request.query_params.get("page")),
    )  # fmt: skip
    return show(request, staff, LIST, page)


@get("/flags.csv", name="gap-flags-csv", sync_to_thread=True)
def show_table(
    request: AnyRequest,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Response[bytes]:
    found = list_gaps(session, staff, list_form(request.query_params).wanted)
    owners = owner_names(session, (gap.owner_account_id for gap in found))
    return csv_file(gap_rows(found, staff, place_names(world), owners), "gaps.csv")


@get("/{gap_id:uuid}", name="gap", sync_to_thread=True)
def show_gap(
    request: AnyRequest,
    gap_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Page:
    return show(request, staff, SHOW, page_of(session, staff, world, get_gap(session, staff, gap_id)))


@post("/{gap_id:uuid}/moves/{move:str}", name="gap-move", status_code=303, sync_to_thread=True)
def move_gap(
    request: AnyRequest,
    gap_id: FromPath[UUID],
    move: FromPath[str],
    data: GapData,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Redirect:
    gap = get_gap(session, staff, gap_id)
    try:
        make(session, staff, gap, move, data)
    except (Conflict, Invalid) as refused:
        raise again(session, staff, world, gap, move, data, refused) from None
    return go_to(request, f"/gaps/{gap_id}", say("Done. It stands in the history of this gap."))


@post("/{gap_id:uuid}/owner", name="gap-owner", status_code=303, sync_to_thread=True)
def change_owner(
    request: AnyRequest,
    gap_id: FromPath[UUID],
    data: GapData,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Redirect:
    gap = get_gap(session, staff, gap_id)
    try:
        operations.assign_gap(session, staff, gap, owner_id=data.owner_id())
    except (Conflict, Invalid) as refused:
        raise again(session, staff, world, gap, OWNER, data, refused) from None
    return go_to(request, f"/gaps/{gap_id}", say("Saved. Whoever answers for it now gets a letter."))


@post("/{gap_id:uuid}/review", name="gap-review", status_code=303, sync_to_thread=True)
def change_review(
    request: AnyRequest,
    gap_id: FromPath[UUID],
    data: GapData,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Redirect:
    gap = get_gap(session, staff, gap_id)
    try:
        operations.set_review(session, staff, gap, review_on=data.day())
    except (Conflict, Invalid) as refused:
        raise again(session, staff, world, gap, REVIEW, data, refused) from None
    return go_to(request, f"/gaps/{gap_id}", say("Saved. On that day it stands on top of the list."))


@post("/{gap_id:uuid}/remarks", name="gap-remark", status_code=303, sync_to_thread=True)
def remark(
    request: AnyRequest,
    gap_id: FromPath[UUID],
    data: GapData,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Redirect:
    gap = get_gap(session, staff, gap_id)
    try:
        operations.remark_gap(session, staff, gap, words=data.words)
    except Invalid as refused:
        raise again(session, staff, world, gap, REMARK, data, refused) from None
    return go_to(request, f"/gaps/{gap_id}", say("Written down."))


def make(session: Session, actor: Actor, gap: Gap, move: str, form: GapForm) -> None:
    """The operation of this move with what was typed. Raises NotFound, NotAllowed, Invalid, Conflict."""
    if move not in OPERATIONS:
        raise NotFound
    OPERATIONS[move](session, actor, gap, **form.given(MOVES[move]))


def again(
    session: Session,
    actor: Actor,
    world: World,
    gap: Gap,
    name: str,
    form: GapForm,
    refused: Conflict | Invalid,
) -> WrongForm:
    """The page as it is now, with what was typed and what to do. Nothing was kept."""
    problems = refused.problems if isinstance(refused, Invalid) else {}
    sentence: Say | None = refused.sentence if isinstance(refused, Conflict) else None
    page = page_of(session, actor, world, gap, Refused(name, vars(form), problems, sentence))
    return WrongForm(SHOW, page, status_code=422 if isinstance(refused, Invalid) else 409)


def page_of(
    session: Session, actor: Actor, world: World, gap: Gap, refused: Refused | None = None
) -> GapPage:
    """The gap as it stands now."""
    view = look_at_gap(session, actor, gap)
    return gap_page(actor, view, place_names(world), today=actor.today, refused=refused)


def place_names(world: World) -> PlaceNames:
    """What counties and towns are called here."""
    return names_of(own_places(world.geocoder))


def all_gaps(session: Session, actor: Actor) -> list[Gap]:
    return list_gaps(session, actor, GapFilter(STATES["all"]))


router = Router(
    "/gaps",
    route_handlers=[show_gaps, show_table, show_gap, move_gap, change_owner, change_review, remark],
    include_in_schema=False,
)
