"""URLs of what came of a referral: write it down, correct it, take it back."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect
from sqlmodel import Session

from network.actors import Actor
from network.errors import Conflict, Invalid, NotFound
from network.outcomes.asking import Askable, askable, own_outcome, require_offered
from network.outcomes.operations import correct_outcome, record_outcome, take_back_outcome
from network.outcomes.queries import get_outcome
from network.referrals.queries import get_referral, sides_of
from network.referrals.showing import shown_referral
from network.referrals.shown import ShownOutcome, ShownReferral
from network.rules.outcomes import may_take_part
from network.rules.permissions import require
from network.tables import Channel, Referral
from network.words import say
from web.forms.outcomes import OutcomeForm, TakeBackForm
from web.pages.filled import Filled
from web.pages.outcomes import OutcomePage, correction_page, outcome_page
from web.show import Page, go_to, show

AnyRequest = Request[Any, Any, Any]
NEW, CORRECT = "outcomes/new.html", "outcomes/correction.html"


@get("/{referral_id:uuid}/outcomes/new", name="outcome-new", sync_to_thread=True)
def show_outcome_form(
    request: AnyRequest,
    referral_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page:
    shown, can = look(session, staff, get_referral(session, staff, referral_id))
    require(may_take_part(can.sides))
    return show(request, staff, NEW, outcome_page(shown, can))


@post("/{referral_id:uuid}/outcomes", name="outcome", status_code=303, sync_to_thread=True)
def write_down(
    request: AnyRequest,
    referral_id: FromPath[UUID],
    data: Annotated[OutcomeForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page | Redirect:
    referral = get_referral(session, staff, referral_id)
    require(may_take_part(sides_of(session, staff, referral)))
    try:
        with session.begin_nested():
            write(session, staff, referral, data)
    except (Invalid, Conflict) as refused:
        return again(request, session, staff, referral, data, refused)
    return go_to(request, data.onward(f"/referrals/{referral_id}"), say("Written down. Thank you."))


@get(
    "/{referral_id:uuid}/outcomes/{outcome_id:uuid}/correction",
    name="outcome-correction-form",
    sync_to_thread=True,
)
def show_correction(
    request: AnyRequest,
    referral_id: FromPath[UUID],
    outcome_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page:
    return show(request, staff, CORRECT, correction_of(session, staff, referral_id, outcome_id))


@post(
    "/{referral_id:uuid}/outcomes/{outcome_id:uuid}/correction",
    name="outcome-correction",
    status_code=303,
    sync_to_thread=True,
)
def correct(
    request: AnyRequest,
    referral_id: FromPath[UUID],
    outcome_id: FromPath[UUID],
    data: Annotated[OutcomeForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page | Redirect:
    try:
        with session.begin_nested():
            put_right(session, staff, referral_id, outcome_id, data)
    except Invalid as refused:
        page = correction_of(session, staff, referral_id, outcome_id, Filled(vars(data), refused.problems))
        return show(request, staff, CORRECT, page, status_code=422)
    return go_to(
        request, f"/referrals/{referral_id}", say("Corrected. What was written before stays visible.")
    )


@post(
    "/{referral_id:uuid}/outcomes/{outcome_id:uuid}/correction/taking-back",
    name="outcome-taking-back",
    status_code=303,
    sync_to_thread=True,
)
def take_back(
    request: AnyRequest,
    referral_id: FromPath[UUID],
    outcome_id: FromPath[UUID],
    data: Annotated[TakeBackForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    outcome, referral = get_outcome(session, staff, outcome_id)
    require_same(referral, referral_id)
    take_back_outcome(session, staff, referral, outcome, words=data.words)
    return go_to(
        request, f"/referrals/{referral_id}", say("Taken back. What was written before stays visible.")
    )


def look(session: Session, actor: Actor, referral: Referral) -> tuple[ShownReferral, Askable]:
    """The referral as this person may see it, and what they can say of it."""
    shown = shown_referral(session, actor, referral, Channel.PAGE)
    return shown, askable(session, actor, referral, shown)


def write(session: Session, actor: Actor, referral: Referral, form: OutcomeForm) -> None:
    """Raises Invalid, NotAllowed, Conflict."""
    said = form.checked()
    shown, can = look(session, actor, referral)
    require_offered(referral, shown, can, said.step)
    record_outcome(session, actor, referral, **vars(said))


def put_right(session: Session, actor: Actor, referral_id: UUID, outcome_id: UUID, form: OutcomeForm) -> None:
    """Raises NotFound, Invalid, NotAllowed, Conflict."""
    outcome, referral = get_outcome(session, actor, outcome_id)
    require_same(referral, referral_id)
    correct_outcome(session, actor, referral, outcome, **vars(form.corrected(outcome.step)))


def require_same(referral: Referral, referral_id: UUID) -> None:
    """The address names the entry's own referral. Raises NotFound."""
    if referral.id != referral_id:
        raise NotFound


def correction_of(
    session: Session, actor: Actor, referral_id: UUID, outcome_id: UUID, form: Filled | None = None
) -> OutcomePage:
    """The form of a correction. Raises NotFound unless it is this side's own entry and still stands."""
    referral = get_referral(session, actor, referral_id)
    shown, can = look(session, actor, referral)
    outcome = _own(shown, can, outcome_id)
    return correction_page(shown, can, outcome, referral.kind, form)


def _own(shown: ShownReferral, can: Askable, outcome_id: UUID) -> ShownOutcome:
    for one in shown.outcomes:
        if one.id == outcome_id and can.sides and own_outcome(shown, can.sides, one):
            return one
    raise NotFound


def again(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    referral: Referral,
    form: OutcomeForm,
    refused: Invalid | Conflict,
) -> Page:
    """The form again, with what was typed and what to do."""
    session.refresh(referral)
    problems = refused.problems if isinstance(refused, Invalid) else {"step": refused.sentence}
    shown, can = look(session, actor, referral)
    page = outcome_page(shown, can, Filled(vars(form), problems))
    return show(request, actor, NEW, page, status_code=422 if isinstance(refused, Invalid) else 409)


router = Router(
    "/referrals",
    route_handlers=[show_outcome_form, write_down, show_correction, correct, take_back],
    include_in_schema=False,
)
