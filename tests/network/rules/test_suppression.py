"""What is withheld from overviews: an attacker with a solver cannot work a small count out."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from network.rules.suppression import Line, withhold

Floats = NDArray[np.float64]
Table = tuple[list[int], list[Line]]


def test_small_counts_are_withheld_and_none_and_large_ones_are_shown() -> None:
    assert withhold([0, 1, 10, 11, 400], [], 11) == {1, 2}


def test_a_single_small_part_takes_the_smallest_other_part_with_it() -> None:
    assert withhold([100, 3, 17, 80], [Line(0, (1, 2, 3))], 11) == {1, 2}


def test_two_small_parts_need_no_other() -> None:
    assert withhold([100, 3, 4, 93], [Line(0, (1, 2, 3))], 11) == {1, 2}


def test_small_parts_that_can_only_be_the_largest_small_ones_need_another() -> None:
    """20 is 10 + 10 for everybody who knows that both are under 11."""
    assert withhold([70, 10, 10, 50], [Line(0, (1, 2, 3))], 11) == {1, 2, 3}


def test_a_total_is_withheld_where_there_is_nothing_else() -> None:
    assert withhold([14, 14, 3, 3], [Line(0, (1,)), Line(2, (3,))], 11) == {2, 3}
    assert withhold([3, 3, 0], [Line(0, (1, 2))], 11) == {0, 1}


def test_ones_that_add_up_to_what_is_shown_are_not_given_away_by_it() -> None:
    """Eleven places with one each: who knows that none of them is 0 knows all of them, if 11 is shown."""
    assert 0 in withhold([11, *[1] * 11], [Line(0, tuple(range(1, 12)))], 11)


def test_a_difference_that_anybody_can_take_is_guarded() -> None:
    """Sent 40, answered 38: the two without an answer are nobody's business."""
    assert withhold([40, 38, 2], [Line(0, (1, 2))], 11) == {1, 2}


def test_months_and_agencies_are_lines_of_one_table() -> None:
    """A withheld month is not told by the agencies, nor the other way round."""
    values = [100, 4, 46, 50, 60, 40]
    lines = [Line(0, (1, 2, 3)), Line(0, (4, 5))]
    assert withhold(values, lines, 11) == {1, 2}
    values = [60, 4, 56, 57, 3]
    lines = [Line(0, (1, 2)), Line(0, (3, 4))]
    assert withhold(values, lines, 11) == {1, 2, 3, 4}


def test_the_same_table_withholds_the_same_again() -> None:
    values, lines = _cube(random.Random(5), 300)
    assert withhold(values, lines, 11) == withhold(values, lines, 11)


def test_what_is_worth_more_is_shown_where_there_is_a_choice() -> None:
    rows = [Line(0, (1, 2)), Line(3, (4, 5)), Line(6, (0, 3))]  # two areas: all, this kind, what is beside it
    columns = [Line(7, (1, 4)), Line(8, (2, 5)), Line(6, (7, 8))]
    values = [43, 3, 40, 70, 30, 40, 113, 33, 80]
    everything = withhold(values, rows + columns, 11, [100, 1, 0, 100, 1, 0, 500, 100, 0])
    assert everything == {1, 2, 4, 5}


def test_a_table_of_nothing_and_a_table_of_large_counts_are_shown_whole() -> None:
    assert withhold([0, 0, 0], [Line(0, (1, 2))], 11) == set()
    assert withhold([50, 20, 30], [Line(0, (1, 2))], 11) == set()
    assert withhold([], [], 11) == set()


@pytest.mark.parametrize(
    ("values", "lines"),
    [([5, 2, 2], [Line(0, (1, 2))]), ([-1], []), ([4, 2], [Line(0, (1, 1))]), ([4], [Line(0, (0,))])],
)
def test_a_table_that_does_not_add_up_is_refused(values: list[int], lines: list[Line]) -> None:
    with pytest.raises(ValueError, match="add up|below 0|twice"):
        withhold(values, lines, 11)


def _tree(rng: random.Random, people: int) -> Table:
    """One line of counties, cities, streets, where some streets have nobody."""
    return _counted(
        Counter(
            way
            for _ in range(people)
            for a, b, c in [(rng.randrange(3), rng.randrange(3), rng.randrange(4))]
            for way in ((), (a,), (a, b), (a, b, c))
        ),
        [
            (way, [(*way, one) for one in range(4)])
            for length in range(3)
            for way in product(range(3), repeat=length)
        ],
    )


def _rows_and_columns(rng: random.Random, people: int) -> Table:
    sums: list[tuple[Hashable, list[Hashable]]] = []
    for row in ("all", *range(5)):
        sums.append(((row, "all"), [(row, column) for column in range(4)]))
    for column in ("all", *range(4)):
        sums.append((("all", column), [(row, column) for row in range(5)]))
    counts: Counter[Hashable] = Counter()
    for _ in range(people):
        row, column = min(rng.randrange(5), rng.randrange(5)), min(rng.randrange(4), rng.randrange(4))
        counts.update(product((row, "all"), (column, "all")))
    return _counted(counts, sums)


def _cube(rng: random.Random, people: int) -> Table:
    """Areas, kinds of service and causes, as the survey of gaps counts them."""
    areas, kinds, causes = ["a", "b", "c"], ["x", "y1", "y2"], ["full", "far", "none"]
    counts: Counter[Hashable] = Counter()
    for _ in range(people):
        area, kind = rng.choice(areas), rng.choice(kinds)
        found = ("met",) if rng.random() < 0.5 else ("unmet", rng.choice(causes))
        counts.update(product((area, "county"), {kind, kind[0], ""}, ("needed", *found)))
    sums: list[tuple[Hashable, list[Hashable]]] = []
    for area, kind in product((*areas, "county"), ("", "x", "y", "y1", "y2")):
        sums.append(((area, kind, "needed"), [(area, kind, "met"), (area, kind, "unmet")]))
        sums.append(((area, kind, "unmet"), [(area, kind, cause) for cause in causes]))
    for area, what in product((*areas, "county"), ("needed", "met", "unmet", *causes)):
        sums.append(((area, "", what), [(area, kind, what) for kind in ("x", "y")]))
        sums.append(((area, "y", what), [(area, kind, what) for kind in ("y1", "y2")]))
    for kind, what in product(("", "x", "y", "y1", "y2"), ("needed", "met", "unmet", *causes)):
        sums.append((("county", kind, what), [(area, kind, what) for area in areas]))
    return _counted(counts, sums)


def _views(rng: random.Random, people: int) -> Table:
    """Sent and answered, by month and by agency and by county, each published by itself."""
    counts: Counter[Hashable] = Counter()
    by = {"month": 4, "agency": 5, "county": 3}
    for _ in range(people):
        seen = [
            ("", 0),
            *((view, min(rng.randrange(size), rng.randrange(size))) for view, size in by.items()),
        ]
        what = ("sent", "answered") if rng.random() < 0.85 else ("sent", "waiting")
        counts.update(product(seen, what))
    sums: list[tuple[Hashable, list[Hashable]]] = [
        ((("", 0), what), [((view, one), what) for one in range(size)])
        for view, size in by.items()
        for what in ("sent", "answered", "waiting")
    ]
    rows = [("", 0), *((view, one) for view, size in by.items() for one in range(size))]
    sums += [((row, "sent"), [(row, "answered"), (row, "waiting")]) for row in rows]
    return _counted(counts, sums)


def _counted(counts: Counter[Hashable], sums: Iterable[tuple[Hashable, Sequence[Hashable]]]) -> Table:
    sums = list(sums)
    names = list(dict.fromkeys(name for total, parts in sums for name in (total, *parts)))
    place = {name: at for at, name in enumerate(names)}
    lines = [Line(place[total], tuple(place[part] for part in parts)) for total, parts in sums]
    return [counts[name] for name in names], lines


SHAPES = {"tree": _tree, "rows and columns": _rows_and_columns, "cube": _cube, "views": _views}
CASES = [(shape, people, seed) for shape in SHAPES for people in (40, 300) for seed in range(2)]


@pytest.mark.parametrize(("shape", "people", "seed"), CASES)
def test_an_attacker_who_knows_the_rule_cannot_work_out_any_withheld_count(
    shape: str, people: int, seed: int
) -> None:
    """They know what is shown, all sums, that counts are whole, and that what is withheld is not 0."""
    values, lines = SHAPES[shape](random.Random(seed), people)
    withheld = withhold(values, lines, 11)
    assert {at for at, value in enumerate(values) if 0 < value < 11} <= withheld
    assert all(values[at] for at in withheld)
    low, high = np.array(values, float), np.array(values, float)
    for at in withheld:
        low[at], high[at] = 1, np.inf
    assert _worked_out(values, lines, withheld, low, high) == set()


@pytest.mark.parametrize(("shape", "people", "seed"), CASES)
def test_an_attacker_who_knows_even_which_counts_are_small_learns_no_small_one(
    shape: str, people: int, seed: int
) -> None:
    """Beyond what they would learn if every count that hangs together with it were withheld."""
    values, lines = SHAPES[shape](random.Random(seed), people)
    withheld = withhold(values, lines, 11)
    small = {at for at, value in enumerate(values) if 0 < value < 11}
    found = _worked_out_by_size(values, lines, withheld, small, 11)
    everything = {at for at, value in enumerate(values) if value}
    assert found <= (_worked_out_by_size(values, lines, everything, small, 11) if found else set())


def _worked_out_by_size(
    values: list[int], lines: list[Line], withheld: set[int], small: set[int], least: int
) -> set[int]:
    low, high = np.array(values, float), np.array(values, float)
    for at in withheld:
        low[at], high[at] = (1, least - 1) if at in small else (least, np.inf)
    return _worked_out(values, lines, withheld & small, low, high)


def _worked_out(
    values: list[int],
    lines: list[Line],
    wanted: set[int],
    low: Floats,
    high: Floats,
) -> set[int]:
    """Those of the wanted values that have no other solution in whole numbers, below or above."""
    matrix = np.zeros((len(lines), len(values)))
    for row, line in enumerate(lines):
        matrix[row, line.total] = -1
        matrix[row, list(line.parts)] = 1
    sums = LinearConstraint(matrix, 0, 0)
    sure = set(wanted)
    for at in sorted(wanted):
        if at not in sure:
            continue  # another one's solution has moved it
        for way in (1, -1):
            cost = np.zeros(len(values))
            cost[at] = way
            far_high = np.minimum(high, sum(values) * 3)
            found = milp(
                cost, constraints=sums, bounds=Bounds(low, far_high), integrality=np.ones(len(values))
            )
            assert found.success
            sure = {other for other in sure if round(found.x[other]) == values[other]}
    return sure


def test_five_thousand_counts_are_enough_to_look_through_at_once() -> None:
    """A county of real size; how long it takes is the bench's to say."""
    values, lines = _cube(random.Random(1), 2000)
    withheld = withhold(values * 20, [_moved(line, len(values) * n) for n in range(20) for line in lines], 11)
    assert withheld == {at + len(values) * n for n in range(20) for at in withhold(values, lines, 11)}


def _moved(line: Line, by: int) -> Line:
    return Line(line.total + by, tuple(part + by for part in line.parts))
