"""Records of an index without a database: only what a test says, the rest as plain as possible."""

import math
from datetime import datetime
from typing import Any
from uuid import UUID

from network.clock import now
from network.ids import new_id
from network.places.point import Point
from network.search.embedded import EmbeddedEngine
from network.search.engine import Place
from network.search.index import Index
from network.search.records import NAME, Record, SaidCapacity
from network.search.tokens import tokens_of
from network.search.wording import Words
from network.tables import CapacityUnit, CapacityVoice, Precision, Waitlist

Gathered = tuple[Record, Words]


def listing(
    name: str = "A service",
    at: Point | None = None,
    *,
    words: dict[str, int] | None = None,
    marks: frozenset[str] = frozenset(),
    **said: Any,
) -> Gathered:
    """A service at a point; without one its place is private."""
    plain: dict[str, Any] = {
        "service_id": new_id(),
        "location_id": new_id(),
        "organization_id": new_id(),
        "name": name,
        "name_es": "",
        "organization": "An agency",
        "place_name": "",
        "city": "",
        "state": "",
        "phone": "",
        "place": Place.PRIVATE if at is None else Place.KNOWN,
        "precision": Precision.EXACT,
        "latitude": math.nan if at is None else at.latitude,
        "longitude": math.nan if at is None else at.longitude,
        "kinds": (),
        "marks": marks,
        "wording": hash(tuple((words or {}).items())),
        "capacity": None,
        "timetable": None,
        "youngest": math.nan,
        "oldest": math.nan,
        "takes_referrals": True,
        "has_notice": False,
        "is_checked": True,
        "verified_at": math.nan,
        "listed_year": None,
    }
    return Record(**{**plain, **said}), words or dict.fromkeys(tokens_of(name), NAME)


def free(
    available: int,
    *,
    hours_ago: float = 0.1,
    unit: CapacityUnit = CapacityUnit.BED,
    at: datetime | None = None,
) -> SaidCapacity:
    """So many free places, said so long before `at`, or before now."""
    said_at = (at or now()).timestamp() - hours_ago * 3600
    return SaidCapacity(available, None, unit, Waitlist.UNKNOWN, CapacityVoice.PROVIDER, said_at)


def engine_of(*gathered: Gathered) -> EmbeddedEngine:
    """An engine that knows these and nothing else."""
    engine = EmbeddedEngine()
    engine._index = Index.build(gathered).prepare()
    return engine


def ids(gathered: list[Gathered]) -> list[UUID]:
    """The services' ids, in their order."""
    return [record.service_id for record, _ in gathered]
