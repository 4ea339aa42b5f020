"""Whether a live grant lets a referral go out, asked anew every time. (42 CFR 2.31(c))"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from network.consent.queries import permits_of
from network.errors import Conflict
from network.rules.sharing import Permit, living
from network.tables import InformationKind, Organization, Purpose, Referral
from network.words import say

OUTWARD = frozenset({Purpose.REFERRAL, Purpose.COORDINATION, Purpose.PATIENT_REQUEST})
"""Purposes for which a referral may be sent; monitoring is none."""

NEEDED = frozenset({InformationKind.IDENTITY, InformationKind.NEED})
"""Without these nobody could answer."""

SENDABLE = NEEDED | {InformationKind.CONTACT, InformationKind.CASE, InformationKind.NOTE}


class ConsentMissing(Conflict):
    """The person has not, or no longer, agreed that all of this goes there."""

    def __init__(
        self,
        *,
        person_id: UUID,
        referral_id: UUID,
        recipient_organization_id: UUID,
        recipient: str,
        missing: frozenset[InformationKind],
    ) -> None:
        super().__init__(
            say(
                "Nothing was sent: the person's consent does not cover sending this to {recipient}. "
                "Ask the person, take the consent, then send it.",
                recipient=recipient,
            )
        )
        self.person_id = person_id
        self.referral_id = referral_id
        self.recipient_organization_id = recipient_organization_id
        self.missing = missing


@dataclass(frozen=True)
class Cover:
    """The grant by which it may go out, and what no grant covers."""

    permit: Permit | None
    missing: frozenset[InformationKind]

    @property
    def is_whole(self) -> bool:
        return self.permit is not None and not self.missing


def cover_of(session: Session, referral: Referral) -> Cover:
    """What covers this referral at this moment."""
    return cover_for(
        permits_of(session, referral.person_id),
        discloser_id=referral.sender_organization_id,
        recipient_id=referral.receiver_organization_id,
        information={InformationKind(kind) for kind in referral.information},
    )


def cover_for(
    permits: Collection[Permit],
    *,
    discloser_id: UUID,
    recipient_id: UUID,
    information: Collection[InformationKind],
) -> Cover:
    """What lets this discloser tell that recipient these kinds of things now."""
    fitting = [
        permit
        for permit in living(permits)
        if permit.discloser_organization_id == discloser_id
        and permit.recipient_organization_id == recipient_id
        and permit.purpose in OUTWARD
    ]
    wanted = frozenset(information)
    widest = max(fitting, key=lambda permit: len(permit.information & wanted), default=None)
    covered = frozenset(kind for permit in fitting for kind in permit.information)
    return Cover(widest, wanted - covered)


def consent_missing(session: Session, referral: Referral, cover: Cover) -> ConsentMissing:
    """The refusal, with what the page needs to offer to take the consent."""
    recipient = session.get(Organization, referral.receiver_organization_id)
    missing = cover.missing or frozenset(InformationKind(kind) for kind in referral.information)
    return ConsentMissing(
        person_id=referral.person_id,
        referral_id=referral.id,
        recipient_organization_id=referral.receiver_organization_id,
        recipient=recipient.name if recipient else "",
        missing=missing,
    )
