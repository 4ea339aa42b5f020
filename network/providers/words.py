"""What somebody says about a record of the directory, in the names of HSDS; what operations are given.

Texts are English; `spanish` holds their translations by field name. An empty text means that nothing is said.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from network.tables import AddressType, Frequency, LocationType, Precision, ServiceStatus


@dataclass(frozen=True)
class Hours:
    """One row of opening hours; network/rules/hours.py says how rows are read."""

    freq: Frequency | None = None
    byday: str = ""  # "MO,TU"; in a month "1MO" or "-1FR"
    opens_at: time | None = None
    closes_at: time | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    dtstart: date | None = None
    until: date | None = None
    interval: int | None = None
    bymonthday: str = ""
    description: str = ""  # "Christmas Day"
    attending_type: str = ""
    spanish: Mapping[str, str] = field(default_factory=dict)  # description


@dataclass(frozen=True)
class PhoneNumber:
    """A number to call. `type` is voice, tty, text, fax or hotline; languages are ISO 639 codes."""

    number: str
    extension: int | None = None
    type: str = "voice"
    description: str = ""
    languages: tuple[str, ...] = ()
    spanish: Mapping[str, str] = field(default_factory=dict)  # description


@dataclass(frozen=True)
class Spoken:
    """A language that is spoken: ISO 639 code and its English name."""

    code: str
    name: str = ""
    note: str = ""


@dataclass(frozen=True)
class Document:
    """Something to bring."""

    document: str
    spanish: Mapping[str, str] = field(default_factory=dict)  # document


@dataclass(frozen=True)
class Cost:
    """What it costs, and for whom."""

    option: str = ""
    amount: float | None = None
    currency: str = "USD"
    amount_description: str = ""
    spanish: Mapping[str, str] = field(default_factory=dict)  # option, amount_description


@dataclass(frozen=True)
class Access:
    """How people with a disability get in and around."""

    description: str
    details: str = ""
    spanish: Mapping[str, str] = field(default_factory=dict)  # description, details


@dataclass(frozen=True)
class Area:
    """Where people must live to use a service."""

    name: str
    description: str = ""
    spanish: Mapping[str, str] = field(default_factory=dict)  # name, description


@dataclass(frozen=True)
class Person:
    """Somebody to ask for."""

    name: str = ""
    title: str = ""
    email: str = ""
    spanish: Mapping[str, str] = field(default_factory=dict)  # title


@dataclass(frozen=True)
class OrganizationWords:
    """An agency."""

    name: str
    description: str = ""
    alternate_name: str = ""
    email: str = ""
    website: str = ""
    legal_status: str = ""
    is_member: bool = False
    is_victim_service: bool = False
    spanish: Mapping[str, str] = field(default_factory=dict)  # description, alternate_name


@dataclass(frozen=True)
class PostalAddress:
    """Where letters or people go."""

    address_1: str
    city: str
    state_province: str
    postal_code: str
    address_2: str = ""
    country: str = "US"
    address_type: AddressType = AddressType.PHYSICAL


@dataclass(frozen=True)
class LocationWords:
    """A place. Coordinates are degrees (WGS84), both or none."""

    name: str
    location_type: LocationType = LocationType.PHYSICAL
    alternate_name: str = ""
    description: str = ""
    transportation: str = ""
    url: str = ""
    latitude: float | None = None
    longitude: float | None = None
    precision: Precision = Precision.EXACT
    time_zone: str = ""  # IANA; empty: the network's own
    address: PostalAddress | None = None
    spanish: Mapping[str, str] = field(default_factory=dict)  # description, transportation


@dataclass(frozen=True)
class ServiceWords:
    """What a service is, for whom, and how people get in. Ages are years."""

    name: str
    description: str = ""
    alternate_name: str = ""
    url: str = ""
    email: str = ""
    status: ServiceStatus = ServiceStatus.ACTIVE
    interpretation_services: str = ""
    application_process: str = ""
    fees_description: str = ""
    wait_time: str = ""
    accreditations: str = ""
    licenses: str = ""
    eligibility_description: str = ""
    minimum_age: float | None = None
    maximum_age: float | None = None
    alert: str = ""
    takes_referrals: bool = True
    spanish: Mapping[str, str] = field(default_factory=dict)  # every text above


@dataclass(frozen=True)
class ServiceDetails:
    """What belongs to a service, all at once; None leaves a part as it is, an empty tuple takes it away."""

    kinds: tuple[str, ...] | None = None  # codes of kinds.csv
    facts: tuple[str, ...] | None = None  # codes of facts.csv
    hours: tuple[Hours, ...] | None = None
    phones: tuple[PhoneNumber, ...] | None = None
    contacts: tuple[Person, ...] | None = None
    languages: tuple[Spoken, ...] | None = None
    documents: tuple[Document, ...] | None = None
    costs: tuple[Cost, ...] | None = None
    areas: tuple[Area, ...] | None = None


@dataclass(frozen=True)
class LocationDetails:
    """What belongs to a location, all at once; None leaves a part as it is, an empty tuple takes it away."""

    facts: tuple[str, ...] | None = None
    hours: tuple[Hours, ...] | None = None
    phones: tuple[PhoneNumber, ...] | None = None
    languages: tuple[Spoken, ...] | None = None
    accessibility: tuple[Access, ...] | None = field(default=None)


TRANSLATED: dict[str, tuple[str, ...]] = {
    "organization": ("description", "alternate_name"),
    "location": ("name", "description", "transportation", "alternate_name"),
    "service": (
        "name",
        "description",
        "alternate_name",
        "interpretation_services",
        "application_process",
        "fees_description",
        "wait_time",
        "eligibility_description",
        "alert",
    ),
    "schedule": ("description",),
    "phone": ("description",),
    "required_document": ("document",),
    "cost_option": ("option", "amount_description"),
    "accessibility": ("description", "details"),
    "service_area": ("name", "description"),
    "contact": ("title",),
    "service_at_location": ("description",),
}
"""Which fields of which records may have a translation."""
