"""One result as the search page shows it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from msgspec import Struct

from network.actors import Actor
from network.clock import now
from network.places.found import Found, Precision
from network.providers.queries.calls import PhoneState
from network.search.engine import Place, Result
from network.search.kindred import kind_name
from network.search.sentences import distance_sentence, trust_sentence
from network.words import Say, say, speak
from web.pages.doors import NOT_REFERRING, Doors, Referring
from web.pages.fullness import Fullness, beside_hold, found_fullness, told_to
from web.pages.holds import HoldPiece
from web.pages.phone_answers import PhoneAnswer, phone_answer
from web.pages.search_almost import service_href
from web.pages.search_score import Score, score_of
from web.pages.times import ago

OPEN, CLOSED = say("Open now"), say("Closed now")


class Room(Struct, frozen=True):
    """How full it is, and how long ago somebody said so, in the reader's language."""

    fullness: Fullness
    ago: str


class ResultRow(Struct, frozen=True):
    """One service at one place, as a card of the list and a pin of the map."""

    number: int
    href: str
    title: str  # the agency
    name: str  # the service
    kinds: tuple[str, ...]
    where: str  # how far, the town, the place and whether it is open, in the reader's language
    latitude: float | None
    longitude: float | None
    room: Room
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
    is_for_somebody: bool  # what it says depends on a person, or on who reads it

    @property
    def pressed_key(self) -> str:
        """What ties its badge to what can be pressed beside it; empty: nothing."""
        return self.phone_answer.key if self.phone_answer else self.hold.key if self.hold else ""


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
    language = reader.actor.language
    exact = found is not None and found.precision is Precision.EXACT
    said_far = distance_sentence(result, from_exact_point=exact)
    far = speak(said_far, language) if said_far else ""
    hold = reader.hold_of(result)
    is_private = result.place is Place.PRIVATE
    fullness = beside_hold(
        told_to(reader.actor, found_fullness(result.capacity, for_person=for_person), is_private=is_private),
        is_held=hold is not None and hold.held is not None,
    )
    return ResultRow(
        number=number,
        href=service_href(result.service_id, result.location_id, reader.need),
        title=result.organization,
        name=result.name,
        kinds=_untold_kinds(result, language),
        where=_where(result, far, language),
        latitude=result.latitude,
        longitude=result.longitude,
        room=Room(fullness, ago(fullness.said_at, language, now()) if fullness.said_at else ""),
        phone=result.phone,
        trust=trust_sentence(result),
        is_private=is_private,
        takes_referrals=result.takes_referrals,
        why=result.why,
        asks=result.asks,
        score=score_of(result, far, fullness.words, language, with_counts=reader.sees_counts),
        doors=reader.referring.doors_of(result),
        phone_answer=_phone_answer(result, reader),
        hold=replace(hold, name=f"{result.organization}, {result.name}") if hold else None,
        is_for_somebody=for_person or bool(reader.need) or hold is not None,
    )


def _where(result: Result, far: str, language: str) -> str:
    """As "4 miles · Denver, CO · Open now"; the place by its name where that is not the agency's."""
    town = f"{result.city}, {result.state}" if result.city and result.state else result.city or result.state
    place = "" if result.place_name == result.organization else result.place_name
    opening = _opening(result)
    parts = (far, town, place, speak(opening, language) if opening else "")
    return " · ".join([part for part in parts if part])


def _untold_kinds(result: Result, language: str) -> tuple[str, ...]:
    """Its kinds, but for those that a reason names already ("Offers: …")."""
    names = tuple([kind_name(code, language) for code in result.kinds[:3]])
    if not result.why:
        return names
    told = [value for reason in result.why for value in reason.values.values()]
    return tuple([name for name in names if name not in told])


def _phone_answer(result: Result, reader: Reader) -> PhoneAnswer | None:
    if result.location_id is None or not reader.actor.is_signed_in:
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


def _opening(result: Result) -> Say | None:
    """When it takes new people in, where it says so; else whether it is open."""
    if result.taking_in is not None or result.is_open is None:
        return result.taking_in
    return OPEN if result.is_open else CLOSED
