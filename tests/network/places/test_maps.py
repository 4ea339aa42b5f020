"""What a map shows beneath the results."""

import json
from dataclasses import replace

from network.places.counties import GeoJson, get_county
from network.places.found import Found, found_county, found_zip
from network.places.gazetteer import find_zip
from network.places.maps import map_around
from network.places.point import Point

NEWARK = Point(40.06, -82.40)


def names(shown: GeoJson, kind: str) -> list[str]:
    return [f["properties"]["name"] for f in shown["features"] if f["properties"].get("kind") == kind]


def own_places() -> tuple[Found, ...]:
    county, zip_code = get_county("39089"), find_zip("43055")
    assert county
    assert zip_code
    return (
        replace(found_county(county, None), label="Marlow County"),
        replace(found_zip(zip_code), label="Marlow, OH 43055"),
    )


def test_a_map_names_the_towns_and_counties_around() -> None:
    shown = map_around(NEWARK, 50_000)

    assert {"Newark", "Heath", "Zanesville"} <= set(names(shown, "town"))
    assert "Licking County" in names(shown, "county")


def test_a_map_tells_the_county_searched_in_from_those_around() -> None:
    shapes = [f for f in map_around(NEWARK, 30_000)["features"] if f["geometry"]["type"] != "Point"]

    assert [f["properties"]["name"] for f in shapes if f["properties"]["is_here"]] == ["Licking County"]
    assert len(shapes) > 1


def test_invented_towns_stand_instead_of_the_real_ones_of_their_county() -> None:
    shown = map_around(NEWARK, 50_000, own_places())

    assert names(shown, "town")[0] == "Marlow"
    assert "Licking" not in json.dumps(shown)
    assert not {"Newark", "Heath", "Granville"} & set(names(shown, "town"))
    assert "Zanesville" in names(shown, "town")


def test_the_largest_town_has_its_name_on_the_widest_map() -> None:
    shown = map_around(NEWARK, 100_000)
    zooms = {f["properties"]["name"]: f["properties"].get("zoom") for f in shown["features"]}

    assert zooms["Columbus"] < zooms["Bexley"]


def test_a_map_of_the_sea_is_empty() -> None:
    assert map_around(Point(0, -30), 100_000)["features"] == []
