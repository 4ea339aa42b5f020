"""URLs of referrals: the list, one of them, what happened to it."""

from typing import Any
from uuid import UUID

from litestar import Request, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec.structs import replace
from sqlmodel import Session

from network.actors import Actor
from network.answers.sending import link_state
from network.clock import now
from network.outcomes.asking import askable
from network.people.queries import case_of, program_of
from network.providers.queries.holds import hold_of_referral
from network.referrals.holding import knows_held_place
from network.referrals.offering import offered_moves
from network.referrals.queries import get_referral
from network.referrals.showing import shown_referral
from network.referrals.shown import ShownReferral
from network.rules.telling import View
from network.rules.worklist_permissions import may_ask_for_help, may_take_over
from network.tables import Channel, Location, Person, Referral, ServiceAtLocation
from network.worklists.catalogue import catalogue
from web.forms.referral_list import filters_of
from web.pages.answer_links import link_part
from web.pages.appointments import appointment_part
from web.pages.holds import held_for_referral
from web.pages.outcomes import outcomes_part
from web.pages.paging import page_number
from web.pages.people import clock_page
from web.pages.referral_list import referral_list_page
from web.pages.referrals import Extras, ReferralPage, Refused, referral_page
from web.pages.work_cards import allowed
from web.referring import options_after
from web.show import Page, is_htmx, show
from web.world import World

AnyRequest = Request[Any, Any, Any]
SHOW, ANSWER, TIMELINE = "referrals/show.html", "referrals/_answer.html", "referrals/_timeline.html"


@get("/", name="referrals", sync_to_thread=True)
def list_referrals(
    request: AnyRequest, session: NamedDependency[Session], staff: NamedDependency[Actor]
) -> Page:
    filters = filters_of(request.query_params)
    number = page_number(request.query_params.get("page"))
    found = catalogue(session, staff, filters, number)
    return show(
        request, staff, "referrals/list.html", referral_list_page(staff, found, filters, number, now())
    )


@get("/{referral_id:uuid}", name="referral", sync_to_thread=True)
def show_referral(
    request: AnyRequest,
    referral_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Page:
    referral = get_referral(session, staff, referral_id)
    page = page_of(session, staff, referral, opened=request.query_params.get("move", ""))
    options = options_after(session, staff, world.search, referral)
    return show(request, staff, SHOW, replace(page, options=options))


@get("/{referral_id:uuid}/timeline", name="referral-timeline", sync_to_thread=True)
def show_timeline(
    request: AnyRequest,
    referral_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page:
    page = page_of(session, staff, get_referral(session, staff, referral_id))
    return show(request, staff, TIMELINE if is_htmx(request) else SHOW, page)


def page_of(
    session: Session, actor: Actor, referral: Referral, refused: Refused | None = None, opened: str = ""
) -> ReferralPage:
    """The referral as this reader may have it now."""
    shown = shown_referral(session, actor, referral, Channel.PAGE)
    moves = offered_moves(session, actor, referral, shown)
    extras = extras_of(session, actor, referral, shown)
    return referral_page(actor, shown, moves, now(), extras, refused, opened)


def extras_of(session: Session, actor: Actor, referral: Referral, shown: ShownReferral) -> Extras:
    """What stands beside the referral: its appointment and what came of it; and for the sender's side the
    clock, the consents, stepping in."""
    can = askable(session, actor, referral, shown)
    appointment, outcomes = appointment_part(actor, shown, can), outcomes_part(shown, can)
    hold = hold_of_referral(session, referral)
    both = Extras(
        held=held_for_referral(actor, hold, now()) if hold else None,
        has_held_place=knows_held_place(session, referral, shown),
        appointment=None if appointment.is_empty else appointment,
        outcomes=None if outcomes.is_empty else outcomes,
    )
    if shown.view is not View.SENDER:
        return both
    here = f"/referrals/{referral.id}"
    person, case = session.get_one(Person, referral.person_id), case_of(session, referral.person_id)
    program = program_of(session, case)
    return replace(
        both,
        clock=clock_page(person, case, program.name if program else "", actor, now()),
        consent_href=f"/people/{person.id}/consents",
        take_over_action=allowed(may_take_over(actor, referral), f"{here}/keeper"),
        help_action=""
        if shown.is_over
        else allowed(may_ask_for_help(actor, referral), f"{here}/help-request"),
        link=link_part(link_state(session, actor, referral), referral.id, referral.receiver_organization_id),
    )


def zone_of(session: Session, referral: Referral, actor: Actor) -> str:
    """The clock on the wall where the person is to come."""
    place = session.get_one(ServiceAtLocation, referral.service_at_location_id)
    location = session.get_one(Location, place.location_id)
    return location.time_zone or actor.time_zone


router = Router(
    "/referrals",
    route_handlers=[list_referrals, show_referral, show_timeline],
    include_in_schema=False,
)
