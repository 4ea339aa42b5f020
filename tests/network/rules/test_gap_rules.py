"""Which figures open a gap, and that a gap gives away no number that is withheld."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from network.rules.gap_rules import (
    CAUSES,
    THRESHOLDS,
    Figure,
    Finding,
    find_gaps,
    holds,
    keeps_secrets,
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


def test_every_rule_has_one_threshold_and_none_asks_for_less_than_may_be_shown() -> None:
    assert [one.rule for one in THRESHOLDS] == list(GapRule)
    assert all(one.least >= 50 for one in thresholds(50))
    assert set(CAUSES) == set(GapRule) - {GapRule.LOW_ACCESS}


def test_many_needs_without_a_free_place_are_a_gap() -> None:
    (gap,) = found(county("treatment.detox", 40, no_capacity=20))

    assert (gap.rule, gap.kind, gap.county_fips, gap.count) == (
        GapRule.NO_CAPACITY, "treatment.detox", "06075", 20,
    )  # fmt: skip


def test_few_needs_are_no_gap_nor_many_among_very_many() -> None:
    assert not found(county("treatment.detox", 11, no_capacity=11))
    assert not found(county("treatment.detox", 400, no_capacity=20))


def test_a_gap_opens_at_the_most_exact_kind_and_not_also_above_it() -> None:
    gaps = found(
        county("", 60, no_capacity=20),
        county("treatment", 50, no_capacity=20),
        county("treatment.detox", 40, no_capacity=20),
        county("treatment.otp", 10),
    )

    assert [gap.kind for gap in gaps] == ["treatment.detox"]


def test_a_kind_is_a_gap_beside_one_below_it_when_the_rest_carries_it() -> None:
    gaps = found(county("treatment", 80, no_capacity=40), county("treatment.detox", 40, no_capacity=20))

    assert [gap.kind for gap in gaps] == ["treatment", "treatment.detox"]


def test_all_kinds_together_are_never_a_gap() -> None:
    assert not found(county("", 100, no_capacity=90))


def test_causes_are_judged_one_by_one() -> None:
    gaps = found(county("housing", 60, no_capacity=20, no_answer=20, too_far=5))

    assert {gap.rule for gap in gaps} == {GapRule.NO_CAPACITY, GapRule.NO_ANSWER}


def test_other_reasons_open_nothing() -> None:
    assert not found(county("housing", 60, other=60))


def test_a_withheld_number_opens_a_gap_only_where_much_remains_possible() -> None:
    wide = county("housing", 60, withheld=("no_capacity", "other"), no_capacity=40, other=3)
    narrow = county("housing", 60, withheld=("no_capacity", "other"), no_capacity=13, other=3)

    assert [gap.kind for gap in found(wide)] == ["housing"]
    assert not found(narrow)  # 16 in all, at least 12 of them: the others would be 4 at most


def test_how_much_was_needed_stays_unknown_when_it_is_withheld() -> None:
    few = county("housing", 34, withheld=("needed", "met"), no_capacity=31)
    other_reasons = county("housing", 83, withheld=("needed", "met"), no_capacity=12, other=68)

    assert [gap.kind for gap in found(few)] == ["housing"]
    assert not found(
        other_reasons
    )  # 12 / 0.15 = 80: all needed would be known to be 80 at most, 80 are unmet


@settings(max_examples=300, deadline=None)
@given(
    counts=st.fixed_dictionaries({cause.value: st.integers(0, 60) for cause in Cause}),
    met=st.integers(0, 200),
    withheld=st.sets(st.sampled_from(["needed", "unmet", "met", "no_capacity", "other"])),
)
def test_no_gap_tells_a_withheld_number(counts: dict[str, int], met: int, withheld: set[str]) -> None:
    """Whoever sees the gap and everything that is shown finds many values possible for what is withheld."""
    true = Figure("housing", "06075", sum(counts.values()) + met, counts, frozenset(withheld))
    if not holds(true, FULL, LEAST):
        return
    if "no_capacity" in withheld:
        possible = {
            count
            for count in range(true.needed + 1)
            if ("unmet" in withheld or count <= true.unmet)
            and count >= FULL.least
            and ("needed" in withheld or count >= FULL.share * true.needed)
        }
        assert len(possible) > LEAST or {"unmet", "needed"} <= withheld
    elif "needed" in withheld:
        most = counts["no_capacity"] / FULL.share
        assert most - true.unmet >= LEAST
    assert keeps_secrets(replace(true, withheld=frozenset()), FULL, LEAST)


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
