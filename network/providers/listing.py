"""What a listing is: a service with its agency, its places and all that belongs to them.

Its rows have the attributes of their tables' classes and are only to be read: they belong to no session.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from network.providers.terms import Term
from network.rules.permissions import Verdict
from network.tables import (
    Accessibility,
    Address,
    Capacity,
    CapacityPart,
    Contact,
    CostOption,
    IntakeHours,
    Language,
    Location,
    Organization,
    Phone,
    RequiredDocument,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    Source,
)

ENGLISH = "en"


@dataclass(frozen=True)
class Text:
    """Words of the directory, and the language they are in."""

    words: str
    language: str = ENGLISH


@dataclass(frozen=True)
class ListedPlace:
    """A service at one of its locations. A confidential location comes without address and coordinates."""

    place: ServiceAtLocation
    location: Location
    address: Address | None
    capacity: Capacity | None
    schedules: tuple[Schedule, ...]  # the service's and the location's too
    phones: tuple[Phone, ...]  # of this place only
    languages: tuple[Language, ...]
    accessibility: tuple[Accessibility, ...]
    terms: tuple[Term, ...]
    parts: tuple[CapacityPart, ...] = ()  # of the capacity
    intake: tuple[IntakeHours, ...] = ()


@dataclass(frozen=True)
class Listing:
    """A service with its agency, its places and all that belongs to them."""

    service: Service
    organization: Organization
    source: Source | None
    places: tuple[ListedPlace, ...]
    schedules: tuple[Schedule, ...]
    phones: tuple[Phone, ...]
    agency_phones: tuple[Phone, ...]  # for a service that has no number of its own
    phone_languages: Mapping[UUID, tuple[Language, ...]]
    contacts: tuple[Contact, ...]
    languages: tuple[Language, ...]
    documents: tuple[RequiredDocument, ...]
    costs: tuple[CostOption, ...]
    areas: tuple[ServiceArea, ...]
    terms: tuple[Term, ...]
    open_problems: int
    translations: Mapping[tuple[UUID, str], str]
    language: str  # of the reader
    may_edit: Verdict
    may_say_capacity: Verdict

    def text(self, row: Any, field: str) -> Text | None:
        """A field of one of these rows in the reader's language, in English where that is missing."""
        if said := self.translations.get((row.id, field)):
            return Text(said, self.language)
        words = getattr(row, field)
        return Text(words) if words else None

    @property
    def notice(self) -> Text | None:
        """What readers must know about where this comes from."""
        if self.source is None or not self.source.notice:
            return None
        if self.language == "es" and self.source.notice_es:
            return Text(self.source.notice_es, "es")
        return Text(self.source.notice)

    def place_at(self, location_id: UUID | None) -> ListedPlace | None:
        """The place at this location; the first when it is not given there; None when there is none."""
        there = (place for place in self.places if place.location.id == location_id)
        return next(there, self.places[0] if self.places else None)
