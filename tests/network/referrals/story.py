"""Rosa and what she needs, told by the cast: shared by the tests of referrals."""

from collections.abc import Collection
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import Session, col, select

from network.actors import Actor, Role
from network.clock import now, stopped_at
from network.referrals.operations import prepare_referrals, send_referral
from network.tables import (
    Capacity,
    CaseFile,
    Consent,
    ConsentGrant,
    ConsentStatus,
    Event,
    InformationKind,
    Instrument,
    Need,
    Person,
    Purpose,
    Referral,
    Service,
    ServiceAtLocation,
    Timer,
    Trying,
    Urgency,
)
from tests.cast import Cast

K = InformationKind
Row = TypeVar("Row")
TOLD = (K.IDENTITY, K.CONTACT, K.NEED)


class Story:
    """A person of Olive's caseload with one need, and grants to whoever is named."""

    def __init__(self, session: Session, cast: Cast, *, urgency: Urgency = Urgency.ROUTINE) -> None:
        self.session, self.cast = session, cast
        self.services: tuple[Service, ...] = (cast.clinic_service, cast.shelter_service)
        self.olive, self.pat = cast.olive_officer, cast.pat_provider
        self.rosa = self.keep(
            Person(
                organization_id=cast.unit.id,
                given_name="Rosa",
                family_name="Marin",
                created_at=now(),
                created_by_account_id=cast.olive_officer.id,
                changed_at=now(),
            )
        )
        self.need = self.need_of("treatment.otp", urgency=urgency)

    def need_of(self, kind: str, *, urgency: Urgency = Urgency.ROUTINE) -> Need:
        return self.keep(
            Need(person_id=self.rosa.id, kind=kind, urgency=urgency, status_since=now(), opened_at=now())
        )

    def case(self, days_to_intake: float) -> CaseFile:
        """Puts the need under a diversion clock."""
        case = self.keep(
            CaseFile(
                person_id=self.rosa.id,
                organization_id=self.cast.unit.id,
                opened_on=now().date(),
                intake_by=now() + timedelta(days=days_to_intake),
            )
        )
        self.need.case_id = case.id
        self.keep(self.need)
        return case

    def agree(
        self,
        *places: ServiceAtLocation,
        information: Collection[InformationKind] = TOLD,
        **more: Any,
    ) -> Consent:
        """Rosa signs that the unit may tell the agencies of these places."""
        consent = self.keep(
            Consent(
                person_id=self.rosa.id,
                organization_id=self.cast.unit.id,
                instrument=Instrument.VOLUNTARY,
                status=ConsentStatus.SIGNED,
                effective_from=now().date(),
                signed_at=now(),
                created_at=now(),
            )
        )
        for place in places or (self.cast.clinic_place,):
            self.keep(
                ConsentGrant(
                    consent_id=consent.id,
                    person_id=self.rosa.id,
                    discloser_organization_id=self.cast.unit.id,
                    recipient_organization_id=self.owner(place),
                    information=[kind.value for kind in information],
                    purpose=Purpose.REFERRAL,
                    instrument=Instrument.VOLUNTARY,
                    starts_at=now(),
                    **more,
                )
            )
        return consent

    def hears_back(self, *information: InformationKind) -> ConsentGrant:
        """Rosa signs that the clinic may tell the unit what became of it."""
        return self.keep(
            ConsentGrant(
                consent_id=self.agree().id,
                person_id=self.rosa.id,
                discloser_organization_id=self.cast.clinic.id,
                recipient_organization_id=self.cast.unit.id,
                information=[kind.value for kind in information or (K.STATUS,)],
                purpose=Purpose.COORDINATION,
                instrument=Instrument.VOLUNTARY,
                starts_at=now(),
            )
        )

    def agree_back(self, consent: Consent) -> ConsentGrant:
        """Rosa also lets the clinic tell the unit how it goes."""
        return self.keep(
            ConsentGrant(
                consent_id=consent.id,
                person_id=self.rosa.id,
                discloser_organization_id=self.cast.clinic.id,
                recipient_organization_id=self.cast.unit.id,
                information=[K.STATUS.value],
                purpose=Purpose.COORDINATION,
                instrument=Instrument.VOLUNTARY,
                starts_at=now(),
            )
        )

    def owner(self, place: ServiceAtLocation) -> UUID:
        return next(s.organization_id for s in self.services if s.id == place.service_id)

    def another_clinic(self, name: str) -> tuple[ServiceAtLocation, Actor]:
        """A further agency of the network with a service, and somebody who works there."""
        agency = self.cast.organization(name)
        service = self.cast.service(agency, f"Help at {name}", "treatment.otp")
        self.services = (*self.services, service)
        place = self.cast.place(service, name, 37.77, -122.41)
        return place, self.cast.staff(f"Staff of {name}", agency, Role.PROVIDER)

    def draft(
        self, *places: ServiceAtLocation, need: Need | None = None, trying: Trying = Trying.IN_TURN
    ) -> list[Referral]:
        ids = [place.id for place in places or (self.cast.clinic_place,)]
        return prepare_referrals(
            self.session, self.olive, need or self.need, ids, trying=trying, information=TOLD
        )

    def sent(self, *places: ServiceAtLocation, need: Need | None = None) -> Referral:
        """One referral that was agreed to and sent."""
        self.agree(*places)
        [referral] = self.draft(*places, need=need)
        send_referral(self.session, self.olive, referral, acknowledged=True)
        return referral

    def send(self, *referrals: Referral) -> None:
        for referral in referrals:
            send_referral(self.session, self.olive, referral, acknowledged=True)

    def later(self, **span: float) -> AbstractContextManager[None]:
        """Everything inside happens so much later."""
        return stopped_at(now() + timedelta(**span))

    def events(self, referral: Referral) -> list[str]:
        return [event.kind.removeprefix("referral.") for event in self.rows(referral)]

    def rows(self, referral: Referral) -> list[Event]:
        return list(
            self.session.exec(select(Event).where(Event.subject_id == referral.id).order_by(Event.id))  # type: ignore[arg-type]
        )

    def timers(self, referral: Referral) -> list[Timer]:
        """Those that are waited for, the earliest first."""
        waiting = select(Timer).where(Timer.referral_id == referral.id, col(Timer.settled_at).is_(None))
        return sorted(self.session.exec(waiting), key=lambda timer: timer.due_at)

    def free(self, place: ServiceAtLocation) -> int:
        """How many places are free, as the database says now."""
        return self.capacity(place).available

    def capacity(self, place: ServiceAtLocation) -> Capacity:
        return self.session.exec(
            select(Capacity)
            .where(Capacity.service_at_location_id == place.id)
            .execution_options(populate_existing=True)
        ).one()

    def keep(self, row: Row) -> Row:
        self.session.add(row)
        self.session.flush()
        return row
