"""What may be asked about somebody without saying who it is, and what a place answers."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from network.errors import Invalid
from network.rules.questions import QuestionFacts
from network.tables import QuestionAnswer, Urgency
from network.words import Say, say
from web.forms.ids import id_or_none
from web.forms.numbers import number_of
from web.forms.typed import Typed

ONE = ("age", "served", "language", "payer")
MANY = ("medications", "also")


@dataclass(frozen=True)
class Asked:
    """A question, understood."""

    kind: str
    urgency: Urgency
    facts: dict[str, object]
    place_ids: tuple[UUID, ...]
    need_id: UUID | None


@dataclass(frozen=True)
class QuestionForm:
    """A question as it was put together."""

    typed: Typed

    @property
    def place_ids(self) -> tuple[UUID, ...]:
        """The places that are ticked."""
        found = (id_or_none(one) for one in self.typed.several("place"))
        return tuple(dict.fromkeys(one for one in found if one is not None))

    @property
    def offered_ids(self) -> tuple[UUID, ...]:
        """The places that could be ticked."""
        found = (id_or_none(one) for one in self.typed.several("offered"))
        return tuple(dict.fromkeys((*(one for one in found if one is not None), *self.place_ids)))

    @property
    def need_id(self) -> UUID | None:
        return id_or_none(self.typed.text("need"))

    def checked(self) -> Asked:
        """Raises Invalid by field."""
        problems: dict[str, Say] = {}
        urgency = self.typed.text("urgency")
        if urgency not in set(Urgency):
            problems["urgency"] = say("Say how soon it is needed.")
        if not self.typed.text("kind"):
            problems["kind"] = say("Choose what kind of service is needed.")
        facts = self._facts(problems)
        if problems:
            raise Invalid(problems)
        return Asked(self.typed.text("kind"), Urgency(urgency), facts, self.place_ids, self.need_id)

    def _facts(self, problems: dict[str, Say]) -> dict[str, object]:
        given: dict[str, object] = {name: self.typed.text(name) for name in ONE}
        given |= {name: list(self.typed.several(name)) for name in MANY}
        try:
            return QuestionFacts.read(given).codes()
        except Invalid as wrong:
            problems.update(wrong.problems)
            return {}


@dataclass(frozen=True)
class PlaceAnswer:
    """An answer, understood."""

    answer: QuestionAnswer
    reason: str | None
    expected_on: date | None
    available: int | None
    instead_of: QuestionAnswer | None


@dataclass(frozen=True)
class PlaceAnswerForm:
    """What a place answers, as typed."""

    answer: str = ""
    reason: str = ""
    expected_on: str = ""
    available: str = ""
    instead_of: str = ""

    def checked(self) -> PlaceAnswer:
        """Raises Invalid by field."""
        problems: dict[str, Say] = {}
        if self.answer not in set(QuestionAnswer):
            problems["answer"] = say("Say yes, no, or the waitlist.")
        if self.answer == QuestionAnswer.NO and not self.reason:
            problems["reason"] = say("Choose why it is not possible.")
        available = number_of({"available": self.available}, "available", problems)
        expected = _date(self.expected_on, problems)
        if problems:
            raise Invalid(problems)
        before = QuestionAnswer(self.instead_of) if self.instead_of in set(QuestionAnswer) else None
        return PlaceAnswer(QuestionAnswer(self.answer), self.reason or None, expected, available, before)


def _date(text: str, problems: dict[str, Say]) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        problems["expected_on"] = say("Type a date like 2026-12-25.")
        return None
