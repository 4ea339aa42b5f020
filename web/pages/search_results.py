"""One result as the search page shows it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from network.actors import Actor
from network.places.found import Found, Precision
from network.providers.queries.calls import PhoneState
from network.rules.capacity import Confidence, counted, speaker_sentence
from network.rules.capacity_parts import EVERYONE, part_sentence
from network.search.engine import FoundCapacity, Place, Result
from network.search.kindred import kind_name
from network.search.sentences import distance_sentence, trust_sentence
from network.tables import Waitlist
from network.words import Say, say
from web.pages.doors import NOT_REFERRING, Doors, Referring
from web.pages.holds import HoldPiece
from web.pages.phone_answers import PhoneAnswer, phone_answer
from web.pages.search_almost import service_href
from web.pages.search_score import Score, score_of


@dataclass(frozen=True)
class ResultRow:
    """One service at one place, as a card of the list and a pin of the map."""

    number: int
    href: str
    title: str  # the agency
    name: str  # the service
    kinds: tuple[str, ...]
    place_name: str
    where: tuple[Say | str, ...]
    latitude: float | None
    longitude: float | None
    state: str  # as in parts/capacity.html
    free: Say | str
    shared: tuple[Say, ...]  # how many are free for whom, where places are for groups
    said_at: datetime | None
    said_by: Say | str
    opening: Say | None
    phone: str
    trust: Say | None
    is_private: bool
    takes_referrals: bool
    why: tuple[Say, ...]
    asks: tuple[Say, ...]  # what it does not say about this person
    score: Score | None
    doors: Doors | None
    phone_answer: PhoneAnswer | None
    hold: HoldPiece | None


@dataclass(frozen=True)
class Reader:
    """Who reads the results, and what they may do with them."""

    actor: Actor
    referring: Referring = NOT_REFERRING
    calls: Mapping[tuple[UUID, UUID], PhoneState] = field(default_factory=dict)
    hold_of: Callable[[Result], HoldPiece | None] = lambda _: None
    need: str = ""
    path: str = ""  # of this page, to come back to

    @property
    def sees_counts(self) -> bool:
        """Counts of referrals are for the staff of the network only."""
        return self.actor.is_signed_in


def result_row(
    result: Result, number: int, found: Found | None, reader: Reader, *, for_person: bool = False
) -> ResultRow:
    """A result as it is shown. `for_person`: facts of a person were given."""
    exact = found is not None and found.precision is Precision.EXACT
    far = distance_sentence(result, from_exact_point=exact)
    town = ", ".join(part for part in (result.city, result.state) if part)
    free, state = (
        _free(result.capacity, for_person=for_person),
        _state(result.capacity, for_person=for_person),
    )
    hold = reader.hold_of(result)
    if hold and hold.held and state in {"full", "waitlist"}:
        state, free = "places", say("None but the one held for you")
    return ResultRow(
        number=number,
        href=service_href(result.service_id, result.location_id, reader.need),
        title=result.organization,
        name=result.name,
        kinds=tuple(kind_name(code, reader.actor.language) for code in result.kinds[:3]),
        place_name="" if result.place_name == result.organization else result.place_name,
        where=tuple(part for part in (far, town) if part),
        latitude=result.latitude,
        longitude=result.longitude,
        state=state,
        free=free,
        shared=_shared(result.capacity),
        said_at=result.capacity.said_at,
        said_by=_said_by(result.capacity),
        opening=_opening(result),
        phone=result.phone,
        trust=trust_sentence(result),
        is_private=result.place is Place.PRIVATE,
        takes_referrals=result.takes_referrals,
        why=result.why,
        asks=result.asks,
        score=score_of(result, far, free, with_counts=reader.sees_counts),
        doors=reader.referring.doors_of(result),
        phone_answer=_phone_answer(result, reader),
        hold=replace(hold, name=f"{result.organization}, {result.name}") if hold else None,
    )


def _phone_answer(result: Result, reader: Reader) -> PhoneAnswer | None:
    if result.location_id is None:
        return None
    return phone_answer(
        reader.actor,
        service_id=result.service_id,
        location_id=result.location_id,
        name=f"{result.organization}, {result.name}",
        dial=result.phone,
        number=result.phone,
        unit=result.capacity.unit,
        populations=[part.population for part in result.capacity.parts],
        state=reader.calls.get((result.service_id, result.location_id)),
        next_path=reader.path,
    )


def _believed(said: FoundCapacity, *, for_person: bool) -> int | None:
    """How many are free for whom the search is."""
    return said.for_person if for_person and said.for_person is not None else said.available


def _state(said: FoundCapacity, *, for_person: bool) -> str:
    """How its badge and pin look."""
    if said.confidence is Confidence.UNKNOWN or said.available is None:
        return "unknown"
    if said.confidence is Confidence.CALL:
        return "call"
    if _believed(said, for_person=for_person):
        return "places"
    return "waitlist" if said.waitlist is Waitlist.OPEN else "full"


def _free(said: FoundCapacity, *, for_person: bool) -> Say | str:
    if said.available is None or said.unit is None:
        return say("Free places not known")
    if said.available == 0 and said.waitlist is Waitlist.OPEN:
        return say("Full, waitlist open")
    fitting = _believed(said, for_person=for_person)
    every = counted(said.available, said.unit)
    if fitting == said.available:
        return every
    if not fitting:
        return say("{beds}, none for this person", beds=every)
    return say("{beds}, {number} for this person", beds=every, number=fitting)


def _shared(said: FoundCapacity) -> tuple[Say, ...]:
    if not said.available or [part.population for part in said.parts] == [EVERYONE]:
        return ()
    return tuple(part_sentence(part.population, part.available) for part in said.parts if part.available)


def _opening(result: Result) -> Say | None:
    """When it takes new people in, where it says so; else whether it is open."""
    if result.taking_in is not None or result.is_open is None:
        return result.taking_in
    return say("Open now") if result.is_open else say("Closed now")


def _said_by(said: FoundCapacity) -> Say | str:
    if said.said_by is None:
        return ""
    sure = say("likely still so") if said.confidence is Confidence.LIKELY else say("call to confirm")
    return say("{who} · {how_sure}", who=speaker_sentence(said.said_by), how_sure=sure)
