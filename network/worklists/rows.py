"""The rows of a work list: each referral as this reader may see it, in a fixed number of questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import case
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from network.actors import Actor
from network.referrals.showing import shown_referrals
from network.referrals.shown import ShownReferral
from network.tables import Channel, Event, Referral, Urgency

PER_PAGE = 25
ESCALATIONS = ("referral.escalated", "referral.clock_burns", "referral.help_asked")


class Order(StrEnum):
    """What comes first."""

    PRESSING = "pressing"  # emergent before urgent before routine, then whoever waits longest
    OLDEST = "oldest"  # in its present status
    NEWEST = "newest"


@dataclass(frozen=True)
class WorkRow:
    """One referral in a list: what it is, and what of it this reader may see."""

    referral: Referral
    shown: ShownReferral
    is_escalated: bool  # it waited too long, will cost a deadline, or somebody asked for help


def rows_of(
    session: Session,
    actor: Actor,
    question: SelectOfScalar[Referral],
    *,
    order: Order = Order.PRESSING,
    page: int = 1,
    per_page: int = PER_PAGE,
) -> list[WorkRow]:
    """One page of a list."""
    return shown_rows(
        session, actor, referrals_of(session, question, order=order, page=page, per_page=per_page)
    )


def referrals_of(
    session: Session,
    question: SelectOfScalar[Referral],
    *,
    order: Order = Order.PRESSING,
    page: int = 1,
    per_page: int = PER_PAGE,
) -> Sequence[Referral]:
    """The same, before anybody looks at them."""
    start = (max(1, page) - 1) * per_page
    return session.exec(question.order_by(*_order(order)).limit(per_page).offset(start)).all()


def shown_rows(session: Session, actor: Actor, referrals: Sequence[Referral]) -> list[WorkRow]:
    """These as this reader may see them; what of them belongs to others is written down as told."""
    escalated = _escalated(session, referrals)
    shown = shown_referrals(session, actor, referrals, Channel.PAGE)
    return [
        WorkRow(referral, one, referral.id in escalated)
        for referral, one in zip(referrals, shown, strict=True)
    ]


def _order(order: Order) -> tuple[Any, ...]:
    pressing = case(
        {Urgency.EMERGENT.value: 0, Urgency.URGENT.value: 1}, value=col(Referral.urgency), else_=2
    )
    since, made = col(Referral.status_since), col(Referral.created_at)
    match order:
        case Order.PRESSING:
            return (pressing, since.asc(), col(Referral.id))
        case Order.OLDEST:
            return (since.asc(), col(Referral.id))
        case Order.NEWEST:
            return (made.desc(), col(Referral.id))


def _escalated(session: Session, referrals: Sequence[Referral]) -> set[UUID]:
    """Those of which it was written down, since they came where they stand, that they need more people."""
    if not referrals:
        return set()
    found = session.exec(
        select(Event.subject_id)
        .join(Referral, col(Referral.id) == col(Event.subject_id))
        .where(
            col(Event.subject_id).in_([one.id for one in referrals]),
            col(Event.kind).in_(ESCALATIONS),
            col(Event.happened_at) >= col(Referral.status_since),
        )
    )
    return set(found)


def reference_of(referral_id: UUID) -> str:
    """How both sides can speak of a referral on the telephone without saying who it is about: "7F3A-21B0"."""
    mark = referral_id.hex[-8:].upper()
    return f"{mark[:4]}-{mark[4:]}"
