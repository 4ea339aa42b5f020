"""URLs of questions: ask several places at once, see who answered, answer for the place that was asked."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect
from sqlmodel import Session

from network.actors import Actor, Role
from network.clock import now
from network.errors import Conflict, Invalid, NotFound
from network.people.queries import get_need
from network.questions.operations import answer_question, ask_question, close_question
from network.questions.places import place_rows
from network.questions.prefilling import coarsened, kind_of
from network.questions.queries import (
    answers_to,
    asked_places_of,
    get_asked_place,
    get_question,
    list_questions,
    questions_asked_of,
)
from network.rules.permissions import require
from network.rules.question_permissions import may_ask_question
from network.tables import Urgency
from network.words import Say, say
from web.forms.questions import PlaceAnswerForm, QuestionForm
from web.forms.typed import Typed
from web.pages.doors import SaidOfPerson, known_facts, shown_name
from web.pages.filled import Filled
from web.pages.paging import page_number
from web.pages.question_answers import AnsweringPage, answering_page, asked_page
from web.pages.questions import (
    NewQuestionPage,
    QuestionPage,
    new_question_page,
    question_page,
    questions_page,
)
from web.referring import said_of_person
from web.refusals import WrongForm
from web.show import Page, go_to, show
from web.world import World

AnyRequest = Request[Any, Any, Any]
MOST_OFFERED = 20  # as many as a shortlist holds
NEW, LIST, ASKED, SHOW, ANSWER = (
    "questions/new.html",
    "questions/list.html",
    "questions/asked.html",
    "questions/show.html",
    "questions/answer.html",
)


@get("/", name="questions", sync_to_thread=True)
def show_questions(
    request: AnyRequest, session: NamedDependency[Session], staff: NamedDependency[Actor]
) -> Page:
    number = page_number(request.query_params.get("page"))
    if not may_ask_question(staff):
        asked, total = questions_asked_of(session, staff, page=number)
        return show(request, staff, ASKED, asked_page(staff, asked, total, page=number, now=now()))
    questions, total = list_questions(session, staff, page=number)
    answers = answers_to(session, questions, language=staff.language)
    page = questions_page(staff, questions, answers, total, page=number, now=now())
    return show(request, staff, LIST, page)


@get("/new", name="question-new", sync_to_thread=True)
def show_question_form(
    request: AnyRequest, session: NamedDependency[Session], staff: NamedDependency[Actor]
) -> Page:
    require(may_ask_question(staff))
    form = QuestionForm(Typed(request.query_params.dict()))
    said = said_of_person(request, session, staff, form.need_id)
    return show(request, staff, NEW, form_page(session, staff, form, prefilled=said))


@post("/", name="question-ask", status_code=303, sync_to_thread=True)
def ask(
    request: AnyRequest,
    data: Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    form = QuestionForm(Typed(data))
    try:
        asked = ask_question(session, staff, **vars(form.checked()))
    except Invalid as wrong:
        raise WrongForm(NEW, form_page(session, staff, form, wrong.problems)) from None
    return go_to(request, f"/questions/{asked.id}", say("Asked. The answers will stand here."))


@get("/{question_id:uuid}", name="question", sync_to_thread=True)
def show_question(
    request: AnyRequest,
    question_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page:
    page = page_for(session, staff, question_id)
    return show(request, staff, SHOW if isinstance(page, QuestionPage) else ANSWER, page)


@post(
    "/{question_id:uuid}/answers/{asked_place_id:uuid}",
    name="question-answer",
    status_code=303,
    sync_to_thread=True,
)
def answer(
    request: AnyRequest,
    question_id: FromPath[UUID],
    asked_place_id: FromPath[UUID],
    data: Annotated[PlaceAnswerForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Redirect:
    asked = get_asked_place(session, staff, question_id, asked_place_id)
    try:
        minutes = world.settings.hold_minutes
        answer_question(session, staff, asked, **vars(data.checked()), hold_minutes=minutes)
    except (Invalid, Conflict) as refused:
        raise again(session, staff, question_id, asked_place_id, data, refused) from None
    return go_to(request, f"/questions/{question_id}", say("Your answer is there. Thank you."))


@post("/{question_id:uuid}/closure", name="question-close", status_code=303, sync_to_thread=True)
def close(
    request: AnyRequest,
    question_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    question = get_question(session, staff, question_id)
    close_question(session, staff, question)
    return go_to(request, f"/questions/{question_id}", say("Closed. Nobody needs to answer any more."))


def form_page(
    session: Session,
    actor: Actor,
    form: QuestionForm,
    problems: dict[str, Say] | None = None,
    *,
    prefilled: SaidOfPerson | None = None,
) -> NewQuestionPage:
    """The form with the places that can be ticked and, for a need of one's own, for whom. `prefilled`: before
    anything was typed, with what was said for the search. Raises NotFound."""
    places = place_rows(session, form.offered_ids[:MOST_OFFERED], language=actor.language)
    need, person = get_need(session, actor, form.need_id) if form.need_id else (None, None)
    values: dict[str, str | tuple[str, ...]] | None = None
    if prefilled is not None:
        kind = need.kind if need else kind_of(session, places[0].service.id) if places else ""
        said = coarsened(known_facts(need, prefilled)).codes()
        values = {name: tuple(one) if isinstance(one, list) else str(one) for name, one in said.items()}
        values |= {"kind": kind, "urgency": (need.urgency if need else Urgency.ROUTINE).value}
    name = shown_name(person) if person else ""
    return new_question_page(actor, form, places, now=now(), person=name, prefilled=values, problems=problems)


def page_for(session: Session, actor: Actor, question_id: UUID) -> QuestionPage | AnsweringPage:
    """The question as this person may see it: who asked, or who is asked. Raises NotFound."""
    try:
        question = get_question(session, actor, question_id)
    except NotFound:
        if not actor.has(Role.PROVIDER):
            raise
        return answering_page(actor, asked_places_of(session, actor, question_id), now=now())
    answers = answers_to(session, [question], language=actor.language)
    return question_page(actor, question, answers[question.id], now=now())


def again(
    session: Session,
    actor: Actor,
    question_id: UUID,
    asked_place_id: UUID,
    data: PlaceAnswerForm,
    refused: Invalid | Conflict,
) -> WrongForm:
    """The answers again, with what was typed and what to do."""
    problems = refused.problems if isinstance(refused, Invalid) else {"answer": refused.sentence}
    typed = Filled(vars(data), problems, prefix=f"a-{asked_place_id.hex[-8:]}-")
    waiting = asked_places_of(session, actor, question_id)
    page = answering_page(actor, waiting, now=now(), wrong=asked_place_id, form=typed)
    return WrongForm(ANSWER, page, status_code=422 if isinstance(refused, Invalid) else 409)


router = Router(
    "/questions",
    route_handlers=[show_questions, show_question_form, ask, show_question, answer, close],
    include_in_schema=False,
)
