"""The tables that are shipped."""

from zoneinfo import available_timezones

import pytest

from network.places.counties import get_county
from network.places.distance import metres_between
from network.places.gazetteer import find_towns, find_zip, gazetteer, time_zone_at
from network.places.point import Point
from network.places.states import BY_CODE


@pytest.mark.parametrize(
    ("code", "label", "latitude", "longitude", "county", "clock"),
    [
        ("43055", "Newark, OH 43055", 40.07, -82.40, "39089", "America/New_York"),
        ("94103", "San Francisco, CA 94103", 37.77, -122.41, "06075", "America/Los_Angeles"),
        ("99503", "Anchorage, AK 99503", 61.19, -149.89, "02020", "America/Anchorage"),
        ("96815", "Honolulu, HI 96815", 21.28, -157.83, "15003", "Pacific/Honolulu"),
        ("70112", "New Orleans, LA 70112", 29.96, -90.08, "22071", "America/Chicago"),
        ("79901", "El Paso, TX 79901", 31.76, -106.48, "48141", "America/Denver"),
        ("06103", "Hartford, CT 06103", 41.77, -72.67, "09003", "America/New_York"),
        ("00901", "San Juan, PR 00901", 18.47, -66.11, "72127", "America/Puerto_Rico"),
        ("96910", "Guam, GU 96910", 13.45, 144.75, "66010", "Pacific/Guam"),
        ("85001", "Phoenix, AZ 85001", 33.45, -112.07, "04013", "America/Phoenix"),
    ],
)
def test_a_zip_code_is_where_it_is(
    code: str, label: str, latitude: float, longitude: float, county: str, clock: str
) -> None:
    found = find_zip(code)
    assert found
    assert (found.label, found.county_fips, found.time_zone) == (label, county, clock)
    assert metres_between(found.point, Point(latitude, longitude)) < 5_000


@pytest.mark.parametrize("code", ["99999", "00000", "4305", "430555", "43o55", "٤٣٠٥٥", "", "-4305"])
def test_an_unknown_zip_code_is_not_found(code: str) -> None:
    assert find_zip(code) is None


def test_every_zip_code_has_a_state_a_town_a_clock_and_a_county_that_exists() -> None:
    clocks = available_timezones()
    count = 0
    for found in gazetteer().zip_codes():
        count += 1
        assert found.state in BY_CODE, found
        assert found.town, found
        assert found.time_zone in clocks, found
        assert 0 < found.radius_m <= 100_000, found
        assert found.county_fips, found
        county = get_county(found.county_fips)
        assert county, found
        assert county.state == found.state, found
    assert count == 41_126


def test_a_town_is_found_in_any_spelling() -> None:
    assert {find_towns(name)[0].label for name in ("Cañon City", "canon city", "CANON  CITY")} == {
        "Cañon City, CO"
    }
    assert [town.label for town in find_towns("Newark", "OH")] == ["Newark, OH"]
    assert find_towns("Nowhereville") == []


@pytest.mark.parametrize(
    ("point", "clock"),
    [
        (Point(40.06, -82.40), "America/New_York"),
        (Point(41.88, -87.63), "America/Chicago"),
        (Point(39.74, -104.99), "America/Denver"),
        (Point(33.45, -112.07), "America/Phoenix"),
        (Point(61.2, -149.9), "America/Anchorage"),
    ],
)
def test_a_point_has_the_clock_of_the_nearest_town(point: Point, clock: str) -> None:
    assert time_zone_at(point) == clock


def test_far_from_the_country_there_is_no_clock_to_guess() -> None:
    assert time_zone_at(Point(51.5, -0.1)) is None
