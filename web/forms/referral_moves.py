"""What somebody types with each move of a referral: the appointment, the reason, the reply."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from network.clock import now
from network.errors import Invalid
from network.rules.local_moments import moment_at
from network.rules.reasons import DeclineReason
from network.tables import ReferralStatus
from network.words import Say, say
from web.forms.numbers import number_of
from web.forms.referrals import LONGEST, too_long

MOST_MINUTES = 24 * 60
MOST_WAITING = 10_000
LATEST = timedelta(days=730)  # an appointment or a place later than this is a slip of the finger
TRIED = ("tried_1", "tried_2", "tried_3")


@dataclass(frozen=True)
class MoveForm:
    """Everything that one of the moves may ask; each takes what it needs."""

    reason: str = ""
    words: str = ""
    note: str = ""
    day: str = ""
    time: str = ""
    minutes: str = ""
    appointment_words: str = ""
    position: str = ""
    expected_on: str = ""
    tried_1: str = ""
    tried_2: str = ""
    tried_3: str = ""
    seen: str = ""

    def checked(self, move: str, time_zone: str) -> dict[str, Any]:
        """What the operation of this move is given; times are on this clock. Raises Invalid by field."""
        reading = Reading(vars(self), time_zone)
        words = READERS[move](reading)
        reading.done()
        return words

    @property
    def seen_status(self) -> ReferralStatus | None:
        """The status that the page had shown."""
        return ReferralStatus(self.seen) if self.seen in set(ReferralStatus) else None


class Reading:
    """Reads one move's form; `done` raises Invalid with everything that was wrong."""

    def __init__(self, values: Mapping[str, str], time_zone: str) -> None:
        self._values = {name: text.strip() for name, text in values.items()}
        self._zone = ZoneInfo(time_zone)
        self.problems: dict[str, Say] = {}

    def words(self, name: str = "words") -> str:
        """A text; the operation says when there must be one."""
        text = self._values.get(name, "")
        if len(text) > LONGEST:
            self.problems[name] = too_long()
        return text

    def number(self, name: str, most: int) -> int | None:
        """A whole number from 1."""
        found = number_of(self._values, name, self.problems)
        if found is not None and not 1 <= found <= most:
            self.problems[name] = say("Type a number from 1 to {most}.", most=most)
            return None
        return found

    def reason(self, *, is_needed: bool = True) -> DeclineReason | None:
        """A code of the list."""
        code = self._values.get("reason", "")
        if code in set(DeclineReason):
            return DeclineReason(code)
        if is_needed or code:
            self.problems["reason"] = say("Choose a reason.")
        return None

    def tried(self) -> tuple[date, ...]:
        """The days on which somebody tried to reach the person."""
        days = []
        for name in TRIED:
            if text := self._values.get(name, ""):
                day = _date(text)
                if day is None:
                    self.problems[name] = a_date()
                else:
                    days.append(day)
        return tuple(days)

    def day(self, name: str) -> date | None:
        """A day that is not over."""
        text = self._values.get(name, "")
        if not text:
            return None
        found = _date(text)
        today = now().astimezone(self._zone).date()
        if found is None:
            self.problems[name] = a_date()
        elif found < today:
            self.problems[name] = say("That day is over. Type today or a later day.")
        elif found > today + LATEST:
            self.problems[name] = say("That is more than two years away. Please check the year.")
        return None if name in self.problems else found

    def moment(self) -> datetime | None:
        """When somebody is expected: day and time together, or neither. (UTC)"""
        day, clock = self.day("day"), self._values.get("time", "")
        if not clock:
            if day is not None:
                self.problems["time"] = say("Type the time too, for example 09:30.")
            return None
        at = _time(clock)
        if at is None:
            self.problems["time"] = say("Type a time, for example 09:30.")
            return None
        if day is None:
            self.problems.setdefault("day", say("Type the day too."))
            return None
        return self._on_the_clock(day, at)

    def done(self) -> None:
        """Raises Invalid when anything was wrong."""
        if self.problems:
            raise Invalid(self.problems)

    def _on_the_clock(self, day: date, at: time) -> datetime | None:
        """Of a time that comes twice, when clocks are set back, the first is meant."""
        try:
            moment = moment_at(day, at, self._zone.key, second=False)
        except Invalid as wrong:
            self.problems["time"] = next(iter(wrong.problems.values()))
            return None
        if moment <= now():
            self.problems["time"] = say("That time is over. Type a later one.")
            return None
        return moment


def a_date() -> Say:
    """The sentence for what is no date."""
    return say("Type a date, for example 2026-11-30.")


def _no_words(_: Reading) -> dict[str, Any]:
    return {}


def _said(reading: Reading) -> dict[str, Any]:
    return {"words": reading.words()}


def _accepted(reading: Reading) -> dict[str, Any]:
    return {
        "appointment_at": reading.moment(),
        "minutes": reading.number("minutes", MOST_MINUTES),
        "appointment_words": reading.words("appointment_words"),
        "note": reading.words("note"),
    }


def _waitlisted(reading: Reading) -> dict[str, Any]:
    return {
        "position": reading.number("position", MOST_WAITING),
        "expected_on": reading.day("expected_on"),
        "note": reading.words("note"),
    }


def _declined(reading: Reading) -> dict[str, Any]:
    return {**_ended(reading), "expected_on": reading.day("expected_on")}


def _ended(reading: Reading) -> dict[str, Any]:
    return {"reason": reading.reason(), "words": reading.words(), "tried_on": reading.tried()}


def _withdrawn(reading: Reading) -> dict[str, Any]:
    return {
        "reason": reading.reason(is_needed=False),
        "words": reading.words(),
        "tried_on": reading.tried(),
    }


def _explained(reading: Reading) -> dict[str, Any]:
    """The move has a reason of its own when none is chosen."""
    reason = reading.reason(is_needed=False)
    return {"words": reading.words(), **({"reason": reason} if reason else {})}


def _lost(reading: Reading) -> dict[str, Any]:
    return {"words": reading.words(), "tried_on": reading.tried()}


READERS: dict[str, Callable[[Reading], dict[str, Any]]] = {
    "view": _no_words,
    "review": _no_words,
    "accept": _accepted,
    "waitlist": _waitlisted,
    "ask": _said,
    "reply": _said,
    "decline": _declined,
    "release": _ended,
    "send_back": _said,
    "confirm_release": _no_words,
    "complete": _said,
    "withdraw": _withdrawn,
    "client_decline": _explained,
    "not_link": _ended,
    "lose": _lost,
    "reopen": _said,
    "correct": _explained,
}
"""What each move is given, by its name in the address."""


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None
