"""ZIP cells: a county divided among its ZIP codes, once and without a rest."""

import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from network.places.cells import counties_of, county_ground, zip_cells
from network.places.gazetteer import gazetteer
from network.places.shapes import topology
from network.places.states import BY_CODE

MARLOW, LOS_ANGELES, WASHINGTON, FALLS_CHURCH, ALEUTIANS = "39089", "06037", "11001", "51610", "02016"
HAIR = 1e-8  # degrees: a millimetre


@given(st.sampled_from(sorted(topology().counties)))
@example(MARLOW)
@example(WASHINGTON)
@example(ALEUTIANS)
@settings(max_examples=30, deadline=None)
def test_cells_cover_their_county_once_and_every_middle_is_in_its_own(fips: str) -> None:
    ground, cells = county_ground(fips), zip_cells(fips)
    assert ground is not None
    codes = [zip_code for cell in cells for zip_code in cell.zips]

    assert sorted(codes) == [each.code for each in gazetteer().zip_codes_in(fips)]
    if not cells:
        return
    shapes = [cell.shape for cell in cells]
    assert shapely.union_all(shapes).symmetric_difference(ground).area < 1e-9 * ground.area
    assert sum(shape.area for shape in shapes) == pytest.approx(ground.area, rel=1e-9)
    assert all(shape.is_valid and not shape.is_empty for shape in shapes)
    for cell in cells:
        turned = cell.point.longitude - 360 if cell.point.longitude > 0 > ground.bounds[2] else None
        middle = shapely.Point(turned or cell.point.longitude, cell.point.latitude)
        assert cell.shape.distance(middle) < HAIR


def test_zip_codes_with_one_middle_share_a_cell() -> None:
    shared = [cell for cell in zip_cells(LOS_ANGELES) if len(cell.zips) > 1]

    assert shared
    assert all(list(cell.zips) == sorted(cell.zips) for cell in shared)


def test_a_city_with_one_middle_is_one_cell() -> None:
    cells, ground = zip_cells(FALLS_CHURCH), county_ground(FALLS_CHURCH)

    assert ground is not None
    assert len(cells) <= 1
    assert all(cell.shape.area == pytest.approx(ground.area) for cell in cells)


def test_there_are_no_cells_where_there_is_no_county() -> None:
    assert zip_cells("00000") == ()
    assert zip_cells("nowhere") == ()
    assert county_ground("00000") is None
    assert counties_of("XX") == []


def test_every_state_has_its_counties() -> None:
    assert len(counties_of("OH")) == 88
    assert sum(len(counties_of(code)) for code in BY_CODE) == len(topology().counties)


def test_islands_beyond_the_date_line_stand_beside_the_others() -> None:
    ground = county_ground(ALEUTIANS)

    assert ground is not None
    west, _, east, _ = ground.bounds
    assert west < -180
    assert east - west < 25
