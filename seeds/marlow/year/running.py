"""Lets many stories go on side by side, in the order of their moments, with the clock where each stands.

A story is a generator: it yields the moment at which it goes on. Between two moments the product's own timers
fire, so that silence has its consequences.
"""

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from network.clock import stopped_at
from network.errors import Conflict
from network.questions.operations import lapse_questions
from network.referrals.firing import fire_due
from network.tables import Timer

Story = Iterator[datetime]
MOMENT = timedelta(seconds=1)


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
    store, day = Inside(session), None
    waiting = [
        (moment, number, story) for number, story in enumerate(stories) if (moment := next(story, None))
    ]
    heapq.heapify(waiting)
    while waiting and waiting[0][0] <= until:
        moment, number, story = heapq.heappop(waiting)
        _fire(session, store, moment, tally)
        if moment.date() != day:
            day = moment.date()
            tell(moment)
            with stopped_at(moment):
                lapse_questions(store)
        later = _go_on(story, moment, tally)
        if later is not None:
            heapq.heappush(waiting, (max(later, moment + MOMENT), number, story))
    _fire(session, store, until, tally)
    with stopped_at(until):
        lapse_questions(store)
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


def _fire(session: Session, store: Inside, until: datetime, tally: Counter[str]) -> None:
    """Fire each timer at its moment, as a worker that never sleeps would."""
    while True:
        due = session.exec(select(func.min(Timer.due_at)).where(col(Timer.settled_at).is_(None))).one()
        if due is None or due > until:
            return
        with stopped_at(due + MOMENT):
            fired = fire_due(store)
        if fired["failed"]:
            raise RuntimeError("A timer of the year failed; the log says which.")
        tally["timers"] += fired.total()
