"""Can they take someone: what was said of it, how long ago, by whom, and how far to believe it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from network.rules.capacity import Confidence, confidence, counted, speaker_sentence
from network.rules.capacity_parts import Part, part_sentence
from network.tables import Capacity, CapacityUnit, Waitlist
from network.words import Say, say, say_number


@dataclass(frozen=True)
class Fullness:
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


def fullness(said: Capacity | None, now: datetime, parts: Sequence[Part] = ()) -> Fullness:
    """How full a place is, as far as it may still be believed, and for whom its free places are."""
    if said is None:
        return NOBODY_SAID
    believed = confidence(said.unit, said.said_at, now)
    if believed is Confidence.UNKNOWN:
        return NOBODY_SAID
    sure = say("likely still so") if believed is Confidence.LIKELY else say("call to confirm")
    return Fullness(
        state=_state(said, believed),
        words=counted(said.available, said.unit),
        said_at=said.said_at,
        source=say("{who} · {how_sure}", who=speaker_sentence(said.said_by), how_sure=sure),
        maximum=None
        if said.maximum is None
        else say_number("of {number} there is", "of {number} in all", said.maximum),
        waitlist=waitlist_words(said),
        parts=part_words(parts) if said.available else (),
    )


def part_words(parts: Sequence[Part]) -> tuple[Say, ...]:
    """The parts of a place as people say them: "2 for women", "0 for men"."""
    return tuple(part_sentence(part.population, part.available) for part in parts)


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
