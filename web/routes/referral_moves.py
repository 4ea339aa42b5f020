"""URLs of every move of a referral: `/referrals/{id}/moves/{name}`, named as in network/rules/moves.py."""

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Router, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect
from msgspec.structs import replace
from sqlmodel import Session

from network.actors import Actor
from network.errors import Conflict, Invalid, NotFound
from network.referrals import operations
from network.referrals.holding import took_hold
from network.referrals.queries import get_referral
from network.tables import Referral
from network.words import say
from web.forms.referral_moves import MoveForm
from web.pages.referral_moves import FIELDS
from web.pages.referrals import Refused
from web.referring import options_after
from web.routes.referral_preparing import status_of
from web.routes.referrals import ANSWER, SHOW, page_of, zone_of
from web.show import Page, go_to, is_htmx, show
from web.world import World

AnyRequest = Request[Any, Any, Any]
UNSEEN = {"view", "confirm_release"}  # moves that ask the database only whether they can still be made
DONE = say("Done. Everybody concerned is told.")
TOOK_HELD = say("Done. The place that was held is theirs now. Everybody concerned is told.")

OPERATIONS: dict[str, Callable[..., None]] = {
    "view": operations.view_referral,
    "review": operations.review_referral,
    "accept": operations.accept_referral,
    "waitlist": operations.waitlist_referral,
    "ask": operations.ask_sender,
    "reply": operations.reply_to_receiver,
    "decline": operations.decline_referral,
    "release": operations.release_referral,
    "send_back": operations.send_back_referral,
    "confirm_release": operations.confirm_release,
    "withdraw": operations.withdraw_referral,
    "client_decline": operations.client_declined,
    "not_link": operations.not_linked,
    "lose": operations.lose_contact,
    "reopen": operations.reopen_referral,
    "correct": operations.correct_referral,
}


@post("/{referral_id:uuid}/moves/{move:str}", name="referral-move", status_code=200, sync_to_thread=True)
def move_referral(
    request: AnyRequest,
    referral_id: FromPath[UUID],
    move: FromPath[str],
    data: Annotated[MoveForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Page | Redirect:
    referral = get_referral(session, staff, referral_id)
    try:
        with session.begin_nested():
            make(session, staff, referral, move, data)
    except (Conflict, Invalid) as refused:
        return again(request, session, staff, world, referral, move, data, refused)
    return done(request, session, staff, referral, move)


def make(session: Session, actor: Actor, referral: Referral, move: str, form: MoveForm) -> None:
    """The operation of this move with what was typed. Raises NotFound, NotAllowed, Invalid, Conflict."""
    if move not in OPERATIONS:
        raise NotFound
    words = form.checked(move, zone_of(session, referral, actor))
    if move not in UNSEEN:
        words["seen"] = form.seen_status
    OPERATIONS[move](session, actor, referral, **words)


def done(
    request: AnyRequest, session: Session, actor: Actor, referral: Referral, move: str
) -> Page | Redirect:
    """Where it stands now: the piece for htmx, which tells the timeline to look again; else the page."""
    if is_htmx(request):
        page = page_of(session, actor, referral)
        return show(request, actor, ANSWER, page, headers={"hx-trigger-after-swap": "referral-moved"})
    took = move == "accept" and took_hold(session, referral)
    return go_to(request, f"/referrals/{referral.id}", TOOK_HELD if took else DONE)


def again(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    world: World,
    referral: Referral,
    move: str,
    form: MoveForm,
    refused: Conflict | Invalid,
) -> Page:
    """The same page as it is now, with what was typed and what happened meanwhile. Nothing was kept of the
    move; that the page was read is."""
    session.refresh(referral)
    problems = refused.problems if isinstance(refused, Invalid) else {}
    unplaced = next(iter(problems.values()), None) if not FIELDS.get(move) else None
    sentence = refused.sentence if isinstance(refused, Conflict) else unplaced
    page = page_of(session, actor, referral, Refused(move, vars(form), problems, sentence))
    if is_htmx(request):
        return show(request, actor, ANSWER, page, status_code=status_of(refused))
    page = replace(page, options=options_after(session, actor, world.search, referral))
    return show(request, actor, SHOW, page, status_code=status_of(refused))


router = Router("/referrals", route_handlers=[move_referral], include_in_schema=False)
