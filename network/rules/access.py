"""How well places that are free reach those who need them: the enhanced two-step floating catchment area.

Luo and Qi (2009), doi:10.1016/j.healthplace.2009.06.002; why this one: docs/decisions/0017-access.md. First
every place shares what it has among all needs within its reach, near ones counting more; then every need adds
up what the places within its reach have for it. What comes out is free places for each need.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from network.settings import band_pairs

METRES_IN_A_MILE = 1609.344


@dataclass(frozen=True)
class Bands:
    """Up to so many metres, so much does it count; nearest first, and nothing beyond the last."""

    metres: tuple[float, ...]
    weights: tuple[float, ...]


def read_bands(texts: Sequence[str]) -> Bands:
    """`miles:weight`, from near to far (Settings.access_bands). Raises ValueError with a sentence."""
    pairs = band_pairs(texts)
    return Bands(
        metres=tuple(miles * METRES_IN_A_MILE for miles, _ in pairs),
        weights=tuple(weight for _, weight in pairs),
    )


def floating_catchment(
    supply: ArrayLike, demand: ArrayLike, metres: ArrayLike, bands: Bands
) -> NDArray[np.float64]:
    """Free places for each need, at each place of demand.

    `supply`: places that are free (n); `demand`: needs (m); `metres`: how far, m by n, NaN or infinite where
    there is no way. A place that nobody within reach needs gives nothing. Raises ValueError for other shapes
    and for numbers below 0.
    """
    have = np.asarray(supply, dtype=np.float64)
    need = np.asarray(demand, dtype=np.float64)
    far = np.asarray(metres, dtype=np.float64)
    if have.ndim != 1 or need.ndim != 1 or far.shape != (len(need), len(have)):
        raise ValueError(f"{far.shape} distances do not fit {need.shape} needs and {have.shape} places.")
    if not (_is_count(have) and _is_count(need)):
        raise ValueError("Needs and places must be numbers, and 0 or more.")
    counting = _weights(far, bands)
    wanted = need @ counting
    share = np.divide(have, wanted, out=np.zeros_like(have), where=wanted > 0)
    return counting @ share


def _weights(metres: NDArray[np.float64], bands: Bands) -> NDArray[np.float64]:
    """How much each distance counts: a band includes its own edge; NaN and what is beyond counts nothing."""
    steps = np.array([*bands.weights, 0.0])
    return steps[np.searchsorted(np.array(bands.metres), metres, side="left")]


def _is_count(numbers: NDArray[np.float64]) -> bool:
    return bool(np.all(np.isfinite(numbers) & (numbers >= 0)))
