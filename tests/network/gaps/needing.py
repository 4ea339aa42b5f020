"""Needs, referrals and searches written straight into the tables, as a year leaves them behind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from network.clock import now
from network.places.gazetteer import find_zip
from network.places.point import Point
from network.rules.need_facts import facts_text
from network.tables import (
    Cause,
    Need,
    NeedStatus,
    Organization,
    Person,
    Referral,
    ReferralStatus,
    ServiceAtLocation,
    UnmetNeed,
    Urgency,
)
from tests.cast import Cast

HERE = "94103"  # in San Francisco, where the cast's clinic is
FIPS = "06075"


@dataclass
class Town:
    """People of the cast's unit who need something, and what came of it."""

    session: Session
    cast: Cast
    people: dict[UUID, Person] = field(default_factory=dict)

    def person(self, organization: Organization | None = None) -> Person:
        keeper = organization or self.cast.unit
        if keeper.id not in self.people:
            self.people[keeper.id] = Person(
                organization_id=keeper.id,
                given_name="Rosa",
                family_name="Medina",
                created_at=now(),
                changed_at=now(),
            )
            self.session.add(self.people[keeper.id])
            self.session.flush()
        return self.people[keeper.id]

    def need(
        self,
        kind: str = "treatment.otp",
        *,
        zip_code: str | None = HERE,
        status: NeedStatus = NeedStatus.OPEN,
        days_ago: float = 10,
        person: Person | None = None,
        point: Point | None = None,
        facts: Mapping[str, tuple[str, ...]] | None = None,
    ) -> Need:
        found = find_zip(zip_code) if zip_code else None
        exact = point or (found.point if found else None)
        where = exact.rounded() if exact else None
        need = Need(
            person_id=(person or self.person()).id,
            kind=kind,
            facts=facts_text(facts or {}),
            zip=zip_code,
            latitude=where.latitude if where else None,
            longitude=where.longitude if where else None,
            status=status,
            status_since=ago(days_ago),
            opened_at=ago(days_ago),
        )
        self.session.add(need)
        self.session.flush()
        return need

    def referral(
        self,
        need: Need,
        status: ReferralStatus,
        reason: str | None = None,
        *,
        days_ago: float = 5,
        to: ServiceAtLocation | None = None,
        receiver: Organization | None = None,
    ) -> Referral:
        place, sender = to or self.cast.clinic_place, self.cast.olive_officer.id
        assert sender is not None
        referral = Referral(
            person_id=need.person_id,
            need_id=need.id,
            service_id=place.service_id,
            service_at_location_id=place.id,
            sender_organization_id=self.cast.unit.id,
            sender_account_id=sender,
            receiver_organization_id=(receiver or self.cast.clinic).id,
            kind=need.kind,
            urgency=Urgency.ROUTINE,
            status=status,
            status_since=ago(days_ago),
            reason=reason,
            created_at=ago(days_ago),
        )
        self.session.add(referral)
        self.session.flush()
        return referral

    def search(self, *kinds: str, days_ago: float = 3, cause: Cause | None = None, **said: Any) -> UnmetNeed:
        found = UnmetNeed(
            same_search="x",
            kinds=list(kinds),
            zip=said.pop("zip_code", HERE),
            organization_id=said.pop("organization_id", self.cast.unit.id),
            latitude=said.pop("latitude", 37.77),
            longitude=said.pop("longitude", -122.41),
            filters=said,
            first_at=ago(days_ago),
            last_at=ago(days_ago),
            cause=cause,
        )
        self.session.add(found)
        self.session.flush()
        return found


def ago(days: float) -> datetime:
    return now() - timedelta(days=days)
