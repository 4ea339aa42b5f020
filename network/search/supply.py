"""What there is to meet needs, as whoever looks for gaps reads it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Supply:
    """Every service at a known place that takes referrals, as columns; each is listed by its number here.

    `places`: free places, those of which it is not sure that they still are ("call to confirm") counted half.
    """

    kinds: tuple[frozenset[str], ...]  # codes, with all kinds above them
    organization_ids: tuple[UUID, ...]
    latitudes: NDArray[np.float64]
    longitudes: NDArray[np.float64]
    places: NDArray[np.float64]
    is_likely_free: NDArray[np.bool_]
