from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field, SQLModel

from network.sealing import Sealed
from network.tables.columns import choice
from network.tables.source import HsdsRow


class LocationType(StrEnum):
    PHYSICAL = "physical"
    POSTAL = "postal"
    VIRTUAL = "virtual"


class Precision(StrEnum):
    """How well the coordinates are known."""

    EXACT = "exact"
    STREET = "street"
    ZIP = "zip"
    CITY = "city"
    UNKNOWN = "unknown"


class Location(HsdsRow, table=True):
    """A place. A confidential one has no coordinates and no address here: see PrivatePlace. (HSDS
    location)"""

    location_type: LocationType = Field(default=LocationType.PHYSICAL, sa_type=choice(LocationType))
    url: str | None = None
    organization_id: UUID | None = Field(default=None, foreign_key="organization.id", index=True)
    name: str | None = None
    alternate_name: str | None = None
    description: str | None = None
    transportation: str | None = None
    latitude: float | None = None  # degrees, WGS84
    longitude: float | None = None
    external_identifier: str | None = None
    external_identifier_type: str | None = None
    precision: Precision = Field(default=Precision.EXACT, sa_type=choice(Precision))
    time_zone: str = ""  # IANA name; empty: the network's own
    is_confidential: bool = False


class PrivatePlace(SQLModel, table=True):
    """Where a confidential location really is, sealed; only its organization's curator may read it."""

    __tablename__ = "private_place"
    location_id: UUID = Field(foreign_key="location.id", primary_key=True)
    address: str = Field(sa_type=Sealed("private_place.address"))
    changed_at: datetime


class AddressType(StrEnum):
    PHYSICAL = "physical"
    POSTAL = "postal"
    VIRTUAL = "virtual"


class Address(HsdsRow, table=True):
    """The address of a location. (HSDS address)"""

    location_id: UUID | None = Field(default=None, foreign_key="location.id", index=True)
    attention: str | None = None
    address_1: str
    address_2: str | None = None
    city: str
    region: str | None = None
    state_province: str
    postal_code: str
    country: str
    address_type: AddressType = Field(default=AddressType.PHYSICAL, sa_type=choice(AddressType))


class Accessibility(HsdsRow, table=True):
    """How people with a disability get in and around. (HSDS accessibility)"""

    location_id: UUID | None = Field(default=None, foreign_key="location.id", index=True)
    description: str | None = None
    details: str | None = None
    url: str | None = None
