"""Counties and their shapes."""

import json

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import shape

from network.places.counties import (
    LARGEST_MAP,
    county_at,
    find_counties,
    get_county,
    neighbours,
    outline,
    shapes_near,
    state_outline,
)
from network.places.point import Point
from network.places.shapes import topology


@pytest.mark.parametrize(
    ("point", "label"),
    [
        (Point(40.06, -82.40), "Licking County, OH"),
        (Point(37.775, -122.415), "San Francisco County, CA"),
        (Point(29.95, -90.08), "Orleans Parish, LA"),
        (Point(38.9, -77.03), "District of Columbia, DC"),
        (Point(37.54, -77.44), "Richmond city, VA"),
        (Point(38.884, -77.162), "Falls Church city, VA"),
        (Point(39.29, -76.61), "Baltimore city, MD"),
        (Point(39.16, -119.77), "Carson City, NV"),
        (Point(18.2, -67.14), "Mayagüez Municipio, PR"),
        (Point(51.88, -176.65), "Aleutians West Census Area, AK"),
        (Point(52.9, 173.2), "Aleutians West Census Area, AK"),
        (Point(13.45, 144.75), "Guam, GU"),
    ],
)
def test_a_point_is_in_its_county(point: Point, label: str) -> None:
    county = county_at(point)
    assert county
    assert county.label == label


@pytest.mark.parametrize(
    "point", [Point(51.5, -0.1), Point(0, 0), Point(90, 0), Point(-90, 0), Point(35, -60)]
)
def test_beyond_the_shore_there_is_no_county(point: Point) -> None:
    assert county_at(point) is None


def test_a_pier_is_still_in_its_county() -> None:
    pier = county_at(Point(33.341, -118.32))  # Avalon, Santa Catalina Island
    assert pier
    assert pier.label == "Los Angeles County, CA"


def test_a_county_is_found_by_name_most_populous_first() -> None:
    orange = find_counties("orange county")
    assert [county.label for county in orange[:2]] == ["Orange County, CA", "Orange County, FL"]
    assert [county.label for county in find_counties("Doña Ana")] == ["Doña Ana County, NM"]
    assert [county.label for county in find_counties("Orange", "NC")] == ["Orange County, NC"]
    assert find_counties("Nowhere County") == []


def test_neighbours_are_those_who_share_a_border() -> None:
    assert [county.name for county in neighbours("39089")] == [
        "Coshocton County",
        "Delaware County",
        "Fairfield County",
        "Franklin County",
        "Knox County",
        "Muskingum County",
        "Perry County",
    ]
    assert neighbours("00000") == []


def test_an_outline_is_valid_geojson_with_its_outer_ring_against_the_clock() -> None:
    feature = outline("39089")
    assert feature
    assert feature["properties"] == {"fips": "39089", "name": "Licking County", "state": "OH"}
    polygon = shape(feature["geometry"])
    assert polygon.is_valid
    assert shapely.is_ccw(shapely.get_exterior_ring(shapely.get_geometry(polygon, 0)))
    assert polygon.contains(shapely.Point(-82.40, 40.06))
    assert outline("99999") is None


def test_every_county_has_an_outline_around_its_own_middle() -> None:
    for fips in topology().counties:
        county, feature = get_county(fips), outline(fips)
        assert county
        assert feature
        middle = shapely.Point(county.middle.longitude, county.middle.latitude)
        assert shapely.distance(shape(feature["geometry"]), middle) < 0.01, county


def test_a_state_has_an_outline() -> None:
    feature = state_outline("OH")
    assert feature
    assert shape(feature["geometry"]).contains(shapely.Point(-82.40, 40.06))
    assert feature["properties"]["name"] == "Ohio"
    assert state_outline("ZZ") is None


def test_a_map_shows_the_counties_around_a_point() -> None:
    near = shapes_near(Point(40.06, -82.40), 30_000)
    names = {feature["properties"]["name"] for feature in near["features"]}
    assert {"Licking County", "Muskingum County", "Perry County"} <= names
    assert "Hamilton County" not in names


@pytest.mark.parametrize(
    "point", [Point(33, -84), Point(38.9, -77.4), Point(58.3, -134.42), Point(40.06, -82.4)]
)
@pytest.mark.parametrize("radius", [1, 160_000, 400_000, 1e9])
def test_a_map_is_small_enough_to_send(point: Point, radius: float) -> None:
    collection = shapes_near(point, radius)
    assert len(json.dumps(collection, separators=(",", ":"))) <= LARGEST_MAP
    assert collection["features"]


def test_neighbours_on_a_coarse_map_still_meet() -> None:
    collection = shapes_near(Point(40.06, -82.40), 160_000)
    shapes = {f["properties"]["name"]: shape(f["geometry"]) for f in collection["features"]}
    licking, knox = shapes["Licking County"], shapes["Knox County"]
    assert licking.boundary.intersection(knox.boundary).length > 0.1
    assert licking.intersection(knox).area == pytest.approx(0, abs=1e-9)


def test_across_the_date_line_the_islands_are_one_county() -> None:
    assert [f["properties"]["name"] for f in shapes_near(Point(51.9, -179.99), 100_000)["features"]] == [
        "Aleutians West Census Area"
    ]
    assert [f["properties"]["name"] for f in shapes_near(Point(51.9, 179.99), 100_000)["features"]] == [
        "Aleutians West Census Area"
    ]


@settings(max_examples=60, deadline=None)
@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(0, 500_000))
def test_any_point_on_earth_has_a_map_or_an_empty_one(
    latitude: float, longitude: float, radius: float
) -> None:
    assert shapes_near(Point(latitude, longitude), radius)["type"] == "FeatureCollection"
