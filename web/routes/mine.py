"""URLs of somebody's own page: the door with its code, the page, whether they come, taking consent back.

Looking asks the database nothing and says the same of every link. Only the code, a POST, tells more.
"""

from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from litestar import HttpMethod, Request, Response, Router, get, post, route
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect
from sqlmodel import Session

from network.actors import Actor
from network.consent.overview import is_waiting, known_consent
from network.errors import NotFound
from network.mine.links import Opening, check_own_code, close_own_page, holder_of, own_address
from network.mine.saying import own_consent, say_coming, take_back
from network.mine.showing import own_page
from network.referrals.queries import get_referral
from network.tables import Person
from network.words import say, say_number
from web.behind_links import count_look, with_cookie
from web.calendar_files import send_appointments
from web.forms.consents import WithdrawalForm
from web.forms.ids import id_or_none
from web.forms.mine import ComingForm, OwnCodeForm
from web.language import chosen_language
from web.link_cookies import key_of_browser, own_key_cookie
from web.pages.filled import Filled
from web.pages.mine import OwnDoorPage, OwnOverPage, base_of, mine_page, own_withdrawal_page
from web.refusals import WrongForm
from web.show import Page, go_to, show
from web.world import World

AnyRequest = Request[Any, Any, Any]
URL_ENCODED = RequestEncodingType.URL_ENCODED
DOOR, OVER, SHOW = "mine/door.html", "mine/over.html", "mine/show.html"
TIMED_OUT = say("The page was closed after half an hour. Please type the code again. Nothing was changed.")


@route("/{secret:str}", http_method=[HttpMethod.GET, HttpMethod.HEAD], name="mine", sync_to_thread=True)
def show_mine(
    request: AnyRequest,
    secret: FromPath[str],
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
) -> Page:
    count_look(request, actor)
    opened = _opened(request, session, actor, secret)
    if opened is None:
        return show(request, actor, DOOR, OwnDoorPage(f"{base_of(secret)}/opening"))
    person, holder = opened
    own = own_page(session, holder, person)
    if zone := own.time_zone:
        holder = replace(holder, time_zone=zone)
    return show(request, holder, SHOW, mine_page(own, base_of(secret), holder.language))


@post("/{secret:str}/opening", name="mine-open", status_code=303, sync_to_thread=True)
def open_mine(
    request: AnyRequest,
    secret: FromPath[str],
    data: Annotated[OwnCodeForm, Body(media_type=URL_ENCODED)],
    actor: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Page | Redirect:
    count_look(request, actor)
    opening = check_own_code(world.store, secret, data.code, actor)
    if opening is None:
        return show(request, actor, OVER, OwnOverPage(), status_code=410)
    if not opening.key:
        raise WrongForm(DOOR, _wrong_code(secret, opening))
    cookie = own_key_cookie(secret, opening.key, world.settings)
    return with_cookie(go_to(request, base_of(secret)), cookie)


@post("/{secret:str}/closing", name="mine-close", status_code=303, sync_to_thread=True)
def close_mine(
    request: AnyRequest,
    secret: FromPath[str],
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Redirect:
    count_look(request, actor)
    if key := key_of_browser(request):
        close_own_page(session, secret, key)
    closed = go_to(request, base_of(secret), say("Closed. It opens again with the code."))
    return with_cookie(closed, own_key_cookie(secret, "", world.settings))


@post(
    "/{secret:str}/appointments/{referral_id:uuid}/{appointment_id:uuid}",
    name="mine-come",
    status_code=303,
    sync_to_thread=True,
)
def say_whether_they_come(
    request: AnyRequest,
    secret: FromPath[str],
    referral_id: FromPath[UUID],
    appointment_id: FromPath[UUID],
    data: Annotated[ComingForm, Body(media_type=URL_ENCODED)],
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
) -> Redirect:
    _, holder = _required(request, session, actor, secret)
    say_coming(session, holder, referral_id, appointment_id, comes=data.checked())
    return go_to(request, base_of(secret), say("Thank you. Your answer is there."))


@get("/{secret:str}/appointments/{referral_id:uuid}/calendar.ics", name="mine-calendar", sync_to_thread=True)
def send_calendar_file(
    request: AnyRequest,
    secret: FromPath[str],
    referral_id: FromPath[UUID],
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Response[bytes]:
    _, holder = _required(request, session, actor, secret)
    referral = get_referral(session, holder, referral_id)
    if referral.sent_at is None:
        raise NotFound
    return send_appointments(session, holder, referral, own_address(secret, world.settings))


@get("/{secret:str}/consents/{consent_id:uuid}/withdrawal", name="mine-withdrawal", sync_to_thread=True)
def ask_before_taking_back(
    request: AnyRequest,
    secret: FromPath[str],
    consent_id: FromPath[UUID],
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
) -> Page:
    person, holder = _required(request, session, actor, secret)
    agency_id = id_or_none(request.query_params.get("agency"))
    page = own_withdrawal_page(own_consent(session, person, consent_id), base_of(secret), agency_id)
    return show(request, holder, "mine/withdrawal.html", page)


@post(
    "/{secret:str}/consents/{consent_id:uuid}/withdrawal",
    name="mine-withdraw",
    status_code=303,
    sync_to_thread=True,
)
def take_consent_back(
    request: AnyRequest,
    secret: FromPath[str],
    consent_id: FromPath[UUID],
    data: Annotated[WithdrawalForm, Body(media_type=URL_ENCODED)],
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
) -> Redirect:
    person, holder = _required(request, session, actor, secret)
    known = own_consent(session, person, consent_id)
    consent = take_back(session, holder, known, agency_id=data.checked())
    done = say("Taken back. Nothing more is shared by it.")
    waits = say("Taken back where it can be. The rest ends on the first day it can.")
    waiting = consent.revoked_at is None and is_waiting(known_consent(session, consent))
    return go_to(request, base_of(secret), waits if waiting else done)


def _opened(request: AnyRequest, session: Session, actor: Actor, secret: str) -> tuple[Person, Actor] | None:
    """The person whose page was opened in this browser; without a key the database is not asked."""
    if not (key := key_of_browser(request)):
        return None
    try:
        person, holder = holder_of(session, secret, key, actor)
    except NotFound:
        return None
    return person, replace(holder, language=chosen_language(request) or holder.language)


def _required(request: AnyRequest, session: Session, actor: Actor, secret: str) -> tuple[Person, Actor]:
    """The same. Raises WrongForm with the door when the page is not open here."""
    opened = _opened(request, session, actor, secret)
    if opened is None:
        form = Filled({}, {"code": TIMED_OUT})
        raise WrongForm(DOOR, OwnDoorPage(f"{base_of(secret)}/opening", form), status_code=409)
    return opened


def _wrong_code(secret: str, opening: Opening) -> OwnDoorPage:
    wrong = say_number(
        "This code is wrong. You can try {number} more time.",
        "This code is wrong. You can try {number} more times.",
        opening.tries_left,
    )
    return OwnDoorPage(f"{base_of(secret)}/opening", Filled({}, {"code": wrong}))


router = Router(
    "/mine",
    route_handlers=[
        show_mine,
        open_mine,
        close_mine,
        say_whether_they_come,
        send_calendar_file,
        ask_before_taking_back,
        take_consent_back,
    ],
    include_in_schema=False,
)
