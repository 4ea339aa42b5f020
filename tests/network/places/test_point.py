"""Points, and numbers that are none."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.errors import Invalid
from network.places.point import Point


@pytest.mark.parametrize(
    ("latitude", "longitude", "wrong"),
    [
        (90.1, 0, {"latitude"}),
        (-91, 0, {"latitude"}),
        (0, 180.5, {"longitude"}),
        (math.nan, math.inf, {"latitude", "longitude"}),
        ("40", 0, {"latitude"}),
        (None, None, {"latitude", "longitude"}),
        (1e400, 0, {"latitude"}),
    ],
)
def test_numbers_that_are_nowhere_are_refused_field_by_field(
    latitude: float, longitude: float, wrong: set[str]
) -> None:
    with pytest.raises(Invalid) as refused:
        Point(latitude, longitude)
    assert set(refused.value.problems) == wrong


@pytest.mark.parametrize("point", [Point(90, 180), Point(-90, -180), Point(0, 0), Point(40.06, -82.4)])
def test_the_edges_of_the_world_are_on_it(point: Point) -> None:
    assert point == Point(point.latitude, point.longitude)


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_a_rounded_point_says_no_more_than_a_kilometre(latitude: float, longitude: float) -> None:
    rounded = Point(latitude, longitude).rounded()
    for part in (rounded.latitude, rounded.longitude):
        assert len(f"{part}".partition(".")[2]) <= 2
        assert math.copysign(1, part) == 1 or part != 0
    assert abs(rounded.latitude - latitude) <= 0.0051
