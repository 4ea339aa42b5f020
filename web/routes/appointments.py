"""URLs of a referral's appointment: make it, move it, call it off, say whether somebody came."""

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
from network.outcomes.asking import askable, require_told
from network.outcomes.operations import (
    book_appointment,
    cancel_appointment,
    keep_appointment,
    miss_appointment,
    move_appointment,
)
from network.outcomes.places import time_zone_at
from network.outcomes.queries import get_appointment
from network.referrals.queries import get_referral, sides_of
from network.referrals.showing import shown_referral
from network.rules.outcomes import may_take_part
from network.rules.permissions import require
from network.tables import Appointment, Channel, Referral
from network.words import Say, say
from web.calendar_files import send_appointments
from web.forms.appointments import AppointmentForm, TapForm
from web.pages.appointments import AppointmentPage, appointment_page
from web.pages.filled import Filled
from web.show import Page, go_to, show
from web.world import World

AnyRequest = Request[Any, Any, Any]
Tap = Callable[[Session, Actor, Referral, Appointment], object]
SHOW = "appointments/show.html"


@get("/{referral_id:uuid}/appointment", name="appointment", sync_to_thread=True)
def show_appointment(
    request: AnyRequest,
    referral_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page:
    referral = get_referral(session, staff, referral_id)
    require(may_take_part(sides_of(session, staff, referral)))
    return show(request, staff, SHOW, page_of(session, staff, referral))


@post("/{referral_id:uuid}/appointment", name="appointment-time", status_code=303, sync_to_thread=True)
def set_time(
    request: AnyRequest,
    referral_id: FromPath[UUID],
    data: Annotated[AppointmentForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page | Redirect:
    referral = get_referral(session, staff, referral_id)
    try:
        with session.begin_nested():
            done = book_or_move(session, staff, referral, data)
    except (Invalid, Conflict) as refused:
        return again(request, session, staff, referral, refused, data)
    return go_to(request, f"/referrals/{referral_id}", done)


@post(
    "/{referral_id:uuid}/appointment/cancellation",
    name="appointment-cancellation",
    status_code=303,
    sync_to_thread=True,
)
def cancel(
    request: AnyRequest,
    referral_id: FromPath[UUID],
    data: Annotated[TapForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page | Redirect:
    done = say("The appointment is called off.")
    return tap(request, session, staff, referral_id, data, cancel_appointment, done)


@post("/{referral_id:uuid}/appointment/kept", name="appointment-kept", status_code=303, sync_to_thread=True)
def say_kept(
    request: AnyRequest,
    referral_id: FromPath[UUID],
    data: Annotated[TapForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page | Redirect:
    done = say("Written down: they came.")
    return tap(request, session, staff, referral_id, data, keep_appointment, done)


@post(
    "/{referral_id:uuid}/appointment/missed", name="appointment-missed", status_code=303, sync_to_thread=True
)
def say_missed(
    request: AnyRequest,
    referral_id: FromPath[UUID],
    data: Annotated[TapForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page | Redirect:
    done = say("Written down: they did not come. You can make another appointment.")
    return tap(request, session, staff, referral_id, data, miss_appointment, done)


@get("/{referral_id:uuid}/appointment.ics", name="appointment-file", sync_to_thread=True)
def send_calendar_file(
    referral_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Response[bytes]:
    referral = get_referral(session, staff, referral_id)
    return send_appointments(session, staff, referral, f"{world.settings.base_url}/referrals/{referral.id}")


def page_of(
    session: Session, actor: Actor, referral: Referral, form: Filled | None = None, problem: Say | None = None
) -> AppointmentPage:
    """The page as this person may have it."""
    shown = shown_referral(session, actor, referral, Channel.PAGE)
    return appointment_page(actor, shown, askable(session, actor, referral, shown), form, problem)


def require_may_know(session: Session, actor: Actor, referral: Referral) -> None:
    """Raises NotAllowed when somebody's page would not offer this."""
    shown = shown_referral(session, actor, referral, Channel.PAGE)
    require_told(shown, askable(session, actor, referral, shown))


def book_or_move(session: Session, actor: Actor, referral: Referral, form: AppointmentForm) -> Say:
    """What was done, as a sentence."""
    require_may_know(session, actor, referral)
    typed = vars(form.checked(time_zone_at(session, referral, actor.time_zone)))
    if not form.appointment:
        book_appointment(session, actor, referral, **typed)
        return say("The appointment is made. Both sides can see it.")
    appointment = appointment_named(session, actor, referral, form.moved)
    move_appointment(session, actor, referral, appointment, **typed)
    return say("The appointment is moved. Both sides can see it.")


def tap(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    referral_id: UUID,
    form: TapForm,
    act: Tap,
    done: Say,
) -> Page | Redirect:
    """One tap on an appointment of this referral."""
    referral = get_referral(session, actor, referral_id)
    require_may_know(session, actor, referral)
    appointment = appointment_named(session, actor, referral, form.id)
    try:
        with session.begin_nested():
            act(session, actor, referral, appointment)
    except Conflict as refused:
        return again(request, session, actor, referral, refused)
    return go_to(request, form.onward(f"/referrals/{referral_id}"), done)


def appointment_named(
    session: Session, actor: Actor, referral: Referral, appointment_id: UUID | None
) -> Appointment:
    """An appointment of this referral and no other. Raises NotFound."""
    if appointment_id is None:
        raise NotFound
    appointment, its_referral = get_appointment(session, actor, appointment_id)
    if its_referral.id != referral.id:
        raise NotFound
    return appointment


def again(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    referral: Referral,
    refused: Invalid | Conflict,
    form: AppointmentForm | None = None,
) -> Page:
    """The page as it is now, with what was typed and what happened meanwhile."""
    session.refresh(referral)
    problems = refused.problems if isinstance(refused, Invalid) else {}
    filled = Filled(vars(form), problems) if form else None
    page = page_of(session, actor, referral, filled, None if problems else refused.sentence)
    return show(request, actor, SHOW, page, status_code=422 if isinstance(refused, Invalid) else 409)


router = Router(
    "/referrals",
    route_handlers=[show_appointment, set_time, cancel, say_kept, say_missed, send_calendar_file],
    include_in_schema=False,
)
