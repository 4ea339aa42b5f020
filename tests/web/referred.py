"""A referral of Rosa's that the clinic has accepted, for tests of its pages."""

from datetime import timedelta

from network.clock import now, stopped_at
from network.outcomes.operations import book_appointment
from network.referrals.operations import accept_referral
from network.tables import (
    Appointment,
    ConsentGrant,
    InformationKind,
    Instrument,
    Purpose,
    Referral,
    ReferralStatus,
)
from tests.network.referrals.story import Story


class Referred:
    """Sent ten days ago."""

    def __init__(self, story: Story) -> None:
        self.story, self.session, self.cast = story, story.session, story.cast
        self.began = now() - timedelta(days=10)
        with stopped_at(self.began):
            self.consent = story.agree()
            self.referral = story.sent()
            accept_referral(self.session, self.cast.pat_provider, self.referral)

    def path(self, rest: str = "") -> str:
        return f"/referrals/{self.referral.id}" + (f"/{rest}" if rest else "")

    def status(self) -> ReferralStatus:
        self.session.expire_all()
        return self.session.get_one(Referral, self.referral.id).status

    def appointment(self, *, days_ago: float, words: str = "") -> Appointment:
        """One that the clinic made on the first day."""
        at = now() - timedelta(days=days_ago)
        with stopped_at(self.began):
            return book_appointment(
                self.session, self.cast.pat_provider, self.referral, starts_at=at, words=words
            )

    def another(self) -> Referral:
        """A second referral, for another need."""
        with stopped_at(self.began):
            other = self.story.sent(need=self.story.need_of("treatment.otp"))
            accept_referral(self.session, self.cast.pat_provider, other)
        return other

    def tell_the_sender(self, *information: InformationKind) -> None:
        """Rosa permits the clinic to tell the unit these kinds of things."""
        self.story.keep(
            ConsentGrant(
                consent_id=self.consent.id,
                person_id=self.story.rosa.id,
                discloser_organization_id=self.cast.clinic.id,
                recipient_organization_id=self.cast.unit.id,
                information=[kind.value for kind in information],
                purpose=Purpose.COORDINATION,
                instrument=Instrument.VOLUNTARY,
                starts_at=self.began,
            )
        )
