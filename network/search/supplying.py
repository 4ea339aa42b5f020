"""What there is to meet needs: every service at a known place that takes referrals, and how much is free.

A service without a place that may be told (a refuge, a telephone line) is not here: nobody can say how near
it is.
"""

from datetime import UTC, datetime

import numpy as np

from network.rules.capacity import Confidence, confidence
from network.search.index import Index
from network.search.matching import is_recent
from network.search.records import SaidCapacity
from network.search.supply import Supply

SURENESS = {Confidence.LIKELY: 1.0, Confidence.CALL: 0.5, Confidence.UNKNOWN: 0.0}


def supply_of(index: Index, moment: datetime) -> Supply:
    """The index's supply at this moment (UTC)."""
    rows = np.flatnonzero(index.takes_referrals & index.is_placed & is_recent(index, moment))
    records = [index.records[row] for row in rows]
    sureness = np.array([SURENESS[_confidence(record.capacity, moment)] for record in records], np.float64)
    free = np.maximum(index.available[rows], 0)
    return Supply(
        kinds=tuple(
            frozenset(mark.removeprefix("kind:") for mark in record.marks if mark.startswith("kind:"))
            for record in records
        ),
        organization_ids=tuple(record.organization_id for record in records),
        latitudes=np.array([record.latitude for record in records], np.float64),
        longitudes=np.array([record.longitude for record in records], np.float64),
        places=free * sureness,
        is_likely_free=(sureness == 1) & (free > 0),
    )


def _confidence(said: SaidCapacity | None, moment: datetime) -> Confidence:
    if said is None:
        return Confidence.UNKNOWN
    return confidence(said.unit, datetime.fromtimestamp(said.said_at, UTC), moment)
