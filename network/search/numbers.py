"""The numbers of one record that change often: free places and the record of answers."""

import math
from collections.abc import Callable

from network.rules.capacity import HALF_LIFE, HIDDEN_AFTER
from network.search.records import Record
from network.tables import Waitlist


def available(record: Record) -> int:
    return -1 if record.capacity is None else record.capacity.available


def hidden_from(record: Record) -> float:
    said = record.capacity
    return 0.0 if said is None else said.said_at + (HALF_LIFE[said.unit] * HIDDEN_AFTER).total_seconds()


def said_at(record: Record) -> float:
    return math.nan if record.capacity is None else record.capacity.said_at


def half_life(record: Record) -> float:
    return math.nan if record.capacity is None else HALF_LIFE[record.capacity.unit].total_seconds()


def wait_days(record: Record) -> float:
    said = record.capacity
    return math.nan if said is None or said.wait_days is None else said.wait_days


def has_waitlist(record: Record) -> bool:
    return record.capacity is not None and record.capacity.waitlist is Waitlist.OPEN


def answered(record: Record) -> int:
    return 0 if record.answering is None else record.answering.answered


def accepted(record: Record) -> int:
    return 0 if record.answering is None else record.answering.accepted


def answer_hours(record: Record) -> float:
    return 0.0 if record.answering is None else record.answering.hours


# The columns that change with free places and answers, and what one record has in each.
QUICK: dict[str, Callable[[Record], float]] = {
    "available": available,
    "hidden_from": hidden_from,
    "said_at": said_at,
    "half_life": half_life,
    "wait_days": wait_days,
    "has_waitlist": has_waitlist,
    "answered": answered,
    "accepted": accepted,
    "answer_hours": answer_hours,
}
