"""What decides whether a place takes somebody, as codes: never a name, a date or free words.

The same names and codes stand in a need's sealed facts and in the facts kept for a search.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from network.errors import Invalid
from network.rules.questions import Medication
from network.words import Say, say

Choice = TypeVar("Choice", bound=StrEnum)
OLDEST = 120
MOST_CODES = 20  # of one fact: each of them is compared with every place
YES = frozenset({"yes", "true", "1", "on"})


class Sex(StrEnum):
    """With whom somebody would stay or meet."""

    WOMEN = "women"
    MEN = "men"


class Offence(StrEnum):
    """What in somebody's record keeps them out of some places."""

    REGISTRY = "registry"
    ARSON = "arson"
    VIOLENCE = "violence"
    OPEN_WARRANT = "open-warrant"


class Household(StrEnum):
    """Who comes along, or is on the way."""

    PREGNANT = "pregnant"
    CHILDREN = "children"
    PETS = "pets"
    COUPLE = "couple"


COSTS = (
    "cost.free", "cost.sliding", "cost.low", "payer.medicaid", "payer.medicare", "payer.private",
    "payer.veterans", "payer.county", "payer.none-needed",
)  # fmt: skip
ONE = ("accessible", "court_ordered", "age", "sex", "no_id", "active_use", "lives_in")
SEVERAL = ("language", "cost", "moud", "offence", "household")
NAMES = (*ONE, *SEVERAL)

NOT_A_CHOICE = say("Choose one of those that are listed.")
_PROBLEMS: dict[str, Say] = {
    "age": say("The age is a number of years, for example 34."),
    "sex": say("Choose women, men, or neither."),
    "language": say("We do not know this language."),
    "cost": say("We do not know this way to pay."),
    "lives_in": say("A ZIP code has five digits, for example 43055."),
}


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What is known of a person. Everything is optional, and what was not said decides nothing.

    Several languages or costs: one of them is enough. Of all else, everything counts.
    """

    age: int | None = None  # years
    sex: Sex | None = None
    languages: tuple[str, ...] = ()  # ISO 639 codes
    costs: tuple[str, ...] = ()  # of COSTS
    accessible: bool = False  # uses a wheelchair
    court_ordered: bool = False
    moud: tuple[Medication, ...] = ()
    offences: tuple[Offence, ...] = ()
    household: tuple[Household, ...] = ()
    no_id: bool = False
    active_use: bool = False
    lives_in: str = ""  # ZIP code

    @classmethod
    def read(cls, given: Mapping[str, Sequence[str]]) -> "PersonFacts":
        """From codes under their names. Raises Invalid with a sentence for each that is none of ours."""
        problems = {name: _problem(name) for name in given if name not in NAMES and any(given[name])}
        facts, wrong = _read(given)
        problems |= {name: _problem(name) for name in wrong}
        if problems:
            raise Invalid(problems)
        return facts

    @classmethod
    def known(cls, given: Mapping[str, Sequence[str]]) -> "PersonFacts":
        """From codes that were kept long ago: what is none of ours does not count."""
        return _read(given)[0]

    def as_facts(self) -> dict[str, tuple[str, ...]]:
        """As they are kept: only what was said, each a list of codes."""
        said: dict[str, tuple[str, ...]] = {
            "accessible": ("yes",) * self.accessible,
            "court_ordered": ("yes",) * self.court_ordered,
            "age": () if self.age is None else (str(self.age),),
            "sex": () if self.sex is None else (self.sex.value,),
            "no_id": ("yes",) * self.no_id,
            "active_use": ("yes",) * self.active_use,
            "lives_in": (self.lives_in,) * bool(self.lives_in),
            "language": self.languages,
            "cost": self.costs,
            "moud": tuple(one.value for one in self.moud),
            "offence": tuple(one.value for one in self.offences),
            "household": tuple(one.value for one in self.household),
        }
        return {name: codes for name, codes in said.items() if codes}

    def __bool__(self) -> bool:
        return self != NOTHING_KNOWN


def _problem(name: str) -> Say:
    return _PROBLEMS.get(name, NOT_A_CHOICE)


def _read(given: Mapping[str, Sequence[str]]) -> tuple[PersonFacts, list[str]]:
    """The facts, and the names under which something stands that cannot be used."""
    wrong: list[str] = []

    def several(name: str, is_code: Callable[[str], bool]) -> tuple[str, ...]:
        codes = list(dict.fromkeys(filter(None, given.get(name, ()))))
        known = tuple(code for code in codes if is_code(code))
        if len(known) < len(codes) or len(known) > MOST_CODES:
            wrong.append(name)
        return known[:MOST_CODES]

    def one(name: str, is_code: Callable[[str], bool]) -> str:
        return next(iter(several(name, is_code)), "")

    def yes(name: str) -> bool:
        return bool(one(name, lambda code: code in YES))

    def chosen(choices: type[Choice], name: str) -> tuple[Choice, ...]:
        codes = several(name, lambda code: code in {choice.value for choice in choices})
        return tuple(choice for choice in choices if choice.value in codes)

    age, sex = one("age", _is_age), one("sex", lambda code: code in set(Sex))
    facts = PersonFacts(
        age=int(age) if age else None,
        sex=Sex(sex) if sex else None,
        languages=several("language", _is_language),
        costs=several("cost", lambda code: code in COSTS),
        accessible=yes("accessible"),
        court_ordered=yes("court_ordered"),
        moud=chosen(Medication, "moud"),
        offences=chosen(Offence, "offence"),
        household=chosen(Household, "household"),
        no_id=yes("no_id"),
        active_use=yes("active_use"),
        lives_in=one("lives_in", _is_zip),
    )
    return facts, wrong


def _is_age(code: str) -> bool:
    return code.isascii() and code.isdecimal() and len(code) <= 3 and int(code) <= OLDEST


def _is_language(code: str) -> bool:
    return len(code) in {2, 3} and code.isascii() and code.isalpha() and code.islower()


def _is_zip(code: str) -> bool:
    return len(code) == 5 and code.isascii() and code.isdecimal()


NOTHING_KNOWN = PersonFacts()
