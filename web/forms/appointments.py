"""When somebody is expected, as it is typed; and what becomes of it in one tap."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from network.errors import Invalid
from network.rules.local_moments import moment_at
from network.words import Say, say
from web.forms.days import typed_day, typed_time
from web.forms.ids import id_or_none
from web.forms.local_path import local_path
from web.forms.numbers import number_of


@dataclass(frozen=True)
class Expected:
    """What was typed, understood; the moment in UTC."""

    starts_at: datetime
    minutes: int | None
    words: str


@dataclass(frozen=True)
class AppointmentForm:
    """A day, a time on the clock where the place is, and what to know. `appointment`: the one that is moved;
    `second`: which of two moments, in the night when clocks are set back."""

    day: str = ""
    at: str = ""
    second: str = ""
    minutes: str = ""
    words: str = ""
    appointment: str = ""

    def checked(self, time_zone: str) -> Expected:
        """Raises Invalid by field."""
        problems: dict[str, Say] = {}
        day, at = self._day(problems), self._at(problems)
        minutes = number_of(vars(self), "minutes", problems)
        if problems or day is None or at is None:
            raise Invalid(problems)
        second = {"first": False, "second": True}.get(self.second)
        try:
            starts_at = moment_at(day, at, time_zone, second=second)
        except OverflowError:
            raise Invalid({"day": say("Check the year.")}) from None
        return Expected(starts_at, minutes, self.words)

    @property
    def moved(self) -> UUID | None:
        """The appointment that this one takes the place of."""
        return id_or_none(self.appointment)

    def _day(self, problems: dict[str, Say]) -> date | None:
        try:
            if (day := typed_day(self.day)) is None:
                problems["day"] = say("Choose the day.")
        except ValueError:
            problems["day"] = say("Type a date like 2026-12-25.")
            return None
        return day

    def _at(self, problems: dict[str, Say]) -> time | None:
        try:
            if (at := typed_time(self.at)) is None:
                problems["at"] = say("Choose the time.")
        except ValueError:
            problems["at"] = say("Type a time like 09:00 or 17:30.")
            return None
        return at


@dataclass(frozen=True)
class TapForm:
    """One tap on an appointment: which one, and where the person goes on."""

    appointment: str = ""
    back: str = ""

    @property
    def id(self) -> UUID | None:
        """None for anything that is no id."""
        return id_or_none(self.appointment)

    def onward(self, otherwise: str) -> str:
        """The path of this site that the form asks for."""
        return local_path(self.back, otherwise) if self.back else otherwise
