"""Rosa, who agreed that her officer refers her to the clinic and that the clinic tells what came of it."""

from collections.abc import Collection
from typing import Any

from sqlmodel import Session

from network.clock import now
from network.referrals import operations
from network.tables import (
    Consent,
    ConsentGrant,
    InformationKind,
    Instrument,
    Purpose,
    Referral,
    ServiceAtLocation,
)
from tests.cast import Cast
from tests.network.referrals.story import Story

INWARD = (
    InformationKind.STATUS,
    InformationKind.ATTENDANCE,
    InformationKind.PROGRESS,
    InformationKind.REASONS,
)


class Referring(Story):
    """The story of the network's tests, with the way back: what the provider may tell the sender."""

    def tell_back(
        self, consent: Consent, place: ServiceAtLocation, kinds: Collection[InformationKind] = INWARD
    ) -> None:
        """Rosa agrees that the agency of this place may tell the unit what came of it."""
        self.keep(
            ConsentGrant(
                consent_id=consent.id,
                person_id=self.rosa.id,
                discloser_organization_id=self.owner(place),
                recipient_organization_id=self.cast.unit.id,
                information=[kind.value for kind in kinds],
                purpose=Purpose.COORDINATION,
                instrument=Instrument.VOLUNTARY,
                starts_at=now(),
            )
        )

    def asked(self, *, tells_back: bool = True, **more: Any) -> Referral:
        """One referral that was sent to the clinic."""
        consent = self.agree()
        if tells_back:
            self.tell_back(consent, self.cast.clinic_place)
        [referral] = self.draft(**more)
        operations.send_referral(self.session, self.olive, referral, acknowledged=True)
        return referral


def referring(session: Session, cast: Cast) -> Referring:
    """Rosa's story of a test of pages."""
    return Referring(session, cast)
