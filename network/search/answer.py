"""A search's answer for programs: what `GET /api/search` and `trestle search --json` give."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from network.rules.ranking import Parts
from network.search.engine import Almost, FacetCount, FoundCapacity, Missed, Place, Result, Results
from network.search.sentences import KEPT_PRIVATE, trust_sentence
from network.words import speak

DIGITS = 4  # of a score


class PartAnswer(Struct, frozen=True):
    """How many of the free places are for one population, e.g. "serves.women"."""

    population: str
    available: int
    maximum: int | None


class CapacityAnswer(Struct, frozen=True):
    """How full it is. `confidence`: "likely", "call" (call to confirm), or "unknown" without numbers.
    `for_person`: how many of them are for somebody with the facts that were posted. Of a private place only
    the staff of the network are told numbers; `has_room` is told to everybody."""

    confidence: str
    has_room: bool | None
    available: int | None
    maximum: int | None
    unit: str | None
    waitlist: str | None
    said_by: str | None
    said_at: datetime | None
    expected_wait_days: int | None
    for_person: int | None
    parts: list[PartAnswer]


class ScoreAnswer(Struct, frozen=True):
    """What its place in the list is made of: `score` of 100, each part between 0 and 1 (docs/search.md)."""

    score: float
    fit: float
    near: float
    room: float
    answers: float


class RecordAnswer(Struct, frozen=True):
    """How it answered referrals in the last 180 days; only for the staff of the network."""

    answered: int
    accepted: int
    mean_hours: float


class ServiceAnswer(Struct, frozen=True):
    """One service at one place. No distance and no coordinates: the place is private or not known. `unsaid`:
    facts of the person about which it says nothing, with a question to ask for each in `asks`."""

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
    asks: list[str]
    unsaid: list[str]
    score: ScoreAnswer | None
    record: RecordAnswer | None


class MissedAnswer(Struct, frozen=True):
    """One condition that a place misses: the name of its parameter or fact, and how."""

    condition: str
    sentence: str


class AlmostAnswer(Struct, frozen=True):
    """A place that misses one condition only."""

    service_id: UUID
    location_id: UUID | None
    name: str
    organization: str
    missed: MissedAnswer


class RelaxationAnswer(Struct, frozen=True):
    """What to give up so that something is found, and how much that would be."""

    parameter: str
    count: int
    within_miles: int | None
    value: str


class SearchAnswer(Struct, frozen=True):
    """One page of `total`. Give `next` as `cursor` for the following page; it is null at the end. `why_not`:
    all that the service misses that was asked about; empty: it is among the results. `understood`: what the
    words mean, codes of kinds or words; not `is_understood`: a sentence that names no need, place or town."""

    total: int
    engine: str
    took_ms: float
    next: str | None
    facets: dict[str, tuple[FacetCount, ...]]
    results: list[ServiceAnswer]
    relaxations: list[RelaxationAnswer]
    almost: list[AlmostAnswer]
    why_not: list[MissedAnswer] | None
    understood: list[str]
    is_understood: bool


def answer_of(
    results: Results,
    language: str,
    *,
    with_counts: bool = False,
    almost: Sequence[Almost] = (),
    why_not: Sequence[Missed] | None = None,
) -> SearchAnswer:
    """The answer, its sentences in this language. `with_counts`: for staff, also how many referrals a place
    answered, and how many are free at private places."""
    return SearchAnswer(
        total=results.total,
        engine=results.engine,
        took_ms=results.took_ms,
        next=results.next or None,
        facets=results.facets,
        results=[_service(result, language, with_counts=with_counts) for result in results.results],
        relaxations=[
            RelaxationAnswer(one.parameter, one.count, one.within_miles, one.value)
            for one in results.relaxations
        ],
        almost=[
            AlmostAnswer(
                one.service_id, one.location_id, one.name, one.organization, _missed(one.missed, language)
            )
            for one in almost
        ],
        why_not=None if why_not is None else [_missed(one, language) for one in why_not],
        understood=list(results.understood),
        is_understood=results.is_understood,
    )


def _service(result: Result, language: str, *, with_counts: bool) -> ServiceAnswer:
    is_private = result.place is Place.PRIVATE
    private = KEPT_PRIVATE if is_private else None
    sentences = (*result.why, private, trust_sentence(result))
    return ServiceAnswer(
        service_id=result.service_id,
        location_id=result.location_id,
        organization_id=result.organization_id,
        name=result.name,
        organization=result.organization,
        distance_m=result.distance_m,
        latitude=result.latitude,
        longitude=result.longitude,
        capacity=_capacity(result.capacity, tells_numbers=with_counts or not is_private),
        why=[speak(sentence, language) for sentence in sentences if sentence is not None],
        asks=[speak(sentence, language) for sentence in result.asks],
        unsaid=list(result.unsaid),
        score=_score(result.parts),
        record=RecordAnswer(result.record.answered, result.record.accepted, result.record.mean_hours)
        if with_counts and result.record
        else None,
    )


def _capacity(said: FoundCapacity, *, tells_numbers: bool) -> CapacityAnswer:
    has_room = None if said.for_person is None else said.for_person > 0
    if not tells_numbers:
        said = replace(said, available=None, maximum=None, expected_wait_days=None, parts=(), for_person=None)
    return CapacityAnswer(
        confidence=said.confidence,
        has_room=has_room,
        available=said.available,
        maximum=said.maximum,
        unit=said.unit,
        waitlist=said.waitlist,
        said_by=said.said_by,
        said_at=said.said_at,
        expected_wait_days=said.expected_wait_days,
        for_person=said.for_person,
        parts=[PartAnswer(part.population, part.available, part.maximum) for part in said.parts],
    )


def _score(parts: Parts | None) -> ScoreAnswer | None:
    if parts is None:
        return None
    return ScoreAnswer(
        round(parts.score, DIGITS),
        round(parts.fit, DIGITS),
        round(parts.near, DIGITS),
        round(parts.room, DIGITS),
        round(parts.answers, DIGITS),
    )


def _missed(missed: Missed, language: str) -> MissedAnswer:
    return MissedAnswer(missed.condition, speak(missed.sentence, language))
