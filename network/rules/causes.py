"""Why a need found no service: one cause each, so that the causes add up to the whole (docs/gaps.md).

A referral that came to nothing tells its cause by its reason; what lies on the person's side, or was the
referrer's mistake, is no gap.
"""

from collections.abc import Collection, Mapping

from network.rules.person_facts import NAMES as FACTS
from network.rules.reasons import REASONS, DeclineReason, Side
from network.tables.referral import ReferralStatus
from network.tables.unmet_need import Cause
from network.words import Say, say

S = ReferralStatus
_R = DeclineReason

CAUSES = tuple(Cause)

CAUSE_WORDS: dict[Cause, Say] = {
    Cause.NO_CAPACITY: say("No place was free"),
    Cause.NOT_ELIGIBLE: say("Did not fit whom the services take"),
    Cause.TOO_FAR: say("Too far away"),
    Cause.NO_ANSWER: say("Nobody answered"),
    Cause.NO_SERVICE: say("No such service in the network"),
    Cause.OTHER: say("Another reason"),
}

TAKEN = frozenset({S.ACCEPTED, S.SCHEDULED, S.MISSED_APPT, S.LINKED, S.ENGAGED, S.COMPLETED})
"""A place has said yes, and nothing has undone it: the need is met."""
FAILED = frozenset(
    {S.DECLINED_PROVIDER, S.RELEASED_AFTER_ACCEPT, S.NOT_LINKED, S.EXPIRED_NO_RESPONSE, S.WITHDRAWN}
)
"""A try that came to nothing, if its reason has a cause."""

_TELLING: dict[DeclineReason, Cause] = {
    _R.NO_CAPACITY: Cause.NO_CAPACITY,
    _R.WAITLIST_CLOSED: Cause.NO_CAPACITY,
    _R.PROGRAM_PAUSED_CLOSED: Cause.NO_CAPACITY,
    _R.OUT_OF_SERVICE_AREA: Cause.TOO_FAR,
    _R.INELIGIBLE_SERVICE_TYPE: Cause.NO_SERVICE,
    _R.EXPIRED_NO_RESPONSE: Cause.NO_ANSWER,
    _R.PROVIDER_DISENGAGED: Cause.NO_ANSWER,
    _R.OTHER: Cause.OTHER,
}
_NO_GAP = frozenset({Side.CLIENT, Side.REFERRER})


def cause_of_reason(reason: DeclineReason) -> Cause | None:
    """The cause that a reason tells; None where it is no gap. All other noes are about whom a place takes."""
    if REASONS[reason].side in _NO_GAP:
        return None
    return _TELLING.get(reason, Cause.NOT_ELIGIBLE)


def cause_of_end(status: ReferralStatus, reason: str | None) -> Cause | None:
    """Why a referral that ended so found no service; None when that is no gap.

    A sender withdraws for many reasons of their own; only that nobody answers any more counts.
    """
    if status not in FAILED:
        return None
    if status is S.EXPIRED_NO_RESPONSE:
        return Cause.NO_ANSWER
    if status is S.WITHDRAWN and reason != _R.PROVIDER_DISENGAGED:
        return None
    return cause_of_reason(DeclineReason(reason)) if reason else Cause.OTHER


CAPACITY = frozenset({"has_capacity", "hours", "open_now"})  # open_now: in what was written before
ELIGIBILITY = frozenset(FACTS)
DISTANCE = frozenset({"within_miles"})
REASON_OF: Mapping[str, Cause] = {
    **dict.fromkeys(CAPACITY, Cause.NO_CAPACITY),
    **dict.fromkeys(ELIGIBILITY, Cause.NOT_ELIGIBLE),
    **dict.fromkeys(DISTANCE, Cause.TOO_FAR),
}
"""The cause that goes with a condition of a search."""


def cause_of_misses(missed: Collection[frozenset[str]]) -> Cause | None:
    """Why nothing fits, by the conditions of a search that each place of its kind misses; None: one fits.

    A place that misses only a free place comes first, then one that misses one condition of whom it takes,
    then one that is only too far. Where more would have to be given up: what is near does not take the
    person, and if nothing is near, everything is too far.
    """
    if not missed:
        return Cause.NO_SERVICE
    if frozenset() in missed:
        return None
    if any(each <= CAPACITY for each in missed):
        return Cause.NO_CAPACITY
    if any(len(each) == 1 and each <= ELIGIBILITY for each in missed):
        return Cause.NOT_ELIGIBLE
    if any(each <= DISTANCE for each in missed):
        return Cause.TOO_FAR
    return Cause.NOT_ELIGIBLE if any(not each & DISTANCE for each in missed) else Cause.TOO_FAR
