"""Can they take someone: what was said of it, how long ago, by whom, and how far to believe it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from network.actors import Actor
from network.rules.capacity import Confidence, confidence, counted, speaker_sentence
from network.rules.capacity_parts import EVERYONE, Part, in_order, part_sentence
from network.rules.permissions import may_know_numbers
from network.search.engine import FoundCapacity
from network.tables import Capacity, CapacityUnit, CapacityVoice, Waitlist
from network.words import Say, say, say_number


class Fullness(Struct, frozen=True):
    """What parts/capacity.html shows, and what stands beneath it."""

    state: str  # places, waitlist, full, call or unknown
    words: Say | str
    said_at: datetime | None
    source: Say | str
    maximum: Say | None = None
    waitlist: Say | None = None
    parts: tuple[Say, ...] = ()  # "2 for women"; none where nothing is free


NOBODY_SAID = Fullness("unknown", "", None, "")
UNIT_NAMES = {
    CapacityUnit.BED: say("Beds"),
    CapacityUnit.SLOT: say("Openings"),
    CapacityUnit.PLACE: say("Places"),
}


def key_at(service_id: UUID, location_id: UUID) -> str:
    """For the ids of the badge and of what can be pressed beside it: a press changes the badge too."""
    return f"{service_id.hex}-{location_id.hex}"


def fullness(said: Capacity | None, now: datetime, parts: Sequence[Part] = ()) -> Fullness:
    """How full a place is, as far as it may still be believed, and for whom its free places are."""
    if said is None:
        return NOBODY_SAID
    believed = confidence(said.unit, said.said_at, now)
    if believed is Confidence.UNKNOWN:
        return NOBODY_SAID
    return Fullness(
        state=_state(said, believed),
        words=counted(said.available, said.unit),
        said_at=said.said_at,
        source=_source(said.said_by, believed),
        maximum=None
        if said.maximum is None
        else say_number("of {number} there is", "of {number} in all", said.maximum),
        waitlist=waitlist_words(said),
        parts=part_words(parts) if said.available else (),
    )


def found_fullness(said: FoundCapacity, *, for_person: bool) -> Fullness:
    """How full a result of the search is. `for_person`: of somebody something is known, so that only the free
    places that are for them count."""
    fitting = said.for_person if for_person and said.for_person is not None else said.available
    return Fullness(
        state=_found_state(said, fitting),
        words=_found_words(said, fitting),
        said_at=said.said_at,
        source="" if said.said_by is None else _source(said.said_by, said.confidence),
        parts=_shared(said),
    )


def told_to(actor: Actor, one: Fullness, *, is_private: bool) -> Fullness:
    """What this reader may know of it: of a private place perhaps only whether there is room."""
    if may_know_numbers(actor, is_private=is_private) or one.state == "unknown":
        return one
    return replace(one, words="", maximum=None, waitlist=None, parts=())


def beside_hold(one: Fullness, *, is_held: bool) -> Fullness:
    """The same for a reader for whom a place is held: it is not full for them."""
    if is_held and one.state in {"full", "waitlist"}:
        return replace(one, state="places", words=say("Only the one held for you"))
    return one


def part_words(parts: Sequence[Part]) -> tuple[Say, ...]:
    """The parts of a place as people say them: "2 for women", "0 for men"."""
    return tuple(part_sentence(part.population, part.available) for part in in_order(parts))


def waitlist_words(said: Capacity) -> Say | None:
    """Whether they write names down, and how long people wait."""
    if said.waitlist is Waitlist.OPEN:
        if said.expected_wait_days is None:
            return say("Their waitlist is open.")
        return say_number(
            "Their waitlist is open; people wait about {number} day.",
            "Their waitlist is open; people wait about {number} days.",
            said.expected_wait_days,
        )
    return say("Their waitlist is closed.") if said.waitlist is Waitlist.CLOSED else None


def _state(said: Capacity, believed: Confidence) -> str:
    if believed is Confidence.CALL:
        return "call"
    if said.available:
        return "places"
    return "waitlist" if said.waitlist is Waitlist.OPEN else "full"


def _found_state(said: FoundCapacity, fitting: int | None) -> str:
    if said.confidence is Confidence.UNKNOWN or said.available is None:
        return "unknown"
    if said.confidence is Confidence.CALL:
        return "call"
    if fitting:
        return "places"
    return "waitlist" if said.waitlist is Waitlist.OPEN else "full"


def _found_words(said: FoundCapacity, fitting: int | None) -> Say | str:
    if said.available is None or said.unit is None:
        return say("Free places not known")
    if said.available == 0 and said.waitlist is Waitlist.OPEN:
        return say("Full, waitlist open")
    every = counted(said.available, said.unit)
    if fitting == said.available:
        return every
    if not fitting:
        return say("{beds}, none for this person", beds=every)
    return say("{beds}, {number} for this person", beds=every, number=fitting)


def _shared(said: FoundCapacity) -> tuple[Say, ...]:
    if not said.available or [part.population for part in said.parts] == [EVERYONE]:
        return ()
    return tuple(
        part_sentence(part.population, part.available) for part in in_order(said.parts) if part.available
    )


def _source(voice: CapacityVoice, believed: Confidence) -> Say:
    sure = say("likely still so") if believed is Confidence.LIKELY else say("call to confirm")
    return say("{who} · {how_sure}", who=speaker_sentence(voice), how_sure=sure)
