"""How far two points are apart: one formula everywhere (docs/decisions/0007-one-distance-formula.md).

Lambert's formula on WGS 84: the angle between the points on the sphere of reduced latitudes, corrected for
the flattening. It is within 0.0002 % of the exact geodesic up to 10,000 km, and within 0.2 % (34 km) at the
far side of the Earth. It needs only directions, so a hundred thousand points take a few milliseconds and
those in a circle among them a fraction of one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from network.places.point import Point

EQUATOR_RADIUS = 6_378_137.0  # WGS 84, metres
FLATTENING = 1 / 298.257223563
METRES_PER_MILE = 1609.344
MANY = 20_000  # positions, from which on it pays to look at blocks of neighbours first
NEARBY = 20_000.0  # metres
BLOCK = 64
ROUNDED = 1e-7  # radians: more than an angle from a rounded cosine can be wrong
CACHED = 8192  # points measured at a time: their arrays stay in the processor's cache, three times as fast
SHORTEST_RADIUS = (
    6_330_000.0  # no angle is longer on the ground than metres / this; decides who is measured at all
)

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]


def metres_between(a: Point, b: Point) -> float:
    """Metres on the ground between two points."""
    return float(metres_from(a, [b.latitude], [b.longitude])[0])


def metres_from(point: Point, latitudes: ArrayLike, longitudes: ArrayLike) -> Floats:
    """Metres from a point to many, given in degrees; NaN where a coordinate is NaN."""
    return Positions.of(latitudes, longitudes).metres_from(point)


def miles(metres: float) -> float:
    """Miles in so many metres."""
    return metres / METRES_PER_MILE


def metres(miles: float) -> float:
    """Metres in so many miles."""
    return miles * METRES_PER_MILE


@dataclass(frozen=True)
class Positions:
    """Many points, kept so that distances to them are quick: measure often, build once.

    `directions` is 3 × n: unit vectors of the reduced latitude. Who has no coordinates (NaN) is never near.
    """

    directions: Floats

    @classmethod
    def of(cls, latitudes: ArrayLike, longitudes: ArrayLike) -> Positions:
        """From degrees."""
        return cls(_directions(latitudes, longitudes))

    def __len__(self) -> int:
        return int(self.directions.shape[1])

    def metres_from(self, point: Point, rows: Rows | None = None) -> Floats:
        """Metres to every position, or to these rows."""
        chosen = self.directions if rows is None else self.directions[:, rows]
        return _measure(_direction(point), chosen)

    def within(self, point: Point, metres: float) -> tuple[Rows, Floats]:
        """Rows no further than so many metres, in their order, and how far each is."""
        here = _direction(point)
        angle = min(math.pi, max(0.0, metres) / SHORTEST_RADIUS)
        # Cosines lose half their digits near 1: the surplus lets in a few metres, which are measured below.
        least = math.cos(angle) - 1e-13
        if len(self) < MANY:
            rows, there = None, self.directions
        else:
            rows, there = self._blocks.touching(here, angle)
        maybe = np.flatnonzero(here @ there >= least)
        far = _measure(here, there.take(maybe, axis=1))
        near = np.flatnonzero(far <= metres)
        found = maybe[near]
        return found if rows is None else rows[found], far[near]

    @cached_property
    def _blocks(self) -> _Blocks:
        return _Blocks.of(self.directions)

    def nearest(self, point: Point) -> tuple[int, float] | None:
        """Row of the nearest position and its metres; None when there is none with coordinates."""
        if len(self) >= MANY:  # most are near somewhere: then few need to be looked at
            rows, apart = self.within(point, NEARBY)
            if len(rows):
                first = int(apart.argmin())
                return int(rows[first]), float(apart[first])
        here = _direction(point)
        cosines = np.nan_to_num(here @ self.directions, nan=-2.0)
        if not len(cosines) or cosines.max() < -1.5:
            return None
        # On the ground an angle is up to 0.7 % longer one way than another: who is measured at all.
        angle = math.acos(min(1.0, max(-1.0, float(cosines.max()))))
        limit = math.cos(min(math.pi, angle * 1.02 + 1e-6))
        maybe = np.flatnonzero(cosines >= max(limit - 1e-13, -1.5))
        far = _measure(here, self.directions[:, maybe])
        first = int(far.argmin())
        return int(maybe[first]), float(far[first])


@dataclass(frozen=True)
class _Blocks:
    """Each 64 neighbours in one circle, so that most are put aside together. `angles` are the circles' radii;
    NaN where nobody has coordinates."""

    blocks: Floats  # 3 × blocks × 64: the directions, NaN behind the last
    middles: Floats  # 3 × blocks
    angles: Floats

    @classmethod
    def of(cls, directions: Floats) -> _Blocks:
        """Of the positions in their order, which should be one in which neighbours are near."""
        size = directions.shape[1]
        padded = np.full((3, -(-size // BLOCK) * BLOCK), np.nan)
        padded[:, :size] = directions
        blocks = padded.reshape(3, -1, BLOCK)
        known = ~np.isnan(blocks[0])
        middles = np.nan_to_num(blocks).sum(axis=2)
        lengths = np.sqrt((middles**2).sum(axis=0))
        # Opposite points have no middle: the circle around any of them is the whole Earth.
        middles = np.where(lengths > 1e-6, middles / np.maximum(lengths, 1e-6), [[1.0], [0.0], [0.0]])
        cosines = np.where(known, np.einsum("db,dbn->bn", middles, np.nan_to_num(blocks)), 1.0).min(axis=1)
        # The same surplus for cosines that were rounded.
        angles = np.arccos(np.clip(cosines, -1.0, 1.0)) + ROUNDED
        return cls(blocks, middles, np.where(known.any(axis=1), angles, np.nan))

    def touching(self, here: Floats, angle: float) -> tuple[Rows, Floats]:
        """The rows of all blocks that may reach into a circle, and their directions."""
        apart = np.arccos(np.clip(here @ self.middles, -1.0, 1.0))
        blocks = np.flatnonzero(apart <= angle + self.angles + ROUNDED)
        rows = (blocks[:, None] * BLOCK + np.arange(BLOCK)).ravel()
        return rows, self.blocks.take(blocks, axis=1).reshape(3, -1)


def _direction(point: Point) -> Floats:
    """The same for one point, in plain numbers, which is ten times as fast as arrays of one."""
    latitude, longitude = math.radians(point.latitude), math.radians(point.longitude)
    reduced = math.atan2((1 - FLATTENING) * math.sin(latitude), math.cos(latitude))
    around = math.cos(reduced)
    return np.array([around * math.cos(longitude), around * math.sin(longitude), math.sin(reduced)])


def _directions(latitudes: ArrayLike, longitudes: ArrayLike) -> Floats:
    latitude = np.radians(np.asarray(latitudes, dtype=np.float64))
    longitude = np.radians(np.asarray(longitudes, dtype=np.float64))
    # arctan2 of both parts, not arctan(tan): exact at the poles.
    reduced = np.arctan2((1 - FLATTENING) * np.sin(latitude), np.cos(latitude))
    return np.stack(
        [np.cos(reduced) * np.cos(longitude), np.cos(reduced) * np.sin(longitude), np.sin(reduced)]
    )


def _measure(here: Floats, there: Floats) -> Floats:
    far = np.empty(there.shape[1])
    for start in range(0, len(far), CACHED):
        piece = slice(start, start + CACHED)
        far[piece] = _lambert(here, there[:, piece])
    return far


def _lambert(here: Floats, there: Floats) -> Floats:
    x, y, z = there
    across = z - here[2]
    # sin² and cos² of half the angle; the limits keep the same point and the opposite point out of 0 / 0.
    sine2 = ((x - here[0]) ** 2 + (y - here[1]) ** 2 + across**2) / 4
    sine2 = np.minimum(np.maximum(sine2, 1e-300), 1.0)
    cosine2 = 1 - sine2
    angle = 2 * np.arcsin(np.sqrt(sine2))
    sine = 2 * np.sqrt(sine2 * cosine2)
    along = (angle - sine) * (z + here[2]) ** 2 / np.maximum(cosine2, 2.5e-4)
    across2 = (angle + sine) * across**2 / sine2
    far: Floats = EQUATOR_RADIUS * (angle - FLATTENING / 8 * (along + across2))
    return far
