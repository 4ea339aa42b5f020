"""A place chosen before its person goes along while the person and the need are entered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from network.rules.questions import MOST_PLACES
from web.forms.ids import id_or_none
from web.forms.questions import QuestionForm
from web.forms.typed import Typed
from web.pages.doors import refer_href

LONGEST_NAME = 20  # letters; the short id of what was said of the person has fewer


@dataclass(frozen=True)
class Onward:
    """The chosen places, the question that they answered, and the short id of what was said of the person."""

    place_ids: tuple[UUID, ...] = ()
    question_id: UUID | None = None
    facts: str = ""

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> "Onward":
        """From an address or a form; what is no id is left out."""
        typed = Typed(given)
        facts = typed.text("facts")
        return cls(
            QuestionForm(typed).place_ids[:MOST_PLACES],
            id_or_none(typed.text("question")),
            facts if facts.isalnum() and len(facts) <= LONGEST_NAME else "",
        )

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """As fields of a form; none where no place was chosen."""
        if not self.place_ids:
            return ()
        named: Iterable[tuple[str, object]] = (
            *(("place", place_id) for place_id in self.place_ids),
            ("question", self.question_id),
            ("facts", self.facts),
        )
        return tuple((name, str(value)) for name, value in named if value)

    def to(self, path: str) -> str:
        """The path, with all that goes along."""
        return f"{path}?{urlencode(self.pairs)}" if self.pairs else path

    def refer_href(self, need_id: UUID) -> str:
        """Where the referral to these places is prepared."""
        return refer_href(self.place_ids, need_id, self.question_id, facts=self.facts)


NOWHERE = Onward()
