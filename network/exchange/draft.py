"""A directory on its way in: checked records that nobody has compared with the database yet."""

from dataclasses import dataclass, field
from datetime import time
from functools import cache
from typing import Any
from uuid import UUID

from network.exchange.problems import Outcome, Place, ProblemKind, Problems
from network.exchange.shape import resources
from network.ids import id_from
from network.words import Say

# Ids of sources, and of records whose own ids are no UUIDs, follow from this; changing it would orphan both.
SOURCES = UUID("2f6a4d0e-5b0b-4b52-9d3c-5a6d2f0c7b18")


@cache
def naming_of(source: str | None) -> UUID:
    """The namespace of a source's ids: what it calls "17" becomes the same UUID in every database."""
    return id_from(SOURCES, source or "")


@dataclass(slots=True)
class Record:
    """One checked record. `values` has every HSDS field (references as UUIDs), `own` only what was said."""

    resource: str
    id: UUID
    original_id: str
    source: str | None
    values: dict[str, Any]
    own: dict[str, Any]
    extra: dict[str, Any]
    place: Place
    is_whole: bool


@dataclass
class Draft:
    """Records by resource and id, translations by what they translate, and the ids of what was left out."""

    problems: Problems
    records: dict[str, dict[UUID, Record]] = field(default_factory=lambda: {name: {} for name in resources()})
    left_out: dict[str, set[UUID]] = field(default_factory=lambda: {name: set() for name in resources()})
    told_sources: dict[str, dict[str, Any]] = field(default_factory=dict)  # as the file tells them
    sources: dict[str | None, dict[str, Any]] = field(default_factory=dict)  # those that records name
    referrals_changed: set[str | None] = field(default_factory=set)  # sources that now do, or no longer
    shared: set[tuple[str, UUID]] = field(default_factory=set)  # terms of others that are used as they are
    translations: dict[tuple[str, UUID, str, str], str] = field(default_factory=dict)
    capacities: dict[UUID, dict[str, Any]] = field(default_factory=dict)  # by service at location
    capacity_parts: dict[UUID, list[dict[str, Any]]] = field(default_factory=dict)  # the same
    intake: dict[UUID, set[tuple[int, time, time]]] = field(default_factory=dict)  # the same; day, from, to

    def of(self, resource: str) -> dict[UUID, Record]:
        return self.records[resource]

    def leave_out(
        self, record: Record, name: str, kind: ProblemKind, reason: Say, value: object = ""
    ) -> None:
        """Drop a record and say why; those who need it follow when references are checked."""
        self.note(record, name, kind, Outcome.LEFT_OUT, reason, value)
        self.drop(record)

    def drop(self, record: Record) -> None:
        """Drop a record without a word."""
        self.records[record.resource].pop(record.id, None)
        self.left_out[record.resource].add(record.id)

    def note(
        self, record: Record, name: str, kind: ProblemKind, outcome: Outcome, reason: Say, value: object = ""
    ) -> None:
        self.problems.add(record.place, record.resource, name, kind, outcome, reason, value)
