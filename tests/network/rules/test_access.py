"""How well free places reach those who need them, beside another implementation of the same method."""

import math

import numpy as np
import pandas as pd
import pytest
from access import Access, weights
from numpy.typing import NDArray

from network.rules.access import Bands, floating_catchment, read_bands

Floats = NDArray[np.float64]

USUAL = read_bands(("10:1", "20:0.68", "30:0.22"))


def test_bands_are_said_in_miles_and_measured_in_metres() -> None:
    assert read_bands(("10:1", " 20:0.68 ")) == Bands((16093.44, 32186.88), (1.0, 0.68))


@pytest.mark.parametrize(
    "texts",
    [(), ("10",), ("10:",), ("ten:1",), ("10:-1",), ("20:1", "10:0.5"), ("10:0.5", "20:0.9"), ("10:0",)],
)
def test_bands_that_make_no_sense_are_refused_with_a_sentence(texts: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"\.$|`miles:weight`"):
        read_bands(texts)


def test_a_band_holds_its_own_edge() -> None:
    bands = Bands((10.0, 20.0), (1.0, 0.5))
    reached = floating_catchment([1.0], [1.0, 1.0, 1.0], [[10.0], [20.0], [20.001]], bands)
    assert reached.tolist() == pytest.approx([1 / 1.5, 0.5 / 1.5, 0.0])


def test_free_places_are_shared_among_those_within_reach() -> None:
    reached = floating_catchment([4.0], [3.0, 5.0], [[1.0], [1.0]], USUAL)
    assert reached.tolist() == [0.5, 0.5]
    assert (reached * [3.0, 5.0]).sum() == 4.0, "nothing is given away twice"


def test_a_place_that_nobody_needs_gives_nothing_even_where_nobody_needs_anything() -> None:
    assert floating_catchment([4.0], [0.0], [[1.0]], USUAL).tolist() == [0.0]
    assert floating_catchment([4.0], [2.0], [[math.inf]], USUAL).tolist() == [0.0]


def test_no_way_is_no_way_however_it_is_written() -> None:
    assert floating_catchment([1.0, 1.0], [1.0], [[math.nan, math.inf]], USUAL).tolist() == [0.0]


def test_nothing_needed_or_nothing_there_is_an_answer() -> None:
    assert floating_catchment([], [1.0, 2.0], np.empty((2, 0)), USUAL).tolist() == [0.0, 0.0]
    assert floating_catchment([1.0], [], np.empty((0, 1)), USUAL).tolist() == []


@pytest.mark.parametrize(
    ("supply", "demand", "metres"),
    [
        ([1.0], [1.0], [[1.0, 1.0]]),
        ([-1.0], [1.0], [[1.0]]),
        ([1.0], [math.nan], [[1.0]]),
        ([[1.0]], [1.0], [[1.0]]),
    ],
)
def test_wrong_numbers_are_refused(
    supply: list[float], demand: list[float], metres: list[list[float]]
) -> None:
    with pytest.raises(ValueError, match="fit|0 or more"):
        floating_catchment(supply, demand, metres, USUAL)


@pytest.mark.filterwarnings("ignore:The inplace keyword")
@pytest.mark.parametrize("seed", range(8))
def test_an_independent_implementation_finds_the_same(seed: int) -> None:
    """PyPI `access`, of Chicago's Center for Spatial Data Science, on random needs, places and distances."""
    rng = np.random.default_rng(seed)
    needs, places = int(rng.integers(1, 40)), int(rng.integers(1, 25))
    demand = rng.integers(1, 200, needs).astype(float)
    supply = np.where(
        rng.random(places) < 0.2, 0.0, rng.integers(1, 60, places) * rng.choice([0.5, 1.0], places)
    )
    metres = rng.uniform(0, 70_000, (needs, places))
    metres[rng.random((needs, places)) < 0.2] = np.nan
    metres[0, 0] = USUAL.metres[1]  # on the edge of a band
    ours = floating_catchment(supply, demand, metres, USUAL)
    assert ours == pytest.approx(_theirs(supply, demand, metres), abs=1e-12)
    assert (ours * demand).sum() <= supply.sum() + 1e-9


def _theirs(supply: Floats, demand: Floats, metres: Floats) -> list[float]:
    rows, columns = np.nonzero(np.isfinite(metres))
    far = pd.DataFrame({"need": rows, "place": columns, "metres": metres[rows, columns]})
    other = Access(
        demand_df=pd.DataFrame({"need": range(len(demand)), "needs": demand}),
        demand_index="need",
        demand_value="needs",
        supply_df=pd.DataFrame({"place": range(len(supply)), "free": supply}),
        supply_index="place",
        supply_value="free",
        cost_df=far,
        cost_origin="need",
        cost_dest="place",
        cost_name="metres",
    )
    steps = weights.step_fn(dict(zip(USUAL.metres, USUAL.weights, strict=True)))
    found = other.enhanced_two_stage_fca(name="e2sfca", weight_fn=steps)
    return [float(number) for number in found["e2sfca_free"].reindex(range(len(demand))).fillna(0.0)]
