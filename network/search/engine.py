"""What a search is and what answers it: engines take a `Search`, give `Results`, and follow the directory.

An engine may find candidates any way it likes; filters, distances, capacity, counts and order are ours.
What there are many of in every answer is a Struct, which is made ten times as fast as a frozen dataclass.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from msgspec import Struct
from sqlmodel import Session

from network.places.distance import METRES_PER_MILE
from network.places.point import Point
from network.rules.capacity import Confidence
from network.rules.ranking import Parts
from network.rules.taking import PersonFacts
from network.search.supply import Supply
from network.search.synonyms import SynonymRule
from network.tables import CapacityUnit, CapacityVoice, Cause, Precision, Waitlist
from network.words import Say

DEFAULT_MILES = 25
DEFAULT_LIMIT = 20
MOST_LIMIT = 100


class Sort(StrEnum):
    """In which order results stand (docs/search.md)."""

    FIT = "fit"  # the formula: fit, nearness, room and answers together
    DISTANCE = "distance"  # by distance alone
    SOONEST = "soonest"  # by when somebody can probably start
    RELEVANCE = "relevance"  # by how well the words fit
    NAME = "name"

    @classmethod
    def _missing_(cls, value: object) -> Sort | None:
        return cls.FIT if value == "nearest" else None  # as it was called before


class HoursWish(StrEnum):
    """When it must be open, on the place's own clock; intake hours count where they are said."""

    NOW = "now"
    TONIGHT = "tonight"  # from 18:00, or from now if it is later, to midnight
    EVENING = "evening"  # on a weekday after 17:00
    WEEKEND = "weekend"


class Place(StrEnum):
    """What is known of where a service is given."""

    KNOWN = "known"
    PRIVATE = "private"  # kept private: no coordinates anywhere in a search
    VIRTUAL = "virtual"  # nobody goes there: it is given online or by phone
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Filters:
    """What the service itself must be; each of these a service has to say. Several languages or costs: one of
    them is enough. What depends on the person is in PersonFacts."""

    has_capacity: bool = False  # with facts: a place that is free for this person
    hours: HoursWish | None = None
    accessible: bool = False
    court_ordered: bool = False
    takes_referrals: bool = False
    languages: tuple[str, ...] = ()  # ISO 639 codes
    costs: tuple[str, ...] = ()  # codes of facts: cost.free, payer.medicaid, …
    only_sure: bool = False  # only places that say of every fact that they take such a person
    include_old: bool = False  # also listings that nobody confirmed for a year


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody looks for. Several kinds: one of them is enough, and a kind finds its children."""

    q: str = ""
    kinds: tuple[str, ...] = ()
    point: Point | None = None
    within_metres: float | None = DEFAULT_MILES * METRES_PER_MILE  # None: however far
    filters: Filters = Filters()
    facts: PersonFacts = PersonFacts()  # of the person it is for; never in an address
    sort: Sort = Sort.FIT
    limit: int = DEFAULT_LIMIT
    cursor: str = ""
    at: datetime | None = None  # UTC; None: now
    language: str = "en"


class FoundPart(Struct, frozen=True):
    """How many of the free places are for one population: the code of a fact, "serves.women"."""

    population: str
    available: int
    maximum: int | None


class FoundCapacity(Struct, frozen=True):
    """How full a service is, as far as it may still be believed; UNKNOWN carries no numbers."""

    confidence: Confidence
    available: int | None = None
    maximum: int | None = None
    unit: CapacityUnit | None = None
    waitlist: Waitlist | None = None
    said_by: CapacityVoice | None = None
    said_at: datetime | None = None
    expected_wait_days: int | None = None
    parts: tuple[FoundPart, ...] = ()
    for_person: int | None = (
        None  # free for somebody with these facts; None: not believed any more, or never said
    )


class AnsweredBefore(Struct, frozen=True):
    """How it answered referrals in the last 180 days. Counts of people: only signed-in staff may see them."""

    answered: int
    accepted: int
    mean_hours: float


class Result(Struct, frozen=True):
    """One service at one place. Coordinates are None unless the place is known.

    `record` holds counts of referrals: show it to signed-in staff of the network only. A victim service never
    has one. `parts` are what the record comes to, and may be shown to everybody.
    """

    service_id: UUID
    location_id: UUID | None
    organization_id: UUID
    name: str
    organization: str
    kinds: tuple[str, ...]  # codes, the most exact ones
    place: Place
    place_name: str
    city: str
    state: str
    phone: str
    distance_m: float | None
    precision: Precision
    latitude: float | None
    longitude: float | None
    capacity: FoundCapacity
    is_open: bool | None  # None: hours are not known
    taking_in: Say | None  # when it takes new people in, where it says so apart from its hours
    takes_referrals: bool
    has_notice: bool  # its source says something that readers must know
    is_checked: bool  # a human of this network wrote or verified it
    listed_year: int | None  # of its source, when it came with a directory
    why: tuple[Say, ...]
    asks: tuple[Say, ...] = ()  # what it does not say about this person: "Ask: does not say whether …"
    unsaid: tuple[str, ...] = ()  # the names of those facts
    parts: Parts | None = None  # what its place in the list is made of
    record: AnsweredBefore | None = None


class FacetCount(Struct, frozen=True):
    """How many results a filter would leave, all other filters staying."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One thing to give up so that something is found. `parameter` is its name in the URL."""

    parameter: str
    count: int
    within_miles: int | None = None  # for the distance: try this instead
    value: str = ""  # for a filter with several values: this one
    asks: tuple[str, ...] = ()  # for only_sure: the facts that one must ask these places about


@dataclass(frozen=True, slots=True)
class Missed:
    """One condition of a search that a place misses, with the sentence that says how."""

    condition: str
    sentence: Say


@dataclass(frozen=True, slots=True)
class Almost:
    """A place that misses one thing only. Never one that is kept private when it is the distance."""

    service_id: UUID
    location_id: UUID | None
    name: str
    organization: str
    missed: Missed


@dataclass(frozen=True, slots=True)
class Results:
    """One page of what was found; `before` are on earlier pages, `next` and `previous` are the cursors of the
    pages beside it (an empty `previous`: the first page)."""

    total: int
    before: int
    results: tuple[Result, ...]
    facets: dict[str, tuple[FacetCount, ...]]
    next: str
    relaxations: tuple[Relaxation, ...]
    took_ms: float
    engine: str  # who found the words
    cause: Cause | None = None  # why nothing was found; None: something was
    previous: str = ""
    note: Say | None = None  # for the reader: the words were found by the spare engine
    is_understood: bool = True  # no: a sentence without the name of a kind, a place or a town
    understood: tuple[str, ...] = ()  # what the words mean: codes of kinds, or words
    is_directory_empty: bool = False  # nothing is listed at all, so nothing can be missing in particular


@dataclass(frozen=True, slots=True)
class Miss:
    """A service at a place that would have fitted, but for one condition: the name of its parameter."""

    service_id: UUID
    location_id: UUID | None
    condition: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Why a search finds nothing (None: it does find something), and the nearest that would, but for one
    condition."""

    cause: Cause | None
    near_misses: tuple[Miss, ...] = ()


class SearchEngine(Protocol):
    """Finds services for a need near a person."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> int:
        """The directory's version that it has wholly taken in; what it answers is never older."""
        ...

    @property
    def waits(self) -> bool:
        """Whether a search may have to wait for another machine."""
        ...

    def search(self, request: Search) -> Results:
        """What fits. Raises Invalid for a cursor that is none of ours."""
        ...

    def refresh(self, session: Session) -> bool:
        """Take in what changed in the directory since the last time; whether there was anything."""
        ...

    def diagnose(
        self, requests: Iterable[Search], *, at: datetime, by_telephone: Collection[UUID] = ()
    ) -> list[Diagnosis]:
        """Why each search finds nothing. `by_telephone`: organizations to which people are handed over by
        telephone; their services are there, though they take no referrals."""
        ...

    def explain(
        self,
        request: Search,
        service_id: UUID,
        location_id: UUID | None = None,
        *,
        at: datetime | None = None,
    ) -> tuple[Missed, ...]:
        """Every condition that this service at this place misses; nothing: it is among the results. Without a
        location, of its place that misses least. Raises NotFound for one that is not in the directory."""
        ...

    def almost(self, request: Search, *, at: datetime | None = None) -> tuple[Almost, ...]:
        """The places that miss one condition only, the best first; five at most."""
        ...

    def supply(self, at: datetime) -> Supply:
        """What there is to meet needs, at this moment (UTC)."""
        ...

    def knowing(self, rules: tuple[SynonymRule, ...]) -> SearchEngine:
        """One that finds words in the same directory by these synonyms, for trying them out."""
        ...
