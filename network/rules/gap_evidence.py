"""When the evidence of surveys closes a gap, and when it opens one again. Made so that nothing flaps."""

from datetime import datetime

from network.rules.gap_moves import AWAY


def is_over(away_since: datetime, made_at: datetime) -> bool:
    """A gap ends when its rule held in no survey of four weeks: from the first without it to this one."""
    return made_at - away_since >= AWAY


def was_away(away_since: datetime, made_at: datetime) -> bool:
    """A rule that was away for four weeks and holds again speaks of new needs."""
    return made_at - away_since >= AWAY


def speaks_anew(*, since: datetime, resolved_at: datetime, count: int, count_then: int, least: int) -> bool:
    """Whether the evidence that still holds is new since somebody said that the gap is resolved.

    A survey looks back over months: the same needs are counted in it for long after. So either all that is
    counted came after, or there are so many more than then that the new ones alone would open a gap.
    """
    return since >= resolved_at or count - count_then >= least
