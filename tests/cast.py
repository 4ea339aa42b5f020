"""The people and agencies of the tests. Everybody is invented."""

from datetime import timedelta
from typing import TypeVar
from uuid import UUID

from sqlmodel import Session

from network.actors import Actor, ActorKind, Role
from network.clock import now
from network.ids import new_id
from network.providers.kinds.reading import fact_term_id, kind_term_id
from network.tables import (
    Account,
    AccountRole,
    AccountStatus,
    Address,
    Attribute,
    Capacity,
    CapacityUnit,
    CapacityVoice,
    Location,
    Organization,
    Phone,
    Service,
    ServiceAtLocation,
    Source,
    SourceKind,
)

Row = TypeVar("Row")


class Cast:
    """A clinic, a shelter whose place is private, a diversion unit, and somebody for each role.

    Places are within and around ZIP 94103; `clinic_place` and `shelter_place` are services at locations.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.source = self._keep(Source(name="Test directory", kind=SourceKind.CURATED, takes_referrals=True))
        self.unit = self.organization("Marlow Diversion Unit")
        self.clinic = self.organization("Riverside Clinic")
        self.shelter = self.organization("Harbor House", is_victim_service=True)
        self.other = self.organization("Hilltop Services")
        self.olive_officer = self.staff("Olive Officer", self.unit, Role.OFFICER)
        self.cody_coordinator = self.staff("Cody Coordinator", self.unit, Role.COORDINATOR)
        self.sal_supervisor = self.staff("Sal Supervisor", self.unit, Role.SUPERVISOR)
        self.pat_provider = self.staff("Pat Provider", self.clinic, Role.PROVIDER)
        self.olga_outsider = self.staff("Olga Outsider", self.other, Role.PROVIDER)
        self.lena_leadership = self.staff("Lena Leadership", self.unit, Role.LEADERSHIP)
        self.priya_privacy = self.staff("Priya Privacy", self.unit, Role.PRIVACY)
        self.cora_curator = self.staff("Cora Curator", self.unit, Role.CURATOR)
        self.hana_at_shelter = self.staff("Hana Harbor", self.shelter, Role.CURATOR)
        self.ada_administrator = self.staff("Ada Administrator", self.unit, Role.ADMINISTRATOR)
        self.visitor = Actor(ActorKind.VISITOR)
        self.clinic_service = self.service(self.clinic, "Methadone and buprenorphine", "treatment.otp")
        self.clinic_place = self.place(self.clinic_service, "Riverside Clinic", 37.7726, -122.4099)
        self.shelter_service = self.service(self.shelter, "Safe shelter", "housing.dv-shelter")
        self.shelter_place = self.place(self.shelter_service, "Harbor House", None, None)
        session.commit()

    @property
    def everybody(self) -> dict[str, Actor]:
        """Each member of the cast by their name here."""
        return {name: value for name, value in vars(self).items() if isinstance(value, Actor)}

    def organization(
        self, name: str, *, is_member: bool = True, is_victim_service: bool = False
    ) -> Organization:
        return self._keep(
            Organization(
                name=name,
                description=f"{name} of the tests",
                source_id=self.source.id,
                is_member=is_member,
                is_victim_service=is_victim_service,
            )
        )

    def staff(self, name: str, organization: Organization, *roles: Role, language: str = "en") -> Actor:
        account = self._keep(
            Account(
                email=f"{name.replace(' ', '.').lower()}@example.org",
                name=name,
                organization_id=organization.id,
                status=AccountStatus.ACTIVE,
                language=language,
                time_zone="America/Los_Angeles",
                created_at=now(),
            )
        )
        self.session.add_all(AccountRole(account_id=account.id, role=role) for role in roles)
        return Actor(
            ActorKind.STAFF,
            account.id,
            name,
            organization.id,
            frozenset(roles),
            language,
            "America/Los_Angeles",
        )

    def service(
        self, organization: Organization, name: str, *kinds: str, facts: tuple[str, ...] = ()
    ) -> Service:
        service = self._keep(
            Service(
                organization_id=organization.id,
                name=name,
                description=f"{name}, for the tests",
                source_id=self.source.id,
                last_modified=now(),
                verified_at=now(),
            )
        )
        self._keep(Phone(service_id=service.id, number="415-555-0100", type="voice"))
        for term_id in [*map(kind_term_id, kinds), *map(fact_term_id, facts)]:
            self.say_term("service", service.id, term_id)
        return service

    def place(
        self, service: Service, name: str, latitude: float | None, longitude: float | None
    ) -> ServiceAtLocation:
        """The service at a new location; without coordinates the location is confidential."""
        private = latitude is None
        location = self._keep(
            Location(
                name=name,
                organization_id=service.organization_id,
                latitude=latitude,
                longitude=longitude,
                source_id=self.source.id,
                time_zone="America/Los_Angeles",
                is_confidential=private,
            )
        )
        if not private:
            self._keep(
                Address(
                    location_id=location.id,
                    address_1="1 Test Street",
                    city="San Francisco",
                    state_province="CA",
                    postal_code="94103",
                    country="US",
                )
            )
        return self._keep(ServiceAtLocation(service_id=service.id, location_id=location.id))

    def capacity(self, place: ServiceAtLocation, available: int, *, minutes_ago: int = 5) -> Capacity:
        return self._keep(
            Capacity(
                service_at_location_id=place.id,
                available=available,
                maximum=max(available, 10),
                unit=CapacityUnit.BED,
                said_by=CapacityVoice.PROVIDER,
                said_at=now() - timedelta(minutes=minutes_ago),
            )
        )

    def say_term(self, entity: str, entity_id: UUID, term_id: UUID) -> Attribute:
        return self._keep(
            Attribute(id=new_id(), link_entity=entity, link_id=entity_id, taxonomy_term_id=term_id)
        )

    def _keep(self, row: Row) -> Row:
        self.session.add(row)
        self.session.flush()
        return row
