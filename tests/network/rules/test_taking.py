"""Who takes whom: the table says yes, no, or nothing, and what is kept reads as it was said."""

from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from network.errors import Invalid
from network.providers.kinds.reading import read_facts, read_kinds
from network.rules.person_facts import COSTS, Household, Offence
from network.rules.questions import Medication
from network.rules.taking import (
    NAMES,
    ONE_IS_ENOUGH,
    RULES,
    Answer,
    PersonFacts,
    SaidOfService,
    Sex,
    admits,
    answers_for,
    takes,
    together,
)

YES, NO, UNSAID = Answer.YES, Answer.NO, Answer.UNSAID
CODES = sorted({code for rule in RULES.values() for code in (*rule.yes, *rule.no, *rule.unless)})
AREAS = ("county:39089", "state:39", "us", "zip:43055")


def several(choices: Any) -> Any:
    return some.lists(some.sampled_from(list(choices)), unique=True, max_size=3).map(
        lambda chosen: tuple(one for one in choices if one in chosen)
    )


people = some.builds(
    PersonFacts,
    age=some.none() | some.integers(0, 120),
    sex=some.none() | some.sampled_from(Sex),
    languages=several(("en", "es", "so", "ase")),
    costs=several(COSTS),
    accessible=some.booleans(),
    court_ordered=some.booleans(),
    moud=several(tuple(Medication)),
    offences=several(tuple(Offence)),
    household=several(tuple(Household)),
    no_id=some.booleans(),
    active_use=some.booleans(),
    lives_in=some.sampled_from(["", "43055"]),
)
services = some.builds(
    SaidOfService,
    codes=some.frozensets(some.sampled_from(CODES)),
    languages=some.frozensets(some.sampled_from(["en", "es", "so"])),
    youngest=some.none() | some.sampled_from([0.0, 18.0, 21.5]),
    oldest=some.none() | some.sampled_from([17.0, 25.0, 99.0]),
    areas=some.frozensets(some.sampled_from(AREAS)),
)
homes = some.frozensets(some.sampled_from(AREAS))


@given(people)
def test_reading_what_was_written_gives_the_same(facts: PersonFacts) -> None:
    assert PersonFacts.read(facts.as_facts()) == facts
    assert bool(facts) == bool(facts.as_facts())


@given(people, people, services, homes)
def test_a_fact_more_never_makes_an_ineligible_place_eligible(
    facts: PersonFacts, more: PersonFacts, said: SaidOfService, home: frozenset[str]
) -> None:
    known = facts.as_facts()
    both = PersonFacts.read(more.as_facts() | known)
    longer = replace(
        both,
        moud=tuple(one for one in Medication if one in {*facts.moud, *more.moud}),
        offences=tuple(one for one in Offence if one in {*facts.offences, *more.offences}),
        household=tuple(one for one in Household if one in {*facts.household, *more.household}),
    )

    before = takes(facts, said, home)
    for now in (takes(both, said, home), takes(longer, said, home)):
        assert all(now[name] is NO for name, answer in before.items() if answer is NO)


@given(people, services, homes)
def test_no_is_said_when_the_table_says_so_and_only_then(
    facts: PersonFacts, said: SaidOfService, home: frozenset[str]
) -> None:
    """The table, drawn a second time by hand."""
    codes = said.codes
    payers = {code for code in codes if code.startswith("payer.")}
    pays = {"cost.free", "payer.none-needed"}
    refused = {
        "age": facts.age is not None
        and ((said.youngest or 0) > facts.age or facts.age > (said.oldest or 1000)),
        "sex": facts.sex is not None
        and f"serves.{facts.sex}" not in codes
        and "serves.any" not in codes
        and bool(codes & {"serves.women", "serves.men"}),
        "accessible": "access.no-wheelchair" in codes and "access.wheelchair" not in codes,
        "court_ordered": "court-ordered.not-accepted" in codes and "court-ordered.accepted" not in codes,
        "no_id": "excludes.no-id" in codes and "accepts.no-id" not in codes,
        "active_use": "excludes.active-use" in codes and "accepts.active-use" not in codes,
        "offence": any(
            f"excludes.{one}" in codes and f"accepts.{one}" not in codes for one in facts.offences
        ),
        "moud": any(
            f"excludes.{one}" in codes
            and not codes & {f"moud.{one}.accepted", f"kind:treatment.moud.{one}"}
            and not (one == "methadone" and "kind:treatment.otp" in codes)
            for one in facts.moud
        ),
        "household": any(
            f"excludes.{plural}" in codes and not codes & yes
            for one, plural, yes in (
                ("children", "children", {"accepts.children", "serves.families"}),
                ("pets", "pets", {"accepts.pets"}),
                ("couple", "couples", {"serves.couples"}),
            )
            if one in facts.household
        ),
        "language": bool(said.languages)
        and "access.interpreter" not in codes
        and not {"en", *said.languages} & {*facts.languages}
        and not ("ase" in facts.languages and "access.sign-language" in codes),
        "lives_in": bool(said.areas and home) and not said.areas & home,
    }
    answers = takes(facts, said, home)

    for name, is_refused in refused.items():
        if name in answers:
            assert (answers[name] is NO) == is_refused, name
    if facts.costs and all(code.startswith("payer.") for code in facts.costs):
        mine = {*facts.costs, *pays} | ({"payer.county"} if "payer.none-needed" in facts.costs else set())
        listed = payers and not codes & {*mine, "cost.sliding", "cost.low"}
        assert (answers["cost"] is NO) == bool(listed)


@given(people, services, homes)
def test_one_answer_for_a_fact_comes_from_those_for_its_codes(
    facts: PersonFacts, said: SaidOfService, home: frozenset[str]
) -> None:
    each = answers_for(facts, said, home)
    for name, answer in takes(facts, said, home).items():
        own = [one for (named, _), one in each.items() if named == name]
        assert answer is together(name, own)
        if name not in ONE_IS_ENOUGH:
            assert (answer is NO) == (NO in own)


@given(people)
def test_a_place_that_says_nothing_refuses_nobody(facts: PersonFacts) -> None:
    answers = takes(facts, SaidOfService())
    assert NO not in answers.values()
    assert YES not in (answer for name, answer in answers.items() if name != "language")


@pytest.mark.parametrize(
    ("facts", "codes", "answer"),
    [
        (PersonFacts(moud=(Medication.METHADONE,)), {"moud.methadone.accepted"}, YES),
        (PersonFacts(moud=(Medication.METHADONE,)), {"kind:treatment.otp"}, YES),
        (PersonFacts(moud=(Medication.METHADONE,)), {"excludes.methadone"}, NO),
        (PersonFacts(moud=(Medication.METHADONE,)), {"moud.buprenorphine.accepted"}, UNSAID),
        (PersonFacts(moud=tuple(Medication)), {"moud.methadone.accepted"}, UNSAID),
        (PersonFacts(sex=Sex.MEN), {"serves.women"}, NO),
        (PersonFacts(sex=Sex.MEN), {"serves.women", "serves.men"}, YES),
        (PersonFacts(sex=Sex.MEN), {"serves.families"}, UNSAID),
        (PersonFacts(offences=(Offence.REGISTRY,)), {"accepts.registry"}, YES),
        (PersonFacts(offences=(Offence.REGISTRY, Offence.ARSON)), {"accepts.registry"}, UNSAID),
        (PersonFacts(costs=("payer.medicaid",)), {"payer.private"}, NO),
        (PersonFacts(costs=("payer.medicaid",)), {"payer.private", "cost.sliding"}, UNSAID),
        (PersonFacts(costs=("payer.medicaid", "payer.private")), {"payer.private"}, YES),
        (PersonFacts(costs=("payer.none-needed",)), {"payer.county"}, YES),
        (PersonFacts(household=(Household.CHILDREN,)), {"serves.families"}, YES),
    ],
)
def test_the_table_as_people_would_read_it(facts: PersonFacts, codes: set[str], answer: Answer) -> None:
    [own] = takes(facts, SaidOfService(frozenset(codes))).values()
    assert own is answer


def test_a_child_of_thirteen_is_outside_the_ages_of_an_adult_service() -> None:
    adult, anyone = SaidOfService(youngest=18), SaidOfService()
    assert takes(PersonFacts(age=13), adult) == {"age": NO}
    assert takes(PersonFacts(age=18), adult) == {"age": YES}
    assert takes(PersonFacts(age=13), anyone) == {"age": UNSAID}


def test_the_table_knows_only_codes_that_there_are() -> None:
    known = {fact.code for fact in read_facts()} | {f"kind:{kind.code}" for kind in read_kinds()}
    assert set(CODES) <= known
    assert {code for (name, code) in RULES if name == "cost"} == set(COSTS) <= known
    assert {name for name, _ in RULES} == set(NAMES) - {"age", "language", "lives_in"}
    for name, choices in (("moud", Medication), ("offence", Offence), ("household", Household), ("sex", Sex)):
        assert {code for named, code in RULES if named == name} == {one.value for one in choices}


@pytest.mark.parametrize(
    "given",
    [{"age": ["old"]}, {"age": ["121"]}, {"sex": ["x"]}, {"moud": ["tea"]}, {"lives_in": ["Newark"]},
     {"language": ["Spanish!"]}, {"cost": ["payer.gold"]}, {"name": ["Jane"]}, {"no_id": ["maybe"]}],
)  # fmt: skip
def test_what_is_no_code_gets_a_sentence_and_does_not_count_where_it_was_kept(given: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        PersonFacts.read(given)
    assert list(refused.value.problems) == list(given)
    assert not PersonFacts.known(given)


def test_beds_of_others_are_not_free_for_this_person() -> None:
    man, mother = PersonFacts(sex=Sex.MEN), PersonFacts(sex=Sex.WOMEN, household=(Household.CHILDREN,))
    populations = ("serves.any", "serves.women", "serves.men", "serves.families", "serves.lgbtq")
    admitted = {
        name: [one for one in populations if admits(one, facts)]
        for name, facts in (("man", man), ("mother", mother), ("anyone", PersonFacts()))
    }
    assert admitted == {
        "man": ["serves.any", "serves.men"],
        "mother": ["serves.any", "serves.women", "serves.families"],
        "anyone": list(populations),
    }
    ages = product((17, 30, 70), ("serves.youth", "serves.older-adults"))
    assert [admits(population, PersonFacts(age=age)) for age, population in ages] == [
        True, False, False, False, False, True,
    ]  # fmt: skip
