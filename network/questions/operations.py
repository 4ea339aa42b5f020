"""Asking whether somebody can be taken, without saying who; answering, closing.

ask_question(session, actor, *, kind, urgency, facts, place_ids, need_id) -> Question
answer_question(session, actor, asked_place, *, answer, reason, expected_on, available, instead_of)
close_question(session, actor, question)
lapse_questions(store) -> int
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from network import events
from network.actors import SYSTEM, Actor, ActorKind, Role
from network.clock import now
from network.db import Store
from network.errors import Conflict, Invalid, NotAllowed, NotFound
from network.people.queries import get_need
from network.providers.changes import one_change
from network.providers.operations import hear_capacity
from network.questions.holding import give_back_unless_yes, hold_after_yes
from network.questions.places import askable_places
from network.rules.holding import HOLD_MINUTES
from network.rules.permissions import require
from network.rules.question_permissions import may_answer_question, may_ask_question, may_close_question
from network.rules.questions import MOST_PLACES, REASONS, QuestionFacts, answer_deadline
from network.rules.reasons import DeclineReason
from network.search.kindred import kinds_by_code
from network.tables import (
    AnswerLink,
    AskedPlace,
    CapacityVoice,
    Question,
    QuestionAnswer,
    QuestionStatus,
    ServiceAtLocation,
    Urgency,
)
from network.words import say

AT_ONCE = 200
OVER = say("This question is over, so the answer was not kept. Nobody waits for it any more.")


def ask_question(
    session: Session,
    actor: Actor,
    *,
    kind: str,
    urgency: Urgency,
    facts: Mapping[str, object],
    place_ids: Sequence[UUID],
    need_id: UUID | None = None,
) -> Question:
    """Ask up to five services at locations. `facts` are codes of `QuestionFacts`, nothing else.

    The need is kept so that a yes leads to its referral; who is asked never sees it. Raises NotAllowed,
    NotFound for a need that the actor may not know, and Invalid for a place that cannot be asked.
    """
    require(may_ask_question(actor))
    if need_id is not None:
        get_need(session, actor, need_id)
    if kind not in kinds_by_code():
        raise Invalid({"kind": say("Choose what kind of service is needed.")})
    said = QuestionFacts.read(facts)
    wanted = tuple(dict.fromkeys(place_ids))
    if not 1 <= len(wanted) <= MOST_PLACES:
        raise Invalid({"places": say("Choose from one to {most} places.", most=MOST_PLACES)})
    places = askable_places(session, wanted)
    question = Question(
        organization_id=_own(actor),
        asked_by_account_id=_self(actor),
        need_id=need_id,
        kind=kind,
        urgency=urgency,
        facts=said.codes(),
        asked_at=now(),
        answer_by=answer_deadline(urgency, now(), actor.time_zone),
    )
    session.add(question)
    session.flush()
    session.add_all(
        AskedPlace(
            question_id=question.id,
            service_at_location_id=place.place.id,
            organization_id=place.organization.id,
        )
        for place in places
    )
    events.record(
        session, actor, "question.asked", "question", question.id, places=len(places), urgency=urgency.value
    )
    session.flush()
    return question


def answer_question(
    session: Session,
    actor: Actor,
    asked_place: AskedPlace,
    *,
    answer: QuestionAnswer,
    reason: str | None = None,
    expected_on: date | None = None,
    available: int | None = None,
    instead_of: QuestionAnswer | None = None,
    hold_minutes: int = HOLD_MINUTES,
) -> None:
    """What a place says; `available` tells everybody how many are free there now. The first yes holds a place
    for who asked, where a number is believed.

    An answer can be changed while the question is open: `instead_of` is the one that the person saw. A no
    needs one of `REASONS`. Raises NotAllowed, Invalid, and Conflict when the question is over or a colleague
    has answered meanwhile.
    """
    require(may_answer_question(actor, asked_place, linked_place_id=_linked(session, actor)))
    if answer is QuestionAnswer.NO and reason not in REASONS:
        raise Invalid({"reason": say("Choose why it is not possible.")})
    _keep_open(session, asked_place.question_id, is_yes=answer is QuestionAnswer.YES)
    moved = session.exec(
        update(AskedPlace)
        .where(col(AskedPlace.id) == asked_place.id, col(AskedPlace.answer) == instead_of)
        .values(
            answer=answer,
            reason=reason if answer is QuestionAnswer.NO else None,
            expected_on=expected_on if answer is not QuestionAnswer.YES else None,
            answered_at=now(),
            answered_by_account_id=actor.id if actor.is_signed_in else None,
        )
    )
    if moved.rowcount != 1:
        raise Conflict(say("Somebody of your agency has answered meanwhile. Look at what they said first."))
    session.refresh(asked_place)
    with one_change(session):
        give_back_unless_yes(session, asked_place)
        _say_capacity(session, actor, asked_place, available)
        hold_after_yes(session, asked_place, hold_minutes)
    events.record(
        session,
        actor,
        "question.answered",
        "question",
        asked_place.question_id,
        asked_place=str(asked_place.id),
        answer=answer.value,
        reason=asked_place.reason,
    )


def close_question(session: Session, actor: Actor, question: Question) -> None:
    """Nobody needs to answer any more. Raises NotAllowed, Conflict when it is closed already."""
    require(may_close_question(actor, question))
    if not _close(session, question):
        raise Conflict(say("This question is closed already."))
    events.record(session, actor, "question.closed", "question", question.id)


def lapse_questions(store: Store) -> int:
    """Close the questions whose time is over; answers how many. Several workers may do this at once."""
    with store.reading() as session:
        due = session.exec(
            select(Question.id)
            .where(col(Question.status) != QuestionStatus.CLOSED, col(Question.answer_by) <= now())
            .limit(AT_ONCE)
        ).all()
    return sum(_lapse(store, question_id) for question_id in due)


def _lapse(store: Store, question_id: UUID) -> bool:
    with store.writing() as session:
        question = session.get(Question, question_id)
        if question is None:
            return False
        had_yes = question.status is QuestionStatus.ANSWERED
        if not _close(session, question):
            return False
        if had_yes:
            events.record(session, SYSTEM, "question.closed", "question", question.id)
        else:
            events.record(session, SYSTEM, "question.lapsed", "question", question.id)
    return True


def _close(session: Session, question: Question) -> bool:
    moved = session.exec(
        update(Question)
        .where(col(Question.id) == question.id, col(Question.status) != QuestionStatus.CLOSED)
        .values(status=QuestionStatus.CLOSED, closed_at=now())
    )
    session.refresh(question)
    return moved.rowcount == 1


def _keep_open(session: Session, question_id: UUID, *, is_yes: bool) -> None:
    """Hold the question, so that it does not end while it is answered. Raises Conflict when it is over."""
    status: dict[str, object] = {"status": QuestionStatus.ANSWERED} if is_yes else {}
    held = session.exec(
        update(Question)
        .where(
            col(Question.id) == question_id,
            col(Question.status) != QuestionStatus.CLOSED,
            col(Question.answer_by) > now(),
        )
        .values(answer_by=Question.answer_by, **status)
    )
    if held.rowcount != 1:
        raise Conflict(OVER)


def _say_capacity(session: Session, actor: Actor, asked: AskedPlace, available: int | None) -> None:
    """Pass on how many are free: as the provider's own word, or what a no for want of places means."""
    place = session.get(ServiceAtLocation, asked.service_at_location_id)
    if place is None:
        return
    if available is not None:
        speaker = replace(actor, roles=frozenset({Role.PROVIDER}))  # who holds the link speaks for the agency
        hear_capacity(session, speaker, place, available=available, said_by=CapacityVoice.PROVIDER)
    elif asked.reason == DeclineReason.NO_CAPACITY:
        hear_capacity(session, SYSTEM, place, available=0, said_by=CapacityVoice.INFERRED)


def _linked(session: Session, actor: Actor) -> UUID | None:
    """The asked place of the link by which somebody acts; None when it no longer holds."""
    link = session.get(AnswerLink, actor.id) if actor.kind is ActorKind.LINK and actor.id else None
    if link is None or link.revoked_at is not None or link.expires_at <= now():
        return None
    return link.asked_place_id


def _own(actor: Actor) -> UUID:
    if actor.organization_id is None:
        raise NotAllowed(say("You belong to no agency."))
    return actor.organization_id


def _self(actor: Actor) -> UUID:
    if actor.id is None:
        raise NotFound
    return actor.id
