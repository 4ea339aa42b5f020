"""Answers from somebody who holds a link: the same moves that the agency's own staff makes."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any

from sqlmodel import Session

from network.actors import Role
from network.answers.links import place_of
from network.answers.opening import FoundLink
from network.errors import Conflict
from network.providers.operations import hear_capacity
from network.questions.operations import answer_question
from network.referrals.operations import answering, closing
from network.tables import AskedPlace, CapacityVoice, QuestionAnswer, Referral, ReferralStatus
from network.words import say

CHANNEL = "link"


class AnswerKind(StrEnum):
    """What can be answered to a referral."""

    ACCEPT = "accept"
    WAITLIST = "waitlist"
    ASK = "ask"
    DECLINE = "decline"
    RELEASE = "release"


OPERATIONS: dict[AnswerKind, Callable[..., None]] = {
    AnswerKind.ACCEPT: answering.accept_referral,
    AnswerKind.WAITLIST: answering.waitlist_referral,
    AnswerKind.ASK: answering.ask_sender,
    AnswerKind.DECLINE: answering.decline_referral,
    AnswerKind.RELEASE: closing.release_referral,
}


def answer_referral(
    session: Session,
    found: FoundLink,
    kind: AnswerKind,
    facts: Mapping[str, Any],
    *,
    seen: ReferralStatus | None = None,
) -> None:
    """`facts` are what the operation of this answer takes; `seen` is the status that the page had shown.

    Raises Conflict when somebody has answered or ended it meanwhile, Invalid by field.
    """
    referral = found.subject
    if not isinstance(referral, Referral) or not found.is_open:
        raise Conflict(say("This can no longer be answered. Your answer was not kept."))
    OPERATIONS[kind](session, found.actor, referral, channel=CHANNEL, seen=seen, **facts)


def answer_asked_place(
    session: Session,
    found: FoundLink,
    answer: QuestionAnswer,
    *,
    reason: str | None,
    expected_on: date | None,
    instead_of: QuestionAnswer | None,
    hold_minutes: int,
) -> None:
    """Yes, the waitlist or no to a question. Raises Conflict, Invalid."""
    if not isinstance(found.subject, AskedPlace) or not found.is_open:
        raise Conflict(say("This can no longer be answered. Your answer was not kept."))
    answer_question(
        session,
        found.actor,
        found.subject,
        answer=answer,
        reason=reason,
        expected_on=expected_on,
        instead_of=instead_of,
        hold_minutes=hold_minutes,
    )


def say_beds(session: Session, found: FoundLink, available: int) -> None:
    """How many are free now at that place, as the agency's own word. Raises Conflict, Invalid."""
    if not found.is_open:
        raise Conflict(say("This link is over, so the number was not kept."))
    place = place_of(session, found.subject)[0]
    speaker = replace(found.actor, roles=frozenset({Role.PROVIDER}))  # for this one place, as its staff would
    hear_capacity(session, speaker, place, available=available, said_by=CapacityVoice.PROVIDER)
