"""All referrals that exist for somebody, open and ended, narrowed in the same words as the work lists."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, not_, or_, true
from sqlmodel import Session, col
from sqlmodel.sql.expression import SelectOfScalar

from network.actors import Actor, Role
from network.clock import now
from network.referrals.queries import visible_to
from network.rules.moves import ENDED, Party
from network.rules.permissions import require
from network.rules.worklist_permissions import may_list_referrals
from network.tables import Referral, ReferralStatus
from network.worklists.lists import (
    OVERSEEING_ROLES,
    SENDER_ROLES,
    Whose,
    WorkList,
    count_of,
    holds,
    is_mine,
    lists_of,
    on_side,
)
from network.worklists.rows import Order, WorkRow, rows_of
from network.worklists.told import is_told


class Standing(StrEnum):
    """Roughly where a referral stands."""

    OPEN = "open"
    ENDED = "ended"
    ALL = "all"


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to. `work` goes before `standing`."""

    standing: Standing = Standing.OPEN
    whose: Whose | None = None  # None: all that exist for the reader
    work: WorkList | None = None


@dataclass(frozen=True)
class Catalogue:
    """One page of referrals, with how many each other choice would find."""

    rows: tuple[WorkRow, ...]
    total: int
    by_standing: Mapping[Standing, int]
    by_list: Mapping[WorkList, int]
    by_whose: Mapping[Whose, int]
    sides: frozenset[Party]


def catalogue(session: Session, actor: Actor, filters: Filters, page: int = 1) -> Catalogue:
    """What the reader asks for. Raises NotAllowed."""
    require(may_list_referrals(actor))
    mine = [(side, work) for side, work in lists_of(actor) if side is Party.SENDER]
    question = asked(actor, filters)
    order = Order.PRESSING if filters.work else Order.NEWEST
    return Catalogue(
        rows=tuple(rows_of(session, actor, question, order=order, page=page)),
        total=count_of(session, question),
        by_standing={
            standing: count_of(session, asked(actor, Filters(standing, filters.whose)))
            for standing in Standing
        },
        by_list={
            work: count_of(session, asked(actor, Filters(whose=filters.whose, work=work))) for _, work in mine
        },
        by_whose={
            whose: count_of(session, asked(actor, Filters(filters.standing, whose, filters.work)))
            for whose in whose_of(actor)
        },
        sides=sides_of(actor),
    )


def asked(actor: Actor, filters: Filters) -> SelectOfScalar[Referral]:
    """The question to the database."""
    conditions: list[Any] = []
    if filters.whose is Whose.MINE:
        conditions.append(is_mine(actor))
    if filters.work is not None:
        conditions += [on_side(actor, Party.SENDER), holds(filters.work, now(), Party.SENDER)]
    elif filters.standing is Standing.ENDED:
        conditions.append(_has_ended(actor))
    elif filters.standing is Standing.OPEN:
        conditions.append(not_(_has_ended(actor)))
    return visible_to(actor).where(*conditions)


def whose_of(actor: Actor) -> tuple[Whose, ...]:
    """Only who oversees an agency has more than their own."""
    return (Whose.MINE, Whose.AGENCY) if actor.has(*OVERSEEING_ROLES) else ()


def sides_of(actor: Actor) -> frozenset[Party]:
    """On which sides somebody with these roles can stand."""
    sides = set()
    if actor.has(*SENDER_ROLES, Role.PRIVACY):
        sides.add(Party.SENDER)
    if actor.has(Role.PROVIDER):
        sides.add(Party.RECEIVER)
    return frozenset(sides)


def _has_ended(actor: Actor) -> Any:
    """It has ended, and this reader may know that it has."""
    status, receives = col(Referral.status), col(Referral.receiver_organization_id) == actor.organization_id
    return or_(*(and_(status == end, or_(receives, _is_told_over(end))) for end in _ends()))


def _is_told_over(end: ReferralStatus) -> Any:
    """What the person declined is told as an end without a link where it may not be told as it was."""
    return true() if end is ReferralStatus.DECLINED_CLIENT else is_told(end)


def _ends() -> tuple[ReferralStatus, ...]:
    return tuple(status for status in ReferralStatus if status in ENDED)
