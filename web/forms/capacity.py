"""How many are free, as somebody types or taps it."""

from dataclasses import asdict, dataclass

from network.errors import Invalid
from network.tables import CapacityUnit, Waitlist
from network.words import Say, say
from web.forms.local_path import local_path
from web.forms.numbers import number_of


@dataclass(frozen=True)
class SaidCapacity:
    """What was typed, understood. None: not said."""

    available: int
    maximum: int | None
    waitlist: Waitlist | None
    expected_wait_days: int | None
    population: str | None  # of one part only


@dataclass(frozen=True)
class CountedCapacity:
    """What a provider says of its own place, whole."""

    available: int
    maximum: int | None
    unit: CapacityUnit
    waitlist: Waitlist
    expected_wait_days: int | None


@dataclass(frozen=True)
class CapacityForm:
    """Numbers and the waitlist; `unit` only where a provider says what it counts, `population` for one part;
    `next` is the page from which a number was tapped."""

    available: str = ""
    maximum: str = ""
    waitlist: str = ""
    expected_wait_days: str = ""
    unit: str = ""
    population: str = ""
    next: str = ""

    @property
    def next_path(self) -> str:
        """Where to come back to; empty: the listing."""
        return local_path(self.next, "")

    def checked(self) -> SaidCapacity:
        """Raises Invalid by field."""
        problems: dict[str, Say] = {}
        values = asdict(self)
        available = number_of(values, "available", problems)
        if available is None and "available" not in problems:
            problems["available"] = say("Type how many are free; 0 when it is full.")
        maximum = number_of(values, "maximum", problems)
        days = number_of(values, "expected_wait_days", problems)
        if self.waitlist and self.waitlist not in set(Waitlist):
            problems["waitlist"] = say("Choose one of the list.")
        if problems or available is None:
            raise Invalid(problems)
        waitlist = Waitlist(self.waitlist) if self.waitlist else None
        return SaidCapacity(available, maximum, waitlist, days, self.population or None)

    def counted(self, otherwise: CapacityUnit) -> CountedCapacity:
        """All that a provider says of its own place; the unit as it was unless chosen. Raises Invalid."""
        said = self.checked()
        unit = CapacityUnit(self.unit) if self.unit in set(CapacityUnit) else otherwise
        waitlist = said.waitlist or Waitlist.UNKNOWN
        return CountedCapacity(said.available, said.maximum, unit, waitlist, said.expected_wait_days)


@dataclass(frozen=True)
class CalledForm:
    """What became of a call, tapped on the page `next`."""

    next: str = ""

    @property
    def next_path(self) -> str:
        """Where to come back to; empty: the listing."""
        return local_path(self.next, "")


@dataclass(frozen=True)
class StepForm:
    """One tap: one more, or one fewer."""

    step: str = ""
    population: str = ""

    def checked(self) -> int:
        """1 or -1. Raises Invalid."""
        if self.step not in {"1", "-1"}:
            raise Invalid({"step": say("Tap plus or minus.")})
        return int(self.step)
