"""What Meilisearch is told of a service at a place: the words by which everybody may find it, and no more.

They are the words of our own index, in our spelling (network/search/tokens.py), so that both engines mean the
same by a word. Of a private place there is neither town nor name nor coordinate, as in the index itself.
"""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from network.search.engine import Place
from network.search.records import (
    KIND,
    MENTIONED,
    NAME,
    ORGANIZATION,
    PART_OF_KIND,
    PLACE,
    WIDER_KIND,
    Record,
)
from network.search.wording import Words

Document = dict[str, Any]

# Where words stand, the most telling first: this is Meilisearch's order of attributes.
ATTRIBUTES = {
    NAME: "name",
    KIND: "kind",
    ORGANIZATION: "organization",
    PLACE: "place",
    WIDER_KIND: "wider_kind",
    PART_OF_KIND: "part_of_kind",
    MENTIONED: "mentioned",
}
NOWHERE = "0" * 32  # stands for the location of a service that has none


def documents_of(gathered: Iterable[tuple[Record, Words]]) -> Iterator[Document]:
    """One document for each record."""
    return (document_of(record, words) for record, words in gathered)


def document_of(record: Record, words: Words) -> Document:
    """The record's words by where they stand, its kinds with all above them, and a public place's point."""
    document: Document = {
        "id": document_id(record.service_id, record.location_id),
        "service": str(record.service_id),
        "kinds": sorted(mark.removeprefix("kind:") for mark in record.marks if mark.startswith("kind:")),
        "is_placed": record.place is Place.KNOWN,
    }
    if record.place is Place.KNOWN:
        document["_geo"] = {"lat": record.latitude, "lng": record.longitude}
    spelled: dict[str, list[str]] = {}
    for word, weight in words.items():
        if word.isalnum():  # not the signs that nobody can type
            spelled.setdefault(_attribute(weight), []).append(word)
    return document | {name: " ".join(found) for name, found in spelled.items()}


def document_id(service_id: UUID, location_id: UUID | None) -> str:
    """How a record is called there (network/search/meilisearch/rows.py reads it)."""
    return service_id.hex + (NOWHERE if location_id is None else location_id.hex)


def _attribute(weight: int) -> str:
    return next((name for least, name in ATTRIBUTES.items() if weight >= least), ATTRIBUTES[MENTIONED])
