from uuid import UUID

from sqlmodel import Field

from network.tables.source import HsdsRow


class Contact(HsdsRow, table=True):
    """Somebody to ask for. (HSDS contact)"""

    organization_id: UUID | None = Field(default=None, foreign_key="organization.id", index=True)
    service_id: UUID | None = Field(default=None, foreign_key="service.id", index=True)
    service_at_location_id: UUID | None = Field(
        default=None, foreign_key="service_at_location.id", index=True
    )
    location_id: UUID | None = Field(default=None, foreign_key="location.id", index=True)
    name: str | None = None
    title: str | None = None
    department: str | None = None
    email: str | None = None


class Phone(HsdsRow, table=True):
    """A number to call. (HSDS phone)"""

    location_id: UUID | None = Field(default=None, foreign_key="location.id", index=True)
    service_id: UUID | None = Field(default=None, foreign_key="service.id", index=True)
    organization_id: UUID | None = Field(default=None, foreign_key="organization.id", index=True)
    contact_id: UUID | None = Field(default=None, foreign_key="contact.id", index=True)
    service_at_location_id: UUID | None = Field(
        default=None, foreign_key="service_at_location.id", index=True
    )
    number: str
    extension: int | None = None
    type: str | None = None
    description: str | None = None


class Language(HsdsRow, table=True):
    """A language that is spoken. (HSDS language)"""

    service_id: UUID | None = Field(default=None, foreign_key="service.id", index=True)
    location_id: UUID | None = Field(default=None, foreign_key="location.id", index=True)
    phone_id: UUID | None = Field(default=None, foreign_key="phone.id", index=True)
    name: str | None = None
    code: str | None = None
    note: str | None = None
