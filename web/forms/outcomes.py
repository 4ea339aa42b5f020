"""What came of a referral, as somebody ticks and types it."""

from dataclasses import dataclass
from datetime import date

from network.errors import Invalid
from network.tables import Evidence, OutcomeStep
from network.words import Say, say
from web.forms.days import typed_day
from web.forms.local_path import local_path


@dataclass(frozen=True)
class SaidOutcome:
    """What was typed, understood; the names are those of `record_outcome`."""

    step: OutcomeStep
    happened_on: date
    evidence: Evidence
    detail: str | None
    words: str
    for_justice: bool


@dataclass(frozen=True)
class CorrectedOutcome:
    """The same without the step, which a correction leaves; the names are those of `correct_outcome`."""

    happened_on: date
    evidence: Evidence
    detail: str | None
    words: str
    for_justice: bool


@dataclass(frozen=True)
class OutcomeForm:
    """One step, when it happened, and on whose word."""

    step: str = ""
    happened_on: str = ""
    evidence: str = ""
    detail: str = ""
    words: str = ""
    for_justice: str = ""
    back: str = ""

    def checked(self) -> SaidOutcome:
        """Raises Invalid by field."""
        problems: dict[str, Say] = {}
        if self.step not in set(OutcomeStep):
            problems["step"] = say("Choose what happened.")
        day = self._day(problems)
        if self.evidence not in set(Evidence):
            problems["evidence"] = say("Choose how this is known.")
        if problems or day is None:
            raise Invalid(problems)
        return SaidOutcome(
            OutcomeStep(self.step),
            day,
            Evidence(self.evidence),
            self.detail or None,
            self.words,
            bool(self.for_justice),
        )

    def corrected(self, step: OutcomeStep) -> CorrectedOutcome:
        """What is right instead, of an entry with this step. Raises Invalid by field."""
        said = OutcomeForm(**{**vars(self), "step": step}).checked()
        return CorrectedOutcome(said.happened_on, said.evidence, said.detail, said.words, said.for_justice)

    def onward(self, otherwise: str) -> str:
        """The path of this site that the form asks for."""
        return local_path(self.back, otherwise) if self.back else otherwise

    def _day(self, problems: dict[str, Say]) -> date | None:
        try:
            if (day := typed_day(self.happened_on)) is None:
                problems["happened_on"] = say("Choose the day.")
        except ValueError:
            problems["happened_on"] = say("Type a date like 2026-12-25.")
            return None
        return day


@dataclass(frozen=True)
class TakeBackForm:
    """It did not happen; why it was written, if there is something to say."""

    words: str = ""
