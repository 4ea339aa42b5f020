"""What a survey tells of a county: who has all of it, and a solver, cannot work a small number out."""

import random
from collections import Counter
from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from network.gaps.areas import Area
from network.gaps.counting import Cell, Tallies, add_up, kinds_of, parent_of
from network.gaps.missing_by_one import helps
from network.gaps.observing import Missed, Observed, Sort
from network.gaps.supply import needs_as_shown
from network.gaps.withholding import CAUSE_NAMES, Withheld, withheld_in
from network.ids import new_id
from network.search.engine import Diagnosis, Miss
from network.tables import Cause

FIPS, LEAST = "06075", 11
ZIPS = ("94102", "94103", "94110", "")
KINDS = ("", "treatment", "treatment.otp", "treatment.outpatient", "treatment.residential", "housing", "work")
OUTCOMES = (None, Cause.NO_CAPACITY, Cause.NOT_ELIGIBLE, Cause.TOO_FAR)
Person = tuple[str, str, Cause | None]
Rows = NDArray[np.float64]
PEOPLE: list[Person] = list(product(KINDS, ZIPS, OUTCOMES))


def county(chance: random.Random, size: int) -> Counter[Sort]:
    """People of one county: a few kinds and ZIP codes have most of them."""
    counts: Counter[Sort] = Counter()
    for _ in range(size):
        kind, zip_code = (
            chance.choices(each, [1 / (1 + n) for n in range(len(each))])[0] for each in (KINDS[::-1], ZIPS)
        )
        counts[Sort(kind, Area(FIPS, zip_code), chance.choices(OUTCOMES, (10, 6, 2, 1))[0])] += 1
    return counts


def of_number(cell: Cell, name: str) -> Rows:
    """Which people a number counts."""
    return np.array(
        [
            cell.kind in kinds_of(kind) and cell.zip in (None, zip_code) and _counts(name, outcome)
            for kind, zip_code, outcome in PEOPLE
        ],
        float,
    )


def _counts(name: str, outcome: Cause | None) -> bool:
    if name == "needed":
        return True
    return outcome is None if name == "met" else outcome is not None and name in ("unmet", outcome.value)


def told(tallies: Tallies, withheld: Withheld) -> tuple[list[tuple[Rows, int]], list[Rows]]:
    """All numbers that are shown, none too, and all that are seen not to be nothing."""
    shown: list[tuple[Rows, int]] = []
    some: list[Rows] = []
    cells = [Cell(kind, FIPS, zip_code) for kind, zip_code in product(KINDS, (None, *ZIPS))]
    for cell in cells:
        names = withheld.names(cell)
        numbers = tallies[cell].numbers() if cell in tallies else {}
        for name in ("needed", "met", "unmet", *(cause.value for cause in OUTCOMES if cause)):
            if name not in names:
                shown.append((of_number(cell, name), numbers.get(name, 0)))
            elif cell.zip is None and name in CAUSE_NAMES and names >= CAUSE_NAMES:
                continue  # no cause is told, none too
            elif cell.zip is None or name in withheld.of_zip.get(cell, ()):
                assert numbers.get(name), "What is withheld is not nothing."
                some.append(of_number(cell, name))
    return shown, some


def smalls(tallies: Tallies) -> list[tuple[Rows, int]]:
    """Everything that nobody may know: also of a kind what is of none of the kinds below it."""
    counted = [
        (of_number(cell, name), number)
        for cell, tally in tallies.items()
        for name, number in tally.numbers().items()
        if cell.zip is None or name not in CAUSE_NAMES
    ]
    for cell, name in product(tallies, ("needed", "met", "unmet")):
        children = [
            other for other in tallies if other.zip == cell.zip and parent_of(other.kind) == cell.kind
        ]
        rest = of_number(cell, name) - sum(of_number(other, name) for other in children)
        number = tallies[cell].numbers().get(name, 0) - sum(
            tallies[other].numbers().get(name, 0) for other in children
        )
        counted += [(rest, number)] if children and cell.zip is None else []
    return [(row, number) for row, number in counted if 0 < number < LEAST]


@pytest.mark.parametrize(("size", "seed"), [(150, 2), (400, 4), (900, 6)])
def test_no_small_number_can_be_worked_out(size: int, seed: int) -> None:
    counts = county(random.Random(seed), size)
    tallies = add_up(counts)
    withheld = withheld_in(tallies, LEAST)

    shown, some = told(tallies, withheld)
    assert not [number for _, number in shown if 0 < number < LEAST]
    exact = LinearConstraint(
        np.array([row for row, _ in shown]), *(2 * [np.array([number for _, number in shown])])
    )
    there = LinearConstraint(np.array(some), 1, np.inf)
    for row, number in smalls(tallies):
        answers = (
            milp(
                sign * row,
                integrality=np.ones(len(PEOPLE)),
                bounds=Bounds(0, size),
                constraints=[exact, there],
            )
            for sign in (1, -1)
        )
        assert any(round(row @ answer.x) != number for answer in answers)


def test_large_counties_are_told() -> None:
    """What is withheld protects somebody: a county of many tells most of what it has."""
    tallies = add_up(county(random.Random(7), 2000))
    withheld = withheld_in(tallies, LEAST)
    large = [
        (cell, name)
        for cell, tally in tallies.items()
        for name, number in tally.numbers().items()
        if number >= LEAST and (cell.zip is None or name not in CAUSE_NAMES)
    ]
    told_of = [(cell, name) for cell, name in large if name not in withheld.names(cell)]

    assert len(told_of) > 0.6 * len(large)
    assert withheld.names(Cell("", FIPS)).isdisjoint({"needed", "met", "unmet"})


@pytest.mark.parametrize("seed", range(3))
def test_needs_enter_access_as_they_are_shown(seed: int) -> None:
    """Other people in the same shown numbers make the same access, so access tells no more than they do."""
    tallies = add_up(county(random.Random(seed), 300))
    withheld = withheld_in(tallies, LEAST)
    needs = needs_as_shown(FIPS, tallies, withheld, LEAST)

    for kind in {cell.kind for cell in tallies}:
        around = sum(count for cell, count in needs.items() if cell.kind == kind)
        whole = tallies[Cell(kind, FIPS)].needed
        assert around == pytest.approx(LEAST if "needed" in withheld.of_county[kind] else whole)
    hidden = [cell for cell in needs if {"met", "unmet"} <= withheld.names(cell)]
    for kind in {cell.kind for cell in hidden}:
        assert len({round(needs[cell], 9) for cell in hidden if cell.kind == kind}) == 1


@pytest.mark.parametrize("seed", range(10))
def test_what_would_have_helped_tells_no_small_number_either(seed: int) -> None:
    """Of those that one place would have helped, of the others, of others for the same reason, or of one kind
    within another."""
    chance = random.Random(seed)
    counts = county(chance, 400)
    misses = [Miss(new_id(), None, "has_capacity") for _ in range(2)]
    missed: Counter[Missed] = Counter()
    for sort, count in counts.items():
        if sort.cause is not None:
            likely = tuple(miss for miss in misses if chance.random() < 0.6)
            missed[Missed(sort.kind, FIPS, Diagnosis(sort.cause, likely))] += count
    observed, tallies = Observed(counts, missed), add_up(counts)
    withheld = withheld_in(tallies, LEAST)

    for miss in misses:
        found = {
            one.cell.kind: one.needs
            for one in helps(observed, tallies, {FIPS: withheld}, LEAST)
            if one.miss == miss
        }
        for kind, helped in found.items():
            below = [other for other in found if other != kind and kind in kinds_of(other)]
            nearest = [other for other in below if not any(o in kinds_of(other)[1:] for o in below)]
            whole = tallies[Cell(kind, FIPS)].unmet
            rest = helped - sum(found[other] for other in nearest)
            others = whole - sum(tallies[Cell(other, FIPS)].unmet for other in nearest) - rest
            for number in (helped, whole - helped, rest, others):
                assert number == 0 or number >= LEAST
            full = tallies[Cell(kind, FIPS)].causes[Cause.NO_CAPACITY]
            full_rest = full - sum(tallies[Cell(other, FIPS)].causes[Cause.NO_CAPACITY] for other in nearest)
            for number in (full - helped, full_rest - rest):
                assert number == 0 or abs(number) >= LEAST
