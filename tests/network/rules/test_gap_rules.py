"""Which figures open a gap, and that a gap gives away no number that is withheld."""

from hypothesis import given, settings
from hypothesis import strategies as st

from network.rules.gap_rules import (
    CAUSES,
    THRESHOLDS,
    Figure,
    Finding,
    find_gaps,
    may_hold,
    thresholds,
)
from network.tables import Cause
from network.tables.gap import GapRule

LEAST = 11
PARENTS = {"treatment": "", "treatment.detox": "treatment", "treatment.otp": "treatment", "housing": ""}
FULL = next(one for one in THRESHOLDS if one.rule is GapRule.NO_CAPACITY)


def county(kind: str, needed: int, *, withheld: tuple[str, ...] = (), **causes: int) -> Figure:
    return Figure(kind, "06075", needed, causes, frozenset(withheld))


def around(zip_code: str, needed: int, access: float, *, withheld: tuple[str, ...] = ()) -> Figure:
    return Figure("housing", "06075", needed, {}, frozenset(withheld), zip_code, access)


def found(*counties: Figure, areas: tuple[Figure, ...] = ()) -> list[Finding]:
    return find_gaps(counties, areas, PARENTS, LEAST)


def for_a_reason(*counties: Figure) -> list[Finding]:
    return [gap for gap in found(*counties) if gap.rule in CAUSES]


def test_every_rule_has_one_threshold_and_none_asks_for_less_than_may_be_shown() -> None:
    assert [one.rule for one in THRESHOLDS] == list(GapRule)
    assert all(one.least >= 50 for one in thresholds(50).values())
    assert set(CAUSES) == set(GapRule) - {GapRule.LOW_ACCESS, GapRule.UNMET}


def test_many_needs_without_a_free_place_are_a_gap() -> None:
    (gap,) = for_a_reason(county("treatment.detox", 40, no_capacity=20))

    assert (gap.rule, gap.kind, gap.county_fips, gap.count) == (
        GapRule.NO_CAPACITY, "treatment.detox", "06075", 20,
    )  # fmt: skip


def test_few_needs_are_no_gap_nor_many_among_very_many() -> None:
    assert not found(county("treatment.detox", 11, no_capacity=11))
    assert not found(county("treatment.detox", 400, no_capacity=20))


def test_a_gap_opens_at_the_most_exact_kind_and_not_also_above_it() -> None:
    gaps = for_a_reason(
        county("", 60, no_capacity=20),
        county("treatment", 50, no_capacity=20),
        county("treatment.detox", 40, no_capacity=20),
        county("treatment.otp", 10),
    )

    assert [gap.kind for gap in gaps] == ["treatment.detox"]


def test_a_kind_is_a_gap_beside_one_below_it_when_the_rest_carries_it() -> None:
    gaps = for_a_reason(
        county("treatment", 80, no_capacity=40), county("treatment.detox", 40, no_capacity=20)
    )

    assert [gap.kind for gap in gaps] == ["treatment", "treatment.detox"]


def test_all_kinds_together_are_never_a_gap() -> None:
    assert not found(county("", 100, no_capacity=90))


def test_causes_are_judged_one_by_one() -> None:
    gaps = for_a_reason(county("housing", 60, no_capacity=20, no_answer=20, too_far=5))

    assert {gap.rule for gap in gaps} == {GapRule.NO_CAPACITY, GapRule.NO_ANSWER}


def test_many_needs_without_one_reason_that_stands_out_are_a_gap_too() -> None:
    (gap,) = found(county("housing", 80, no_capacity=11, no_answer=5, too_far=6, other=8))

    assert (gap.rule, gap.kind, gap.count) == (GapRule.UNMET, "housing", 30)


def test_needs_of_all_reasons_are_a_gap_only_at_the_most_exact_kind() -> None:
    gaps = found(
        county("treatment", 90, other=60),
        county("treatment.detox", 40, other=25),
        county("treatment.otp", 50),
    )

    assert [(gap.kind, gap.rule) for gap in gaps] == [("treatment.detox", GapRule.UNMET)]


def test_a_reason_that_is_withheld_opens_no_gap_but_all_reasons_together_do() -> None:
    (gap,) = found(county("housing", 60, withheld=("no_capacity", "other"), no_capacity=40, other=3))

    assert (gap.rule, gap.count) == (GapRule.UNMET, 43)


def test_where_everything_is_withheld_nothing_opens() -> None:
    assert not found(county("housing", 60, withheld=("no_capacity", "unmet", "needed"), no_capacity=40))


def test_a_share_is_not_asked_where_nobody_is_told_of_how_many() -> None:
    hidden = county("housing", 400, withheld=("needed", "met"), no_capacity=20)

    assert [gap.rule for gap in found(hidden)] == [GapRule.NO_CAPACITY, GapRule.UNMET]


def test_a_withheld_reason_may_hold_on_while_the_rest_could_be_that_many() -> None:
    hidden = ("no_capacity", "other")

    assert may_hold(county("housing", 60, withheld=hidden, no_capacity=9, other=3, too_far=20), FULL)
    assert not may_hold(county("housing", 60, withheld=hidden, no_capacity=8, other=3, too_far=20), FULL)
    assert not may_hold(county("housing", 60, no_capacity=40), FULL)  # nothing is withheld


AMOUNTS = st.fixed_dictionaries({cause.value: st.integers(0, 40) for cause in Cause})
NAMES = ("needed", "unmet", *(cause.value for cause in Cause))


@settings(max_examples=100, deadline=None)
@given(
    counts=st.tuples(AMOUNTS, AMOUNTS),
    others=st.tuples(AMOUNTS, AMOUNTS),
    met=st.tuples(st.integers(0, 90), st.integers(0, 90)),
    hidden=st.tuples(st.sets(st.sampled_from(NAMES)), st.sets(st.sampled_from(NAMES))),
)
def test_gaps_are_the_same_whatever_the_withheld_numbers_are(
    counts: tuple[dict[str, int], ...],
    others: tuple[dict[str, int], ...],
    met: tuple[int, int],
    hidden: tuple[set[str], set[str]],
) -> None:
    """So that nobody learns anything from a gap who sees all that is shown."""
    true, untrue = [], []
    for place, kind in enumerate(("treatment", "treatment.detox")):
        withheld = frozenset(hidden[place])
        mixed = counts[place] | {name: count for name, count in others[place].items() if name in withheld}
        if "unmet" not in withheld:  # what is shown of the sum stays true
            secret = sorted(withheld & set(counts[place]))
            total = sum(counts[place][name] for name in secret)
            mixed |= dict.fromkeys(secret, 0) | ({secret[0]: total} if secret else {})
        needed = sum(counts[place].values()) + met[place]
        true.append(Figure(kind, "06075", needed, counts[place], withheld))
        untrue.append(
            Figure(kind, "06075", needed + 500 if "needed" in withheld else needed, mixed, withheld)
        )

    assert told(found(*true)) == told(found(*untrue))


def told(gaps: list[Finding]) -> list[tuple[str, str, int]]:
    return [(gap.rule, gap.kind, gap.count) for gap in gaps]


def test_areas_far_from_free_places_are_a_gap() -> None:
    areas = tuple(
        around(f"9410{number}", 20, access) for number, access in enumerate((0.1, 1, 1.1, 1.2, 1.3))
    )

    (gap,) = found(county("housing", 100), areas=areas)

    assert (gap.rule, gap.count, gap.zips) == (GapRule.LOW_ACCESS, 20, ("94100",))


def test_the_lowest_of_equals_is_no_gap() -> None:
    areas = tuple(
        around(f"9410{number}", 20, access) for number, access in enumerate((0.8, 1, 1.1, 1.2, 1.3))
    )

    assert not found(county("housing", 100), areas=areas)


def test_low_access_where_little_is_needed_or_numbers_are_withheld_is_no_gap() -> None:
    rest = tuple(around(f"9411{number}", 20, 1.0) for number in range(5))

    assert not found(county("housing", 100), areas=(around("94100", 5, 0.1), *rest))
    assert not found(county("housing", 100), areas=(around("94100", 20, 0.1, withheld=("needed",)), *rest))


def test_four_areas_have_no_lowest_fifth() -> None:
    areas = tuple(around(f"9410{number}", 20, access) for number, access in enumerate((0.1, 1, 1.1, 1.2)))

    assert not found(county("housing", 100), areas=areas)
