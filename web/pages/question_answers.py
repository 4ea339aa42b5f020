"""A question as the place sees it that was asked: in a list, and with a form to answer it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from network.actors import Actor
from network.questions.places import PlaceRow
from network.questions.queries import PER_PAGE, WaitingQuestion
from network.rules.questions import QuestionFacts
from network.search.kindred import kind_name
from network.tables import Question, QuestionStatus, Urgency
from network.words import Say, say_number
from web.pages.filled import Choice, Filled
from web.pages.fullness import Fullness, fullness
from web.pages.paging import Paging, paging
from web.pages.question_words import (
    ANSWERS,
    OWN_ANSWERS,
    OWN_REASONS,
    URGENCIES,
    AnswerWords,
    fact_words,
    reason_words,
)


@dataclass(frozen=True)
class WaitingLine:
    """One question in a list of those that wait for an answer."""

    href: str
    kind: str
    urgency: Say
    is_emergent: bool
    facts: tuple[Say | str, ...]
    asked_by: str
    service: str
    answer_by: datetime


@dataclass(frozen=True)
class AskedRow:
    """One question that this agency was asked, and what it answered."""

    href: str
    kind: str
    service: str
    urgency: Say
    asked_by: str
    asked_at: datetime
    answer: AnswerWords
    is_over: bool


@dataclass(frozen=True)
class AskedPage:
    """All of them."""

    rows: tuple[AskedRow, ...]
    count: Say
    paging: Paging


@dataclass(frozen=True)
class OwnPlace:
    """One place of the reader's agency that is asked, and its form."""

    asked_place_id: UUID
    service: str
    where: str
    action: str
    answer: AnswerWords
    answered_at: datetime | None
    reason: Say | None
    expected_on: date | None
    fullness: Fullness
    form: Filled
    instead_of: str
    is_open: bool


@dataclass(frozen=True)
class AnsweringPage:
    """A question as the place sees it that was asked."""

    kind: str
    urgency: Say
    facts: tuple[Say | str, ...]
    asked_by: str
    asked_at: datetime
    answer_by: datetime
    is_over: bool
    places: tuple[OwnPlace, ...]
    answers: tuple[Choice, ...] = OWN_ANSWERS
    reasons: tuple[Choice, ...] = OWN_REASONS


def waiting_lines(actor: Actor, waiting: Sequence[WaitingQuestion]) -> tuple[WaitingLine, ...]:
    """What questions/_waiting.html shows."""
    return tuple(
        WaitingLine(
            href=f"/questions/{one.question.id}",
            kind=kind_name(one.question.kind, actor.language),
            urgency=URGENCIES[one.question.urgency][0],
            is_emergent=one.question.urgency is Urgency.EMERGENT,
            facts=fact_words(QuestionFacts.read(one.question.facts), actor.language),
            asked_by=one.asked_by,
            service=one.place.name,
            answer_by=one.question.answer_by,
        )
        for one in waiting
    )


def asked_page(
    actor: Actor, asked: Sequence[WaitingQuestion], total: int, *, page: int, now: datetime
) -> AskedPage:
    """The list, the newest first."""
    return AskedPage(
        rows=tuple(
            AskedRow(
                href=f"/questions/{one.question.id}",
                kind=kind_name(one.question.kind, actor.language),
                service=one.place.name,
                urgency=URGENCIES[one.question.urgency][0],
                asked_by=one.asked_by,
                asked_at=one.question.asked_at,
                answer=ANSWERS[one.asked.answer],
                is_over=is_over_at(one.question, now),
            )
            for one in asked
        ),
        count=say_number("{number} question", "{number} questions", total),
        paging=paging("/questions", page, total, PER_PAGE),
    )


def answering_page(
    actor: Actor,
    waiting: list[WaitingQuestion],
    *,
    now: datetime,
    wrong: UUID | None = None,
    form: Filled | None = None,
) -> AnsweringPage:
    """The question with a form for each place of this agency; `form` was typed for the `wrong` one."""
    question = waiting[0].question
    return AnsweringPage(
        kind=kind_name(question.kind, actor.language),
        urgency=URGENCIES[question.urgency][0],
        facts=fact_words(QuestionFacts.read(question.facts), actor.language),
        asked_by=waiting[0].asked_by,
        asked_at=question.asked_at,
        answer_by=question.answer_by,
        is_over=is_over_at(question, now),
        places=tuple(
            _own_place(one, now, form if form is not None and one.asked.id == wrong else None)
            for one in waiting
        ),
    )


def _own_place(one: WaitingQuestion, now: datetime, form: Filled | None) -> OwnPlace:
    asked = one.asked
    return OwnPlace(
        asked_place_id=asked.id,
        service=one.place.name,
        where=place_name(one.place),
        action=f"/questions/{asked.question_id}/answers/{asked.id}",
        answer=ANSWERS[asked.answer],
        answered_at=asked.answered_at,
        reason=reason_words(asked.reason),
        expected_on=asked.expected_on,
        fullness=fullness(one.place.capacity, now),
        form=form or Filled({"answer": asked.answer or ""}, prefix=f"a-{asked.id.hex[-8:]}-"),
        instead_of=asked.answer or "",
        is_open=form is not None or asked.answer is None,
    )


def is_over_at(question: Question, now: datetime) -> bool:
    """Whether nobody can answer any more."""
    return question.status is QuestionStatus.CLOSED or question.answer_by <= now


def place_name(place: PlaceRow) -> str:
    """The place, where the name of the agency does not say it; never that of a private one."""
    name = place.location.name or ""
    return "" if place.location.is_confidential or name == place.organization.name else name


def listing_href(place: PlaceRow) -> str:
    """The listing of this service there."""
    return f"/services/{place.service.id}?at={place.location.id}"
