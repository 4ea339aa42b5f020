"""Asking several places at once whether they can take somebody, without saying who it is."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from network.actors import Actor
from network.questions.places import PlaceRow
from network.questions.queries import PER_PAGE, Answered
from network.rules.questions import MOST_PLACES, QuestionFacts
from network.search.kindred import kind_name, kinds_by_code
from network.tables import Question, QuestionAnswer
from network.words import Say, say, say_number
from web.forms.questions import QuestionForm
from web.pages.doors import refer_href
from web.pages.filled import Choice, Filled
from web.pages.fullness import Fullness, fullness
from web.pages.paging import Paging, paging
from web.pages.question_answers import is_over_at, listing_href, place_name
from web.pages.question_words import (
    AGES,
    ALSO,
    ANSWERS,
    MEDICATIONS,
    PAYERS,
    SERVED,
    URGENCIES,
    AnswerWords,
    choices,
    fact_words,
    language_choices,
    reason_words,
)


@dataclass(frozen=True)
class PlaceChoice:
    """A place that can be ticked; `reason_against` says why it cannot."""

    place_id: UUID
    organization: str
    service: str
    where: str
    href: str
    fullness: Fullness
    reason_against: Say | None
    is_ticked: bool


@dataclass(frozen=True)
class NewQuestionPage:
    """The form. `person` is for whom it is asked: on this page only, nobody who is asked sees it."""

    form: Filled
    places: tuple[PlaceChoice, ...]
    need_id: UUID | None
    person: str
    kinds: tuple[Choice, ...]
    languages: tuple[Choice, ...]
    most: int = MOST_PLACES
    action: str = "/questions"
    urgencies: tuple[Choice, ...] = tuple(Choice(code, *words) for code, words in URGENCIES.items())
    ages: tuple[Choice, ...] = choices(AGES)
    served: tuple[Choice, ...] = choices(SERVED)
    payers: tuple[Choice, ...] = choices(PAYERS)
    medications: tuple[Choice, ...] = choices(MEDICATIONS)
    also: tuple[Choice, ...] = choices(ALSO)


@dataclass(frozen=True)
class AnswerRow:
    """One place that was asked, and what it said."""

    organization: str
    service: str
    href: str
    answer: AnswerWords
    answered_at: datetime | None
    answered_by: str
    reason: Say | None
    expected_on: date | None
    fullness: Fullness
    refer_href: str  # only after a yes or a place on the waitlist
    referral_href: str  # of the referral that came of it


@dataclass(frozen=True)
class QuestionPage:
    """A question as who asked it sees it."""

    question_id: UUID
    kind: str
    urgency: Say
    facts: tuple[Say | str, ...]
    asked_at: datetime
    answer_by: datetime
    is_over: bool
    summary: Say
    rows: tuple[AnswerRow, ...]
    more_href: str
    closing_action: str


@dataclass(frozen=True)
class QuestionRow:
    """One question in the list."""

    href: str
    kind: str
    urgency: Say
    asked_at: datetime
    summary: Say
    state: str
    is_over: bool


@dataclass(frozen=True)
class QuestionsPage:
    """All of them."""

    rows: tuple[QuestionRow, ...]
    count: Say
    paging: Paging


def new_question_page(
    actor: Actor,
    form: QuestionForm,
    places: list[PlaceRow],
    *,
    now: datetime,
    person: str = "",
    prefilled: dict[str, str | tuple[str, ...]] | None = None,
    problems: dict[str, Say] | None = None,
) -> NewQuestionPage:
    """The form with these places; `prefilled` when nothing was typed yet."""
    ticked = form.place_ids
    return NewQuestionPage(
        form=Filled(prefilled if prefilled is not None else form.typed.shown(), problems or {}, prefix="q-"),
        places=tuple(_choice(place, now, is_ticked=place.place.id in ticked) for place in places),
        need_id=form.need_id,
        person=person,
        kinds=tuple(Choice(code, kind_name(code, actor.language)) for code in kinds_by_code()),
        languages=language_choices(actor.language),
    )


def question_page(
    actor: Actor, question: Question, answers: list[Answered], *, now: datetime
) -> QuestionPage:
    """Who has answered what."""
    is_over = is_over_at(question, now)
    return QuestionPage(
        question_id=question.id,
        kind=kind_name(question.kind, actor.language),
        urgency=URGENCIES[question.urgency][0],
        facts=fact_words(QuestionFacts.read(question.facts), actor.language),
        asked_at=question.asked_at,
        answer_by=question.answer_by,
        is_over=is_over,
        summary=_summary(answers),
        rows=tuple(_answer_row(question, one, now) for one in answers),
        more_href=f"/search?taxonomy={question.kind}"
        + (f"&need={question.need_id}" if question.need_id else ""),
        closing_action="" if is_over else f"/questions/{question.id}/closure",
    )


def questions_page(
    actor: Actor,
    questions: list[Question],
    answers: dict[UUID, list[Answered]],
    total: int,
    *,
    page: int,
    now: datetime,
) -> QuestionsPage:
    """The list, the newest first."""
    return QuestionsPage(
        rows=tuple(
            QuestionRow(
                href=f"/questions/{one.id}",
                kind=kind_name(one.kind, actor.language),
                urgency=URGENCIES[one.urgency][0],
                asked_at=one.asked_at,
                summary=_summary(answers[one.id]),
                state=_best(answers[one.id]).state,
                is_over=is_over_at(one, now),
            )
            for one in questions
        ),
        count=say_number("{number} question", "{number} questions", total),
        paging=paging("/questions", page, total, PER_PAGE),
    )


def _choice(place: PlaceRow, now: datetime, *, is_ticked: bool) -> PlaceChoice:
    return PlaceChoice(
        place_id=place.place.id,
        organization=place.organization.name,
        service=place.name,
        where=place_name(place),
        href=listing_href(place),
        fullness=fullness(place.capacity, now),
        reason_against=place.reason_against,
        is_ticked=is_ticked,
    )


def _answer_row(question: Question, one: Answered, now: datetime) -> AnswerRow:
    asked = one.asked
    can_be_referred = asked.answer in {QuestionAnswer.YES, QuestionAnswer.WAITLIST}
    return AnswerRow(
        organization=one.place.organization.name,
        service=one.place.name,
        href=listing_href(one.place),
        answer=ANSWERS[asked.answer],
        answered_at=asked.answered_at,
        answered_by=one.answered_by,
        reason=reason_words(asked.reason),
        expected_on=asked.expected_on,
        fullness=fullness(one.place.capacity, now),
        refer_href=refer_href([asked.service_at_location_id], question.need_id, question.id)
        if can_be_referred
        else "",
        referral_href=f"/referrals/{one.referral_id}" if one.referral_id else "",
    )


def _summary(answers: list[Answered]) -> Say:
    said = [one.asked.answer for one in answers if one.asked.answer is not None]
    if QuestionAnswer.YES in said:
        return say_number("{number} yes", "{number} yes", said.count(QuestionAnswer.YES))
    if not said:
        return say_number(
            "{number} place asked, no answer yet", "{number} places asked, no answer yet", len(answers)
        )
    return say("{said} of {asked} answered, no yes yet", said=len(said), asked=len(answers))


def _best(answers: list[Answered]) -> AnswerWords:
    return ANSWERS[answers[0].asked.answer] if answers else ANSWERS[None]
