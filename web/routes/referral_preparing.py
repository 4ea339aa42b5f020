"""URLs from a need to a sent referral: whom to ask, what they will see, send."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect
from sqlmodel import Session

from network.accounts.keeping import forget_typed, keep_form, typed_before
from network.actors import Actor
from network.clock import now
from network.errors import Conflict, Invalid, NotFound
from network.people.operations import add_facts
from network.providers.queries.holds import holds_here
from network.questions.queries import get_question
from network.referrals.misfits import misfits_of
from network.referrals.operations import prepare_referrals, send_referral, withdraw_referral
from network.rules.need_facts import facts_of
from network.tables import Referral, Trying
from network.words import Say, say
from network.worklists.preparing import Choosing, Unsent, choosing, drafts_of, unsent_of
from web.forms.ids import id_or_none
from web.forms.referrals import chosen_places, prepared
from web.forms.typed import Typed
from web.pages.doors import known_facts, refer_href
from web.pages.filled import Filled
from web.pages.holds import held
from web.pages.referral_preparing import (
    NOTHING_AROUND,
    Around,
    NewReferralPage,
    new_referral_page,
)
from web.pages.referral_preview import PreviewPage, preview_page
from web.referring import said_of_person
from web.refusals import WrongForm
from web.show import Page, go_to, show

AnyRequest = Request[Any, Any, Any]
Form = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]
LEFT = ("trying", "information", "note")  # what stays typed while somebody looks for one more place
NEW, PREVIEW = "referrals/new.html", "referrals/preview.html"


@get("/new", name="referral-new", sync_to_thread=True)
def show_new(request: AnyRequest, session: NamedDependency[Session], staff: NamedDependency[Actor]) -> Page:
    found = chosen(request, session, staff)
    asked, left = question_of(request, session, staff), left_before(session, staff, found)
    page = new_page(staff, found, asked, left, around=around(request, session, staff, found))
    return show(request, staff, NEW, page)


@post("/new", name="referral-prepare", status_code=303, sync_to_thread=True)
def prepare(
    request: AnyRequest, data: Form, session: NamedDependency[Session], staff: NamedDependency[Actor]
) -> Redirect:
    found, typed = chosen(request, session, staff), Typed(data)
    if typed.ticked("look"):
        return look_further(request, session, staff, found, typed)
    if typed.ticked("write"):
        return write_down(request, session, staff, found, typed)
    drafts = prepare_drafts(request, session, staff, found, typed)
    forget_left(session, staff, found)
    return go_to(request, f"/referrals/{drafts[0].id}/preview")


@get("/{referral_id:uuid}/preview", name="referral-preview", sync_to_thread=True)
def show_preview(
    request: AnyRequest,
    referral_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page:
    return show(request, staff, PREVIEW, shown_preview(request, session, staff, referral_id))


@post("/{referral_id:uuid}/sending", name="referral-send", status_code=303, sync_to_thread=True)
def send(
    request: AnyRequest,
    referral_id: FromPath[UUID],
    data: Form,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    try:
        with session.begin_nested():
            send_drafts(session, staff, unsent_of(session, staff, referral_id), Typed(data))
    except Conflict as refused:
        page = shown_preview(request, session, staff, referral_id, refused.sentence)
        raise WrongForm(PREVIEW, page, status_code=409) from None
    return go_to(request, f"/referrals/{referral_id}", say("Sent. You see here what they answer."))


@post("/{referral_id:uuid}/discarding", name="referral-discard", status_code=303, sync_to_thread=True)
def discard(
    request: AnyRequest,
    referral_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    found = unsent_of(session, staff, referral_id)
    for referral in found.referrals:
        withdraw_referral(session, staff, referral)
    return go_to(request, f"/people/{found.person.id}", say("Not sent. Nobody was told anything."))


def shown_preview(
    request: AnyRequest, session: Session, actor: Actor, referral_id: UUID, problem: Say | None = None
) -> PreviewPage:
    """What each of them will see, what is held there for it, and what they say against it."""
    found = drafts_of(session, actor, referral_id)
    places = [draft.place.place.id for draft in found.drafts]
    holds = holds_here(session, actor, places, need_id=found.need.id)
    engine, at = request.app.state.world.search, (draft.place.place for draft in found.drafts)
    misfits = misfits_of(engine, facts_of(found.need), at, language=actor.language)
    return preview_page(actor, found, now(), problem, holds=holds, misfits=misfits)


def prepare_drafts(
    request: AnyRequest, session: Session, actor: Actor, found: Choosing, typed: Typed
) -> list[Referral]:
    """A draft for each place. Raises WrongForm with everything typed."""
    asked = question_of(request, session, actor)
    try:
        what = prepared(typed)
        return prepare_referrals(
            session, actor, found.need, what.places, trying=what.trying, information=what.information,
            note=what.note, question_id=asked,
        )  # fmt: skip
    except (Conflict, Invalid) as refused:
        page = new_page(actor, found, asked, typed, refused, around(request, session, actor, found))
        raise WrongForm(NEW, page, status_code=status_of(refused)) from None


def send_drafts(session: Session, actor: Actor, found: Unsent, typed: Typed) -> None:
    """All of them at once, or the first, after which the others have their turn. Raises Conflict, Invalid."""
    referrals = found.referrals if found.trying is Trying.AT_ONCE else found.referrals[:1]
    for referral in referrals:
        send_referral(
            session,
            actor,
            referral,
            acknowledged=typed.ticked("acknowledged"),
            duplicate_acknowledged=typed.ticked("second"),
        )


def chosen(request: AnyRequest, session: Session, actor: Actor) -> Choosing:
    """The need and the places of the address. Raises NotFound."""
    need_id = id_or_none(request.query_params.get("need"))
    if need_id is None:
        raise NotFound
    places = chosen_places(tuple(request.query_params.getall("place", [])))
    return choosing(session, actor, need_id, places)


def around(request: AnyRequest, session: Session, actor: Actor, found: Choosing) -> Around:
    """What is kept for this need at the chosen places, what they say against it, and what was said for the
    search."""
    places = [place.place for _, place in found.places]
    holds = holds_here(session, actor, [place.id for place in places], need_id=found.need.id)
    moment, said = now(), said_of_person(request, session, actor, found.need.id)
    engine, facts = request.app.state.world.search, known_facts(found.need, said)
    return Around(
        {place_id: held(actor, hold, moment) for place_id, hold in holds.items()},
        misfits_of(engine, facts, places, language=actor.language),
        said,
    )


def new_page(
    actor: Actor,
    found: Choosing,
    question_id: UUID | None,
    typed: Typed | None = None,
    refused: Conflict | Invalid | None = None,
    around: Around = NOTHING_AROUND,
) -> NewReferralPage:
    """The form as it stands first, or as it was typed."""
    problems: dict[str, Say] = {}
    if refused is not None:
        problems = refused.problems if isinstance(refused, Invalid) else {"place": refused.sentence}
    form = Filled(typed.shown(), problems) if typed else None
    return new_referral_page(
        found.person,
        found.need,
        actor.language,
        found.places,
        found.verdicts,
        found.open_ones,
        now(),
        form,
        question_id,
        around,
    )


def look_further(
    request: AnyRequest, session: Session, actor: Actor, found: Choosing, typed: Typed
) -> Redirect:
    """Somebody looks for one more place; what they typed is here again when they come back."""
    leave(session, actor, found, typed)
    return go_to(request, new_page(actor, found, None).search_href)


def write_down(
    request: AnyRequest, session: Session, actor: Actor, found: Choosing, typed: Typed
) -> Redirect:
    """What was said of the person for the search belongs to the need from now on."""
    leave(session, actor, found, typed)
    said = said_of_person(request, session, actor, found.need.id)
    places = [place.place.id for _, place in found.places]
    back = refer_href(places, found.need.id, question_of(request, session, actor))
    if not said.facts:
        return go_to(request, back, say("What you said for the search is not kept any more."), kind="info")
    add_facts(session, actor, found.need, said.facts)
    return go_to(request, back, say("Written down for this need."))


def leave(session: Session, actor: Actor, found: Choosing, typed: Typed) -> None:
    """Keep what somebody typed here until they come back."""
    fields = [(name, value) for name in LEFT for value in typed.several(name)]
    if actor.id is not None:
        forget_left(session, actor, found)
        keep_form(session, actor.id, _left_at(found), fields)


def left_before(session: Session, actor: Actor, found: Choosing) -> Typed | None:
    """What this person typed for this need before they looked for one more place."""
    fields = typed_before(session, actor.id, _left_at(found)) if actor.id else []
    return Typed({name: [value for one, value in fields if one == name] for name in LEFT}) if fields else None


def forget_left(session: Session, actor: Actor, found: Choosing) -> None:
    """It was used, or something newer is kept."""
    if actor.id is not None:
        forget_typed(session, actor.id, _left_at(found))


def _left_at(found: Choosing) -> str:
    return f"/referrals/new?need={found.need.id}"


def question_of(request: AnyRequest, session: Session, actor: Actor) -> UUID | None:
    """The question of the address that was answered with yes, when it is this person's."""
    question_id = id_or_none(request.query_params.get("question"))
    try:
        return get_question(session, actor, question_id).id if question_id else None
    except NotFound:
        return None


def status_of(refused: Conflict | Invalid) -> int:
    """422 for what can be typed otherwise, 409 for what has changed."""
    return 422 if isinstance(refused, Invalid) else 409


router = Router(
    "/referrals",
    route_handlers=[show_new, prepare, show_preview, send, discard],
    include_in_schema=False,
)
