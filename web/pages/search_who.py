"""For whom somebody searches: what is known of the person, as chips and as a form of boxes to tick."""

from collections.abc import Mapping
from dataclasses import dataclass

from network.rules.person_facts import PersonFacts, Sex
from network.search.tongues import language_name
from network.words import Say, say, say_number
from web.forms.facts import Facts
from web.forms.search import SearchForm
from web.pages.filled import Filled
from web.pages.need_facts import FactChoices, codes_of, fact_choices, fact_said

PREFIX = "w-"
PERSONS = {Sex.WOMEN: say("woman"), Sex.MEN: say("man")}


@dataclass(frozen=True)
class FactChip:
    """One fact in a word or two; its button sends `without`."""

    words: Say | str
    without: str


@dataclass(frozen=True)
class BlankFields:
    """The fields of the form in this language, while nothing is known of anybody."""

    language: str

    @property
    def form(self) -> Filled:
        return Filled(prefix=PREFIX)

    @property
    def choices(self) -> FactChoices:
        return fact_choices(self.language)


@dataclass(frozen=True)
class WhoPanel:
    """The form of what is known of the person; it is posted together with the search as it stands."""

    form: Filled
    choices: FactChoices | None  # None: nothing is known, `blank` are the fields
    blank: BlankFields
    chips: tuple[FactChip, ...]
    is_open: bool
    is_forgotten: bool
    of_need: bool  # the facts are those of the need in the address
    back_href: str  # to what the need says, where something else was said beside it


def who_panel(form: SearchForm, facts: PersonFacts, language: str, *, is_forgotten: bool = False) -> WhoPanel:
    """What is known of the person."""
    said = facts.as_facts()
    beside_need = form.of_need is not None
    return WhoPanel(
        form=Filled(said, prefix=PREFIX),
        choices=fact_choices(language, facts.languages) if facts else None,
        blank=BlankFields(language),
        chips=tuple(
            FactChip(words, f"{name}:{code}")
            for name, code in codes_of(said)
            if (words := _in_a_word(name, code, language))
        ),
        is_open=False,
        is_forgotten=is_forgotten,
        of_need=beside_need and not form.facts and bool(facts),
        back_href=form.href(facts="") if beside_need and form.facts else "",
    )


def wrong_panel(typed: Facts, problems: Mapping[str, Say], language: str) -> WhoPanel:
    """The form as it was typed, with what is wrong."""
    filled = Filled(typed, problems, prefix=PREFIX)
    choices = fact_choices(language, typed.get("language", ()))
    return WhoPanel(filled, choices, BlankFields(language), (), True, False, False, "")


def _in_a_word(name: str, code: str, language: str) -> Say | str:
    match name:
        case "age":
            return say_number("{number} year old", "{number} years old", int(code))
        case "sex":
            return PERSONS[Sex(code)]
        case "language":
            return language_name(code, language)
        case _:
            return fact_said(name, code, language)
