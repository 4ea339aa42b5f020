"""What somebody types who answers by a link, and where an agency wants its messages."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from network.answers.addresses import TypedAddress
from network.answers.answering import AnswerKind
from network.errors import Invalid
from network.tables import QuestionAnswer
from network.words import Say, say
from web.forms.ids import id_or_none
from web.forms.numbers import number_of
from web.forms.referral_moves import MoveForm, Reading

MOST_PLACES = 10_000


@dataclass(frozen=True)
class AnswerForm(MoveForm):
    """One answer to a referral; `answer` says which."""

    answer: str = ""

    def read(self, time_zone: str) -> tuple[AnswerKind, dict[str, Any]]:
        """Which answer, and what goes with it, times on the clock of the place. Raises Invalid by field."""
        if self.answer not in set(AnswerKind):
            raise Invalid({"answer": say("Choose one of the answers.")})
        return AnswerKind(self.answer), self.checked(self.answer, time_zone)


@dataclass(frozen=True)
class QuestionAnswerForm:
    """Yes, the waitlist or no to a question; `instead_of` is the answer that stood on the page."""

    answer: str = ""
    reason: str = ""
    expected_on: str = ""
    instead_of: str = ""

    def checked(self, time_zone: str) -> dict[str, Any]:
        """What `answer_asked_place` takes. Raises Invalid by field."""
        if self.answer not in set(QuestionAnswer):
            raise Invalid({"answer": say("Choose one of the answers.")})
        reading = Reading({"expected_on": self.expected_on}, time_zone)
        expected_on = reading.day("expected_on")
        reading.done()
        return {
            "answer": QuestionAnswer(self.answer),
            "reason": self.reason or None,
            "expected_on": expected_on,
            "instead_of": QuestionAnswer(self.instead_of) if self.instead_of in set(QuestionAnswer) else None,
        }


@dataclass(frozen=True)
class BedsForm:
    """How many are free now."""

    available: str = ""

    def checked(self) -> int:
        """Raises Invalid."""
        problems: dict[str, Say] = {}
        available = places_of(self.available, problems)
        if available is None and not problems:
            problems["available"] = say("Type how many are free; 0 when it is full.")
        if problems or available is None:
            raise Invalid(problems)
        return available


@dataclass(frozen=True)
class LinkCodeForm:
    """The six digits, typed."""

    code: str = ""


@dataclass(frozen=True)
class CodeWayForm:
    """How a code should come: empty for the usual way, `sender` to be told by telephone."""

    way: str = ""


@dataclass(frozen=True)
class AddressForm:
    """Where messages for an agency, or one of its services, go."""

    email: str = ""
    second_email: str = ""
    mobile: str = ""
    service: str = ""

    def service_id(self) -> UUID | None:
        """The service, None for the whole agency. Raises Invalid."""
        found = id_or_none(self.service)
        if found is None and self.service:
            raise Invalid({"email": say("Choose one of this agency's services.")})
        return found

    def typed(self) -> TypedAddress:
        return TypedAddress(self.email, self.second_email, self.mobile)


def places_of(text: str, problems: dict[str, Say]) -> int | None:
    """A number of places; None when nothing was typed."""
    found = number_of({"available": text}, "available", problems)
    if found is not None and not 0 <= found <= MOST_PLACES:
        problems["available"] = say("How many are free is a number from 0 to {most}.", most=MOST_PLACES)
        return None
    return found
