"""What one row of an index is to the others: where its agency has an office, and where its name stands."""

import numpy as np
from numpy.typing import NDArray

from network.places.distance import Positions
from network.search.columns import Columns
from network.search.tokens import fold

TIED = ("location_id", "service_id")  # what decides among equal names, the last one first
LONGEST_TIE = 40  # letters of a name


def offices_of(columns: Columns, is_placed: NDArray[np.bool_]) -> Positions:
    """For each row without a place, a public place of the same organization; NaN for all others, and where
    there is none."""
    latitudes, longitudes = np.full((2, len(columns)), np.nan)
    unplaced = np.flatnonzero(~is_placed).tolist()
    owners = columns["organization_id"].item
    wanted = {owners(row) for row in unplaced}
    found: dict[bytes, int] = {}
    for row in np.flatnonzero(is_placed).tolist() if wanted else ():
        if (owner := owners(row)) in wanted:
            found.setdefault(owner, row)
    for row in unplaced:
        if (office := found.get(owners(row))) is not None:
            latitudes[row], longitudes[row] = columns["latitude"][office], columns["longitude"][office]
    return Positions.of(latitudes, longitudes)


def ordered_by_name(columns: Columns) -> NDArray[np.intp]:
    """All rows in the order of their names, and of their ids among equals."""
    halves = [columns[name].view(">u8").reshape(-1, 2) for name in TIED]
    by_id = np.lexsort([each[:, half] for each in halves for half in (1, 0)])
    names = [fold(name)[:LONGEST_TIE] for name in columns["name"]]
    return np.array(sorted(by_id.tolist(), key=names.__getitem__), np.intp)


def numbers_by_place(columns: Columns) -> NDArray[np.intp]:
    """The number that each is to have so that most neighbours on Earth are neighbours (by Morton's curve);
    first those without a place that may be told."""
    latitudes, longitudes = columns["latitude"], columns["longitude"]
    across = np.nan_to_num((longitudes + 180) * 182).astype(np.uint32)
    down = np.nan_to_num((latitudes + 90) * 364).astype(np.uint32)
    along = _spread(across) | _spread(down) << np.uint32(1)
    numbers = np.empty(len(columns), np.intp)
    numbers[np.lexsort((along, ~np.isnan(latitudes)))] = np.arange(len(columns))
    return numbers


def _spread(numbers: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The bits of numbers below 65,536 with a zero between each two."""
    for shift, bits in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        numbers = (numbers | numbers << np.uint32(shift)) & np.uint32(bits)
    return numbers
