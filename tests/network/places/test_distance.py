"""How far it is, against the exact geodesic."""

import math

import numpy as np
import pytest
from geopy.distance import geodesic
from hypothesis import example, given, settings
from hypothesis import strategies as st

from network.places.distance import Positions, metres, metres_between, metres_from, miles
from network.places.gazetteer import gazetteer
from network.places.point import Point

points = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))
american_points = st.builds(Point, st.floats(17, 72), st.floats(-180, -64))


def exact(a: Point, b: Point) -> float:
    return float(geodesic((a.latitude, a.longitude), (b.latitude, b.longitude)).meters)


@settings(max_examples=400, deadline=None)
@given(american_points, american_points)
def test_any_distance_within_the_country_is_right_to_two_metres_in_a_thousand_kilometres(
    a: Point, b: Point
) -> None:
    assert metres_between(a, b) == pytest.approx(exact(a, b), rel=2e-6, abs=0.01)


@settings(max_examples=400, deadline=None)
@given(points, points)
@example(Point(90, 0), Point(-90, 0))
@example(Point(90, 0), Point(90, 123))
@example(Point(0, 180), Point(0, -180))
@example(Point(0, 0), Point(0, 180))
@example(Point(51.9, 179.9), Point(51.9, -179.9))
@example(Point(40, -82), Point(-40, 98))
def test_any_distance_on_earth_is_within_the_stated_bound(a: Point, b: Point) -> None:
    true = exact(a, b)
    bound = 2e-6 * true if true <= 10_000_000 else 6e-5 * true if true <= 19_500_000 else 34_500.0
    assert abs(metres_between(a, b) - true) <= bound + 0.01


@given(points, points)
def test_it_is_as_far_there_as_back(a: Point, b: Point) -> None:
    assert metres_between(a, b) == pytest.approx(metres_between(b, a), abs=1e-6)


def test_nobody_is_away_from_themselves() -> None:
    assert metres_between(Point(40.06, -82.4), Point(40.06, -82.4)) == pytest.approx(0, abs=1e-6)


def test_a_hand_width_is_still_measured() -> None:
    assert metres_between(Point(40.0, -82.4), Point(40.000001, -82.4)) == pytest.approx(0.111, abs=0.001)


def test_one_by_one_and_all_at_once_give_the_same_metres() -> None:
    random = np.random.default_rng(7)
    latitudes, longitudes = random.uniform(-90, 90, 20_000), random.uniform(-180, 180, 20_000)
    here = Point(40.06, -82.4)
    together = metres_from(here, latitudes, longitudes)
    for row in range(0, 20_000, 997):
        alone = metres_between(here, Point(latitudes[row], longitudes[row]))
        assert together[row] == pytest.approx(alone, rel=1e-12)


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(0, 20_100_000))
@example(90.0, 0.0, 1_000_000.0)
@example(-90.0, 0.0, 1_000_000.0)
@example(51.9, 180.0, 500_000.0)
@example(0.0, 0.0, 0.0)
def test_a_circle_holds_exactly_those_who_are_near_enough(
    latitude: float, longitude: float, radius: float
) -> None:
    random = np.random.default_rng(11)
    latitudes = np.append(random.uniform(-90, 90, 500), [90, -90, 0, latitude])
    longitudes = np.append(random.uniform(-180, 180, 500), [0, 0, 180, longitude])
    here = Point(latitude, longitude)
    rows, far = Positions.of(latitudes, longitudes).within(here, radius)
    expected = metres_from(here, latitudes, longitudes)
    assert rows.tolist() == np.flatnonzero(expected <= radius).tolist()
    assert far.tolist() == pytest.approx(expected[rows].tolist(), rel=1e-9, abs=1e-6)


OF_MANY = np.random.default_rng(5)
MANY_LATITUDES = np.sort(np.append(OF_MANY.uniform(-90, 90, 30_000), [90, -90, 0, 0, *[np.nan] * 200]))
AROUND = np.where(OF_MANY.random(30_200) < 0.3, 179.99, OF_MANY.uniform(-180, 180, 30_200))
MANY_LONGITUDES = np.append(AROUND, [0] * 4)
MANY_POSITIONS = Positions.of(MANY_LATITUDES, MANY_LONGITUDES)


@settings(deadline=None)
@given(st.floats(-90, 90), st.floats(-180, 180))
@example(90.0, 0.0)
@example(-90.0, 180.0)
@example(0.0, 180.0)
@example(0.0, -180.0)
@example(45.0, -179.99)
def test_the_nearest_of_many_is_the_one_that_is_nearest_when_all_are_measured(
    latitude: float, longitude: float
) -> None:
    here = Point(latitude, longitude)
    every = metres_from(here, MANY_LATITUDES, MANY_LONGITUDES)
    assert MANY_POSITIONS.nearest(here) == (int(np.nanargmin(every)), np.nanmin(every))


def test_the_nearest_zip_code_to_another_is_found_among_all() -> None:
    codes = list(gazetteer().zip_codes())
    latitudes, longitudes = zip(*((each.point.latitude, each.point.longitude) for each in codes), strict=True)
    for each in codes[::1_500]:
        here = Point(min(90.0, each.point.latitude + 0.03), max(-180.0, each.point.longitude - 0.03))
        every = metres_from(here, latitudes, longitudes)
        assert gazetteer().nearest_zip_code(here) == (codes[int(every.argmin())], every.min())


def test_a_place_kept_private_has_no_distance_and_is_in_no_circle() -> None:
    positions = Positions.of([40.0, np.nan, 41.0], [-82.0, np.nan, -82.0])
    assert np.isnan(positions.metres_from(Point(40, -82))[1])
    assert positions.within(Point(40, -82), 1e9)[0].tolist() == [0, 2]
    row, far = positions.nearest(Point(40.9, -82)) or (None, 0.0)
    assert row == 2
    assert far == pytest.approx(11_105, abs=10)


def test_only_the_rows_asked_for_are_measured() -> None:
    positions = Positions.of([40.0, 41.0, 42.0], [-82.0, -82.0, -82.0])
    far = positions.metres_from(Point(40, -82), np.array([2, 0]))
    assert far.tolist() == pytest.approx([222_090, 0], abs=50)


def test_nothing_is_nearest_where_there_is_nothing() -> None:
    assert Positions.of([], []).nearest(Point(0, 0)) is None
    assert Positions.of([np.nan], [np.nan]).nearest(Point(0, 0)) is None
    assert len(Positions.of([], [])) == 0
    assert Positions.of([], []).within(Point(0, 0), 1000)[0].tolist() == []


def test_ten_miles_are_ten_miles() -> None:
    assert metres(10) == pytest.approx(16_093.44)
    assert miles(metres(10)) == pytest.approx(10)
    assert math.isclose(miles(1609.344), 1)
