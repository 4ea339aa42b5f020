"""Lets many stories go on side by side, in the order of their moments, with the clock where each stands.

A story is a generator: it yields the moment at which it goes on. Between two moments the product's own timers
fire, so that silence has its consequences.
"""

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import event
from sqlmodel import Session, col, select

from network.clock import stopped_at
from network.errors import Conflict
from network.providers.operations.holding import lapse_holds
from network.questions.operations import lapse_questions
from network.referrals.firing import fire_timer
from network.referrals.timers import wind_case_clocks
from network.tables import Timer

Story = Iterator[datetime]
MOMENT = timedelta(seconds=1)
_NEXT_TIMER = (
    select(Timer).where(col(Timer.settled_at).is_(None)).order_by(col(Timer.due_at), col(Timer.id)).limit(1)
)


class Inside:
    """The units of work of the worker, all inside the one of the seeds."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @contextmanager
    def _one(self) -> Iterator[Session]:
        yield self._session
        self._session.flush()

    def reading(self) -> AbstractContextManager[Session]:
        return self._one()

    def writing(self) -> AbstractContextManager[Session]:
        return self._one()

    def answers(self) -> bool:
        return True


def run(
    session: Session, stories: Iterable[Story], until: datetime, tell: Callable[[datetime], None]
) -> Counter[str]:
    """Let every story go on until now; what lies later is left open. Counts what happened."""
    tally: Counter[str] = Counter()
    store, timers, day = Inside(session), _Timers(session), None
    waiting = [
        (moment, number, story) for number, story in enumerate(stories) if (moment := next(story, None))
    ]
    heapq.heapify(waiting)
    while waiting and waiting[0][0] <= until:
        moment, number, story = heapq.heappop(waiting)
        timers.fire(moment, tally)
        if moment.date() != day:
            day = moment.date()
            tell(moment)
            with stopped_at(moment):
                wind_case_clocks(session)
                lapse_questions(store)
                lapse_holds(store)
        later = _go_on(story, moment, tally)
        if later is not None:
            heapq.heappush(waiting, (max(later, moment + MOMENT), number, story))
    timers.fire(until, tally)
    timers.end()
    with stopped_at(until):
        lapse_questions(store)
        lapse_holds(store)
    return tally


def _go_on(story: Story, moment: datetime, tally: Counter[str]) -> datetime | None:
    """The story's next moment; None when it is over, or something else happened meanwhile."""
    with stopped_at(moment):
        try:
            later = next(story, None)
        except Conflict:
            tally["overtaken"] += 1
            return None
    tally["steps"] += 1
    return later


class _Timers:
    """Fires each timer at its moment, as a worker that never sleeps would.

    It knows before when none can be due: each that is set passes through the session.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._none_before = datetime.min.replace(tzinfo=UTC)
        event.listen(session, "after_flush", self._see)

    def fire(self, until: datetime, tally: Counter[str]) -> None:
        while self._none_before <= until:
            due = self._session.exec(_NEXT_TIMER).first()
            self._none_before = due.due_at if due else datetime.max.replace(tzinfo=UTC)
            if due is None or due.due_at > until:
                return
            with stopped_at(due.due_at):
                fire_timer(self._session, due.id)
            tally["timers"] += 1

    def end(self) -> None:
        event.remove(self._session, "after_flush", self._see)

    def _see(self, session: Session, _: object) -> None:
        for row in session.new:
            if isinstance(row, Timer):
                self._none_before = min(self._none_before, row.due_at)
