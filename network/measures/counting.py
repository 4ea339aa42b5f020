"""Counts what measures are made of: how much each referral adds to each count."""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, timedelta

import numpy as np

from network.measures.reading import Flags, Numbers, Sent
from network.rules.outcomes import (
    ENGAGED_WITHIN,
    continuing_on,
    engaged_on,
    is_initiated_in_time,
)
from network.tables import NeedStatus, OutcomeStep
from network.tables.referral import ReferralStatus as S

WHOLES: Mapping[str, str] = {
    "sent": "",
    "gone": "",
    "answered": "sent",
    "in_time": "answered",
    "accepted": "answered",
    "linked": "accepted",
    "lost": "accepted",
    "soon": "linked",
    "engaged": "linked",
    "continuing": "linked",
    "completed": "linked",
    "held": "",
    "kept": "held",
    "needs": "",
    "met": "needs",
    "closed": "",
}
"""Every count and what it is a part of; that comes before it. Empty: of nothing that is counted."""

OF_NEEDS = frozenset({"needs", "met", "closed"})  # a need is of no single agency
_LOST = frozenset({S.LOST_CONTACT, S.OUTCOME_UNKNOWN})

Counts = Mapping[str, Numbers]


def wholes_of(name: str) -> Iterator[str]:
    """What a count is a part of, the smallest first."""
    while name := WHOLES[name]:
        yield name


def count_each(sent: Sent) -> Counts:
    """What each referral adds to each of `WHOLES`, never more than to what that is a part of."""
    counted = ~sent.is_gone
    linked = counted & _has(sent, OutcomeStep.INITIATED)
    accepted = counted & (sent.was_accepted | linked)  # who gave a service has accepted, whatever was pressed
    answered = counted & (~np.isnan(sent.answered_at) | accepted)
    ended_well = _has(sent, OutcomeStep.COMPLETED_SERVICE) | (
        _in(sent, {S.COMPLETED}) & ~_has(sent, OutcomeStep.TRANSFERRED)
    )
    met = sent.opens_need & (_is_met(sent) | sent.need_linked)
    closed = sent.opens_need & ~met & (sent.need_statuses == NeedStatus.CLOSED.value)
    flags: Mapping[str, Flags | Numbers] = {
        "sent": counted,
        "gone": sent.is_gone,
        "answered": answered,
        "in_time": answered & (sent.answered_at <= sent.step_in_at),
        "accepted": accepted,
        "linked": linked,
        "lost": accepted & _in(sent, _LOST),
        "soon": linked & _soon(sent),
        "engaged": linked & _went_on(sent, OutcomeStep.ENGAGED, engaged_on, ENGAGED_WITHIN),
        "continuing": linked & _went_on(sent, OutcomeStep.CONTINUING, continuing_on, None),
        "completed": linked & ended_well,
        "held": np.where(counted, sent.kept + sent.missed, 0),
        "kept": np.where(counted, sent.kept, 0),
        "needs": sent.opens_need & ~closed,
        "met": met,
        "closed": closed,
    }
    return {name: flags[name].astype(np.int64) for name in WHOLES}


def waits_for_answer(sent: Sent) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Days from sending to the answer; NaN where there is none."""
    return (sent.answered_at - sent.sent_at) / timedelta(days=1).total_seconds()


def waits_for_service(sent: Sent) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Days from the day of sending to the day of the first service; NaN where there is none."""
    waits = np.full(len(sent), np.nan)
    for number, days in sent.entries[OutcomeStep.INITIATED].items():
        waits[number] = max((days[0] - sent.days[number]).days, 0)
    return waits


def _is_met(sent: Sent) -> Flags:
    return np.asarray(sent.need_statuses == NeedStatus.MET.value)


def _soon(sent: Sent) -> Flags:
    """Whose first service came within 14 days."""
    soon = np.zeros(len(sent), dtype=bool)
    for number, days in sent.entries[OutcomeStep.INITIATED].items():
        soon[number] = bool(is_initiated_in_time(sent.days[number], days))
    return soon


def _went_on(
    sent: Sent,
    step: OutcomeStep,
    reached_on: Callable[[Collection[date]], date | None],
    within: timedelta | None,
) -> Flags:
    """Who went on: by the days of service, or because somebody said so, of a day within that time."""
    reached = np.zeros(len(sent), dtype=bool)
    for number, days in sent.entries[OutcomeStep.INITIATED].items():
        said = sent.entries[step].get(number, ())
        by_then = any(within is None or day - days[0] <= within for day in said)
        reached[number] = by_then or reached_on(days) is not None
    return reached


def _has(sent: Sent, step: OutcomeStep) -> Flags:
    flags = np.zeros(len(sent), dtype=bool)
    flags[list(sent.entries[step])] = True
    return flags


def _in(sent: Sent, statuses: Collection[S]) -> Flags:
    return np.isin(sent.statuses, [status.value for status in statuses])
