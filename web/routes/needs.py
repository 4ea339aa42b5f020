"""URLs of what a person needs."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect
from sqlmodel import Session

from network.actors import Actor
from network.clock import now
from network.errors import Invalid
from network.people import operations as write
from network.people.queries import case_of, get_need, get_person_to_change, program_of, relation
from network.places.geocoder import locate
from network.places.point import Point
from network.questions.places import place_rows
from network.questions.prefilling import kind_of
from network.rules.need_facts import plain_facts
from network.rules.people_permissions import may_change_person
from network.rules.permissions import require
from network.rules.person_facts import NAMES
from network.tables import Need, Person
from network.words import say
from web.forms.again import shown_again
from web.forms.cases import typed_standing
from web.forms.people import NEED_FIELDS, need_values, typed_need
from web.forms.typed import Typed
from web.pages.doors import NOTHING_SAID
from web.pages.filled import Filled
from web.pages.onward import NOWHERE, Onward
from web.pages.people_editing import NeedPage, first_values, need_page
from web.referring import said_of_person
from web.show import Page, go_to, show
from web.world import World

AnyRequest = Request[Any, Any, Any]
Form = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]
EDIT = "people/need.html"
ZIP_DIGITS = 5


@get("/people/{person_id:uuid}/needs/new", name="need-new", sync_to_thread=True)
def show_new_need(
    request: AnyRequest,
    person_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page:
    person = get_person_to_change(session, staff, person_id)
    onward = Onward.read(request.query_params.dict())
    known = first_values(person, staff.time_zone, now()) | _chosen_before(request, session, staff, onward)
    page = _need(session, staff, person, None, Filled(known), onward=onward)
    return show(request, staff, EDIT, page)


@post("/people/{person_id:uuid}/needs", name="need-opened", status_code=303, sync_to_thread=True)
def open_need(
    request: AnyRequest,
    person_id: FromPath[UUID],
    data: Form,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Redirect:
    typed, onward = Typed(data), Onward.read(data)
    point = _point(world, typed)
    person = get_person_to_change(session, staff, person_id)
    with shown_again(
        EDIT, lambda wrong: _need(session, staff, person, None, _filled(typed, wrong), onward=onward)
    ):
        need = write.open_need(session, staff, person, typed_need(_known_place(typed, point), "", point))
    return _after_need(request, need, onward)


@get("/needs/{need_id:uuid}", name="need", sync_to_thread=True)
def show_need(
    request: AnyRequest,
    need_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page:
    need, person = get_need(session, staff, need_id)
    get_person_to_change(session, staff, person.id)
    return show(request, staff, EDIT, _need(session, staff, person, need, Filled(need_values(need))))


@post("/needs/{need_id:uuid}", name="need-changed", status_code=303, sync_to_thread=True)
def change_need(
    request: AnyRequest,
    need_id: FromPath[UUID],
    data: Form,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Redirect:
    typed = Typed(data)
    point = _point(world, typed)
    need, person = get_need(session, staff, need_id)
    with shown_again(
        EDIT, lambda wrong: _need(session, staff, person, need, _filled(typed, wrong)), field="words"
    ):
        write.change_need(session, staff, need, typed_need(_known_place(typed, point), need.kind, point))
    return go_to(request, f"/people/{person.id}", say("Saved."))


@post("/needs/{need_id:uuid}/closing", name="need-closing", status_code=303, sync_to_thread=True)
def close_need(
    request: AnyRequest,
    need_id: FromPath[UUID],
    data: Form,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    need, person = get_need(session, staff, need_id)
    require(may_change_person(staff, relation(session, staff, person)))
    kept, typed = Filled(need_values(need)), Typed(data)
    with shown_again(
        EDIT,
        lambda wrong: _need(session, staff, person, need, kept, Filled({}, wrong, "closing-")),
        field="status",
    ):
        write.close_need(session, staff, need, status=typed_standing(typed))
    return go_to(request, f"/people/{person.id}", say("This need is closed."))


def _need(
    session: Session,
    staff: Actor,
    person: Person,
    need: Need | None,
    form: Filled,
    closing: Filled | None = None,
    *,
    onward: Onward = NOWHERE,
) -> NeedPage:
    case = case_of(session, person.id)
    program = program_of(session, case)
    name = program.name if program else ""
    closing = closing or Filled(prefix="closing-")
    return need_page(person, need, case, name, staff, now(), form, closing, onward)


def _chosen_before(
    request: AnyRequest, session: Session, staff: Actor, onward: Onward
) -> dict[str, str | tuple[str, ...]]:
    """What the chosen place and the search say of the need: its kind, and what was said of the person."""
    rows = place_rows(session, onward.place_ids, language=staff.language)
    kinds = filter(None, (kind_of(session, row.service.id) for row in rows))
    said = said_of_person(request, session, staff) if rows else NOTHING_SAID
    return {**plain_facts(said.facts), "kind": next(kinds, "")}


def _after_need(request: AnyRequest, need: Need, onward: Onward) -> Redirect:
    """To the referral, where a place was chosen before; else to the person."""
    if onward.place_ids:
        return go_to(request, onward.refer_href(need.id), say("Saved. Now say what they may know."))
    return go_to(request, f"/people/{need.person_id}", say("Saved. Now find a service that fits."))


def _filled(typed: Typed, problems: Any) -> Filled:
    values: dict[str, str | tuple[str, ...]] = {name: typed.text(name) for name in NEED_FIELDS}
    return Filled(values | {name: typed.several(name) for name in NAMES}, problems)


def _point(world: World, typed: Typed) -> Point | None:
    """The middle of the ZIP code, looked up on this machine."""
    text = typed.text("zip")
    if len(text) != ZIP_DIGITS or not text.isdecimal():
        return None
    found = locate(text, world.geocoder, settled=False)
    return found.point if found else None


def _known_place(typed: Typed, point: Point | None) -> Typed:
    """What was typed, when its ZIP code is one that we know. Raises Invalid."""
    if typed.text("zip") and point is None:
        raise Invalid({"zip": say("We do not know this ZIP code. Check its five digits.")})
    return typed


router = Router(
    "/",
    route_handlers=[show_new_need, open_need, show_need, change_need, close_need],
    include_in_schema=False,
)
