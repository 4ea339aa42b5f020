"""What may be shown to whom. Every guarded field, wherever it is shown, passes `may_see`."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from network.actors import Actor, Role
from network.clock import now
from network.rules.permissions import may_read_private_place


class GuardedField(StrEnum):
    """Fields that are not for everybody."""

    PRIVATE_PLACE = "private_place.address"
    PROBLEM_WORDS = "problem.words"
    CAPACITY_SPEAKER = "capacity.said_by_account_id"


@dataclass(frozen=True)
class Grant:
    """A permission that somebody gave: this organization may see these fields until then (UTC; None: no
    end)."""

    recipient_organization_id: UUID
    fields: frozenset[GuardedField]
    until: datetime | None = None

    def covers(self, viewer: Actor, field: GuardedField) -> bool:
        """Whether this viewer may see the field by this grant now."""
        return (
            viewer.is_signed_in
            and viewer.organization_id == self.recipient_organization_id
            and field in self.fields
            and (self.until is None or now() < self.until)
        )


def may_see(
    viewer: Actor,
    field: GuardedField,
    owner_organization_id: UUID | None,
    grants: Collection[Grant] = (),
) -> bool:
    """Whether the viewer may be shown this field of a record that the organization owns."""
    return _by_role(viewer, field, owner_organization_id) or any(
        grant.covers(viewer, field) for grant in grants if field is not GuardedField.PRIVATE_PLACE
    )


def _by_role(viewer: Actor, field: GuardedField, owner_organization_id: UUID | None) -> bool:
    own = owner_organization_id is not None and viewer.organization_id == owner_organization_id
    match field:
        case GuardedField.PRIVATE_PLACE:
            return bool(may_read_private_place(viewer, owner_organization_id))
        case GuardedField.PROBLEM_WORDS:
            return viewer.has(Role.CURATOR)
        case GuardedField.CAPACITY_SPEAKER:
            return viewer.has(Role.CURATOR) or (viewer.is_signed_in and own)
