"""Every table of the network, one file per noun: read this folder to know the data."""

from network.tables.account import (
    Account,
    AccountLink,
    AccountRole,
    AccountSession,
    AccountStatus,
    KeptForm,
    LinkPurpose,
    SecondFactor,
    TriedSignIn,
)
from network.tables.capacity import Capacity, CapacityUnit, CapacityVoice, Waitlist
from network.tables.change import DirectoryChange, DirectoryVersion
from network.tables.contact import Contact, Language, Phone
from network.tables.event import Event
from network.tables.job import Job, JobStatus
from network.tables.letter import Letter, LetterStatus
from network.tables.location import (
    Accessibility,
    Address,
    AddressType,
    Location,
    LocationType,
    Precision,
    PrivatePlace,
)
from network.tables.metadata import Metadata, MetaTableDescription
from network.tables.organization import (
    Funding,
    Organization,
    OrganizationIdentifier,
    Program,
    Url,
)
from network.tables.problem import Problem, ProblemKind, ProblemStatus
from network.tables.schedule import Frequency, Schedule, Weekday
from network.tables.service import (
    CostOption,
    RequiredDocument,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceStatus,
)
from network.tables.source import HsdsRow, Source, SourceKind
from network.tables.taxonomy import Attribute, Taxonomy, TaxonomyTerm
from network.tables.translation import Translation
from network.tables.unmet_need import UnmetNeed

__all__ = [
    "Accessibility",
    "Account",
    "AccountLink",
    "AccountRole",
    "AccountSession",
    "AccountStatus",
    "Address",
    "AddressType",
    "Attribute",
    "Capacity",
    "CapacityUnit",
    "CapacityVoice",
    "Contact",
    "CostOption",
    "DirectoryChange",
    "DirectoryVersion",
    "Event",
    "Frequency",
    "Funding",
    "HsdsRow",
    "Job",
    "JobStatus",
    "KeptForm",
    "Language",
    "Letter",
    "LetterStatus",
    "LinkPurpose",
    "Location",
    "LocationType",
    "MetaTableDescription",
    "Metadata",
    "Organization",
    "OrganizationIdentifier",
    "Phone",
    "Precision",
    "PrivatePlace",
    "Problem",
    "ProblemKind",
    "ProblemStatus",
    "Program",
    "RequiredDocument",
    "Schedule",
    "SecondFactor",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceStatus",
    "Source",
    "SourceKind",
    "Taxonomy",
    "TaxonomyTerm",
    "Translation",
    "TriedSignIn",
    "UnmetNeed",
    "Url",
    "Waitlist",
    "Weekday",
]
