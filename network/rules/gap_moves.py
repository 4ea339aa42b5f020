"""The law of the gap: every way in which one state becomes another, who may make it, and what must be said.

Nothing else changes a state. `trestle docs` writes the table to docs/gaps.md; its test draws it by hand.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from network.tables.gap import GapStatus as S


class Mover(StrEnum):
    """Who changes the state of a gap."""

    LEADERSHIP = "leadership"
    EVIDENCE = "evidence"  # of a survey


@dataclass(frozen=True)
class GapMove:
    """One move, and what must be given with it."""

    name: str
    by: Mover
    sources: frozenset[S]
    target: S
    event: str
    needs_words: bool = False
    needs_owner: bool = False
    needs_review: bool = False


IN_WORK = frozenset({S.NEW, S.ACKNOWLEDGED, S.IN_PLAN})
UNRESOLVED = IN_WORK | {S.ACCEPTED}

LONGEST_REVIEW = timedelta(days=366)
AWAY = timedelta(days=28)  # a rule that did not hold in any survey for so long is over


def _move(
    name: str,
    by: Mover,
    sources: Collection[S],
    target: S,
    event: str,
    *,
    needs_words: bool = False,
    needs_owner: bool = False,
    needs_review: bool = False,
) -> GapMove:
    return GapMove(name, by, frozenset(sources), target, event, needs_words, needs_owner, needs_review)


PEOPLE, EVIDENCE = Mover.LEADERSHIP, Mover.EVIDENCE

ACKNOWLEDGE = _move("acknowledge", PEOPLE, {S.NEW}, S.ACKNOWLEDGED, "gap.acknowledged")
PLAN = _move("plan", PEOPLE, UNRESOLVED, S.IN_PLAN, "gap.planned", needs_words=True, needs_owner=True)
RESOLVE = _move("resolve", PEOPLE, UNRESOLVED, S.RESOLVED, "gap.resolved", needs_words=True)
ACCEPT = _move("accept", PEOPLE, IN_WORK, S.ACCEPTED, "gap.accepted", needs_words=True, needs_review=True)
TAKE_UP = _move("take_up", PEOPLE, {S.RESOLVED, S.ACCEPTED}, S.ACKNOWLEDGED, "gap.taken_up", needs_words=True)
CLOSE = _move("close", EVIDENCE, UNRESOLVED, S.RESOLVED, "gap.closed")
REOPEN = _move("reopen", EVIDENCE, {S.RESOLVED}, S.NEW, "gap.reopened")
COME_BACK = _move("come_back", EVIDENCE, {S.ACCEPTED}, S.NEW, "gap.came_back")

GAP_MOVES = (ACKNOWLEDGE, PLAN, RESOLVE, ACCEPT, TAKE_UP, CLOSE, REOPEN, COME_BACK)


def moves_from(status: S) -> list[GapMove]:
    """What leadership can do with a gap in this state, the most likely first."""
    order = {S.IN_PLAN: (RESOLVE, PLAN, ACCEPT)}.get(status, (ACKNOWLEDGE, PLAN, ACCEPT, RESOLVE, TAKE_UP))
    return [move for move in order if status in move.sources]
