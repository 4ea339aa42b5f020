"""One tap on the page behind an agency's link."""

from dataclasses import dataclass
from typing import TypedDict

from network.errors import Invalid
from network.words import Say, say
from web.forms.numbers import number_of


class Tap(TypedDict):
    """A tap, understood."""

    available: int
    population: str | None


@dataclass(frozen=True)
class TapForm:
    """How many are free: of the whole place, or of the part for one population."""

    available: str = ""
    population: str = ""

    def checked(self) -> Tap:
        """Raises Invalid."""
        problems: dict[str, Say] = {}
        available = number_of({"available": self.available}, "available", problems)
        if available is None and not problems:
            problems["available"] = say("Type how many are free; 0 when it is full.")
        if problems or available is None:
            raise Invalid(problems)
        return {"available": available, "population": self.population or None}
