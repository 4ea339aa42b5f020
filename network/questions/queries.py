"""Questions as who asked sees them, and as the places see them that were asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from network.actors import Actor
from network.clock import now
from network.errors import NotFound
from network.providers.listing import ENGLISH
from network.questions.places import PlaceRow, place_rows
from network.rules.permissions import require
from network.rules.question_permissions import (
    OVERSEEING,
    may_answer_question,
    may_answer_questions,
    may_ask_question,
)
from network.tables import (
    Account,
    AskedPlace,
    Organization,
    Question,
    QuestionAnswer,
    QuestionStatus,
    Referral,
)

PER_PAGE = 25
_ORDER = {QuestionAnswer.YES: 0, QuestionAnswer.WAITLIST: 1, None: 2, QuestionAnswer.NO: 3}


@dataclass(frozen=True)
class Answered:
    """One place that was asked and what it said; `referral_id` of the referral that came of it."""

    asked: AskedPlace
    place: PlaceRow
    answered_by: str  # a name, empty when nobody answered or somebody did by a link
    referral_id: UUID | None


@dataclass(frozen=True)
class WaitingQuestion:
    """A question as the place sees it that was asked: nothing of the need or of other places."""

    asked: AskedPlace
    question: Question
    place: PlaceRow
    asked_by: str  # the agency


def visible_to(actor: Actor) -> SelectOfScalar[Question]:
    """The questions that this person asked, and for coordinators and supervisors their agency's."""
    mine = select(Question).where(
        col(Question.organization_id) == actor.organization_id, bool(may_ask_question(actor))
    )
    return mine if actor.has(*OVERSEEING) else mine.where(col(Question.asked_by_account_id) == actor.id)


def get_question(session: Session, actor: Actor, question_id: UUID) -> Question:
    """A question of this person's. Raises NotFound."""
    found = session.exec(visible_to(actor).where(col(Question.id) == question_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


def list_questions(session: Session, actor: Actor, *, page: int = 1) -> tuple[list[Question], int]:
    """One page of this person's questions, the newest first, and how many there are."""
    every = visible_to(actor)
    total = session.exec(select(func.count()).select_from(every.subquery())).one()
    rows = session.exec(
        every.order_by(col(Question.asked_at).desc(), col(Question.id).desc())
        .limit(PER_PAGE)
        .offset((max(1, page) - 1) * PER_PAGE)
    ).all()
    return list(rows), total


def answers_to(
    session: Session, questions: Sequence[Question], *, language: str = ENGLISH
) -> dict[UUID, list[Answered]]:
    """Who was asked and what they said, by question: yes first, then the order of answering. `language`: the
    reader's, for the names of services."""
    ids = [question.id for question in questions]
    asked = session.exec(select(AskedPlace).where(col(AskedPlace.question_id).in_(ids))).all()
    places = _places(session, asked, language)
    names = _names(session, asked)
    referrals = {
        (question_id, place_id): referral_id
        for referral_id, question_id, place_id in session.exec(
            select(Referral.id, Referral.question_id, Referral.service_at_location_id).where(
                col(Referral.question_id).in_(ids)
            )
        )
    }
    found: dict[UUID, list[Answered]] = {question_id: [] for question_id in ids}
    for one in sorted(asked, key=_order):
        place = places[one.service_at_location_id]
        by = names.get(one.answered_by_account_id, "") if one.answered_by_account_id else ""
        led_to = referrals.get((one.question_id, one.service_at_location_id))
        found[one.question_id].append(Answered(one, place, by, led_to))
    return found


def waiting_questions(session: Session, actor: Actor) -> list[WaitingQuestion]:
    """Questions that wait for an answer of this person's agency, the soonest deadline first."""
    if not may_answer_questions(actor):
        return []
    asked = session.exec(
        _asked_of(actor)
        .where(
            col(AskedPlace.answer).is_(None),
            col(Question.status) != QuestionStatus.CLOSED,
            col(Question.answer_by) > now(),
        )
        .order_by(col(Question.answer_by), col(AskedPlace.id))
    ).all()
    return waiting_rows(session, asked, language=actor.language)


def questions_asked_of(session: Session, actor: Actor, *, page: int = 1) -> tuple[list[WaitingQuestion], int]:
    """One page of all that this person's agency was ever asked, the newest first, and how much that is."""
    require(may_answer_questions(actor))
    every = _asked_of(actor)
    total = session.exec(select(func.count()).select_from(every.subquery())).one()
    asked = session.exec(
        every.order_by(col(Question.asked_at).desc(), col(AskedPlace.id))
        .limit(PER_PAGE)
        .offset((max(1, page) - 1) * PER_PAGE)
    ).all()
    return waiting_rows(session, asked, language=actor.language), total


def asked_places_of(session: Session, actor: Actor, question_id: UUID) -> list[WaitingQuestion]:
    """The places of this person's agency that a question asks, answered or not. Raises NotFound."""
    if not may_answer_questions(actor):
        raise NotFound
    asked = session.exec(
        _asked_of(actor).where(col(AskedPlace.question_id) == question_id).order_by(col(AskedPlace.id))
    ).all()
    if not asked:
        raise NotFound
    return waiting_rows(session, asked, language=actor.language)


def get_asked_place(session: Session, actor: Actor, question_id: UUID, asked_place_id: UUID) -> AskedPlace:
    """A place for which this person may answer. Raises NotFound."""
    asked = session.get(AskedPlace, asked_place_id)
    if asked is None or asked.question_id != question_id or not may_answer_question(actor, asked):
        raise NotFound
    return asked


def waiting_rows(
    session: Session, asked: Sequence[AskedPlace], *, language: str = ENGLISH
) -> list[WaitingQuestion]:
    """These as their places see them; also for a page that somebody reads by a link."""
    questions = {
        question.id: (question, name)
        for question, name in session.exec(
            select(Question, Organization.name)
            .join(Organization, col(Organization.id) == col(Question.organization_id))
            .where(col(Question.id).in_([one.question_id for one in asked]))
        )
    }
    places = _places(session, asked, language)
    return [
        WaitingQuestion(one, questions[one.question_id][0], places[one.service_at_location_id], name)
        for one in asked
        for name in [questions[one.question_id][1]]
    ]


def _asked_of(actor: Actor) -> SelectOfScalar[AskedPlace]:
    return (
        select(AskedPlace)
        .join(Question, col(Question.id) == col(AskedPlace.question_id))
        .where(col(AskedPlace.organization_id) == actor.organization_id)
    )


def _places(session: Session, asked: Sequence[AskedPlace], language: str) -> dict[UUID, PlaceRow]:
    rows = place_rows(session, [one.service_at_location_id for one in asked], language=language)
    return {row.place.id: row for row in rows}


def _names(session: Session, asked: Sequence[AskedPlace]) -> dict[UUID, str]:
    ids = [one.answered_by_account_id for one in asked if one.answered_by_account_id]
    return dict(session.exec(select(Account.id, Account.name).where(col(Account.id).in_(ids))).all())


def _order(one: AskedPlace) -> tuple[int, float, str]:
    return _ORDER[one.answer], one.answered_at.timestamp() if one.answered_at else 0, str(one.id)
