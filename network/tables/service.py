from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from network.tables.columns import choice
from network.tables.source import HsdsRow, Verified


class ServiceStatus(StrEnum):
    ACTIVE = "active"
    INACTIVE = "inactive"
    DEFUNCT = "defunct"
    TEMPORARILY_CLOSED = "temporarily closed"


class Service(HsdsRow, Verified, table=True):
    """Something an organization does for people. (HSDS service)"""

    organization_id: UUID = Field(foreign_key="organization.id", index=True)
    program_id: UUID | None = Field(default=None, foreign_key="program.id", index=True)
    name: str
    alternate_name: str | None = None
    description: str | None = None
    url: str | None = None
    email: str | None = None
    status: ServiceStatus = Field(default=ServiceStatus.ACTIVE, sa_type=choice(ServiceStatus))
    interpretation_services: str | None = None
    application_process: str | None = None
    fees_description: str | None = None
    wait_time: str | None = None
    fees: str | None = None
    accreditations: str | None = None
    eligibility_description: str | None = None
    minimum_age: float | None = None  # years
    maximum_age: float | None = None
    assured_date: date | None = None
    assurer_email: str | None = None
    licenses: str | None = None
    alert: str | None = None
    last_modified: datetime | None = None
    takes_referrals: bool = True  # False: people are told how to reach it, nothing is sent


class ServiceAtLocation(HsdsRow, table=True):
    """A service where it is given: what people are referred to, and what can be full. (HSDS
    service_at_location)"""

    __tablename__ = "service_at_location"
    __table_args__ = (UniqueConstraint("service_id", "location_id"),)
    service_id: UUID = Field(foreign_key="service.id", index=True)
    location_id: UUID = Field(foreign_key="location.id", index=True)
    description: str | None = None


class ServiceArea(HsdsRow, table=True):
    """Where people must live to use a service. (HSDS service_area)"""

    __tablename__ = "service_area"
    service_id: UUID | None = Field(default=None, foreign_key="service.id", index=True)
    service_at_location_id: UUID | None = Field(
        default=None, foreign_key="service_at_location.id", index=True
    )
    name: str | None = None
    description: str | None = None
    extent: str | None = None
    extent_type: str | None = None
    uri: str | None = None


class RequiredDocument(HsdsRow, table=True):
    """What a person must bring. (HSDS required_document)"""

    __tablename__ = "required_document"
    service_id: UUID | None = Field(default=None, foreign_key="service.id", index=True)
    document: str | None = None
    uri: str | None = None


class CostOption(HsdsRow, table=True):
    """What a service costs. (HSDS cost_option)"""

    __tablename__ = "cost_option"
    service_id: UUID = Field(foreign_key="service.id", index=True)
    valid_from: date | None = None
    valid_to: date | None = None
    option: str | None = None
    currency: str | None = None
    amount: float | None = None
    amount_description: str | None = None
