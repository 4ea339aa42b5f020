"""What the files of Marlow County say, ready for the operations of the directory and of accounts."""

from dataclasses import dataclass
from uuid import UUID

from network.actors import Role
from network.ids import id_from
from network.providers.operations.intake import IntakeWords
from network.providers.words import (
    Hours,
    LocationDetails,
    LocationWords,
    OrganizationWords,
    PhoneNumber,
    ServiceDetails,
    ServiceWords,
)
from network.rules.capacity_parts import PartWords
from network.tables import CapacityUnit, CapacityVoice, Waitlist

# Every id of the county follows from this one, so that pages keep their addresses when it is seeded again.
MARLOW = UUID("8d1f6f0a-92f5-4e0b-8c8e-0b6b1d6a4c55")


def record_id(*path: str) -> UUID:
    """A record's id from where it stands in the files: `record_id("service", "bridgework", "outreach")`."""
    return id_from(MARLOW, "/".join(path))


@dataclass(frozen=True, slots=True)
class Bounds:
    """The box around the county, in degrees (WGS84)."""

    south: float
    west: float
    north: float
    east: float

    def hold(self, latitude: float, longitude: float) -> bool:
        return self.south <= latitude <= self.north and self.west <= longitude <= self.east


@dataclass(frozen=True, slots=True)
class Community:
    """An invented town on a real ZIP code. `side` of the county: north, west, south, east or middle."""

    key: str
    city: str
    postal_code: str
    latitude: float
    longitude: float
    side: str


@dataclass(frozen=True, slots=True)
class AgencyPlace:
    """A place of an agency. A confidential one has neither address nor coordinates but `private_address`."""

    id: UUID
    key: str
    community: str  # key; empty for a place that is only online
    words: LocationWords
    details: LocationDetails
    is_confidential: bool
    private_address: str


@dataclass(frozen=True, slots=True)
class SaidCapacity:
    """How full a service was, who said so, and how many hours before the seeding."""

    available: int
    maximum: int
    unit: CapacityUnit
    waitlist: Waitlist
    expected_wait_days: int | None
    said_by: CapacityVoice
    age_hours: float
    parts: tuple[PartWords, ...]


@dataclass(frozen=True, slots=True)
class OfferedAt:
    """A service at one of the agency's places. `hours` include holidays, as rows without `freq`."""

    place: str  # key
    description: str
    description_es: str
    hours: tuple[Hours, ...]
    intake: tuple[IntakeWords, ...]  # none: the hours say it
    capacity: SaidCapacity | None  # None: nobody ever said


@dataclass(frozen=True, slots=True)
class Offer:
    """A service of an agency. The first of its kinds is its main one."""

    id: UUID
    key: str
    words: ServiceWords
    details: ServiceDetails
    verified_days_ago: int | None  # a human last found it right so long before the seeding; None: nobody did
    at: tuple[OfferedAt, ...]


@dataclass(frozen=True, slots=True)
class Agency:
    """An organization of the county with all that it has."""

    id: UUID
    slug: str  # name of its file
    words: OrganizationWords
    phones: tuple[PhoneNumber, ...]
    verified_days_ago: int
    asked_at: tuple[int, ...]  # full hours at which it is asked every day how full it is
    places: tuple[AgencyPlace, ...]
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Somebody who can sign in to the demonstration."""

    email: str
    name: str
    role: Role
    organization: str  # slug
    organization_id: UUID
    title: str
    language: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class Town:
    """All of Marlow County."""

    name: str
    notice: str
    notice_es: str
    county_fips: str
    state_province: str
    country: str
    time_zone: str
    bounds: Bounds
    communities: tuple[Community, ...]
    agencies: tuple[Agency, ...]
    staff: tuple[StaffMember, ...]
