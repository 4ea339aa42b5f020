"""What is due when, while a referral waits: reminders first, then somebody who can help, then an end.

The defaults of the field (LEAD's warm handoffs, lifetimes of links on reception platforms, 211s, NIATx, IET).
What is emergent runs on the clock, day and night; the rest in the receiver's hours and time zone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from network.rules.business import Business, after_days, after_hours
from network.rules.moves import ASKED, WAITING
from network.tables.case import Urgency
from network.tables.referral import ReferralStatus as S
from network.tables.referral import TimerKind as K

MINUTES, HOURS, DAYS = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Wait:
    """How long, on the clock or in the receiver's hours or days of business."""

    clock: timedelta = timedelta(0)
    business_hours: float = 0
    business_days: int = 0

    @property
    def is_business(self) -> bool:
        return bool(self.business_hours or self.business_days)

    def after(self, start: datetime, business: Business | None) -> datetime:
        if business is not None and self.business_hours:
            return after_hours(business, start, self.business_hours)
        if business is not None and self.business_days:
            return after_days(business, start, self.business_days)
        return start + self.clock


ANSWER: dict[Urgency, dict[K, Wait]] = {
    Urgency.EMERGENT: {
        K.NUDGE: Wait(10 * MINUTES), K.ESCALATE: Wait(30 * MINUTES), K.EXPIRE: Wait(2 * HOURS)
    },
    Urgency.URGENT: {
        K.NUDGE: Wait(business_hours=4), K.ESCALATE: Wait(business_days=1), K.EXPIRE: Wait(business_days=3)
    },
    Urgency.ROUTINE: {
        K.NUDGE: Wait(business_days=1), K.ESCALATE: Wait(business_days=2), K.EXPIRE: Wait(14 * DAYS)
    },
}  # fmt: skip
NO_APPOINTMENT = {K.APPOINTMENT_NEEDED: Wait(3 * DAYS), K.APPOINTMENT_LATE: Wait(7 * DAYS)}
BEFORE_APPOINTMENT = 24 * HOURS
AFTER_APPOINTMENT = {K.OUTCOME_PROMPT: Wait(business_days=1), K.UNKNOWN: Wait(business_days=3)}
CHECK_INS = {S.LINKED: (14 * DAYS, 34 * DAYS, 64 * DAYS), S.ENGAGED: (30 * DAYS, 60 * DAYS)}
NOTHING_HEARD = 90 * DAYS
ON_WAITLIST = {K.ESCALATE: Wait(14 * DAYS), K.EXPIRE: Wait(60 * DAYS)}
CONFIRM_WAITLIST_EVERY = 7 * DAYS
CLOCK_WARNINGS = (7, 3, 1)  # days before the intake deadline of a case
CLOCK_ESCALATES = 3  # days before it, a coordinator hears of it
TO_ASK_ELSEWHERE = {Urgency.EMERGENT: 6 * HOURS, Urgency.URGENT: 1 * DAYS, Urgency.ROUTINE: 3 * DAYS}
"""What is left of a diversion clock when somebody must hear that the answer takes too long."""

Due = tuple[K, datetime]


def waits_as(status: S) -> str:
    """What is waited for in this status; as long as it stays the same the timers go on."""
    match status:
        case S.SENT | S.VIEWED | S.UNDER_REVIEW:
            return "answer"
        case S.INFO_REQUESTED:
            return "reply"
        case S.ACCEPTED | S.MISSED_APPT:
            return "appointment"
        case S.SCHEDULED | S.WAITLISTED | S.LINKED | S.ENGAGED:
            return status.value
        case _:
            return ""


def timers_for(
    status: S,
    urgency: Urgency,
    start: datetime,
    business: Callable[[], Business],
    *,
    appointment_at: datetime | None = None,
    intake_by: datetime | None = None,
) -> list[Due]:
    """Everything that is due in this status, counted from `start` (UTC), the earliest first; `business` reads
    the receiver's hours, and is called only where they count."""
    match waits_as(status):
        case "answer" | "reply":
            due = _after(start, ANSWER[urgency], business)
        case "appointment":
            due = _after(start, NO_APPOINTMENT, business)
        case "scheduled":
            held = appointment_at or start
            due = _after(held, AFTER_APPOINTMENT, business)
            if held - BEFORE_APPOINTMENT > start:
                due.append((K.APPOINTMENT_REMINDER, held - BEFORE_APPOINTMENT))
        case "waitlisted":
            due = [
                *_after(start, ON_WAITLIST, business),
                (K.WAITLIST_CONFIRM, start + CONFIRM_WAITLIST_EVERY),
            ]
        case "linked" | "engaged":
            due = [(K.CHECK_IN, start + wait) for wait in CHECK_INS[status]]
            due.append((K.UNKNOWN, start + NOTHING_HEARD))
        case _:
            due = []
    if intake_by is not None and (burns := burns_at(status, urgency, start, intake_by)):
        due.append((K.CLOCK_BURNS, burns))
    return sorted(due, key=lambda one: one[1])


def burns_at(status: S, urgency: Urgency, start: datetime, intake_by: datetime) -> datetime | None:
    """When somebody must hear that this wait will cost the diversion deadline: early enough to ask elsewhere,
    and never later than half of what is left; None when nothing is waited for or the deadline is gone."""
    if intake_by <= start or status not in ASKED | WAITING | {S.ACCEPTED, S.MISSED_APPT}:
        return None
    half = start + (intake_by - start) / 2
    return max(intake_by - TO_ASK_ELSEWHERE[urgency], half)


def case_timers(intake_by: datetime, moment: datetime) -> list[Due]:
    """The diversion clock of a case: the warnings that still lie ahead, and its end."""
    warnings = [(K.CLOCK_WARNING, intake_by - days * DAYS) for days in CLOCK_WARNINGS]
    return [due for due in warnings if due[1] > moment] + [(K.CLOCK_ENDED, intake_by)]


def _after(start: datetime, waits: dict[K, Wait], business: Callable[[], Business]) -> list[Due]:
    hours = business() if any(wait.is_business for wait in waits.values()) else None
    return [(kind, wait.after(start, hours)) for kind, wait in waits.items()]
