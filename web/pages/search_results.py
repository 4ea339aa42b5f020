"""One result as the search page shows it."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from network.places.found import Found, Precision
from network.rules.capacity import Confidence, counted, speaker_sentence
from network.search.engine import FoundCapacity, Place, Result
from network.search.kindred import kind_name
from network.search.sentences import distance_sentence, trust_sentence
from network.tables import Waitlist
from network.words import Say, say
from web.pages.doors import Doors


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
    said_at: datetime | None
    said_by: Say | str
    opening: Say | None
    phone: str
    trust: Say | None
    is_private: bool
    takes_referrals: bool
    why: tuple[Say, ...]
    doors: Doors | None


def result_row(
    result: Result,
    number: int,
    found: Found | None,
    language: str,
    doors: Doors | None = None,
    need: str = "",
) -> ResultRow:
    """A result as it is shown."""
    exact = found is not None and found.precision is Precision.EXACT
    far = distance_sentence(result, from_exact_point=exact)
    town = ", ".join(part for part in (result.city, result.state) if part)
    return ResultRow(
        number=number,
        href=_href(result, need),
        title=result.organization,
        name=result.name,
        kinds=tuple(kind_name(code, language) for code in result.kinds[:3]),
        place_name="" if result.place_name == result.organization else result.place_name,
        where=tuple(part for part in (far, town) if part),
        latitude=result.latitude,
        longitude=result.longitude,
        state=_state(result.capacity),
        free=_free(result.capacity),
        said_at=result.capacity.said_at,
        said_by=_said_by(result.capacity),
        opening=None if result.is_open is None else say("Open now") if result.is_open else say("Closed now"),
        phone=result.phone,
        trust=trust_sentence(result),
        is_private=result.place is Place.PRIVATE,
        takes_referrals=result.takes_referrals,
        why=result.why,
        doors=doors,
    )


def _href(result: Result, need: str) -> str:
    query = [("at", result.location_id), ("need", need)]
    marks = urlencode([(name, str(value)) for name, value in query if value])
    return f"/services/{result.service_id}" + (f"?{marks}" if marks else "")


def _state(said: FoundCapacity) -> str:
    """How its badge and pin look."""
    if said.confidence is Confidence.UNKNOWN or said.available is None:
        return "unknown"
    if said.confidence is Confidence.CALL:
        return "call"
    if said.available:
        return "places"
    return "waitlist" if said.waitlist is Waitlist.OPEN else "full"


def _free(said: FoundCapacity) -> Say | str:
    if said.available is None or said.unit is None:
        return say("Free places not known")
    if said.available == 0 and said.waitlist is Waitlist.OPEN:
        return say("Full, waitlist open")
    return counted(said.available, said.unit)


def _said_by(said: FoundCapacity) -> Say | str:
    if said.said_by is None:
        return ""
    sure = say("likely still so") if said.confidence is Confidence.LIKELY else say("call to confirm")
    return say("{who} · {how_sure}", who=speaker_sentence(said.said_by), how_sure=sure)
