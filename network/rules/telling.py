"""What each side of a referral is told of its course: by which line of the consent, and what stands in its
place where that line is not covered.

Always told to the sender, so that nobody is left without help (policy): that the referral was opened, came
back with a question, expired, was declined, released or ended without a link at all, and reasons that are
about the service. All else needs a grant.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from network.rules.moves import MOVES
from network.rules.sharing import SharedField
from network.tables.outcome import OutcomeStep as O
from network.tables.referral import ReferralStatus as S
from network.words import Say, say

_F = SharedField
Sees = Callable[[SharedField], bool]


class View(StrEnum):
    """From which side a referral is looked at."""

    SENDER = "sender"
    RECEIVER = "receiver"
    JUSTICE = "justice"  # takes part in the case for another agency
    PERSON = "person"  # whom it is about, on their own page


class Coarse(StrEnum):
    """What came of a referral in the fewest words."""

    LINKED = "linked"
    IN_PROGRESS = "in_progress"
    NOTHING_TO_SHARE = "nothing_to_share"


COARSE_WORDS: dict[Coarse, Say] = {
    Coarse.LINKED: say("Linked"),
    Coarse.IN_PROGRESS: say("In progress"),
    Coarse.NOTHING_TO_SHARE: say("Nothing to share"),
}

# What the sender needs a grant for to know that a referral stands there; what is not here is always told.
_STATUS_NEEDS: dict[S, SharedField] = {
    S.VIEWED: _F.ANSWER_STATUS,  # without it, it looks the same as everything after it
    S.UNDER_REVIEW: _F.ANSWER_STATUS,
    S.ACCEPTED: _F.ANSWER_STATUS,
    S.WAITLISTED: _F.ANSWER_STATUS,
    S.SCHEDULED: _F.APPOINTMENT_WHEN,
    S.MISSED_APPT: _F.ATTENDANCE,
    S.LINKED: _F.OUTCOME_COARSE,
    S.ENGAGED: _F.PROGRESS,
    S.COMPLETED: _F.PROGRESS,
    S.LOST_CONTACT: _F.PROGRESS,
    S.OUTCOME_UNKNOWN: _F.OUTCOME_COARSE,
    S.DECLINED_CLIENT: _F.REASON,
}
# What is told in place of a status that is not: it is true as well, and says less.
_INSTEAD: dict[S, S] = {
    S.MISSED_APPT: S.SCHEDULED,
    S.ENGAGED: S.LINKED,
    S.COMPLETED: S.LINKED,
    S.DECLINED_CLIENT: S.NOT_LINKED,
}
_PROGRESSING = frozenset({S.ACCEPTED, S.WAITLISTED, S.SCHEDULED, S.MISSED_APPT})
_LINKED = frozenset({S.LINKED, S.ENGAGED, S.COMPLETED})

NOT_FOR_RECEIVERS = frozenset(
    {
        "referral.prepared",
        "referral.awaiting_consent",
        "referral.escalated",
        "referral.clock_burns",
        "referral.release_confirmed",
        "referral.taken_over",
        "referral.help_asked",
    }
)
FOR_BOTH_SIDES = frozenset({"referral.place_taken"})
"""Told to nobody but the two agencies: who else looks knows nothing of holds."""

# Events that no move makes, with what the sender needs a grant for to hear of them.
_EVENT_NEEDS: dict[str, SharedField | None] = {
    "referral.prepared": None,
    "referral.replied": None,
    "referral.release_confirmed": None,
    "referral.nudged": None,
    "referral.escalated": None,
    "referral.clock_burns": None,
    "referral.taken_over": None,
    "referral.help_asked": None,
    "referral.viewed": None,
    "referral.sent_back": None,
    "referral.reopened": None,
    "referral.unscheduled": _F.APPOINTMENT_WHEN,
    "appointment.booked": _F.APPOINTMENT_WHEN,
    "appointment.moved": _F.APPOINTMENT_WHEN,
    "appointment.cancelled": _F.APPOINTMENT_WHEN,
    "appointment.confirmed": _F.APPOINTMENT_WHEN,
    "appointment.cannot_come": _F.APPOINTMENT_WHEN,
    "appointment.kept": _F.ATTENDANCE,
    "appointment.missed": _F.ATTENDANCE,
    "referral.place_taken": _F.ANSWER_STATUS,
    "referral.appointment_needed": _F.ANSWER_STATUS,
    "referral.appointment_late": _F.ANSWER_STATUS,
    "referral.waitlist_confirm_due": _F.ANSWER_STATUS,
    "referral.appointment_near": _F.APPOINTMENT_WHEN,
    "referral.outcome_asked": _F.APPOINTMENT_WHEN,
    "referral.check_in_due": _F.OUTCOME_COARSE,
    "referral.unlinked": _F.OUTCOME_COARSE,
    "referral.disengaged": _F.PROGRESS,
    "referral.uncompleted": _F.PROGRESS,
}
EVENT_NEEDS: dict[str, SharedField | None] = {
    **{move.event: _STATUS_NEEDS.get(move.target) for move in MOVES},
    **_EVENT_NEEDS,
}
"""Every event of a referral that has a line on its timeline; None: always told to the sender."""

_EVENT_INSTEAD = {
    "referral.declined_client": say("ended without a link to the service"),
}

OUTCOME_FIELDS: dict[O, SharedField] = {
    O.NO_CONTACT: _F.OUTCOME_STEP,
    O.CONTACTED: _F.OUTCOME_STEP,
    O.APPOINTMENT_MADE: _F.APPOINTMENT_WHEN,
    O.ARRIVED_SCREENED: _F.ATTENDANCE,
    O.ADMITTED_ENROLLED: _F.OUTCOME_STEP,
    O.INITIATED: _F.OUTCOME_STEP,
    O.ENGAGED: _F.PROGRESS,
    O.CONTINUING: _F.PROGRESS,
    O.COMPLETED_SERVICE: _F.PROGRESS,
    O.NO_SHOW: _F.ATTENDANCE,
    O.RESCHEDULED: _F.ATTENDANCE,
    O.LEFT_AGAINST_ADVICE: _F.PROGRESS,
    O.TRANSFERRED: _F.PROGRESS,
    O.RECONNECTED: _F.PROGRESS,
    O.LOST_CONTACT: _F.PROGRESS,
}
"""Which line of the consent each step is. One that was entered by mistake is told like what it corrects."""


@dataclass(frozen=True)
class Told:
    """How an event is told: as it was, or with a sentence that says less."""

    sentence: Say | None = None  # None: the event's own
    is_less: bool = False


def told_status(status: S, view: View, sees: Sees, *, is_own: bool) -> S | None:
    """Where the referral stands as this viewer may know it; None: that it was opened, and no more.

    `is_own`: the viewer's own agency brought it there.
    """
    if view is View.RECEIVER or is_own:
        return status
    needed = _needs(_STATUS_NEEDS.get(status), view)
    if needed is None or sees(needed):
        return status
    instead = _INSTEAD.get(status)
    return told_status(instead, view, sees, is_own=False) if instead else None


def told_coarsely(status: S, view: View, sees: Sees, *, has_linked: bool) -> Coarse | None:
    """Linked, in progress or nothing to share; None where not even that may be known.

    `has_linked`: an outcome that this viewer may know of says that there was a first service.
    """
    if view is not View.RECEIVER and not sees(_F.OUTCOME_COARSE):
        return Coarse.LINKED if has_linked else None
    if has_linked or status in _LINKED:
        return Coarse.LINKED
    return Coarse.IN_PROGRESS if status in _PROGRESSING else Coarse.NOTHING_TO_SHARE


def told_event(kind: str, view: View, sees: Sees, *, is_own: bool) -> Told | None:
    """Whether and how this viewer is told of an event of the referral; None: not at all."""
    if kind not in EVENT_NEEDS or (view is not View.SENDER and kind in NOT_FOR_RECEIVERS and not is_own):
        return None
    if kind in FOR_BOTH_SIDES and view not in {View.SENDER, View.RECEIVER}:
        return None
    if view is View.RECEIVER or is_own:
        return Told()
    needed = _needs(EVENT_NEEDS[kind], view)
    if needed is None or sees(needed):
        return Told()
    if kind in _EVENT_INSTEAD and view is View.SENDER:
        return Told(_EVENT_INSTEAD[kind], is_less=True)
    return None


def _needs(field: SharedField | None, view: View) -> SharedField | None:
    """What is always told is told to the sender; who monitors the case needs a grant for that too."""
    return _F.ANSWER_STATUS if field is None and view is View.JUSTICE else field
