"""What people type for a place, and what we take it for."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.places.distance import metres_between
from network.places.found import Found, Precision, how_precise
from network.places.point import Point
from network.places.spelling import plain
from network.places.typed import find_places
from network.words import speak


def first(text: str) -> Found:
    found = find_places(text)
    assert found, text
    return found[0]


@pytest.mark.parametrize(
    ("typed", "label", "precision"),
    [
        ("43055", "Newark, OH 43055", "zip"),
        (" 94103-1234 ", "San Francisco, CA 94103", "zip"),
        ("941031234", "San Francisco, CA 94103", "zip"),
        ("９４１０３", "San Francisco, CA 94103", "zip"),
        ("02139", "Cambridge, MA 02139", "zip"),
        ("00802", "St. Thomas, VI 00802", "zip"),
        ("00601", "Adjuntas, PR 00601", "zip"),
        ("43055 Newark OH", "Newark, OH 43055", "zip"),
        ("43055, Newark", "Newark, OH 43055", "zip"),
        ("Newark, Ohio 43055, USA", "Newark, OH 43055", "zip"),
        ("Newark, OH", "Newark, OH", "city"),
        ("newark ohio", "Newark, OH", "city"),
        ("NEWARK,OH,United States", "Newark, OH", "city"),
        ("near Newark, OH", "Newark, OH", "city"),
        ("cerca de Newark, Ohio", "Newark, OH", "city"),
        ("St. Louis", "St. Louis, MO", "city"),
        ("saint louis mo", "St. Louis, MO", "city"),
        ("Ft Worth, Tejas", "Fort Worth, TX", "city"),
        ("fort worth texas", "Fort Worth, TX", "city"),
        ("Winston Salem NC", "Winston-Salem, NC", "city"),
        ("coeur dalene", "Coeur d'Alene, ID", "city"),
        ("N. Las Vegas, NV", "North Las Vegas, NV", "city"),
        ("mayaguez pr", "Mayagüez, PR", "city"),
        ("MAYAGÜEZ, Puerto Rico", "Mayagüez, PR", "city"),
        ("Albuquerque, Nuevo México", "Albuquerque, NM", "city"),
        ("Nueva York", "New York, NY", "city"),
        ("New York", "New York, NY", "city"),
        ("nyc", "New York, NY", "city"),
        ("Ciudad de Nueva York", "New York, NY", "city"),
        ("Bronx", "The Bronx, NY", "city"),
        ("Washington D.C.", "Washington, DC", "city"),
        ("Washington", "Washington, DC", "city"),
        ("Port Washington", "Port Washington, NY", "city"),
        ("Helena, MT", "Helena, MT", "city"),
        ("Rocky Mount, NC", "Rocky Mount, NC", "city"),
        ("Wyoming, MI", "Wyoming, MI", "city"),
        ("City of Newark, OH", "Newark, OH", "city"),
        ("Licking County", "Licking County, OH", "county"),
        ("licking county ohio", "Licking County, OH", "county"),
        ("Condado de Licking, Ohio", "Licking County, OH", "county"),
        ("Orleans Parish, Louisiana", "Orleans Parish, LA", "county"),
        ("Licking, OH", "Licking County, OH", "county"),
    ],
)
def test_people_type_places_in_many_ways(typed: str, label: str, precision: str) -> None:
    found = first(typed)
    assert (found.label, found.precision, found.whole_text) == (label, precision, True)


@pytest.mark.parametrize(
    ("typed", "label", "precision"),
    [
        ("123 Main St, Newark, OH 43055", "Newark, OH 43055", "zip"),
        ("Apt 3\n99 Elm Street\nBrooklyn NY 11201", "Brooklyn, NY 11201", "zip"),
        ("123 Main St Newark OH", "Newark, OH", "city"),
        ("12345 Main St, Newark OH", "Newark, OH", "city"),
        ("123 Main St, Newark, OH 99999", "Newark, OH", "city"),
        ("123 Main Street, Newark", "Newark, NJ", "city"),
        ("Calle Luna 5, San Juan, PR", "San Juan, PR", "city"),
    ],
)
def test_an_address_counts_as_its_zip_code_or_city_and_says_so(
    typed: str, label: str, precision: str
) -> None:
    found = first(typed)
    assert (found.label, found.precision, found.whole_text) == (label, precision, False)


@pytest.mark.parametrize(
    "typed",
    [
        "99999",
        "00000",
        "09001",
        "1234",
        "432",
        "430555",
        "4305a",
        "",
        "  ",
        ",,,",
        "Ohio",
        "OH",
        "wyoming",
        "usa",
    ],
)
def test_what_is_no_place_to_be_near_is_not_guessed(typed: str) -> None:
    assert find_places(typed) == []


@pytest.mark.parametrize(
    "typed", ["asdfgh", "'; DROP TABLE towns", "<script>", "123 Main Street", "Park Ave, IL"]
)
def test_what_we_do_not_know_is_not_found(typed: str) -> None:
    assert find_places(typed) == []


def test_of_many_towns_the_most_populous_comes_first_and_the_others_are_offered() -> None:
    found = find_places("Springfield")
    assert [one.label for one in found[:3]] == ["Springfield, MO", "Springfield, MA", "Springfield, IL"]
    assert 3 < len(found) <= 9


def test_towns_of_one_name_in_one_state_are_told_apart_by_county() -> None:
    labels = [found.label for found in find_places("Midway, FL")]
    assert len(labels) == len(set(labels)) == 3
    assert labels[0] == "Midway, FL (Santa Rosa County)"


@pytest.mark.parametrize(
    ("typed", "latitude", "longitude"),
    [
        ("40.06,-82.40", 40.06, -82.40),
        ("40.06 -82.40", 40.06, -82.40),
        ("(40.06, -82.40)", 40.06, -82.40),
        ("40.06° N, 82.40° W", 40.06, -82.40),
        ("40.06, \N{MINUS SIGN}82.40", 40.06, -82.40),
        ("-14.3, -170.7", -14.3, -170.7),
    ],
)
def test_coordinates_are_taken_as_they_are(typed: str, latitude: float, longitude: float) -> None:
    found = first(typed)
    assert found.point == Point(latitude, longitude)
    assert found.precision is Precision.EXACT


@pytest.mark.parametrize(
    "typed", ["95, 200", "91.5,-82.4", "40.06,-182.4", "999.9,999.9", "40.06,-82.4,7", "nan,nan"]
)
def test_nonsense_coordinates_are_nowhere(typed: str) -> None:
    assert find_places(typed) == []


def test_coordinates_say_how_far_they_were_rounded() -> None:
    assert first("40.0612345,-82.4012345").radius_m == 10
    assert first("40.06,-82.40").radius_m == 779
    assert first("40.06,-82.40").label == "Newark, OH"
    assert first("40.06,-82.40").county_fips == "39089"
    assert first("40.06,-82.40").time_zone == "America/New_York"


def test_a_point_in_another_country_is_a_point_without_county_or_clock() -> None:
    london = first("51.50,-0.12")
    assert (london.label, london.county_fips, london.time_zone) == ("51.50, -0.12", None, None)


@pytest.mark.parametrize(
    ("typed", "english"),
    [
        (
            "43055",
            "Measured from the middle of Newark, OH 43055. Real distances may differ by about 4 miles.",
        ),
        (
            "94103",
            "Measured from the middle of San Francisco, CA 94103. Real distances may differ by about 1 mile.",
        ),
        ("40.06,-82.40", "Measured from a point in or near Newark, OH, rounded to about half a mile."),
        ("40.0612,-82.4012", "Measured from the exact point, in or near Newark, OH."),
    ],
)
def test_a_distance_says_from_where_it_was_measured(typed: str, english: str) -> None:
    sentence = how_precise(first(typed))
    assert speak(sentence, "en") == english
    assert speak(sentence, "es").startswith("Medido desde")


def test_a_place_of_the_operators_own_is_found_by_its_name() -> None:
    marlow = first("Licking County, OH")
    also = {plain("Marlow County"): marlow}
    assert find_places("marlow  COUNTY", also) == [marlow]
    assert find_places("Marlow County") == []


HOSTILE = [
    "\u202e43055\u202c",
    "newark\x00, oh",
    "ﷺ" * 300,
    "Z̡̢̛͈͔̘͍̎ą̶͋l" * 200,
    "\ud800",
    "٤٣٠٥٥",
    "١٢٣٤٥",
    "🏠" * 1000,
    "," * 10_000_000,
    "x" * 10_000_000,
    "43055 " * 2_000_000,
    "saint " * 2_000_000,
    "1" * 10_000_000,
]


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_answered_at_once(typed: str) -> None:
    find_places("43055")
    began = perf_counter()
    assert len(find_places(typed)) <= 9
    assert perf_counter() - began < 10  # a fraction of a second, unless work grows with the square


@given(st.text(max_size=300))
def test_no_text_breaks_it(typed: str) -> None:
    for found in find_places(typed):
        assert found.radius_m > 0
        assert metres_between(found.point, found.point) < 1


@given(st.text(max_size=60))
def test_a_plain_name_stays_as_it_is(typed: str) -> None:
    once = plain(typed)
    assert once.isascii()
    assert plain(once) == once or " mc" in f" {once}" or once.startswith("the ") or "air force base" in once
