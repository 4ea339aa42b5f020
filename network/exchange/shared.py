"""What many services share: sources, terms and taxonomies, and what is said of these.

For an export it is read whole. For single services terms are read as they are needed, and kept for as long as
the directory stays at one version.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping
from sqlmodel import Session

from network.exchange.shape import POINTERS
from network.providers.queries.rows import Rows, every_row, rows_where

Pointing = dict[tuple[str, UUID], list[RowMapping]]  # what is said of a record, by its kind and id
Texts = dict[tuple[str, UUID], dict[tuple[str, str], str]]  # of a record, by field and language
Built = tuple[dict[str, Any], frozenset[UUID]]  # a nested object, and the sources of what stands in it


@dataclass
class Shared:
    """Several threads may use it at once: what is in it stays as it is, and a term comes last, after all that
    is said of it."""

    sources: Rows
    terms: Rows = field(default_factory=dict)
    taxonomies: Rows = field(default_factory=dict)
    metadata: Pointing = field(default_factory=dict)
    texts: Texts = field(default_factory=dict)
    built: dict[tuple[str, UUID, UUID | None], Built] = field(default_factory=dict)

    def add_terms(self, connection: Connection, wanted: Collection[UUID]) -> None:
        """Know these terms, if they are not known yet."""
        if missing := wanted - self.terms.keys():
            terms = rows_where(connection, "taxonomy_term", [("id", missing)])
            above = {row["taxonomy_id"] for row in terms.values()} - {None} - self.taxonomies.keys()
            self._add(connection, terms, rows_where(connection, "taxonomy", [("id", above)]))

    def _add(self, connection: Connection, terms: Rows, taxonomies: Rows) -> None:
        every = {"taxonomy_term": terms.keys(), "taxonomy": taxonomies.keys()}
        self.metadata |= metadata_of(connection, every)
        self.texts |= texts_of(connection, every)
        self.taxonomies |= taxonomies
        self.terms |= terms


class KeptShared:
    """What services share as of the version that somebody asked for last."""

    def __init__(self) -> None:
        self._kept: tuple[int, Shared] | None = None

    def as_of(self, session: Session, version: int) -> Shared:
        """`version` was read in this session, which sees one moment of the directory."""
        kept = self._kept
        if kept is None or kept[0] != version:
            self._kept = kept = version, begin_shared(session)
        return kept[1]


def begin_shared(session: Session) -> Shared:
    """The sources, and no terms yet."""
    return Shared(every_row(session.connection(), "source"))


def load_shared(session: Session) -> Shared:
    """Everything that services may share."""
    connection = session.connection()
    shared = begin_shared(session)
    shared._add(connection, every_row(connection, "taxonomy_term"), every_row(connection, "taxonomy"))
    return shared


def metadata_of(connection: Connection, every: Mapping[str, Collection[UUID]]) -> Pointing:
    """What was changed in these records, whose ids are given by kind."""
    rows = rows_where(connection, "metadata", [("resource_id", set().union(*every.values()))])
    return pointing(rows.values(), "metadata", every)


def texts_of(connection: Connection, every: Mapping[str, Collection[UUID]]) -> Texts:
    """Texts of these records in other languages."""
    found: Texts = defaultdict(dict)
    wanted = [("entity_id", set().union(*every.values()))]
    for row in rows_where(connection, "translation", wanted).values():
        found[row["entity"], row["entity_id"]][row["field"], row["language"]] = row["text"]
    return found


def pointing(rows: Iterable[RowMapping], name: str, every: Mapping[str, Collection[UUID]]) -> Pointing:
    """Records that say something of others, in the order of their ids, by kind and id of these others."""
    entity, pointer = POINTERS[name]
    found: Pointing = defaultdict(list)
    for row in sorted(rows, key=lambda row: row["id"]):
        if row[pointer] in every.get(row[entity], ()):
            found[row[entity], row[pointer]].append(row)
    return found
