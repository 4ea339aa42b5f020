"""What may be shown to whom. Every guarded field, wherever it is shown, passes `may_see`."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from network.actors import Actor, Role
from network.clock import now
from network.rules.permissions import may_read_private_place
from network.tables.case import CaseRole
from network.tables.consent import InformationKind, Instrument, Purpose


class GuardedField(StrEnum):
    """Fields that are not for everybody."""

    PRIVATE_PLACE = "private_place.address"
    PROBLEM_WORDS = "problem.words"
    CAPACITY_SPEAKER = "capacity.said_by_account_id"


@dataclass(frozen=True)
class Permit:
    """One grant of a consent as the rules see it: this discloser may tell this recipient these kinds of
    things, from `starts_at` until `until` (UTC; None: no end by the clock).

    `has_ended` is true when its consent is not signed (any more) or the event that ends it has happened.
    """

    id: UUID
    consent_id: UUID
    person_id: UUID
    discloser_organization_id: UUID
    information: frozenset[InformationKind]
    purpose: Purpose
    instrument: Instrument
    starts_at: datetime
    until: datetime | None = None
    revoked_at: datetime | None = None
    has_ended: bool = False
    recipient_organization_id: UUID | None = None
    recipient_account_id: UUID | None = None
    recipient_case_role: CaseRole | None = None

    def is_live(self, moment: datetime | None = None) -> bool:
        """Whether it holds at this moment (now, if none is given)."""
        moment = moment or now()
        return (
            not self.has_ended
            and self.starts_at <= moment
            and (self.until is None or moment < self.until)
            and (self.revoked_at is None or moment < self.revoked_at)
        )


def may_see(viewer: Actor, field: GuardedField, owner_organization_id: UUID | None) -> bool:
    """Whether the viewer may be shown this field of a record that the organization owns."""
    own = owner_organization_id is not None and viewer.organization_id == owner_organization_id
    match field:
        case GuardedField.PRIVATE_PLACE:
            return bool(may_read_private_place(viewer, owner_organization_id))
        case GuardedField.PROBLEM_WORDS:
            return viewer.has(Role.CURATOR)
        case GuardedField.CAPACITY_SPEAKER:
            return viewer.has(Role.CURATOR) or (viewer.is_signed_in and own)


def living(permits: Collection[Permit], moment: datetime | None = None) -> tuple[Permit, ...]:
    """Those that hold at this moment."""
    return tuple(permit for permit in permits if permit.is_live(moment))
