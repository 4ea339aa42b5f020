"""What somebody types on their own page."""

from dataclasses import dataclass

from network.errors import Invalid
from network.words import say


@dataclass(frozen=True)
class OwnCodeForm:
    """The code that they were told."""

    code: str = ""


@dataclass(frozen=True)
class ComingForm:
    """Whether they come to an appointment."""

    answer: str = ""

    def checked(self) -> bool:
        """Raises Invalid."""
        if self.answer not in {"comes", "cannot"}:
            raise Invalid({"answer": say("Choose whether you come or not.")})
        return self.answer == "comes"
