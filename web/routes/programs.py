"""URLs of the diversion programs of an agency."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect
from sqlmodel import Session

from network.actors import Actor
from network.people import operations as write
from network.people.caseload import know_caseload
from network.people.file import get_program, programs_of
from network.rules.people_permissions import may_keep_programs
from network.rules.permissions import require
from network.words import say
from web.forms.again import shown_again
from web.forms.cases import program_values, typed_program
from web.forms.typed import Typed
from web.pages.case import ProgramsPage, program_page, programs_page
from web.pages.filled import EMPTY, Filled
from web.show import Page, go_to, show

AnyRequest = Request[Any, Any, Any]
Form = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]
LIST, EDIT = "people/programs.html", "people/program.html"
FIELDS = ("name", "intake_days", "is_active")


@get("/", name="programs", sync_to_thread=True)
def list_programs(
    request: AnyRequest, session: NamedDependency[Session], staff: NamedDependency[Actor]
) -> Page:
    know_caseload(staff)
    return show(request, staff, LIST, _programs(session, staff, EMPTY))


def _programs(session: Session, staff: Actor, form: Filled) -> ProgramsPage:
    programs = programs_of(session, staff.organization_id, with_past=True)
    may_change = bool(may_keep_programs(staff, staff.organization_id))
    return programs_page(programs, may_change=may_change, form=form)


@post("/", name="program-added", status_code=303, sync_to_thread=True)
def add_program(
    request: AnyRequest, data: Form, session: NamedDependency[Session], staff: NamedDependency[Actor]
) -> Redirect:
    know_caseload(staff)
    typed = Typed(data)
    values = {name: typed.text(name) for name in FIELDS}
    with shown_again(LIST, lambda wrong: _programs(session, staff, Filled(values, wrong))):
        name, intake_days = typed_program(typed)
        write.add_program(session, staff, name=name, intake_days=intake_days)
    return go_to(request, "/programs", say("The program is added."))


@get("/{program_id:uuid}", name="program", sync_to_thread=True)
def show_program(
    request: AnyRequest,
    program_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page:
    know_caseload(staff)
    program = get_program(session, staff, program_id)
    require(may_keep_programs(staff, program.organization_id))
    return show(request, staff, EDIT, program_page(program, Filled(program_values(program))))


@post("/{program_id:uuid}", name="program-changed", status_code=303, sync_to_thread=True)
def change_program(
    request: AnyRequest,
    program_id: FromPath[UUID],
    data: Form,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    know_caseload(staff)
    program, typed = get_program(session, staff, program_id), Typed(data)
    values, is_active = {name: typed.text(name) for name in FIELDS}, typed.ticked("is_active")
    with shown_again(EDIT, lambda wrong: program_page(program, Filled(values, wrong))):
        name, days = typed_program(typed)
        write.change_program(session, staff, program, name=name, intake_days=days, is_active=is_active)
    return go_to(request, "/programs", say("Saved."))


router = Router(
    "/programs",
    route_handlers=[list_programs, add_program, show_program, change_program],
    include_in_schema=False,
)
