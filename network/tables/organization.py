from uuid import UUID

from sqlmodel import Field

from network.tables.source import HsdsRow, Verified


class Organization(HsdsRow, Verified, table=True):
    """An agency: it offers services, sends or receives referrals, or both. (HSDS organization)"""

    name: str = Field(index=True)
    alternate_name: str | None = None
    description: str
    email: str | None = None
    website: str | None = None
    tax_status: str | None = None
    tax_id: str | None = None
    year_incorporated: int | None = None
    legal_status: str | None = None
    logo: str | None = None
    uri: str | None = None
    parent_organization_id: UUID | None = Field(default=None, foreign_key="organization.id", index=True)
    is_member: bool = False  # takes part in the network: its staff can sign in, it answers referrals
    # Serves victims of violence: no records of persons flow to or from it (VAWA, 34 USC 12291(b)(2)).
    is_victim_service: bool = False


class OrganizationIdentifier(HsdsRow, table=True):
    """A number by which somebody else knows an organization. (HSDS organization_identifier)"""

    __tablename__ = "organization_identifier"
    organization_id: UUID = Field(foreign_key="organization.id", index=True)
    identifier_scheme: str | None = None
    identifier_type: str
    identifier: str


class Program(HsdsRow, table=True):
    """Services of an organization that belong together. (HSDS program)"""

    organization_id: UUID = Field(foreign_key="organization.id", index=True)
    name: str
    alternate_name: str | None = None
    description: str


class Funding(HsdsRow, table=True):
    """Who pays for an organization or service. (HSDS funding)"""

    organization_id: UUID | None = Field(default=None, foreign_key="organization.id", index=True)
    service_id: UUID | None = Field(default=None, foreign_key="service.id", index=True)
    source: str | None = None


class Url(HsdsRow, table=True):
    """A further web address. (HSDS url)"""

    label: str | None = None
    url: str
    organization_id: UUID | None = Field(default=None, foreign_key="organization.id", index=True)
    service_id: UUID | None = Field(default=None, foreign_key="service.id", index=True)
