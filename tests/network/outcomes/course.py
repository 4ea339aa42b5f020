"""An accepted referral of Rosa's to the clinic, whose clocks are those of the Pacific coast."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from network.actors import Actor
from network.clock import now, stopped_at
from network.outcomes.operations import book_appointment, record_outcome
from network.outcomes.queries import standing_outcomes
from network.referrals.operations import accept_referral
from network.tables import (
    Appointment,
    Consent,
    ConsentGrant,
    Event,
    Evidence,
    Outcome,
    OutcomeStep,
    ReferralStatus,
)
from tests.cast import Cast
from tests.network.referrals.story import Story

SENT = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)  # a Monday, ten in the morning at the clinic
DAY = date(2026, 3, 2)


class Course(Story):
    """What comes of one referral, told in days since it was sent."""

    def __init__(self, session: Session, cast: Cast) -> None:
        with stopped_at(SENT):
            super().__init__(session, cast)
            self.agree()
            self.referral = self.sent()
            accept_referral(session, self.pat, self.referral)

    def at(self, days: float) -> Any:
        """Everything inside happens so many days after the referral was sent."""
        return stopped_at(SENT + timedelta(days=days))

    def say(
        self,
        step: OutcomeStep,
        day: int = 0,
        by: Actor | None = None,
        evidence: Evidence | None = None,
        **more: Any,
    ) -> Outcome:
        by = by or self.pat
        is_clinics = by.organization_id == self.cast.clinic.id
        seen = Evidence.PROVIDER_ATTESTED if is_clinics else Evidence.OFFICER_OBSERVED
        return record_outcome(
            self.session,
            by,
            self.referral,
            step=step,
            happened_on=DAY + timedelta(days=day),
            evidence=evidence or seen,
            **more,
        )

    def service(self, *days: int) -> Outcome:
        """The clinic writes down services of these days, each on its day."""
        for day in days:
            with self.at(day):
                entry = self.say(OutcomeStep.INITIATED, day)
        return entry

    def book(self, in_days: float = 2, by: Actor | None = None, **more: Any) -> Appointment:
        return book_appointment(
            self.session, by or self.pat, self.referral, starts_at=now() + timedelta(days=in_days), **more
        )

    def status(self) -> ReferralStatus:
        self.session.refresh(self.referral)
        return self.referral.status

    @property
    def entries(self) -> list[tuple[str, int]]:
        """What stands: step and day."""
        return [
            (entry.step.value, (entry.happened_on - DAY).days)
            for entry in standing_outcomes(self.session, self.referral)
        ]

    @property
    def happened(self) -> list[str]:
        """The kinds of its events, in order."""
        events = self.session.exec(
            select(Event.kind).where(Event.subject_id == self.referral.id).order_by(col(Event.id))
        )
        return list(events)

    def grants(self) -> Sequence[ConsentGrant]:
        return self.session.exec(select(ConsentGrant).where(ConsentGrant.person_id == self.rosa.id)).all()

    def consent(self, consent_id: UUID) -> Consent:
        return self.session.get_one(Consent, consent_id)
