"""The words of a question: what may be said of a person without saying who, and what a place answers."""

from dataclasses import dataclass
from typing import Any

from network.rules.questions import (
    REASONS,
    AgeBand,
    Circumstance,
    Medication,
    Payer,
    QuestionFacts,
    Served,
)
from network.rules.reasons import REASONS as REASON_WORDS
from network.search.tongues import language_name
from network.tables import QuestionAnswer, Urgency
from network.words import Say, say
from web.pages.filled import Choice

AGES = {
    AgeBand.UNDER_18: say("Under 18"),
    AgeBand.FROM_18: say("18 to 24"),
    AgeBand.FROM_25: say("25 to 64"),
    AgeBand.FROM_65: say("65 or older"),
}
SERVED = {
    Served.WOMEN: say("A place for women"),
    Served.MEN: say("A place for men"),
    Served.ANYONE: say("A place for everyone"),
}
PAYERS = {
    Payer.MEDICAID: say("Medicaid"),
    Payer.MEDICARE: say("Medicare"),
    Payer.PRIVATE: say("Private insurance"),
    Payer.NONE: say("No insurance"),
}
MEDICATIONS = {
    Medication.METHADONE: say("Takes methadone"),
    Medication.BUPRENORPHINE: say("Takes buprenorphine"),
    Medication.NALTREXONE: say("Takes naltrexone"),
}
ALSO = {
    Circumstance.TONIGHT: say("Needed tonight"),
    Circumstance.PREGNANT: say("Pregnant"),
    Circumstance.CHILDREN: say("Comes with children"),
    Circumstance.COUPLE: say("Comes as a couple"),
    Circumstance.PETS: say("Comes with a pet"),
    Circumstance.WHEELCHAIR: say("Uses a wheelchair"),
    Circumstance.NO_ID: say("Has no identification"),
    Circumstance.STILL_USING: say("Is still using"),
    Circumstance.COURT_ORDERED: say("Comes by order of a court"),
}
URGENCIES = {
    Urgency.EMERGENT: (say("Now"), say("Answers are waited for two hours, day and night.")),
    Urgency.URGENT: (say("In the next days"), say("Answers are waited for three working days.")),
    Urgency.ROUTINE: (say("When there is a place"), say("Answers are waited for eight days.")),
}
LANGUAGES = ("en", "es", "ar", "zh", "fr", "ht", "ne", "pt", "ru", "so", "sw", "uk", "vi", "ase")


@dataclass(frozen=True)
class AnswerWords:
    """What a place said: a word, a shape, and a colour of the badges that tell how full places are."""

    words: Say
    state: str


ANSWERS = {
    QuestionAnswer.YES: AnswerWords(say("Yes, they can"), "places"),
    QuestionAnswer.WAITLIST: AnswerWords(say("Only the waitlist"), "waitlist"),
    QuestionAnswer.NO: AnswerWords(say("No, they cannot"), "full"),
    None: AnswerWords(say("No answer yet"), "unknown"),
}
OWN_ANSWERS = (
    Choice(QuestionAnswer.YES, say("Yes, we can")),
    Choice(QuestionAnswer.WAITLIST, say("We can put them on our waitlist")),
    Choice(QuestionAnswer.NO, say("No, we cannot")),
)
OWN_REASONS = tuple(Choice(code, REASON_WORDS[code].words) for code in REASONS)


def choices(words: dict[Any, Say]) -> tuple[Choice, ...]:
    """These as boxes or a list."""
    return tuple(Choice(code, label) for code, label in words.items())


def language_choices(language: str) -> tuple[Choice, ...]:
    """Languages by their names in the reader's language."""
    return tuple(Choice(code, language_name(code, language)) for code in LANGUAGES)


def fact_words(facts: QuestionFacts, language: str) -> tuple[Say | str, ...]:
    """What is said of the person, the pressing things first."""
    single = (
        AGES.get(facts.age) if facts.age else None,
        SERVED.get(facts.served) if facts.served else None,
        PAYERS.get(facts.payer) if facts.payer else None,
        say("Their language: {language}", language=language_name(facts.language, language))
        if facts.language
        else None,
    )
    also = [ALSO[one] for one in facts.also]
    return (*also, *(MEDICATIONS[one] for one in facts.medications), *(one for one in single if one))


def reason_words(code: str | None) -> Say | None:
    """Why a place says no."""
    return next((choice.label for choice in OWN_REASONS if choice.value == code), None)  # type: ignore[return-value]
