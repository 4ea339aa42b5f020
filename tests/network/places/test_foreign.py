"""What others call a place, and which of them can be opened."""

import pytest

from network.places.found import Precision
from network.places.geocoder import locate, open_geocoder
from network.places.outside import CarefulGeocoder
from network.settings import Settings, WrongSetting
from tests.network.places.other_geocoder import ADDRESS, AGENT, HOUSE, OtherGeocoder, careful


@pytest.mark.parametrize(
    ("kind", "box", "precision"),
    [
        ("building", 0.0001, Precision.EXACT),
        ("amenity", 0.0001, Precision.EXACT),
        ("road", 0.005, Precision.EXACT),
        ("road", 0.5, Precision.CITY),
        ("something new", 0.0005, Precision.EXACT),
        ("something new", 0.5, Precision.CITY),
        ("postcode", 0.05, Precision.ZIP),
        ("town", 0.05, Precision.CITY),
        ("county", 0.5, Precision.COUNTY),
    ],
)
def test_its_word_for_what_it_found_decides_how_precise_it_is(
    other: OtherGeocoder, kind: str, box: float, precision: Precision
) -> None:
    edges = [str(40.06 - box), str(40.06 + box), str(-82.4 - box), str(-82.4 + box)]
    other.answer = [HOUSE | {"addresstype": kind, "boundingbox": edges}]
    found = locate(ADDRESS, careful(other))
    assert found
    assert found.precision is precision


@pytest.mark.parametrize("wrong", [{"addresstype": "state"}, {"lat": "95"}])
def test_a_whole_state_is_no_place_to_be_near(other: OtherGeocoder, wrong: dict[str, str]) -> None:
    other.answer = [HOUSE | wrong]
    found = locate(ADDRESS, careful(other))
    assert found
    assert found.precision is Precision.ZIP


def test_others_than_nominatim_say_it_in_other_words(other: OtherGeocoder) -> None:
    photon = HOUSE | {
        "addresstype": None,
        "boundingbox": None,
        "properties": {"type": "house", "postcode": "43055"},
    }
    other.answer = [photon | {"address": None}]
    found = locate(ADDRESS, careful(other))
    assert found
    assert (found.precision, found.zip, found.radius_m) == (Precision.EXACT, "43055", 100)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"geocoder": "atlantis", "geocoder_agent": AGENT}, "TRESTLE_GEOCODER is 'atlantis'"),
        ({"geocoder": "nominatim"}, "TRESTLE_GEOCODER_AGENT"),
        (
            {"geocoder": "nominatim", "geocoder_agent": AGENT, "geocoder_url": "geo.example"},
            "TRESTLE_GEOCODER_URL",
        ),
        (
            {"geocoder": "here", "geocoder_agent": AGENT, "geocoder_url": "https://geo.example"},
            "TRESTLE_GEOCODER_URL",
        ),
        ({"geocoder": "nominatim", "geocoder_agent": AGENT, "geocoder_key": "k"}, "TRESTLE_GEOCODER_KEY"),
        ({"geocoder": "opencage", "geocoder_agent": AGENT}, "cannot be opened"),
    ],
)
def test_a_wrong_setting_is_refused_in_a_sentence(settings: dict[str, str], says: str) -> None:
    with pytest.raises(WrongSetting, match=says):
        open_geocoder(Settings(**settings))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("photon", {"geocoder_url": "https://photon.example"}),
        ("opencage", {"geocoder_key": "k"}),
        ("here", {"geocoder_key": "k"}),
        ("pelias", {"geocoder_url": "https://pelias.example/v1"}),
        ("Nominatim", {}),
    ],
)
def test_any_geocoder_of_geopy_opens_by_its_name(name: str, options: dict[str, str]) -> None:
    geocoder = open_geocoder(Settings(geocoder=name, geocoder_agent=AGENT, **options))  # type: ignore[arg-type]
    assert isinstance(geocoder, CarefulGeocoder)
