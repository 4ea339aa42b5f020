"""A search's answer for programs: what `GET /api/search` and `trestle search --json` give."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from network.search.engine import Place, Result, Results
from network.search.sentences import KEPT_PRIVATE, trust_sentence
from network.words import speak


@dataclass(frozen=True)
class CapacityAnswer:
    """How full it is. `confidence`: "likely", "call" (call to confirm), or "unknown" without numbers."""

    confidence: str
    available: int | None
    maximum: int | None
    unit: str | None
    waitlist: str | None
    said_by: str | None
    said_at: datetime | None


@dataclass(frozen=True)
class ServiceAnswer:
    """One service at one place. No distance and no coordinates: the place is private or not known."""

    service_id: UUID
    location_id: UUID | None
    organization_id: UUID
    name: str
    organization: str
    distance_m: float | None
    latitude: float | None
    longitude: float | None
    capacity: CapacityAnswer
    why: list[str]


@dataclass(frozen=True)
class FacetAnswer:
    """How many would be left with this value of a filter, all other filters staying."""

    value: str
    count: int


@dataclass(frozen=True)
class SearchAnswer:
    """One page of `total`. Give `next` as `cursor` for the following page; it is null at the end."""

    total: int
    engine: str
    took_ms: float
    next: str | None
    facets: dict[str, list[FacetAnswer]]
    results: list[ServiceAnswer]


def answer_of(results: Results, language: str) -> SearchAnswer:
    """The answer, its sentences in this language."""
    return SearchAnswer(
        total=results.total,
        engine=results.engine,
        took_ms=results.took_ms,
        next=results.next or None,
        facets={
            name: [FacetAnswer(count.value, count.count) for count in counts]
            for name, counts in results.facets.items()
        },
        results=[_service(result, language) for result in results.results],
    )


def _service(result: Result, language: str) -> ServiceAnswer:
    said = result.capacity
    private = KEPT_PRIVATE if result.place is Place.PRIVATE else None
    sentences = (*result.why, private, trust_sentence(result))
    why = [speak(sentence, language) for sentence in sentences if sentence is not None]
    return ServiceAnswer(
        service_id=result.service_id,
        location_id=result.location_id,
        organization_id=result.organization_id,
        name=result.name,
        organization=result.organization,
        distance_m=result.distance_m,
        latitude=result.latitude,
        longitude=result.longitude,
        capacity=CapacityAnswer(
            confidence=said.confidence,
            available=said.available,
            maximum=said.maximum,
            unit=said.unit,
            waitlist=said.waitlist,
            said_by=said.said_by,
            said_at=said.said_at,
        ),
        why=why,
    )
