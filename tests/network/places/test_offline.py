"""The offline geocoder as any geopy geocoder is used."""

import pytest
from geopy.exc import GeocoderUnavailable
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from network.errors import Invalid
from network.places.geocoder import locate, open_geocoder, suggest_places
from network.places.offline import OfflineGeocoder
from network.places.point import Point
from network.settings import Settings
from network.words import speak


def test_it_is_a_geopy_geocoder() -> None:
    geocoder = OfflineGeocoder()
    assert isinstance(geocoder, Geocoder)
    location = geocoder.geocode("Newark, OH 43055")
    assert isinstance(location, Location)
    assert location.address == "Newark, OH 43055"
    assert (round(location.latitude, 1), round(location.longitude, 1)) == (40.1, -82.4)
    assert location.raw["precision"] == "zip"
    assert location.raw["zip"] == "43055"


def test_it_answers_all_or_one_or_none() -> None:
    geocoder = OfflineGeocoder()
    every = geocoder.geocode("Springfield", exactly_one=False)
    assert isinstance(every, list)
    assert len(every) > 3
    assert geocoder.geocode("Springfield") == every[0]
    assert geocoder.geocode("99999") is None
    assert geocoder.geocode("99999", exactly_one=False) is None


@pytest.mark.parametrize("query", [(40.07, -82.40), "40.07, -82.40"])
def test_it_tells_the_zip_code_of_a_point(query: tuple[float, float] | str) -> None:
    geocoder = OfflineGeocoder()
    one = geocoder.reverse(query)
    assert isinstance(one, Location)
    assert (one.address, one.raw["precision"]) == ("Newark, OH 43055", "zip")
    assert geocoder.reverse(query, exactly_one=False) == [one]


def test_it_has_no_connection_to_anything() -> None:
    geocoder = OfflineGeocoder()
    with pytest.raises(GeocoderUnavailable):
        geocoder.adapter.get_json("https://geocoder.example/?q=12+Elm+Street", timeout=1, headers={})
    with pytest.raises(GeocoderUnavailable):
        geocoder.adapter.get_text("https://geocoder.example/?q=12+Elm+Street", timeout=1, headers={})


def test_offline_is_what_opens_when_nothing_is_set() -> None:
    assert isinstance(open_geocoder(Settings()), OfflineGeocoder)


def test_an_officer_finds_a_place_and_is_offered_the_others() -> None:
    found = locate("Newark", open_geocoder(Settings()))
    assert found
    assert found.label == "Newark, NJ"
    assert [other.label for other in found.alternatives[:2]] == ["Newark, OH", "Newark, CA"]
    assert not found.alternatives[0].alternatives


def test_an_officer_still_typing_gets_the_same_answer() -> None:
    geocoder = open_geocoder(Settings())
    assert locate("43055", geocoder, settled=False) == locate("43055", geocoder)


@pytest.mark.parametrize("typed", ["", "   ", "99999", "x" * 10_000_000, "123 Main Street"])
def test_an_unknown_place_is_none(typed: str) -> None:
    assert locate(typed, open_geocoder(Settings())) is None


def test_a_county_of_the_operators_own_is_found() -> None:
    plain_geocoder = open_geocoder(Settings())
    licking = locate("Licking County, OH", plain_geocoder)
    assert licking
    found = locate("marlow county", open_geocoder(Settings(), also={"Marlow County": licking}))
    assert found == licking
    assert locate("Marlow County", plain_geocoder) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("San Fransisco, CA", "San Francisco, CA"),
        ("Cincinatti", "Cincinnati, OH"),
        ("Pittsburg, Pennsylvania", "Pittsburgh, PA"),
        ("albequerque new mexico", "Albuquerque, NM"),
    ],
)
def test_a_slip_of_the_pen_is_offered_its_meaning(typed: str, meant: str) -> None:
    assert meant in [found.label for found in suggest_places(typed)]


@pytest.mark.parametrize("typed", ["", "99999", "qqqqqqqq", "Ohio", "🏠", "x" * 10_000_000])
def test_nonsense_is_offered_nothing(typed: str) -> None:
    assert suggest_places(typed) == []


def test_what_is_wrong_with_a_point_is_said_in_spanish_too() -> None:
    with pytest.raises(Invalid) as refused:
        Point(95, 0)
    assert speak(refused.value.problems["latitude"], "es") == "La latitud es un número de -90 a 90."
