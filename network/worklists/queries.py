"""Reads of the work lists: today, the inbox, the board, and how much waits behind each door."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from network.actors import Actor
from network.clock import now
from network.people.queries import own_people
from network.questions.queries import WaitingQuestion, waiting_questions
from network.rules.clock import SOON_DAYS, Clock, diversion_clock
from network.rules.moves import Party
from network.rules.permissions import require
from network.rules.sharing import SharedField, may_see
from network.rules.worklist_permissions import may_see_board, may_see_inbox, may_see_today
from network.tables import CaseFile, Person
from network.worklists.lists import (
    SENDER_ROLES,
    Whose,
    WorkList,
    count_of,
    listed,
    lists_of,
)
from network.worklists.rows import Order, WorkRow, referrals_of, rows_of, shown_rows

FEW = 5  # rows of each list on a page that has several
MOST_ON_BOARD = 15  # of each column


@dataclass(frozen=True)
class Group:
    """One list: how many, and the first of them."""

    work: WorkList
    side: Party
    whose: Whose
    count: int
    rows: tuple[WorkRow, ...]


@dataclass(frozen=True)
class RunningClock:
    """A person whose intake must soon be done, or should have been."""

    person_id: UUID
    name: str
    clock: Clock


@dataclass(frozen=True)
class Today:
    """All that needs somebody now."""

    groups: tuple[Group, ...]  # also the empty ones
    clocks: tuple[RunningClock, ...]
    questions: tuple[WaitingQuestion, ...] = ()  # asked without a name, for this person's agency to answer

    @property
    def count(self) -> int:
        return sum(group.count for group in self.groups) + len(self.clocks) + len(self.questions)


@dataclass(frozen=True)
class Column:
    """What is stuck with one side."""

    ball: Party
    groups: tuple[Group, ...]
    rows: tuple[WorkRow, ...]  # the longest stuck first

    @property
    def count(self) -> int:
        return sum(group.count for group in self.groups)


@dataclass(frozen=True)
class Waiting:
    """How much waits behind the doors of the first page; None: this person has no such door."""

    today: int | None = None
    inbox: int | None = None
    board: int | None = None


# What is stuck, by who has the ball; a referral stands in one of them at most.
BOARD: dict[Party, tuple[WorkList, ...]] = {
    Party.SENDER: (WorkList.TO_REPLY, WorkList.NO_NEXT, WorkList.NOT_SENT),
    Party.RECEIVER: (WorkList.SILENT, WorkList.TO_BOOK, WorkList.OUTCOME_DUE),
    Party.COORDINATOR: (WorkList.RELEASED,),
}


def today(session: Session, actor: Actor) -> Today:
    """What needs this person now, the most pressing list first. Raises NotAllowed."""
    require(may_see_today(actor))
    moment = now()
    asked = [(work, side, _whose(work)) for side, work in lists_of(actor)]
    return Today(
        _groups(session, actor, asked, FEW, moment),
        _clocks(session, actor, moment),
        tuple(waiting_questions(session, actor)),
    )


def inbox(
    session: Session, actor: Actor, work: WorkList, page: int = 1
) -> tuple[list[WorkRow], dict[WorkList, int]]:
    """One page of what waits for this provider's staff, and how many are in each of its lists. Raises
    NotAllowed."""
    require(may_see_inbox(actor))
    moment = now()
    counts = {
        each: count_of(session, listed(actor, each, side, Whose.AGENCY, moment))
        for side, each in lists_of(actor)
        if side is Party.RECEIVER
    }
    question = listed(actor, work, Party.RECEIVER, Whose.AGENCY, moment)
    return rows_of(session, actor, question, order=Order.PRESSING, page=page), counts


def board(session: Session, actor: Actor) -> tuple[Column, ...]:
    """What is stuck across the agency of this coordinator or supervisor. Raises NotAllowed."""
    require(may_see_board(actor))
    moment = now()
    asked = [(work, Party.SENDER, Whose.AGENCY) for lists in BOARD.values() for work in lists]
    by_list = {group.work: group for group in _groups(session, actor, asked, MOST_ON_BOARD, moment)}
    return tuple(_column(ball, [by_list[work] for work in lists]) for ball, lists in BOARD.items())


def waiting(session: Session, actor: Actor) -> Waiting:
    """The same numbers as on the pages themselves."""
    moment = now()
    sides = lists_of(actor)
    if not sides:
        return Waiting()
    counts = {
        (side, work): count_of(session, listed(actor, work, side, _whose(work), moment))
        for side, work in sides
    }
    asked = len(waiting_questions(session, actor))
    stuck = [
        count_of(session, listed(actor, work, Party.SENDER, Whose.AGENCY, moment))
        for lists in BOARD.values()
        for work in lists
        if may_see_board(actor)
    ]
    others = len(_clocks(session, actor, moment)) + asked
    return Waiting(
        today=sum(counts.values()) + others if may_see_today(actor) else None,
        inbox=counts[Party.RECEIVER, WorkList.TO_ANSWER] + asked if may_see_inbox(actor) else None,
        board=sum(stuck) if may_see_board(actor) else None,
    )


def _whose(work: WorkList) -> Whose:
    """What was given back is any coordinator's; all else is asked of whoever works with the person."""
    return Whose.AGENCY if work is WorkList.RELEASED else Whose.MINE


def _groups(
    session: Session,
    actor: Actor,
    asked: Sequence[tuple[WorkList, Party, Whose]],
    most: int,
    moment: datetime,
) -> tuple[Group, ...]:
    """Several lists, whose rows are looked at together."""
    counts, found = [], []
    for work, side, whose in asked:
        question = listed(actor, work, side, whose, moment)
        counts.append(count_of(session, question))
        found.append(referrals_of(session, question, per_page=most) if counts[-1] else [])
    everything = {one.id: one for referrals in found for one in referrals}
    rows = {row.referral.id: row for row in shown_rows(session, actor, list(everything.values()))}
    return tuple(
        Group(work, side, whose, count, tuple(rows[one.id] for one in referrals))
        for (work, side, whose), count, referrals in zip(asked, counts, found, strict=True)
    )


def _column(ball: Party, groups: Sequence[Group]) -> Column:
    rows = sorted((row for group in groups for row in group.rows), key=lambda row: row.referral.status_since)
    rows.sort(key=lambda row: not row.is_escalated)
    return Column(ball, tuple(groups), tuple(rows[:MOST_ON_BOARD]))


def _clocks(session: Session, actor: Actor, moment: datetime) -> tuple[RunningClock, ...]:
    """The cases of this person's own caseload whose deadline is near or past."""
    if not actor.has(*SENDER_ROLES):
        return ()
    own = own_people(actor).with_only_columns(col(Person.id))
    found = session.exec(
        select(CaseFile, Person)
        .join(Person, col(Person.id) == col(CaseFile.person_id))
        .where(
            col(Person.id).in_(own),
            col(CaseFile.closed_at).is_(None),
            col(CaseFile.intake_done_at).is_(None),
            col(CaseFile.intake_by) < moment + timedelta(days=SOON_DAYS),
        )
        .order_by(col(CaseFile.intake_by), col(CaseFile.id))
    )
    return tuple(
        RunningClock(person.id, _name(actor, person), diversion_clock(case, moment, actor.time_zone))
        for case, person in found
    )


def _name(actor: Actor, person: Person) -> str:
    shown = may_see(actor, SharedField.PERSON_NAME, person.organization_id)
    return f"{person.called or person.given_name} {person.family_name}" if shown else ""
