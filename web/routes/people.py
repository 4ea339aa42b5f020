"""URLs of the caseload and of one person. A name is only ever typed into a form that is posted."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect
from msgspec.structs import replace
from sqlmodel import Session

from network.actors import Actor
from network.clock import now
from network.consent.overview import known_consents
from network.ids import new_id
from network.people import operations as write
from network.people.caseload import Stage, Whose, caseload, know_caseload
from network.people.file import person_file
from network.people.known import Known
from network.people.queries import (
    case_of,
    get_person_to_change,
    program_of,
    safe_contact_of,
)
from network.people.words import AlreadyKnown
from network.referrals.queries import referrals_of_person
from network.rules.people_permissions import may_add_person, may_keep_programs
from network.rules.permissions import require
from network.tables import Person
from network.words import say
from network.worklists.rows import shown_rows
from web.forms.again import shown_again
from web.forms.ids import id_or_none
from web.forms.people import (
    CONTACT_FLAGS,
    CONTACT_TEXTS,
    PERSON_FIELDS,
    contact_values,
    person_values,
    seen_at,
    typed_contact,
    typed_person,
)
from web.forms.typed import Typed
from web.pages.filled import Filled
from web.pages.onward import Onward
from web.pages.paging import page_number
from web.pages.people import CaseloadPage, caseload_page
from web.pages.people_editing import NewPersonPage, RecordPage, new_person_page, record_page
from web.pages.person import person_page
from web.pages.work_cards import person_cards
from web.show import Page, go_to, show

AnyRequest = Request[Any, Any, Any]
Form = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]
LIST, NEW, SHOW = "people/list.html", "people/new.html", "people/show.html"
RECORD, CONTACT = "people/record.html", "people/contact.html"


@get("/", name="people", sync_to_thread=True)
def list_people(
    request: AnyRequest, session: NamedDependency[Session], staff: NamedDependency[Actor]
) -> Page:
    return show(request, staff, LIST, _caseload(request, session, staff, ""))


@post("/look", name="people-look", status_code=200, sync_to_thread=True)
def look_for_name(
    request: AnyRequest, data: Form, session: NamedDependency[Session], staff: NamedDependency[Actor]
) -> Page:
    return show(request, staff, LIST, _caseload(request, session, staff, Typed(data).text("name")))


def _caseload(request: AnyRequest, session: Session, staff: Actor, name: str) -> CaseloadPage:
    query = request.query_params
    whose = Whose.AGENCY if query.get("whose") == Whose.AGENCY else Whose.OWN
    stage = Stage.ENDED if query.get("stage") == Stage.ENDED else Stage.HERE
    found = caseload(
        session, staff, whose=whose, stage=stage, name=name[:200], page=page_number(query.get("page"))
    )
    return caseload_page(
        found,
        staff,
        whose=found.whose,
        stage=stage,
        name=name,
        may_add=bool(may_add_person(staff)),
        keeps_programs=bool(may_keep_programs(staff, staff.organization_id)),
    )


@get("/new", name="person-new", sync_to_thread=True)
def show_new_person(request: AnyRequest, staff: NamedDependency[Actor]) -> Page:
    know_caseload(staff)
    require(may_add_person(staff))
    onward = Onward.read(request.query_params.dict())
    page = new_person_page(Filled({"language": "en"}), str(new_id()), (), staff, onward)
    return show(request, staff, NEW, page)


@post("/new", name="person-entered", status_code=303, sync_to_thread=True)
def enter_person(
    request: AnyRequest, data: Form, session: NamedDependency[Session], staff: NamedDependency[Actor]
) -> Redirect | Page:
    know_caseload(staff)
    typed = Typed(data)
    try:
        with shown_again(NEW, lambda wrong: _typed_again(typed, staff, (), wrong)):
            person = _enter(session, staff, typed)
    except AlreadyKnown as error:
        write.notice_known(session, staff, error.known)
        return show(request, staff, NEW, _typed_again(typed, staff, error.known, {}), status_code=409)
    onward = Onward.read(data)
    href = onward.to(f"/people/{person.id}/needs/new" if onward.place_ids else f"/people/{person.id}")
    return go_to(request, href, say("On your caseload. Now say what is needed."))


def _enter(session: Session, staff: Actor, typed: Typed) -> Person:
    return write.add_person(
        session,
        staff,
        typed_person(typed),
        phone=typed.text("phone"),
        anyway=typed.ticked("anyway"),
        person_id=id_or_none(typed.text("key")),
    )


def _typed_again(typed: Typed, staff: Actor, known: tuple[Known, ...], problems: Any) -> NewPersonPage:
    form = Filled({name: typed.text(name) for name in PERSON_FIELDS}, problems)
    return new_person_page(form, typed.text("key"), known, staff, Onward.read(typed.given))


@get("/{person_id:uuid}", name="person", sync_to_thread=True)
def show_person(
    request: AnyRequest,
    person_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page:
    file = person_file(session, staff, person_id)
    page = person_page(file, known_consents(session, file.person), staff, now())
    rows = shown_rows(session, staff, referrals_of_person(session, staff, person_id))
    return show(request, staff, SHOW, replace(page, referrals=person_cards(staff, rows, now())))


@get("/{person_id:uuid}/record", name="person-record", sync_to_thread=True)
def show_record(
    request: AnyRequest,
    person_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page:
    person = get_person_to_change(session, staff, person_id)
    page = _record(session, staff, person, "record", Filled(person_values(person)))
    return show(request, staff, RECORD, page)


@post("/{person_id:uuid}/record", name="person-corrected", status_code=303, sync_to_thread=True)
def correct_record(
    request: AnyRequest,
    person_id: FromPath[UUID],
    data: Form,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    person, typed = get_person_to_change(session, staff, person_id), Typed(data)
    values = {name: typed.text(name) for name in PERSON_FIELDS} | {"seen": person.changed_at.isoformat()}
    with shown_again(
        RECORD,
        lambda wrong: _record(session, staff, person, "record", Filled(values, wrong)),
        field="given_name",
    ):
        write.change_person(session, staff, person, typed_person(typed), seen=seen_at(typed))
    return go_to(request, f"/people/{person_id}", say("The record is corrected."))


@get("/{person_id:uuid}/contact", name="person-contact", sync_to_thread=True)
def show_contact(
    request: AnyRequest,
    person_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page:
    person = get_person_to_change(session, staff, person_id)
    values = contact_values(safe_contact_of(session, person.id), staff.time_zone)
    return show(request, staff, CONTACT, _record(session, staff, person, "contact", Filled(values)))


@post("/{person_id:uuid}/contact", name="person-contact-said", status_code=303, sync_to_thread=True)
def say_contact(
    request: AnyRequest,
    person_id: FromPath[UUID],
    data: Form,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    person, typed = get_person_to_change(session, staff, person_id), Typed(data)
    values = {name: typed.text(name) for name in (*CONTACT_TEXTS, *CONTACT_FLAGS)}
    with shown_again(
        CONTACT, lambda wrong: _record(session, staff, person, "contact", Filled(values, wrong))
    ):
        write.set_safe_contact(session, staff, person, typed_contact(typed))
    return go_to(request, f"/people/{person_id}", say("Every notice obeys this from now on."))


def _record(session: Session, staff: Actor, person: Person, what: str, form: Filled) -> RecordPage:
    case = case_of(session, person.id)
    program = program_of(session, case)
    return record_page(person, case, program.name if program else "", staff, now(), what, form)


router = Router(
    "/people",
    route_handlers=[
        list_people,
        look_for_name,
        show_new_person,
        enter_person,
        show_person,
        show_record,
        correct_record,
        show_contact,
        say_contact,
    ],
    include_in_schema=False,
)
