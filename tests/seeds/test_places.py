"""The demonstration knows its invented towns."""

import pytest

from commands.opening import open_named_places
from network.places.geocoder import locate
from network.settings import Mode, Settings
from seeds.marlow.reading import read_town

DEMO = open_named_places(Settings(mode=Mode.DEMO))


@pytest.mark.parametrize("typed", ["Marlow County", "marlow, oh", "Ketterby", "43055", "43056"])
def test_an_officer_of_marlow_finds_the_towns_and_zip_codes_of_the_county(typed: str) -> None:
    found = locate(typed, DEMO)

    assert found is not None
    assert found.county_fips == read_town().county_fips
    assert "Newark" not in found.label


def test_outside_the_demonstration_no_invented_town_exists() -> None:
    found = locate("43055", open_named_places(Settings()))

    assert found is not None
    assert "Marlow" not in found.label
