"""URLs of a case: open it, stop its clock, say who takes part, close it."""

from collections.abc import Callable, Mapping
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
from network.people.file import (
    account_at,
    caseworkers_of,
    get_participation,
    get_program,
    participants_of,
    programs_of,
)
from network.people.queries import (
    get_case,
    get_person_to_change,
    program_of,
    relation,
)
from network.rules.people_permissions import may_change_person
from network.rules.permissions import require
from network.tables import CaseFile, Person
from network.words import Say, say
from web.forms.again import shown_again
from web.forms.cases import (
    CASE_FIELDS,
    TypedParticipant,
    case_values,
    typed_case,
    typed_disposition,
    typed_ending,
    typed_participant,
)
from web.forms.typed import Typed
from web.pages.case import CasePage, NewCasePage, case_page, new_case_page
from web.pages.filled import Filled
from web.show import Page, go_to, show

AnyRequest = Request[Any, Any, Any]
Form = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]
NEW, SHOW = "people/new_case.html", "people/case.html"


@get("/people/{person_id:uuid}/cases/new", name="case-new", sync_to_thread=True)
def show_new_case(
    request: AnyRequest,
    person_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page:
    person = get_person_to_change(session, staff, person_id)
    values = {"opened_on": staff.today.isoformat(), "officer": str(staff.id)}
    return show(request, staff, NEW, _new_case(session, staff, person, Filled(values)))


@post("/people/{person_id:uuid}/cases", name="case-opened", status_code=303, sync_to_thread=True)
def open_case(
    request: AnyRequest,
    person_id: FromPath[UUID],
    data: Form,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    person, typed = get_person_to_change(session, staff, person_id), Typed(data)
    values = {name: typed.text(name) for name in CASE_FIELDS}
    with shown_again(
        NEW, lambda wrong: _new_case(session, staff, person, Filled(values, wrong)), field="program"
    ):
        _open_case(session, staff, person, typed)
    return go_to(request, f"/people/{person_id}", say("The case is open."))


def _open_case(session: Session, staff: Actor, person: Person, typed: Typed) -> None:
    asked = typed_case(typed, staff.time_zone)
    write.open_case(
        session,
        staff,
        person,
        program=get_program(session, staff, asked.program_id) if asked.program_id else None,
        reference=asked.reference,
        opened_on=asked.opened_on,
        intake_by=asked.intake_by,
        officer_id=asked.officer_id,
    )


def _new_case(session: Session, staff: Actor, person: Person, form: Filled) -> NewCasePage:
    programs = programs_of(session, person.organization_id)
    officers = caseworkers_of(session, person.organization_id)
    return new_case_page(person, programs, officers, staff, now(), form)


@get("/cases/{case_id:uuid}", name="case", sync_to_thread=True)
def show_case(
    request: AnyRequest,
    case_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page:
    case, person = get_case(session, staff, case_id)
    return show(request, staff, SHOW, _case(session, staff, case, person, {}))


def _case(
    session: Session, staff: Actor, case: CaseFile, person: Person, forms: dict[str, Filled]
) -> CasePage:
    program = program_of(session, case)
    kept = {"change": Filled(case_values(case, staff.time_zone))}
    prefixed = {
        "participant": Filled(prefix="participant-"),
        "closing": Filled(prefix="closing-"),
        "disposition": Filled(prefix="disposition-"),
    }
    return case_page(
        case,
        person,
        program.name if program else "",
        participants_of(session, case.id, with_past=True),
        caseworkers_of(session, case.organization_id),
        staff,
        now(),
        may_change=bool(may_change_person(staff, relation(session, staff, person))),
        forms=kept | prefixed | forms,
    )


Change = Callable[[CaseFile, Typed], object]


def _do(
    request: AnyRequest,
    session: Session,
    staff: Actor,
    case_id: UUID,
    data: Mapping[str, Any],
    change: Change,
    form: tuple[str, str],
    done: Say,
) -> Redirect:
    """Change the case; what cannot be is shown again in the form of this name, at this field."""
    case, person = get_case(session, staff, case_id)
    require(may_change_person(staff, relation(session, staff, person)))
    typed, (name, field) = Typed(data), form
    prefix = "f-" if name == "change" else f"{name}-"
    values = {
        key: typed.text(key) for key in (*CASE_FIELDS, "account", "email", "role", "ending", "disposed_on")
    }

    def again(wrong: Mapping[str, Say]) -> CasePage:
        return _case(session, staff, case, person, {name: Filled(values, wrong, prefix)})

    with shown_again(SHOW, again, field=field):
        change(case, typed)
    return go_to(request, f"/cases/{case_id}", done)


@post("/cases/{case_id:uuid}", name="case-changed", status_code=303, sync_to_thread=True)
def change_case(
    request: AnyRequest,
    case_id: FromPath[UUID],
    data: Form,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    def change(case: CaseFile, typed: Typed) -> None:
        asked = typed_case(typed, staff.time_zone)
        write.change_case(session, staff, case, reference=asked.reference, intake_by=asked.intake_by)

    return _do(request, session, staff, case_id, data, change, ("change", "reference"), say("Saved."))


@post("/cases/{case_id:uuid}/intake", name="case-intake", status_code=303, sync_to_thread=True)
def record_intake(
    request: AnyRequest,
    case_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    case, person = get_case(session, staff, case_id)
    write.record_intake(session, staff, case)
    return go_to(request, f"/people/{person.id}", say("Intake is done. The clock has stopped."))


@post("/cases/{case_id:uuid}/disposition", name="case-disposition", status_code=303, sync_to_thread=True)
def record_disposition(
    request: AnyRequest,
    case_id: FromPath[UUID],
    data: Form,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    def change(case: CaseFile, typed: Typed) -> None:
        write.record_disposition(session, staff, case, disposed_on=typed_disposition(typed))

    done = say("The final disposition is recorded. Consents that last until then have ended.")
    return _do(request, session, staff, case_id, data, change, ("disposition", "disposed_on"), done)


@post("/cases/{case_id:uuid}/participants", name="case-participant", status_code=303, sync_to_thread=True)
def add_participant(
    request: AnyRequest,
    case_id: FromPath[UUID],
    data: Form,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    def change(case: CaseFile, typed: Typed) -> None:
        asked = typed_participant(typed)
        write.add_participant(session, staff, case, _account(session, asked), asked.role)

    done = say("They take part in the case from now on.")
    return _do(request, session, staff, case_id, data, change, ("participant", "account"), done)


def _account(session: Session, asked: TypedParticipant) -> UUID:
    account_id = asked.account_id or account_at(session, asked.email)
    if account_id is None:
        raise Invalid({"email": say("Nobody signs in here with this address.")})
    return account_id


@post(
    "/cases/{case_id:uuid}/participants/{participation_id:uuid}/end",
    name="case-participant-left",
    status_code=303,
    sync_to_thread=True,
)
def end_participation(
    request: AnyRequest,
    case_id: FromPath[UUID],
    participation_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    write.end_participation(session, staff, get_participation(session, staff, case_id, participation_id))
    return go_to(request, f"/cases/{case_id}", say("They no longer take part in this case."))


@post("/cases/{case_id:uuid}/closing", name="case-closing", status_code=303, sync_to_thread=True)
def close_case(
    request: AnyRequest,
    case_id: FromPath[UUID],
    data: Form,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    def change(case: CaseFile, typed: Typed) -> None:
        write.close_case(session, staff, case, ending=typed_ending(typed))

    done = say("The case is closed. Consents that last as long as it does have ended.")
    return _do(request, session, staff, case_id, data, change, ("closing", "ending"), done)


router = Router(
    "/",
    route_handlers=[
        show_new_case,
        open_case,
        show_case,
        change_case,
        record_intake,
        record_disposition,
        add_participant,
        end_participation,
        close_case,
    ],
    include_in_schema=False,
)
