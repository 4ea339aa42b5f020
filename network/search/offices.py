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
