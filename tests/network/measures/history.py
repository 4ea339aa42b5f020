"""Referrals as measures find them, put in place row by row: so a test can have any year at once."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import Session

from network import events
from network.actors import SYSTEM, ActorKind
from network.clock import stopped_at
from network.ids import new_id
from network.tables import (
    Appointment,
    AppointmentStatus,
    Evidence,
    Need,
    NeedStatus,
    Outcome,
    OutcomeStep,
    Person,
    Referral,
    ReferralStatus,
    Service,
    ServiceAtLocation,
    Timer,
    TimerKind,
    Urgency,
)
from tests.cast import Cast

Row = TypeVar("Row")
S = ReferralStatus


def at(day: date, hour: float = 12) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hour)


class History:
    """What was sent to the clinic and elsewhere, and what came of it."""

    def __init__(self, session: Session, cast: Cast) -> None:
        self.session, self.cast = session, cast
        self.person = self.keep(self._person())

    def send(
        self,
        on: date = date(2026, 4, 6),
        *,
        place: ServiceAtLocation | None = None,
        status: S = S.SENT,
        answered_after: float | None = None,  # days
        accepted: bool = False,
        services: Iterable[int] = (),  # days after it was sent
        kind: str = "treatment.otp",
        zip_code: str | None = "94103",
        need: Need | None = None,
        **changed: Any,
    ) -> Referral:
        """One referral that was sent at noon (UTC) of a day."""
        place = place or self.cast.clinic_place
        service = self.service_of(place)
        need = need or self.need(kind, zip_code)
        row = {
            "person_id": self.person.id,
            "need_id": need.id,
            "service_id": service[0],
            "service_at_location_id": place.id,
            "sender_organization_id": self.cast.unit.id,
            "sender_account_id": self.cast.olive_officer.id,
            "receiver_organization_id": service[1],
            "kind": kind,
            "urgency": Urgency.ROUTINE,
            "status": status,
            "status_since": at(on),
            "created_at": at(on),
            "sent_at": at(on),
            "answered_at": None if answered_after is None else at(on) + timedelta(days=answered_after),
        }
        referral = self.keep(Referral(**row | changed))
        if accepted:
            with stopped_at(at(on)):
                events.record(self.session, SYSTEM, "referral.accepted", "referral", referral.id)
        for day in services:
            self.say(referral, OutcomeStep.INITIATED, on + timedelta(days=day))
        return referral

    def linked(self, on: date = date(2026, 4, 6), *services: int, **more: Any) -> Referral:
        """One that was answered within a day, accepted, and had services so many days after it was sent."""
        return self.send(
            on, status=S.LINKED, answered_after=0.5, accepted=True, services=services or (3,), **more
        )

    def say(
        self, referral: Referral, step: OutcomeStep, day: date, corrects: Outcome | None = None
    ) -> Outcome:
        return self.keep(
            Outcome(
                referral_id=referral.id,
                person_id=referral.person_id,
                need_id=referral.need_id,
                step=step,
                happened_on=day,
                evidence=Evidence.PROVIDER_ATTESTED,
                said_at=at(day),
                said_by_kind=ActorKind.STAFF,
                organization_id=referral.receiver_organization_id,
                corrects_id=corrects.id if corrects else None,
            )
        )

    def appointment(self, referral: Referral, status: AppointmentStatus) -> None:
        moment = at(date(2026, 4, 8))
        self.keep(
            Appointment(
                referral_id=referral.id, starts_at=moment, status=status, status_since=moment, made_at=moment
            )
        )

    def steps_in(self, referral: Referral, after: timedelta) -> None:
        """When a coordinator was to be called."""
        assert referral.sent_at is not None
        due = referral.sent_at + after
        self.keep(Timer(referral_id=referral.id, kind=TimerKind.ESCALATE, due_at=due, settled_at=due))

    def need(
        self,
        kind: str = "treatment.otp",
        zip_code: str | None = "94103",
        status: NeedStatus = NeedStatus.OPEN,
    ) -> Need:
        moment = at(date(2026, 1, 5))
        return self.keep(
            Need(
                person_id=self.person.id,
                kind=kind,
                zip=zip_code,
                status=status,
                status_since=moment,
                opened_at=moment,
            )
        )

    def many(self, count: int, *args: Any, **more: Any) -> Sequence[Referral]:
        return [self.send(*args, **more) for _ in range(count)]

    def somebody_else(self) -> None:
        """From now on another person is referred."""
        self.person = self.keep(self._person())

    def service_of(self, place: ServiceAtLocation) -> tuple[UUID, UUID]:
        service = self.session.get_one(Service, place.service_id)
        return service.id, service.organization_id

    def keep(self, row: Row) -> Row:
        self.session.add(row)
        self.session.flush()
        return row

    def _person(self) -> Person:
        return Person(
            id=new_id(),
            organization_id=self.cast.unit.id,
            given_name="Rosa",
            family_name="Medina",
            created_at=at(date(2026, 1, 1)),
            changed_at=at(date(2026, 1, 1)),
        )
