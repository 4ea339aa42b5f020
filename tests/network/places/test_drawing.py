"""Counties and ZIP cells as pictures."""

import re

import pytest

from network.places.cells import counties_of, zip_cells
from network.places.drawing import HEIGHT, WIDTH, Picture, picture_of_county, picture_of_state
from network.places.found import Found, Precision
from network.places.naming import PlaceNames, names_of
from network.places.point import Point

MARLOW = "39089"


def points_of(picture: Picture) -> list[tuple[float, float]]:
    return [
        (float(x), float(y))
        for path in (picture.border, *(outline.path for outline in picture.outlines))
        for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path)
    ]


@pytest.mark.parametrize("state", ["OH", "AK", "HI", "AS"])
def test_a_state_is_drawn_with_all_its_counties_inside_the_picture(state: str) -> None:
    picture = picture_of_state(state)

    assert picture
    assert [outline.keys[0] for outline in picture.outlines] == counties_of(state)
    assert picture.width <= WIDTH + 1
    assert picture.height <= HEIGHT + 1
    assert all(0 <= x <= picture.width and 0 <= y <= picture.height for x, y in points_of(picture))


def test_a_county_is_drawn_with_its_cells_and_a_place_for_a_word_in_each() -> None:
    picture = picture_of_county(MARLOW)

    assert picture
    assert [outline.keys for outline in picture.outlines] == [cell.zips for cell in zip_cells(MARLOW)]
    assert all(outline.room > 0 for outline in picture.outlines)
    north = next(outline for outline in picture.outlines if outline.keys == ("43080",))
    south = next(outline for outline in picture.outlines if outline.keys == ("43025",))
    assert north.y < south.y


def test_nothing_is_drawn_where_nothing_is() -> None:
    assert picture_of_state("XX") is None
    assert picture_of_state("") is None
    assert picture_of_county("00000") is None


def test_the_operators_own_names_stand_before_those_of_the_tables() -> None:
    here = Point(40.06, -82.4)
    own = names_of(
        [
            Found(here, Precision.COUNTY, "Marlow County", 1, county_fips=MARLOW),
            Found(here, Precision.ZIP, "Marlow, OH 43055", 1, zip="43055", county_fips=MARLOW),
        ]
    )

    assert own.county(MARLOW) == "Marlow County"
    assert own.county("39045") == "Fairfield County"
    assert own.county("00000") == "00000"
    assert own.town("43055") == "Marlow"
    assert own.town("43023") == "", "no real town in a county that has a name of its own"
    assert own.town("43130") == "Lancaster"
    assert own.town("00000") == ""
    assert PlaceNames().county(MARLOW) == "Licking County"
