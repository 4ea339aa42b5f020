"""What decides whether a place takes a person, in words: as it is said of them, and as it can be ticked."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from network.rules.person_facts import COSTS, Household, Offence, Sex
from network.rules.questions import Circumstance, Medication
from network.search.kindred import fact_name
from network.search.tongues import language_name, language_within
from network.words import Say, say
from web.pages.editing import COMMON_LANGUAGES
from web.pages.filled import Choice
from web.pages.question_words import ALSO, MEDICATIONS

# In this order facts are said; what decides most comes first.
SAID: dict[tuple[str, str], Say] = {
    ("accessible", "yes"): say("needs step-free access"),
    ("court_ordered", "yes"): say("court-ordered"),
    ("sex", Sex.WOMEN): say("for women"),
    ("sex", Sex.MEN): say("for men"),
    ("moud", Medication.METHADONE): say("takes methadone"),
    ("moud", Medication.BUPRENORPHINE): say("takes buprenorphine"),
    ("moud", Medication.NALTREXONE): say("takes naltrexone"),
    ("household", Household.PREGNANT): say("pregnant"),
    ("household", Household.CHILDREN): say("with children"),
    ("household", Household.COUPLE): say("as a couple"),
    ("household", Household.PETS): say("with a pet"),
    ("no_id", "yes"): say("no ID"),
    ("active_use", "yes"): say("still using"),
    ("offence", Offence.REGISTRY): say("on a sex offense registry"),
    ("offence", Offence.ARSON): say("arson conviction"),
    ("offence", Offence.VIOLENCE): say("recent violent conviction"),
    ("offence", Offence.OPEN_WARRANT): say("open warrant"),
    ("cost", "cost.free"): say("can pay nothing"),
    ("cost", "cost.sliding"): say("can pay by income"),
    ("cost", "cost.low"): say("can pay a little"),
    ("cost", "payer.none-needed"): say("no insurance"),
}
ORDER = (
    "accessible", "court_ordered", "age", "sex", "moud", "household", "no_id", "active_use", "offence",
    "language", "cost", "lives_in",
)  # fmt: skip
RECORDS = {
    Offence.REGISTRY: say("Is on a sex offense registry"),
    Offence.ARSON: say("Has an arson conviction"),
    Offence.VIOLENCE: say("Has a recent violent conviction"),
    Offence.OPEN_WARRANT: say("Has an open warrant"),
}
HOUSEHOLDS = {
    Household.PREGNANT: ALSO[Circumstance.PREGNANT],
    Household.CHILDREN: ALSO[Circumstance.CHILDREN],
    Household.COUPLE: ALSO[Circumstance.COUPLE],
    Household.PETS: ALSO[Circumstance.PETS],
}
PAYS = {
    "cost.free": say("Can pay nothing"),
    "cost.sliding": say("Can pay by income"),
    "cost.low": say("Can pay a little"),
    "payer.none-needed": say("No insurance"),
}
SEXES = (Choice(Sex.WOMEN, say("Women")), Choice(Sex.MEN, say("Men")))
TICKS = {
    "accessible": ALSO[Circumstance.WHEELCHAIR],
    "court_ordered": ALSO[Circumstance.COURT_ORDERED],
    "no_id": ALSO[Circumstance.NO_ID],
    "active_use": ALSO[Circumstance.STILL_USING],
}
FACT_NAMES: dict[str, Say] = {
    "accessible": say("the wheelchair"),
    "court_ordered": say("the court order"),
    "age": say("the age"),
    "sex": say("women or men"),
    "moud": say("medication for opioid use"),
    "household": say("who comes along"),
    "no_id": say("no ID"),
    "active_use": say("still using"),
    "offence": say("the record"),
    "language": say("the language"),
    "cost": say("who pays"),
    "lives_in": say("where they live"),
}
USUAL_LANGUAGES = ("es", "ase")  # a box each; all others in a list


class FactBox(Struct, frozen=True):
    """One box to tick: `value` under the fact's `name`. Problems of a fact lead to its first box."""

    name: str
    value: str
    label: Say | str
    is_first: bool


class FactGroup(Struct, frozen=True):
    """Boxes that belong together."""

    legend: Say
    boxes: tuple[FactBox, ...]


class FactChoices(Struct, frozen=True):
    """All that can be said of a person, beside their age and ZIP code."""

    sexes: tuple[Choice, ...]
    groups: tuple[FactGroup, ...]
    languages: FactGroup
    more_languages: tuple[Choice, ...]


def facts_said(facts: Mapping[str, Sequence[str]], language: str) -> tuple[Say | str, ...]:
    """What is known of a person as people would say it."""
    return tuple(words for name, code in codes_of(facts) if (words := fact_said(name, code, language)))


def codes_of(facts: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Each fact with each of its codes, what decides most first."""
    for name in ORDER:
        yield from ((name, code) for code in facts.get(name, ()))


def fact_said(name: str, code: str, language: str) -> Say | str:
    """One fact in a few words; empty for one that nobody knows any more."""
    if name == "age":
        return say("age {age}", age=code)
    if name == "language":
        return say("in {language}", language=language_within(code, language))
    if name == "lives_in":
        return say("lives in {zip}", zip=code)
    if name == "cost" and (name, code) not in SAID:
        return fact_name(code, language)
    return SAID.get((name, code), "")


def fact_choices(language: str, spoken: Sequence[str] = ()) -> FactChoices:
    """All that can be ticked, in the reader's language. `spoken`: languages that are ticked already."""
    costs = {code: PAYS.get(code) or fact_name(code, language) for code in COSTS}
    tongues = {code: language_name(code, language) for code in (*USUAL_LANGUAGES, *spoken) if code}
    ticks = (FactBox(name, "yes", words, is_first=True) for name, words in TICKS.items())
    return FactChoices(
        sexes=SEXES,
        groups=(
            FactGroup(say("Medication for opioid use"), _boxes("moud", MEDICATIONS)),
            FactGroup(say("What matters"), (*_boxes("household", HOUSEHOLDS), *ticks)),
            FactGroup(say("On their record"), _boxes("offence", RECORDS)),
            FactGroup(say("Who can pay"), _boxes("cost", costs)),
        ),
        languages=FactGroup(say("Language"), _boxes("language", tongues)),
        more_languages=tuple(
            Choice(code, language_name(code, language)) for code in COMMON_LANGUAGES if code not in tongues
        ),
    )


def _boxes(name: str, words: Mapping[Any, Say | str]) -> tuple[FactBox, ...]:
    return tuple(
        FactBox(name, str(code), label, is_first=not place)
        for place, (code, label) in enumerate(words.items())
    )
