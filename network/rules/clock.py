"""The diversion clock: how long until the intake of a diversion program must be done."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from network.tables.case import CaseFile
from network.words import Say, say, say_number

SOON_DAYS, PRESSING_DAYS = 7, 3  # field.md 4.3: reminders 7, 3 and 1 days before


class ClockState(StrEnum):
    """How pressing it is; the order is from the most pressing to the least."""

    PASSED = "passed"
    TODAY = "today"
    PRESSING = "pressing"
    SOON = "soon"
    RUNNING = "running"
    NONE = "none"  # no deadline
    DONE = "done"  # intake is done, or the case is closed


@dataclass(frozen=True)
class Clock:
    """`days_left` counts calendar days where the person is: 0 is today, negative is past."""

    state: ClockState
    words: Say
    days_left: int | None = None
    deadline: datetime | None = None
    done_at: datetime | None = None

    @property
    def is_running(self) -> bool:
        return self.days_left is not None

    @property
    def rank(self) -> tuple[int, float]:
        """Smaller is more pressing."""
        order = list(ClockState).index(self.state)
        return order, self.deadline.timestamp() if self.deadline else 0.0


def intake_deadline(opened_on: date, intake_days: int | None, time_zone: str) -> datetime | None:
    """The last minute of the last day, where the agency is; None when the program has no clock."""
    if intake_days is None:
        return None
    last_day = opened_on + timedelta(days=intake_days)
    return datetime.combine(last_day, time(23, 59), ZoneInfo(time_zone))


def diversion_clock(case: CaseFile | None, moment: datetime, time_zone: str) -> Clock:
    """The clock of a case at this moment, in days of this time zone."""
    if case is None:
        return Clock(ClockState.NONE, say("No diversion case is open."))
    if case.closed_at is not None:
        return Clock(ClockState.DONE, say("The case is closed."), deadline=case.intake_by)
    if case.intake_done_at is not None:
        return Clock(
            ClockState.DONE,
            say("Intake is done."),
            deadline=case.intake_by,
            done_at=case.intake_done_at,
        )
    if case.intake_by is None:
        return Clock(ClockState.NONE, say("This program has no intake deadline."))
    zone = ZoneInfo(time_zone)
    days = (case.intake_by.astimezone(zone).date() - moment.astimezone(zone).date()).days
    if moment > case.intake_by:
        days = min(days, 0)
        return Clock(ClockState.PASSED, _passed(days), days, case.intake_by)
    return Clock(_state(days), _left(days), days, case.intake_by)


def _state(days: int) -> ClockState:
    if days == 0:
        return ClockState.TODAY
    if days <= PRESSING_DAYS:
        return ClockState.PRESSING
    return ClockState.SOON if days <= SOON_DAYS else ClockState.RUNNING


def _left(days: int) -> Say:
    if days == 0:
        return say("Intake must be done today.")
    return say_number("{number} day left for intake.", "{number} days left for intake.", days)


def _passed(days: int) -> Say:
    if days == 0:
        return say("The intake deadline passed today.")
    return say_number(
        "The intake deadline passed {number} day ago.", "The intake deadline passed {number} days ago.", -days
    )
