"""Whether a place takes somebody, as far as it says: yes, no, or it does not say (docs/search.md).

A place that says no is not shown; one that says nothing is, with the question to ask. One table says which
facts of a service answer for which fact of a person. Yes stands before no, so that "women" and "men" together
are everybody.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from network.rules.person_facts import NAMES as NAMES
from network.rules.person_facts import ONE as ONE
from network.rules.person_facts import SEVERAL as SEVERAL
from network.rules.person_facts import Household
from network.rules.person_facts import PersonFacts as PersonFacts
from network.rules.person_facts import Sex as Sex

ENGLISH = "en"


class Answer(StrEnum):
    """What a place says about taking somebody with one fact."""

    YES = "yes"
    NO = "no"
    UNSAID = "unsaid"


@dataclass(frozen=True, slots=True)
class Rule:
    """Any code of `yes` says yes; else any code of `no` says no, unless it has one of `unless`.

    A code is one of the service's facts, or a kind of service written "kind:…".
    """

    yes: tuple[str, ...]
    no: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    def answer(self, codes: Collection[str]) -> Answer:
        """What these codes of a service say."""
        if any(code in codes for code in self.yes):
            return Answer.YES
        refuses = any(code in codes for code in self.no) and not any(code in codes for code in self.unless)
        return Answer.NO if refuses else Answer.UNSAID


PAYERS = tuple(
    f"payer.{who}" for who in ("medicaid", "medicare", "private", "veterans", "county", "none-needed")
)
_BY_INCOME = ("cost.sliding", "cost.low")


def _payer(code: str, *also: str) -> Rule:
    return Rule((code, *also, "cost.free", "payer.none-needed"), PAYERS, _BY_INCOME)


# (fact, code) of a person → what of a service answers. Age, language and where somebody lives are below.
RULES: dict[tuple[str, str], Rule] = {
    ("sex", "women"): Rule(("serves.women", "serves.any"), ("serves.men",)),
    ("sex", "men"): Rule(("serves.men", "serves.any"), ("serves.women",)),
    ("cost", "cost.free"): Rule(("cost.free",), ("cost.fee", "cost.low", "cost.sliding")),
    ("cost", "cost.sliding"): Rule(("cost.sliding", "cost.free"), ("cost.fee",), ("cost.low",)),
    ("cost", "cost.low"): Rule(("cost.low", "cost.sliding", "cost.free"), ("cost.fee",)),
    ("cost", "payer.medicaid"): _payer("payer.medicaid"),
    ("cost", "payer.medicare"): _payer("payer.medicare"),
    ("cost", "payer.private"): _payer("payer.private"),
    ("cost", "payer.veterans"): _payer("payer.veterans"),
    ("cost", "payer.county"): _payer("payer.county"),
    ("cost", "payer.none-needed"): _payer("payer.none-needed", "payer.county"),
    ("accessible", "yes"): Rule(("access.wheelchair",), ("access.no-wheelchair",)),
    ("court_ordered", "yes"): Rule(("court-ordered.accepted",), ("court-ordered.not-accepted",)),
    ("moud", "methadone"): Rule(("moud.methadone.accepted", "kind:treatment.otp"), ("excludes.methadone",)),
    ("moud", "buprenorphine"): Rule(
        ("moud.buprenorphine.accepted", "kind:treatment.moud.buprenorphine"), ("excludes.buprenorphine",)
    ),
    ("moud", "naltrexone"): Rule(
        ("moud.naltrexone.accepted", "kind:treatment.moud.naltrexone"), ("excludes.naltrexone",)
    ),
    ("offence", "registry"): Rule(("accepts.registry",), ("excludes.registry",)),
    ("offence", "arson"): Rule(("accepts.arson",), ("excludes.arson",)),
    ("offence", "violence"): Rule(("accepts.violence",), ("excludes.violence",)),
    ("offence", "open-warrant"): Rule(("accepts.open-warrant",), ("excludes.open-warrant",)),
    ("household", "pregnant"): Rule(("serves.pregnant",)),
    ("household", "children"): Rule(("accepts.children", "serves.families"), ("excludes.children",)),
    ("household", "pets"): Rule(("accepts.pets",), ("excludes.pets",)),
    ("household", "couple"): Rule(("serves.couples",), ("excludes.couples",)),
    ("no_id", "yes"): Rule(("accepts.no-id",), ("excludes.no-id",)),
    ("active_use", "yes"): Rule(("accepts.active-use",), ("excludes.active-use",)),
}
ONE_IS_ENOUGH = frozenset({"language", "cost"})


@dataclass(frozen=True, slots=True)
class SaidOfService:
    """What a service says of whom it takes."""

    codes: frozenset[str] = frozenset()  # its facts, and its kinds with all above them as "kind:…"
    languages: frozenset[str] = frozenset()  # ISO 639 codes; empty: it does not say
    youngest: float | None = None  # years
    oldest: float | None = None
    areas: frozenset[str] = frozenset()  # only people who live in one of these; empty: it does not say


def takes(facts: PersonFacts, said: SaidOfService, home: Collection[str] = frozenset()) -> dict[str, Answer]:
    """For each fact that is known of the person, what the service says.

    `home`: every area that the person's ZIP code lies in, named as in `said.areas`.
    """
    return {
        name: together(name, [answer for _, answer in answers])
        for name, answers in _by_name(facts, said, home)
    }


def answers_for(
    facts: PersonFacts, said: SaidOfService, home: Collection[str] = frozenset()
) -> dict[tuple[str, str], Answer]:
    """The same for each single code: ("moud", "methadone") → YES."""
    return {(name, code): answer for name, answers in _by_name(facts, said, home) for code, answer in answers}


def together(name: str, answers: Collection[Answer]) -> Answer:
    """One answer for several codes of a fact: of some one is enough, of the others all count."""
    best, worst = (Answer.YES, Answer.NO) if name in ONE_IS_ENOUGH else (Answer.NO, Answer.YES)
    if best in answers:
        return best
    return worst if all(answer is worst for answer in answers) else Answer.UNSAID


def _by_name(
    facts: PersonFacts, said: SaidOfService, home: Collection[str]
) -> Iterator[tuple[str, list[tuple[str, Answer]]]]:
    for name, codes in facts.as_facts().items():
        yield name, [(code, _answer(name, code, said, home)) for code in codes]


def _answer(name: str, code: str, said: SaidOfService, home: Collection[str]) -> Answer:
    match name:
        case "age":
            return answer_age(int(code), said.youngest, said.oldest)
        case "language":
            return answer_language(code, said)
        case "lives_in":
            return answer_home(said.areas, home)
        case _:
            return RULES[name, code].answer(said.codes)


def answer_age(age: int, youngest: float | None, oldest: float | None) -> Answer:
    """Outside the ages it serves: no; no age given: it does not say."""
    if youngest is None and oldest is None:
        return Answer.UNSAID
    is_within = (youngest is None or youngest <= age) and (oldest is None or age <= oldest)
    return Answer.YES if is_within else Answer.NO


INTERPRETER, SIGN_LANGUAGE = "access.interpreter", "access.sign-language"
SIGNED = "ase"


def answer_language(code: str, said: SaidOfService) -> Answer:
    """English is spoken everywhere; a list without the language, and no interpreter, is a no."""
    has_it = code in said.languages or INTERPRETER in said.codes
    if code == ENGLISH or has_it or (code == SIGNED and SIGN_LANGUAGE in said.codes):
        return Answer.YES
    return Answer.NO if said.languages else Answer.UNSAID


def answer_home(areas: Collection[str], home: Collection[str]) -> Answer:
    """A service for certain areas takes only who lives there; a home that nobody can place decides
    nothing."""
    if not areas or not home:
        return Answer.UNSAID
    return Answer.NO if set(areas).isdisjoint(home) else Answer.YES


YOUNG, OLDER = 25, 55  # years: below, and from which on


def is_for(population: str, facts: PersonFacts) -> bool | None:
    """Whether places for this population ("serves.women") are for this person; None: what is known of them,
    or of the population, does not say."""
    check = _FOR_WHOM.get(population)
    return None if check is None else check(facts)


def admits(population: str, facts: PersonFacts) -> bool:
    """Whether places for this population count for somebody of whom this is known.

    Nothing known: all places count. Those of one sex or age count until it is said; those for families,
    couples, pregnant people, veterans and the like only for who is said to be one. A population that we do
    not know counts: whoever answers will say.
    """
    if not facts:
        return True
    said = is_for(population, facts)
    return population not in _ONLY_WHEN_SAID if said is None else said


def _household(member: Household) -> Callable[[PersonFacts], bool | None]:
    return lambda facts: member in facts.household if facts.household else None


_FOR_WHOM: dict[str, Callable[[PersonFacts], bool | None]] = {
    "serves.any": lambda _: True,
    "serves.women": lambda facts: None if facts.sex is None else facts.sex is Sex.WOMEN,
    "serves.men": lambda facts: None if facts.sex is None else facts.sex is Sex.MEN,
    "serves.youth": lambda facts: None if facts.age is None else facts.age < YOUNG,
    "serves.older-adults": lambda facts: None if facts.age is None else facts.age >= OLDER,
    "serves.families": _household(Household.CHILDREN),
    "serves.couples": _household(Household.COUPLE),
    "serves.pregnant": _household(Household.PREGNANT),
    "serves.veterans": lambda facts: "payer.veterans" in facts.costs or None,
}
_ONLY_WHEN_SAID = frozenset(
    (
        *("serves.families", "serves.couples", "serves.pregnant"),
        *("serves.veterans", "serves.lgbtq", "serves.native"),
    )
)
