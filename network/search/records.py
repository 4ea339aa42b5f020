"""One record of the index: a service at one place, with everything that a search or its result needs."""

from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from network.search.engine import Place
from network.search.opening import Timetable
from network.search.tokens import fold
from network.tables import CapacityUnit, CapacityVoice, Precision, Waitlist

# How much a word counts where it stands: in a name; as a kind of which the title speaks; as any kind; in the
# agency's name; where it is; as a wider word for it; as one of several words by which its kind is called; or
# only mentioned, which may just as well say what the service is not (network/search/grades.py).
NAME, TITLED_KIND, KIND, ORGANIZATION, PLACE, WIDER_KIND, PART_OF_KIND, MENTIONED = 10, 9, 8, 7, 6, 5, 3, 1


class Part(NamedTuple):
    """How many of the free places are for one population: the code of a fact, serves.women and so on."""

    population: str
    available: int
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class SaidCapacity:
    """What was last said about free places; `said_at` in seconds since 1970 (UTC).

    Held places are not among the available ones. With parts, these are all there is.
    """

    available: int
    maximum: int | None
    unit: CapacityUnit
    waitlist: Waitlist
    said_by: CapacityVoice
    said_at: float
    wait_days: int | None = None  # that a newcomer is expected to wait
    held: int = 0
    takes_holds: bool = True
    parts: tuple[Part, ...] = ()


class Answering(NamedTuple):
    """How referrals were answered lately: how many, how many with a yes, and the sum of hours it took."""

    answered: int
    accepted: int
    hours: float


@dataclass(frozen=True, slots=True)
class Record:
    """A service at one place, or without one. `marks` are what filters and facets ask for: "kind:work", …"""

    service_id: UUID
    location_id: UUID | None
    organization_id: UUID
    name: str
    name_es: str
    organization: str
    place_name: str
    city: str
    state: str
    phone: str
    place: Place
    precision: Precision
    latitude: float  # NaN unless the place is known
    longitude: float
    kinds: tuple[str, ...]
    marks: frozenset[str]
    wording: int  # changes when the words by which it is found do
    capacity: SaidCapacity | None
    timetable: Timetable | None
    youngest: float  # years; NaN: not said
    oldest: float
    takes_referrals: bool
    has_notice: bool
    is_checked: bool
    verified_at: float  # seconds since 1970; NaN: never
    listed_year: int | None
    intake: Timetable | None = None  # when it takes new people in, where that is said; else its timetable
    answering: Answering | None = None

    @property
    def tie(self) -> tuple[str, str, str]:
        """What decides among equals: the name, then which one it is and no other."""
        return fold(self.name)[:40], str(self.service_id), str(self.location_id or "")
