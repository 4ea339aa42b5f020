"""Today, the inbox, the board: what waits, for whom, how long, and the one thing to do next."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import urlencode

from msgspec import Struct

from network.actors import Actor
from network.providers.queries.holds import HeldPlace
from network.questions.queries import WaitingQuestion
from network.rules.moves import Party
from network.words import Say, say, say_number
from network.worklists.lists import Whose, WorkList
from network.worklists.queries import Column, Group, RunningClock, Today
from network.worklists.rows import PER_PAGE, WorkRow
from web.pages.holds import HeldLine, held_lines
from web.pages.paging import Paging, paging
from web.pages.question_answers import WaitingLine, waiting_lines
from web.pages.work_cards import WorkCard, work_card

LISTS: dict[WorkList, tuple[Say, Say]] = {
    WorkList.TO_ANSWER: (say("Waiting for your answer"), say("A person waits with each of these.")),
    WorkList.TO_BOOK: (say("Accepted, no appointment yet"), say("Say when the person should come.")),
    WorkList.OUTCOME_DUE: (
        say("The appointment is over"),
        say("Say whether the person came, and what came of it."),
    ),
    WorkList.WAITING: (say("On your waitlist"), say("Say once a week whether the wait still holds.")),
    WorkList.TO_REPLY: (say("The provider asked something"), say("They answer when you have replied.")),
    WorkList.NOT_SENT: (say("Not sent yet"), say("Drafts, and referrals that wait for consent.")),
    WorkList.NO_NEXT: (say("Ended without help"), say("Nothing else was tried yet for this need.")),
    WorkList.RELEASED: (
        say("Given back after a yes"),
        say("Send it back to the provider, or find another place."),
    ),
    WorkList.SILENT: (say("No answer yet, reminded"), say("Call them, or ask another place.")),
}
"""Heading and what to do."""

COLUMNS: dict[Party, tuple[Say, Say]] = {
    Party.SENDER: (say("With us"), say("A reply, a next option or a consent is missing.")),
    Party.RECEIVER: (say("With the provider"), say("An answer, an appointment or an outcome is missing.")),
    Party.COORDINATOR: (say("For a coordinator"), say("Given back after a yes.")),
}


class WorkGroup(Struct, frozen=True):
    """One list of a page that has several."""

    key: str
    words: Say
    explains: Say
    count: int
    cards: tuple[WorkCard, ...]
    all_href: str  # the whole list


class ClockLine(Struct, frozen=True):
    href: str
    name: str
    words: Say
    is_pressing: bool


class FirstThing(Struct, frozen=True):
    """What to begin the day with: one tap."""

    href: str
    name: str
    words: Say


class TodayPage(Struct, frozen=True):
    """What needs this person now."""

    count: int
    headline: Say
    first: FirstThing | None  # None: nothing waits, or only one thing
    groups: tuple[WorkGroup, ...]  # only those with something in them
    clocks: tuple[ClockLine, ...]
    questions: tuple[WaitingLine, ...]
    doors: tuple[tuple[Say, str], ...]  # where to go when nothing waits
    holds: tuple[HeldLine, ...] = ()


class Tab(Struct, frozen=True):
    """One list among several, as a link."""

    href: str
    words: Say
    count: int
    is_current: bool


class InboxPage(Struct, frozen=True):
    """Who waits for our answer, how long."""

    tabs: tuple[Tab, ...]
    explains: Say
    count: Say
    cards: tuple[WorkCard, ...]
    paging: Paging
    questions: tuple[WaitingLine, ...]


class BoardColumn(Struct, frozen=True):
    """What is stuck with one side."""

    key: str
    words: Say
    explains: Say
    count: int
    groups: tuple[Tab, ...]
    cards: tuple[WorkCard, ...]
    more: Say | None  # how many are not shown here


class BoardPage(Struct, frozen=True):
    """What is stuck across the agency."""

    count: int
    headline: Say
    columns: tuple[BoardColumn, ...]


def today_page(actor: Actor, found: Today, moment: datetime, holds: Sequence[HeldPlace] = ()) -> TodayPage:
    """The list of the day."""
    clocks, questions = tuple(map(_clock, found.clocks)), waiting_lines(actor, found.questions)
    groups = tuple(work_group(actor, group, moment) for group in found.groups if group.count)
    return TodayPage(
        count=found.count,
        headline=say_number("{number} thing needs you now.", "{number} things need you now.", found.count)
        if found.count
        else say("Nothing else needs you right now.")
        if holds
        else say("Nothing needs you right now."),
        first=_first(clocks, questions, groups) if found.count > 1 else None,
        groups=groups,
        clocks=clocks,
        questions=questions,
        doors=_doors(found),
        holds=held_lines(actor, holds, moment),
    )


def _first(
    clocks: Sequence[ClockLine], questions: Sequence[WaitingLine], groups: Sequence[WorkGroup]
) -> FirstThing | None:
    """The most pressing of all: somebody in an emergency, a deadline, a question, then the first list."""
    emergent = [(group, card) for group in groups for card in group.cards if card.is_emergent]
    first = next(((group, card) for group in groups for card in group.cards), None)
    pressing = next((one for one in clocks if one.is_pressing), None)
    if pressing and not emergent:
        return FirstThing(pressing.href, pressing.name, pressing.words)
    if questions and not emergent:
        return FirstThing(
            questions[0].href, f"{questions[0].kind}: {questions[0].service}", questions[0].urgency
        )
    group, card = emergent[0] if emergent else first or (None, None)
    return FirstThing(card.href, card.person or card.title, group.words) if group and card else None


def inbox_page(
    actor: Actor,
    work: WorkList,
    rows: Sequence[WorkRow],
    counts: Mapping[WorkList, int],
    page: int,
    moment: datetime,
    questions: Sequence[WaitingQuestion] = (),
) -> InboxPage:
    """One list of the inbox, with the others as tabs."""
    count = counts[work]
    return InboxPage(
        tabs=tuple(
            Tab(inbox_href(each), LISTS[each][0], number, each is work) for each, number in counts.items()
        ),
        explains=LISTS[work][1],
        count=say_number("{number} referral", "{number} referrals", count),
        cards=tuple(work_card(actor, row, moment) for row in rows),
        paging=paging(inbox_href(work), page, count, PER_PAGE),
        questions=waiting_lines(actor, questions),
    )


def board_page(actor: Actor, columns: Sequence[Column], moment: datetime) -> BoardPage:
    """What is stuck, by who has the ball."""
    count = sum(column.count for column in columns)
    return BoardPage(
        count=count,
        headline=say_number("{number} referral is stuck.", "{number} referrals are stuck.", count)
        if count
        else say("Nothing is stuck."),
        columns=tuple(_column(actor, column, moment) for column in columns),
    )


def work_group(actor: Actor, group: Group, moment: datetime) -> WorkGroup:
    """One list with its first rows."""
    words, explains = LISTS[group.work]
    return WorkGroup(
        key=f"{group.side}-{group.work}",
        words=words,
        explains=explains,
        count=group.count,
        cards=tuple(work_card(actor, row, moment, back="/today") for row in group.rows),
        all_href=list_href(group.work, group.side, group.whose),
    )


def list_href(work: WorkList, side: Party, whose: Whose) -> str:
    """Where the whole of a list stands."""
    if side is Party.RECEIVER:
        return inbox_href(work)
    return f"/referrals?{urlencode({'list': work, 'whose': whose})}"


def inbox_href(work: WorkList) -> str:
    return "/inbox" if work is WorkList.TO_ANSWER else f"/inbox?{urlencode({'list': work})}"


def _column(actor: Actor, column: Column, moment: datetime) -> BoardColumn:
    words, explains = COLUMNS[column.ball]
    hidden = column.count - len(column.rows)
    return BoardColumn(
        key=column.ball,
        words=words,
        explains=explains,
        count=column.count,
        groups=tuple(
            Tab(list_href(group.work, group.side, group.whose), LISTS[group.work][0], group.count, False)
            for group in column.groups
            if group.count
        ),
        cards=tuple(work_card(actor, row, moment) for row in column.rows),
        more=say_number("and {number} more", "and {number} more", hidden) if hidden > 0 else None,
    )


def _clock(one: RunningClock) -> ClockLine:
    days = one.clock.days_left
    return ClockLine(f"/people/{one.person_id}", one.name, one.clock.words, days is not None and days <= 3)


def _doors(found: Today) -> tuple[tuple[Say, str], ...]:
    sides = {group.side for group in found.groups}
    doors: list[tuple[Say, str]] = []
    if Party.SENDER in sides:
        doors += [(say("People"), "/people"), (say("Find a service"), "/search")]
    if Party.RECEIVER in sides:
        doors += [(say("Inbox"), "/inbox"), (say("How full are we?"), "/capacity")]
    return tuple(doors)
